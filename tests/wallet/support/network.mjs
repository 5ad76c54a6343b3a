// The development network: the real binary, started once for all tests and stopped after them.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../../target/fast/zeropark-node', import.meta.url));

/** The number of chains in the network. */
const CHAINS = 7;

// Blocks come often, so that waiting is short, and each is a minute, so that a meter's reading is
// soon over. The clock starts at a fixed time, so that months and hours are the same in every run:
// six hours before the end of a month, which the tests see after 36 s.
const START_TIME = '2026-01-31T18:00:00Z';
const CLOCK = ['--block-time', '100', '--start-time', START_TIME, '--time-per-block', '60'];
// Keys of workers are inserted by an RPC method that only the node's own operator may call.
const FLAGS = [...CLOCK, '--rpc-methods', 'unsafe'];

/** In milliseconds. On a machine that never ran the runtimes, they are compiled first. */
const PATIENCE = 180_000;

// Interrupts the network when its own input closes. That happens however this process ends, so a
// process that is killed or crashes leaves no network behind. The network alone keeps the outputs
// open.
const KEEPER = '"$@" & exec >&- 2>&-; read -r _; kill -INT $!; wait $!';

/** Starts a command that is interrupted when the input ends. The child exits with its exit code. */
export function spawnKept(command, options) {
	return spawn('sh', ['-c', KEEPER, 'sh', ...command], options);
}

/**
 * The first of the network's ports. No other test and no network started by hand uses them, and two
 * runs at once have different ones.
 */
const firstPort = () => 10_000 + (process.pid % 1_400) * CHAINS;

/** The path of the node. */
export function binary() {
	const path = process.env.ZEROPARK_NODE ?? BUILT;
	if (!existsSync(path)) {
		throw new Error(`no ${path}: run \`make build\`, or name the node in ZEROPARK_NODE`);
	}
	return path;
}

/** Starts the network. Returns the RPC endpoint of each chain by its name, and `stop`. */
export async function startNetwork() {
	const keeper = spawnKept([binary(), 'dev', '--rpc-port', `${firstPort()}`, ...FLAGS]);
	const complaint = text(keeper.stderr);
	const stop = async () => {
		keeper.stdout.off('end', fail);
		keeper.stdin.end();
		await once(keeper, 'close');
	};
	// Without a network, every test would wait for its own timeout.
	const fail = async () => {
		console.error(`the network ended: ${await complaint}`);
		process.exit(1);
	};

	const timer = setTimeout(() => keeper.stdin.end(), PATIENCE);
	const endpoints = await readEndpoints(keeper.stdout);
	clearTimeout(timer);
	if (endpoints.size < CHAINS) {
		await stop();
		throw new Error(`the network did not start: ${await complaint}`);
	}
	keeper.stdout.once('end', fail);
	return { endpoints, stop };
}

/** Reads the endpoints that the network prints when it is ready: fewer if it ends before. */
async function readEndpoints(output) {
	const endpoints = new Map();
	for await (const line of createInterface({ input: output })) {
		const [, name, url] = line.match(/^(\w+) +(ws:\S+)/) ?? [];
		if (name) endpoints.set(name, url);
		if (endpoints.size === CHAINS) break;
	}
	// The pipe has to be read on: the network would stop when it is full.
	output.resume();
	return endpoints;
}
