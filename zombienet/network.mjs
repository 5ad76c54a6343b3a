// A network as `small.toml` or `full.toml` describes it: checked before it starts, and stopped so
// that nothing is left behind.

import { execFile, spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify, stripVTControlCharacters } from 'node:util';
import utils from '@zombienet/utils';

const run = promisify(execFile);

/** The program of the package, in whichever folder npm put it. */
const ZOMBIENET = createRequire(import.meta.url).resolve('@zombienet/cli/dist/cli.js');

// Ends the network when its own input closes. That happens however this process ends, so a process
// that is killed or crashes leaves no node behind. The network alone keeps the output open.
// The keeper first kills zombienet, which would start more nodes; then the nodes and their workers,
// whose `--base-path` or `--worker-dir-path` is in the folder; last the rest of its own process
// group, such as a command that writes a specification, and itself.
const KEEPER = `
	"$@" 2>&1 & exec >&- 2>&-
	read -r _
	kill -KILL $!
	while pkill -KILL -f "path $FOLDER/"; do sleep .1; done
	kill -KILL 0`;

// The network files find our script by this, whatever the current folder is.
process.env.ZEROPARK_ZOMBIENET = dirname(fileURLToPath(import.meta.url));

/** In bytes. The largest specification is 24 MB of JSON. */
const MAX_SPECIFICATION = 64 * 1024 * 1024;

/**
 * In milliseconds. A program refuses an unknown chain in this time; writing the specification of a
 * known one may take longer.
 */
const REFUSAL_TIME = 5_000;

/** An error that the user can do something about, and its message says what. */
export class UserError extends Error {}

/** The endpoint of a node's RPC. */
export const url = (node) => `ws://127.0.0.1:${node.rpc_port}`;

/** The parachains of a network by their names, such as `park` for `park-local`. */
export const parachainsByName = (config) =>
	new Map(config.parachains.map((parachain) => [parachain.chain.split('-')[0], parachain]));

/** Reads a network file, and checks that this machine can start what it describes. */
export async function readNetwork(file) {
	const { settings, relaychain, parachains } = parse(file);
	const validators = relaychain.nodes.map((node) => ({
		command: relaychain.default_command,
		...node,
	}));
	const collators = parachains.flatMap((parachain) => parachain.collators);

	for (const program of new Set([...validators, ...collators].map((node) => node.command))) {
		findProgram(program);
	}
	// A validator looks for its workers in its own folder.
	for (const worker of ['polkadot-prepare-worker', 'polkadot-execute-worker']) {
		findProgram(worker, [dirname(findProgram(validators[0].command))]);
	}
	await checkChain(file, validators[0].command, relaychain.chain);
	for (const { chain, collators } of parachains) {
		await checkChain(file, collators[0].command, chain);
	}

	const ports = new Set();
	for (const { name, rpc_port: port } of [...validators, ...collators]) {
		if (!port) throw new UserError(`${file}: ${name} has no rpc_port`);
		if (ports.has(port)) throw new UserError(`${file}: rpc_port ${port} is there twice`);
		ports.add(port);
		await checkPort(file, name, port);
	}
	return { file, settings, relaychain: { ...relaychain, nodes: validators }, parachains };
}

/** Reads a network file, and fills in what it may leave out. */
function parse(file) {
	let config;
	try {
		config = utils.readNetworkConfig(file);
	} catch (error) {
		throw new UserError(`${file} is no network file: ${error.message}`);
	}
	if (!config.relaychain?.nodes?.length) throw new UserError(`${file} has no relaychain.nodes`);
	for (const parachain of config.parachains ?? []) {
		if (parachain.collators?.length) continue;
		throw new UserError(`${file}: parachain ${parachain.id} has no collators`);
	}
	return { settings: {}, parachains: [], ...config };
}

/** Finds the path of a program. */
function findProgram(program, folders = process.env.PATH.split(delimiter)) {
	for (const folder of folders) {
		try {
			accessSync(join(folder, program), constants.X_OK);
			return join(folder, program);
		} catch {
			// It may be in the next folder.
		}
	}
	throw new UserError(
		`there is no ${program}: \`make zombienet\` builds it and puts it on the PATH`,
	);
}

/** Throws if a program does not know a chain. */
async function checkChain(file, program, chain) {
	try {
		await run(program, ['export-chain-spec', '--chain', chain], {
			killSignal: 'SIGKILL',
			maxBuffer: MAX_SPECIFICATION,
			timeout: REFUSAL_TIME,
		});
	} catch (error) {
		if (error.killed) return;
		const said = (error.stderr || error.message).trim().replace(/^Error: /, '');
		throw new UserError(`${file}: ${program} does not know the chain ${chain}: ${said}`);
	}
}

/** Throws if a port cannot be opened, most likely because something else listens on it. */
function checkPort(file, name, port) {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', ({ code }) => {
			const cure = `end what listens there, or give it another rpc_port in ${file}`;
			reject(new UserError(`port ${port} of ${name} cannot be opened (${code}): ${cure}`));
		});
		server.listen(port, '127.0.0.1', () => server.close(resolve));
	});
}

/** Starts a network that [`readNetwork`] has read. */
export function startNetwork(config) {
	const folder = mkdtempSync(join(tmpdir(), 'zeropark-zombienet-'));
	const options = ['--provider', 'native', '--logType', 'silent', '--force', '--dir', folder];
	const command = [process.execPath, ZOMBIENET, ...options, '-c', '2', 'spawn', config.file];
	// In a process group of its own, so that a terminal's Ctrl-C reaches this process alone.
	const keeper = spawn('sh', ['-c', KEEPER, 'sh', ...command], {
		detached: true,
		env: { ...process.env, FOLDER: folder },
	});
	const closed = new Promise((resolve) => keeper.once('close', resolve));
	let stopped = false;
	const ended = text(keeper.stdout).then(async (said) => {
		// An end that was asked for is no failure.
		if (stopped) return new Promise(() => {});
		throw new UserError(`zombienet ended: ${await failure(folder, said)}\nLogs: ${folder}`);
	});
	// Without this, a network that ends before anybody waits would crash the process.
	ended.catch(() => {});

	return {
		folder,
		/** Rejects when the network ends by itself. */
		ended,
		/**
		 * Waits until every parachain is registered and every collator has a final block. Calls
		 * `onReady` for each parachain, with its name and its endpoint.
		 */
		ready: (onReady) => Promise.race([ended, waitUntilReady(config, folder, onReady)]),
		/** Stops every node, and deletes the logs unless they are to be kept. */
		stop: async ({ keepLogs = false } = {}) => {
			stopped = true;
			keeper.stdin.end();
			await closed;
			// The keeper leaves no node, unless it was killed itself.
			spawnSync('pkill', ['-KILL', '-f', `path ${folder}/`]);
			if (!keepLogs) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

/** The errors in the nodes' logs, or else what zombienet printed. */
async function failure(folder, said) {
	const logs = (await readdir(folder)).filter((name) => name.endsWith('.log'));
	const lines = await Promise.all(
		logs.map(async (log) => {
			const content = await readFile(join(folder, log), 'utf8');
			const errors = content.split('\n').filter((line) => line.startsWith('Error'));
			return errors.map((line) => `${log}: ${line}`);
		}),
	);
	return lines.flat().join('\n') || stripVTControlCharacters(said).trim() || 'it said nothing';
}

async function waitUntilReady(config, folder, onReady = () => {}) {
	const [validator] = config.relaychain.nodes;
	const patience = config.settings.timeout ?? 600;
	const until = Date.now() + patience * 1_000;
	const see = (node) => `after ${patience} s: see ${join(folder, node.name)}.log`;
	if (!(await comesTrue(until, () => rpc(validator, 'system_health')))) {
		throw new UserError(
			`${validator.name} does not answer at ${url(validator)} ${see(validator)}`,
		);
	}
	const waiting = [...parachainsByName(config)].map(async ([name, { id, collators }]) => {
		if (!(await comesTrue(until, () => isRegistered(validator, id)))) {
			const cure = `${config.file} must not set add_to_genesis or register_para to false`;
			throw new UserError(`${name} (${id}) is not registered ${see(validator)}; ${cure}`);
		}
		for (const collator of collators) {
			if (await comesTrue(until, async () => (await finalHeight(collator)) > 0)) continue;
			throw new UserError(`${collator.name} has no final block ${see(collator)}`);
		}
		onReady(name, url(collators[0]));
	});
	const settled = await Promise.allSettled(waiting);
	const failures = settled.flatMap(({ reason }) => reason?.message ?? []);
	if (failures.length > 0) throw new UserError(failures.join('\n'));
}

/** Whether a parachain is registered, so that the relay chain lets it make a block. */
async function isRegistered(validator, id) {
	const argument = Buffer.alloc(5);
	argument.writeUInt32LE(id);
	// Assumes that the parachain's last block has been included.
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

/** Calls an RPC method of a node. */
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

/** Whether `probe` comes true before a time. A probe that fails is repeated as well. */
async function comesTrue(until, probe) {
	while (Date.now() < until) {
		if (await probe().catch(() => false)) return true;
		await new Promise((resolve) => setTimeout(resolve, 1_000));
	}
	return false;
}
