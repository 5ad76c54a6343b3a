// A network that cannot start says why in one line, and leaves nothing behind.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'zeropark-faults-'));

/** The longest that a network takes to fail, in milliseconds. */
const PATIENCE = 300_000;

/** Of all tests together, in milliseconds. */
const TIMEOUT = 900_000;

/** Writes a network file: `small.toml` and what it includes, with some of the text replaced. */
function writeFile(...replaced) {
	const included = readFileSync(here('relaychain.toml'), 'utf8');
	let content = readFileSync(here('small.toml'), 'utf8');
	content = content.replace('# {% include "./relaychain.toml" %}', () => included);
	for (const [from, to] of replaced) {
		assert.ok(content.includes(from), from);
		content = content.replace(from, to);
	}
	const path = join(folder, 'network.toml');
	writeFileSync(path, content);
	return path;
}

/** The message with which starting a network fails. */
async function failure(path, env = {}) {
	const main = spawn(process.execPath, [here('main.mjs'), path], {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'ignore', 'pipe'],
		timeout: PATIENCE,
	});
	const [said, [code]] = await Promise.all([text(main.stderr), once(main, 'exit')]);
	assert.equal(code, 1, said);
	assert.match(said, /^Error: /);
	const left = spawnSync('pgrep', ['-fa', join(tmpdir(), 'zeropark-zombienet-')]);
	assert.equal(left.stdout.toString(), '');
	const [logs] = said.match(/\S+zeropark-zombienet-\w+/) ?? [];
	if (logs) rmSync(logs, { recursive: true });
	return said;
}

describe('a network', { timeout: TIMEOUT }, () => {
	after(() => rmSync(folder, { recursive: true }));

	it('should say what builds a program when it is missing', async () => {
		const said = await failure(writeFile(), { PATH: folder });
		assert.match(said, /there is no polkadot: `make zombienet` builds it/);
	});

	it('should say which port is in use, and by which node', async () => {
		const server = createServer().listen(9945, '127.0.0.1').unref();
		await once(server, 'listening');
		const said = await failure(writeFile());
		server.close();
		assert.match(
			said,
			/port 9945 of greencert-1 .*EADDRINUSE.*another rpc_port in .*network.toml/,
		);
	});

	it('should name the chains there are when its file names another', async () => {
		const said = await failure(writeFile(['"carbon", id', '"coal", id']));
		assert.match(said, /does not know the chain coal-local: .* the chains are park, greencert/);
		const relay = await failure(writeFile(['"rococo-local"', '"rococo-lokal"']));
		assert.match(relay, /polkadot does not know the chain rococo-lokal: /);
	});

	it('should say what is wrong with its file when that is no network file', async () => {
		assert.match(
			await failure(join(folder, 'none.toml')),
			/none.toml is no network file: ENOENT/,
		);
		assert.match(
			await failure(writeFile(['rpc_port = {{ chain.port + 10 * number }}', ''])),
			/network.toml: park-1 has no rpc_port/,
		);
		assert.match(await failure(writeFile(['9946', '9945'])), /rpc_port 9945 is there twice/);
	});

	it('should end when a chain is never registered', async () => {
		const never = writeFile(
			['timeout = 600', 'timeout = 150'],
			[
				'id = {{ chain.id }}',
				'id = {{ chain.id }}\nadd_to_genesis = false\nregister_para = false',
			],
			[',\n\t{ name: "greencert", id: 2001, port: 9945, collators: 2 }', ''],
			[',\n\t{ name: "carbon", id: 2002, port: 9946 }', ''],
			[',\n\t{ name: "power", id: 2010, port: 9947 }', ''],
		);
		assert.match(
			await failure(never),
			/park \(2000\) is not registered after 150 s: .*register_para/,
		);
	});
});
