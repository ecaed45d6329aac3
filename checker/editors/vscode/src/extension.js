// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* VS Code's side of `irqlint lsp`: which program to run, with which settings, for which files. */
// @ts-check
const fs = require('fs');
const path = require('path');
const vscode = require('vscode');
const { CloseAction, ErrorAction, LanguageClient } = require('vscode-languageclient/node');

/* Settings that are ours, not the server's. */
const OWN = new Set(['path', 'arguments', 'trace']);

/* VS Code takes headers for C++. */
const DOCUMENTS = [
	{ scheme: 'file', language: 'c' },
	{ scheme: 'file', language: 'cpp', pattern: '**/*.h' },
];

/* What the server writes where a reason belongs. */
const REASON = 'TODO: say why';

/** @type {LanguageClient | undefined} */
let client;
/** @type {vscode.OutputChannel} */
let output;

/** @param {string} text */
function expand(text) {
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
	return text.replace(/\$\{workspaceFolder\}/g, folder).replace(/^~(?=\/)/, process.env.HOME ?? '~');
}

/* Returns the settings of the server's; those that nobody set are left to irqlint.yaml. */
function serverSettings() {
	const settings = vscode.workspace.getConfiguration('irqlint');
	/** @type {Record<string, unknown>} */
	const values = {};
	for (const [key, value] of Object.entries(settings)) {
		if (!OWN.has(key) && typeof value !== 'function')
			values[key] = value;
	}
	return values;
}

/** Returns names of rules that were reported where the cursor is. */
function rulesAtCursor() {
	const editor = vscode.window.activeTextEditor;
	if (!editor)
		return [];
	return vscode.languages.getDiagnostics(editor.document.uri)
		.filter(found => found.source === 'irqlint' && found.range.intersection(editor.selection))
		.map(found => String(typeof found.code === 'object' ? found.code.value : found.code));
}

/** @returns {Promise<string | undefined>} */
async function chooseRule() {
	const here = [...new Set(rulesAtCursor())];
	if (here.length === 1)
		return here[0];
	if (here.length > 1)
		return vscode.window.showQuickPick(here, { title: 'Page of which rule?' });
	return vscode.window.showInputBox({ title: 'Page of which rule?', placeHolder: 'irq-cookie-type' });
}

/*
 * The client registers the commands of the server by their names; those of the palette come without the
 * arguments that the server wants.
 * @type {import('vscode-languageclient').ExecuteCommandMiddleware['executeCommand']}
 */
async function executeCommand(command, given, next) {
	if (command === 'irqlint.openRule' && given.length === 0) {
		const rule = await chooseRule();
		return rule && next(command, [rule]);
	}
	return next(command, given);
}

/*
 * A page of a rule is shown as it is meant to be read.
 * @type {NonNullable<import('vscode-languageclient').WindowMiddleware['showDocument']>}
 */
async function showDocument(params, next) {
	const uri = client?.protocol2CodeConverter.asUri(params.uri);
	if (!uri || !/\/irq-[a-z-]+\.md$/.test(uri.path))
		return next(params);
	await vscode.commands.executeCommand('markdown.showPreview', uri);
	return { success: true };
}

/*
 * The cursor goes to where the reason of a suppression is to be written.
 * @type {import('vscode-languageclient').CodeActionMiddleware['provideCodeActions']}
 */
async function provideCodeActions(document, range, context, token, next) {
	const actions = await next(document, range, context, token);
	for (const action of actions ?? []) {
		const [[uri, edits] = []] = ('edit' in action && action.edit?.entries()) || [];
		if (!uri || edits.length !== 1 || !edits[0].newText.includes(REASON))
			continue;
		const text = edits[0].newText.split(REASON).map(part => new vscode.SnippetString().appendText(part).value);
		const edit = new vscode.WorkspaceEdit();
		edit.set(uri, [new vscode.SnippetTextEdit(edits[0].range, new vscode.SnippetString(text.join(`\${1:${REASON}}`)))]);
		action.edit = edit;
	}
	return actions;
}

/*
 * The server starts anew after it ended by itself, but not again and again.
 * @returns {import('vscode-languageclient').ErrorHandler}
 */
function errorHandler() {
	/** @type {number[]} */
	let ends = [];
	return {
		error: () => ({ action: ErrorAction.Continue }),
		closed: () => {
			const now = Date.now();
			ends = [...ends.filter(time => now - time < 180000), now];
			if (ends.length < 5)
				return { action: CloseAction.Restart };
			return { action: CloseAction.DoNotRestart, message: 'irqlint ended five times in three minutes and stays off.' };
		},
	};
}

/** @param {string} command */
function isThere(command) {
	const places = command.includes('/') ? [''] : (process.env.PATH ?? '').split(path.delimiter);
	return places.some(place => {
		try {
			fs.accessSync(path.join(place, command), fs.constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}

/** @param {string} text */
async function complain(text) {
	const choice = await vscode.window.showErrorMessage(text, 'Settings', 'Output');
	if (choice === 'Settings')
		vscode.commands.executeCommand('workbench.action.openSettings', 'irqlint.path');
	else if (choice === 'Output')
		output.show();
}

async function start() {
	const settings = vscode.workspace.getConfiguration('irqlint');
	const command = expand(settings.get('path') || 'irqlint');
	const words = /** @type {string[]} */ (settings.get('arguments') ?? []).map(expand);

	if (!isThere(command)) {
		complain(`irqlint: there is no program "${command}"; "irqlint.path" says where it is.`);
		return;
	}
	client = new LanguageClient('irqlint', 'irqlint', { command, args: ['lsp', ...words] }, {
		documentSelector: DOCUMENTS,
		outputChannel: output,
		initializationOptions: serverSettings,
		synchronize: { configurationSection: 'irqlint' },
		errorHandler: errorHandler(),
		initializationFailedHandler: () => false,
		middleware: { executeCommand, provideCodeActions, window: { showDocument } },
	});
	try {
		await client.start();
		vscode.commands.executeCommand('setContext', 'irqlint.running', true);
	} catch (error) {
		client = undefined;
		output.appendLine(`${command}: ${error instanceof Error ? error.message : error}`);
		complain(`irqlint: "${command} lsp" does not serve; the output channel tells more.`);
	}
}

async function stop() {
	const ended = client;
	vscode.commands.executeCommand('setContext', 'irqlint.running', false);
	client = undefined;
	await ended?.dispose();
}

async function restart() {
	await stop();
	await start();
}

/** @param {vscode.ExtensionContext} context */
async function activate(context) {
	output = vscode.window.createOutputChannel('irqlint');
	context.subscriptions.push(output,
		vscode.commands.registerCommand('irqlint.restart', restart),
		vscode.workspace.onDidChangeConfiguration(change => {
			if (change.affectsConfiguration('irqlint.path') || change.affectsConfiguration('irqlint.arguments'))
				restart();
		}),
		vscode.workspace.onDidGrantWorkspaceTrust(restart));
	await start();
}

module.exports = { activate, deactivate: stop };
