// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* VS Code's own protocol library on IRQLINT_TEST_FILE: diagnostics that are sent, and that are asked for. */
const { spawn } = require('child_process');
const fs = require('fs');
const { pathToFileURL } = require('url');
const rpc = require('vscode-jsonrpc/node');
const lsp = require('vscode-languageserver-protocol/node');
const assert = require('assert');

const file = process.env.IRQLINT_TEST_FILE;
const uri = pathToFileURL(file).href;
const text = fs.readFileSync(file, 'utf8');
const patience = Number(process.env.IRQLINT_TEST_PATIENCE) * 1000;

function within(promise, what) {
	const late = new Promise((_, fail) => setTimeout(() => fail(new Error(`waited in vain for ${what}`)), patience).unref());
	return Promise.race([promise, late]);
}

async function begin(textDocument, encodings) {
	const [command, ...words] = process.env.IRQLINT_TEST_COMMAND.split(' ');
	const server = spawn(command, words, { stdio: ['pipe', 'pipe', 'inherit'] });
	const client = lsp.createProtocolConnection(new rpc.StreamMessageReader(server.stdout),
		new rpc.StreamMessageWriter(server.stdin));
	client.onRequest(lsp.ConfigurationRequest.type, asked => asked.items.map(() => null));
	client.onRequest(lsp.RegistrationRequest.type, () => undefined);
	client.onRequest(lsp.WorkDoneProgressCreateRequest.type, () => undefined);
	client.listen();
	const { capabilities } = await within(client.sendRequest(lsp.InitializeRequest.type, {
		processId: process.pid, rootUri: null,
		workspaceFolders: [{ uri: pathToFileURL(require('path').dirname(file)).href, name: 'test' }],
		capabilities: { general: { positionEncodings: encodings }, textDocument, workspace: { configuration: true } },
	}), 'an answer to initialize');
	client.sendNotification(lsp.InitializedNotification.type, {});
	const exit = new Promise(done => server.on('exit', done));
	const end = async () => {
		await within(client.sendRequest(lsp.ShutdownRequest.type), 'the end');
		client.sendNotification(lsp.ExitNotification.type);
		assert.strictEqual(await within(exit, 'the exit'), 0);
		client.dispose();
	};
	return { client, capabilities, end };
}

function open(client) {
	client.sendNotification(lsp.DidOpenTextDocumentNotification.type,
		{ textDocument: { uri, languageId: 'c', version: 1, text } });
}

function edit(client, version, newText) {
	client.sendNotification(lsp.DidChangeTextDocumentNotification.type,
		{ textDocument: { uri, version }, contentChanges: [{ text: newText }] });
}

/* Returns what @range of the text covers when characters are counted in @encoding. */
function covered(range, encoding) {
	const line = text.split('\n')[range.start.line];
	if (encoding === 'utf-8')
		return Buffer.from(line).subarray(range.start.character, range.end.character).toString();
	return line.slice(range.start.character, range.end.character);
}

async function push() {
	const { client, capabilities, end } = await begin({ publishDiagnostics: { versionSupport: true } }, ['utf-16']);
	assert.strictEqual(capabilities.positionEncoding ?? 'utf-16', 'utf-16');
	assert.ok(!capabilities.diagnosticProvider);
	const lists = [];
	let wake = () => {};
	client.onNotification(lsp.PublishDiagnosticsNotification.type, list => {
		lists.push(list);
		wake();
	});
	const wait = async (wanted, what) => {
		for (;;) {
			const list = lists.find(wanted);
			if (list)
				return list;
			await within(new Promise(done => { wake = done; }), what);
		}
	};
	open(client);
	const first = await wait(list => list.uri === uri && list.diagnostics.length > 0, 'a finding');
	assert.strictEqual(first.version, 1);
	const found = first.diagnostics.map(item => ({
		line: item.range.start.line + 1, text: covered(item.range, 'utf-16'), code: item.code, message: item.message,
	}));
	edit(client, 2, text.replace('touch_thread, 0', 'touch_thread, IRQF_ONESHOT'));
	await wait(list => list.version === 2 && list.diagnostics.length === 0, 'no finding');
	await end();
	return found;
}

async function pull() {
	const { client, capabilities, end } = await begin({ diagnostic: {}, publishDiagnostics: {} }, ['utf-8', 'utf-16']);
	assert.strictEqual(capabilities.positionEncoding, 'utf-8');
	assert.ok(capabilities.diagnosticProvider);
	let sent = 0;
	client.onNotification(lsp.PublishDiagnosticsNotification.type, () => sent++);
	open(client);
	const ask = previousResultId => within(client.sendRequest(lsp.DocumentDiagnosticRequest.type,
		{ textDocument: { uri }, previousResultId }), 'diagnostics');
	const report = await ask();
	assert.strictEqual(report.kind, 'full');
	assert.strictEqual(report.items.length, 1);
	const again = await ask(report.resultId);
	assert.strictEqual(again.kind, 'unchanged');
	edit(client, 2, text.replace('touch_thread, 0', 'touch_thread, IRQF_ONESHOT'));
	const last = await ask(report.resultId);
	assert.deepStrictEqual([last.kind, last.items], ['full', []]);
	assert.strictEqual(sent, 0);
	const item = report.items[0];
	await end();
	return [{ line: item.range.start.line + 1, text: covered(item.range, 'utf-8'), code: item.code, message: item.message }];
}

(async () => {
	const found = [...await push(), ...(process.env.IRQLINT_TEST_OTHER ? [] : await pull())];
	fs.writeFileSync(process.env.IRQLINT_TEST_RESULT, JSON.stringify({ found }));
	process.exit(0);
})().catch(error => {
	console.error(`node.js: ${error.stack}`);
	process.exit(1);
});
