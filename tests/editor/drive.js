// drive.js SERVER FOLDER [SETTINGS] <REQUESTS: what an editor in FOLDER would
// get of yaml-language-server.  A request is a line
//
//	errors FILE
//	complete FILE LINE COLUMN
//	hover FILE LINE COLUMN
//
// (lines and columns from 1).  Each answer is one line of JSON.  SETTINGS is a
// settings.json of VS Code.
'use strict';

const fs = require('fs');
const path = require('path');
const { spawn } = require('child_process');
const { pathToFileURL } = require('url');

const [given, folder, settingsPath] = process.argv.slice(2);
const serverPath = path.resolve(given);
const root = fs.realpathSync(folder);
const rootUri = pathToFileURL(root).href;

// "yaml.schemas": x in settings.json is {yaml: {schemas: x}} on the wire.
const settings = {
	yaml: { validate: true, hover: true, completion: true,
		schemaStore: { enable: false } },
	http: {}, editor: { tabSize: 2 }, files: {},
};
if (settingsPath) {
	const own = JSON.parse(fs.readFileSync(settingsPath, 'utf8'));
	for (const [key, value] of Object.entries(own)) {
		if (key.startsWith('yaml.') && key.split('.').length === 2)
			settings.yaml[key.slice(5)] = value;
	}
}

const server = spawn(process.execPath, [serverPath, '--stdio'],
	{ stdio: ['pipe', 'pipe', 'inherit'], cwd: root });
const waiting = new Map();
const diagnostics = new Map(); // uri: the last ones
const opened = new Set();
let listeners = [];
let input = Buffer.alloc(0);
let lastId = 0;

function send(message) {
	const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
	server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
	server.stdin.write(body);
}

function notify(method, params) {
	send({ method, params });
}

function ask(method, params) {
	const id = ++lastId;
	send({ id, method, params });
	return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

function answer(message) {
	let result = null;
	if (message.method === 'workspace/configuration') {
		result = message.params.items.map((item) =>
			item.section === '[yaml]' ? {} : settings[item.section] ?? null);
	}
	send({ id: message.id, result });
}

function take(message) {
	if (message.method && message.id !== undefined) {
		answer(message);
	} else if (message.method === 'textDocument/publishDiagnostics') {
		diagnostics.set(message.params.uri, message.params.diagnostics);
		listeners.forEach((f) => f());
	} else if (waiting.has(message.id)) {
		const { resolve, reject } = waiting.get(message.id);
		waiting.delete(message.id);
		if (message.error)
			reject(new Error(message.error.message));
		else
			resolve(message.result);
	}
}

server.stdout.on('data', (chunk) => {
	input = Buffer.concat([input, chunk]);
	for (;;) {
		const end = input.indexOf('\r\n\r\n');
		if (end < 0)
			return;
		const length = Number(/Content-Length: (\d+)/i.exec(input.toString('latin1', 0, end))[1]);
		if (input.length < end + 4 + length)
			return;
		const body = input.subarray(end + 4, end + 4 + length);
		input = input.subarray(end + 4 + length);
		take(JSON.parse(body));
	}
});

function uriOf(file) {
	return pathToFileURL(path.join(root, file)).href;
}

function open(file) {
	const uri = uriOf(file);
	if (!opened.has(uri)) {
		opened.add(uri);
		notify('textDocument/didOpen', { textDocument: { uri,
			languageId: 'yaml', version: 1,
			text: fs.readFileSync(path.join(root, file), 'utf8') } });
	}
	return uri;
}

function errors(file) {
	const uri = open(file);
	return new Promise((resolve) => {
		const look = () => {
			if (!diagnostics.has(uri))
				return;
			listeners = listeners.filter((f) => f !== look);
			resolve(diagnostics.get(uri).map((d) =>
				`${d.range.start.line + 1}:${d.range.start.character + 1}: ${d.message}`));
		};
		listeners.push(look);
		look();
	});
}

async function serve(line) {
	const [what, file, row, column] = line.split(' ');
	if (what === 'errors')
		return errors(file);
	const params = { textDocument: { uri: open(file) },
		position: { line: Number(row) - 1, character: Number(column) - 1 } };
	if (what === 'complete') {
		const list = await ask('textDocument/completion', params);
		return list.items.map((item) => item.label);
	}
	const hover = await ask('textDocument/hover', params);
	return hover && (hover.contents.value ?? hover.contents);
}

async function main() {
	await ask('initialize', {
		processId: process.pid, rootUri,
		workspaceFolders: [{ uri: rootUri, name: 'book' }],
		capabilities: {
			workspace: { configuration: true, workspaceFolders: true },
			textDocument: {
				completion: { completionItem: { snippetSupport: true } },
				hover: { contentFormat: ['markdown', 'plaintext'] },
				publishDiagnostics: {},
			},
		},
	});
	notify('initialized', {});
	notify('workspace/didChangeConfiguration', { settings });
	// The server asks for its settings; what comes before them is lost.
	await new Promise((resolve) => setTimeout(resolve, 500));
	const lines = fs.readFileSync(0, 'utf8').split('\n').filter(Boolean);
	for (const line of lines)
		console.log(JSON.stringify(await serve(line)));
	server.kill();
	process.exit(0);
}

setTimeout(() => {
	console.error('no answer within a minute');
	server.kill();
	process.exit(2);
}, 60000);
server.on('exit', (code) => {
	console.error(`the server ended: ${code}`);
	process.exit(2);
});
main().catch((e) => {
	console.error(String(e));
	server.kill();
	process.exit(2);
});
