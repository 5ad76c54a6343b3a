// A network as `small.toml` or `full.toml` describes it: checked before it starts, and stopped with nothing left behind.

import { execFile, spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify, stripVTControlCharacters } from 'node:util';
import utils from '@zombienet/utils';

const run = promisify(execFile);

const ZOMBIENET = fileURLToPath(new URL('node_modules/.bin/zombienet', import.meta.url));

// Ends the network when its own input closes, which it does however this process ends: killed or
// crashed, it leaves no node behind. The network alone keeps the output open. First goes zombienet,
// which would start more; then nodes and their workers, whose `--base-path` or `--worker-dir-path`
// is in the folder; last what else has the keeper's group, a specification on its way and itself.
const KEEPER = `
	"$@" 2>&1 & exec >&- 2>&-
	read -r _
	kill -KILL $!
	while pkill -KILL -f "path $FOLDER/"; do sleep .1; done
	kill -KILL 0`;

// Where the network files find our script, in whichever folder they and this process are.
process.env.ZEROPARK_ZOMBIENET = dirname(fileURLToPath(import.meta.url));

/** A specification is 24 MB of JSON at most. */
const MAX_SPECIFICATION = 64 * 1024 * 1024;

/** Any unknown chain is refused in this time, in milliseconds; writing a known one may take longer. */
const REFUSAL = 5_000;

/** What the user can do something about: the message says what. */
export class Mistake extends Error {}

/** Where a node's RPC is. */
export const url = (node) => `ws://127.0.0.1:${node.rpc_port}`;

/** The parachains of a network by their names: `park` for `park-local`. */
export const parachainsByName = (config) =>
	new Map(config.parachains.map((parachain) => [parachain.chain.split('-')[0], parachain]));

/** Reads a network file, and checks that this machine can start what it describes. */
export async function read(file) {
	const { settings, relaychain, parachains } = parse(file);
	const validators = relaychain.nodes.map((node) => ({
		command: relaychain.default_command,
		...node,
	}));
	const collators = parachains.flatMap((parachain) => parachain.collators);

	for (const program of new Set([...validators, ...collators].map((node) => node.command))) {
		find(program);
	}
	// A validator looks for them where it is itself.
	for (const worker of ['polkadot-prepare-worker', 'polkadot-execute-worker']) {
		find(worker, [dirname(find(validators[0].command))]);
	}
	await known(file, validators[0].command, relaychain.chain);
	for (const { chain, collators } of parachains) await known(file, collators[0].command, chain);

	const ports = new Set();
	for (const { name, rpc_port: port } of [...validators, ...collators]) {
		if (!port) throw new Mistake(`${file}: ${name} has no rpc_port`);
		if (ports.has(port)) throw new Mistake(`${file}: rpc_port ${port} is there twice`);
		ports.add(port);
		await vacant(file, name, port);
	}
	return { file, settings, relaychain: { ...relaychain, nodes: validators }, parachains };
}

function parse(file) {
	let config;
	try {
		config = utils.readNetworkConfig(file);
	} catch (error) {
		throw new Mistake(`${file} is no network file: ${error.message}`);
	}
	if (!config.relaychain?.nodes?.length) throw new Mistake(`${file} has no relaychain.nodes`);
	for (const parachain of config.parachains ?? []) {
		if (parachain.collators?.length) continue;
		throw new Mistake(`${file}: parachain ${parachain.id} has no collators`);
	}
	return { settings: {}, parachains: [], ...config };
}

/** The path of a program. */
function find(program, folders = process.env.PATH.split(delimiter)) {
	for (const folder of folders) {
		try {
			accessSync(join(folder, program), constants.X_OK);
			return join(folder, program);
		} catch {
			// It may be in the next.
		}
	}
	throw new Mistake(
		`there is no ${program}: \`make zombienet\` builds it and puts it on the PATH`,
	);
}

async function known(file, program, chain) {
	try {
		await run(program, ['export-chain-spec', '--chain', chain], {
			killSignal: 'SIGKILL',
			maxBuffer: MAX_SPECIFICATION,
			timeout: REFUSAL,
		});
	} catch (error) {
		if (error.killed) return;
		const said = (error.stderr || error.message).trim().replace(/^Error: /, '');
		throw new Mistake(`${file}: ${program} does not know the chain ${chain}: ${said}`);
	}
}

function vacant(file, name, port) {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', ({ code }) => {
			const cure = `end what listens there, or give it another rpc_port in ${file}`;
			reject(new Mistake(`port ${port} of ${name} cannot be opened (${code}): ${cure}`));
		});
		server.listen(port, '127.0.0.1', () => server.close(resolve));
	});
}

/** Starts a network that was [`read`]. */
export function start(config) {
	const folder = mkdtempSync(join(tmpdir(), 'zeropark-zombienet-'));
	const options = ['--provider', 'native', '--logType', 'silent', '--force', '--dir', folder];
	const command = [process.execPath, ZOMBIENET, ...options, '-c', '2', 'spawn', config.file];
	// In a group of its own: a terminal's Ctrl-C is for this process alone.
	const keeper = spawn('sh', ['-c', KEEPER, 'sh', ...command], {
		detached: true,
		env: { ...process.env, FOLDER: folder },
	});
	const closed = new Promise((resolve) => keeper.once('close', resolve));
	let stopped = false;
	const ended = text(keeper.stdout).then(async (said) => {
		// That is no failure, and who stopped it knows.
		if (stopped) return new Promise(() => {});
		throw new Mistake(`zombienet ended: ${await complaint(folder, said)}\nLogs: ${folder}`);
	});
	// It may end when nobody waits for that.
	ended.catch(() => {});

	return {
		folder,
		/** Fails when the network ends by itself. */
		ended,
		/**
		 * Done when every parachain is registered and every collator has a final block; `onReady`
		 * hears of each parachain by its name.
		 */
		ready: (onReady) => Promise.race([ended, ready(config, folder, onReady)]),
		/** Stops every node; the logs go, unless they are wanted. */
		stop: async ({ keepLogs = false } = {}) => {
			stopped = true;
			keeper.stdin.end();
			await closed;
			// It leaves none, unless it was killed itself.
			spawnSync('pkill', ['-KILL', '-f', `path ${folder}/`]);
			if (!keepLogs) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

/** What a node said before it ended, or else zombienet. */
async function complaint(folder, said) {
	const logs = (await readdir(folder)).filter((name) => name.endsWith('.log'));
	const lines = await Promise.all(
		logs.map(async (log) => {
			const content = await readFile(join(folder, log), 'utf8');
			const errors = content.split('\n').filter((line) => line.startsWith('Error'));
			return errors.map((line) => `${log}: ${line}`);
		}),
	);
	return (
		lines.flat().join('\n') || stripVTControlCharacters(said).trim() || 'it said nothing'
	);
}

async function ready(config, folder, onReady = () => {}) {
	const [validator] = config.relaychain.nodes;
	const patience = config.settings.timeout ?? 600;
	const until = Date.now() + patience * 1_000;
	const see = (node) => `after ${patience} s: see ${join(folder, node.name)}.log`;
	if (!(await eventually(until, () => rpc(validator, 'system_health')))) {
		throw new Mistake(
			`${validator.name} does not answer at ${url(validator)} ${see(validator)}`,
		);
	}
	const waiting = [...parachainsByName(config)].map(async ([name, { id, collators }]) => {
		if (!(await eventually(until, () => registered(validator, id)))) {
			const cure = `${config.file} must not set add_to_genesis or register_para to false`;
			throw new Mistake(`${name} (${id}) is not registered ${see(validator)}; ${cure}`);
		}
		for (const collator of collators) {
			if (await eventually(until, async () => (await finalHeight(collator)) > 0)) continue;
			throw new Mistake(`${collator.name} has no final block ${see(collator)}`);
		}
		onReady(name, url(collators[0]));
	});
	const settled = await Promise.allSettled(waiting);
	const failures = settled.flatMap(({ reason }) => reason?.message ?? []);
	if (failures.length > 0) throw new Mistake(failures.join('\n'));
}

/** Whether the relay chain would let a parachain make a block. */
async function registered(validator, id) {
	const argument = Buffer.alloc(5);
	argument.writeUInt32LE(id);
	// Its last block has been included by then.
	const OCCUPIED_CORE_ASSUMPTION_INCLUDED = 0;
	argument.writeUInt8(OCCUPIED_CORE_ASSUMPTION_INCLUDED, 4);
	const method = 'ParachainHost_persisted_validation_data';
	const answer = await rpc(validator, 'state_call', method, `0x${argument.toString('hex')}`);
	const NONE = '0x00';
	return answer !== NONE;
}

async function finalHeight(node) {
	const header = await rpc(node, 'chain_getHeader', await rpc(node, 'chain_getFinalizedHead'));
	return Number(header.number);
}

/** What a node's RPC method answers. */
async function rpc(node, method, ...params) {
	const response = await fetch(url(node).replace('ws', 'http'), {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ id: 1, jsonrpc: '2.0', method, params }),
		signal: AbortSignal.timeout(10_000),
	});
	const { result, error } = await response.json();
	if (error) throw new Error(error.message);
	return result;
}

/** Whether `probe` comes true before a time; a node that does not answer may do so later. */
async function eventually(until, probe) {
	while (Date.now() < until) {
		if (await probe().catch(() => false)) return true;
		await new Promise((resolve) => setTimeout(resolve, 1_000));
	}
	return false;
}
