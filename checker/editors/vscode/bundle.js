// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Puts the extension and the libraries it uses into dist/, with the licences of these. */
const esbuild = require('esbuild');
const fs = require('fs');
const path = require('path');

const result = esbuild.buildSync({
	entryPoints: ['src/extension.js'],
	outfile: 'dist/extension.js',
	bundle: true,
	minify: true,
	platform: 'node',
	target: 'node18',
	external: ['vscode'],
	metafile: true,
});

const packages = new Set(Object.keys(result.metafile.inputs)
	.map(file => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
	.filter(Boolean));
const texts = [...packages].sort().map(directory => {
	const licence = fs.readdirSync(directory).find(name => /^licen[cs]e/i.test(name));
	if (!licence)
		throw new Error(`${directory} has no licence`);
	return `${path.basename(directory)}\n\n${fs.readFileSync(path.join(directory, licence), 'utf8')}`;
});
fs.writeFileSync('dist/licences.txt', texts.join(`\n${'-'.repeat(80)}\n\n`));
