// The development network: the real binary, started once for all tests and stopped after them.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../../target/fast/zeropark-node', import.meta.url));

const CHAINS = 7;

// Blocks come often, so that waiting is short, and each is a minute, so that a meter's reading is
// soon over. The clock starts at a fixed time, so that months and hours are the same in every run;
// six hours before a month's end, which the tests see after 36 s.
const START_TIME = '2026-01-31T18:00:00Z';
const FLAGS = ['--block-time', '100', '--start-time', START_TIME, '--time-per-block', '60'];

/** Starting may take long: where they never ran before, the runtimes are compiled. */
const PATIENCE = 180_000;

// Interrupts the network when its own input closes, which it does however this process ends: killed
// or crashed, it leaves no network behind. The network alone keeps the outputs open.
const KEEPER = '"$@" & exec >&- 2>&-; read -r _; kill -INT $!; wait $!';

/** Starts a network, interrupts it when the child's input ends, and exits with what it does. */
export function keep(command, options) {
	return spawn('sh', ['-c', KEEPER, 'sh', ...command], options);
}

/** Ports that no other test and no network started by hand uses; by process, for two runs at once. */
const firstPort = () => 10_000 + (process.pid % 1_400) * CHAINS;

/** Starts the network; the RPC endpoint of each chain by its name, and what stops it. */
export async function start() {
	const binary = process.env.ZEROPARK_NODE ?? BUILT;
	if (!existsSync(binary)) {
		throw new Error(`no ${binary}: run \`make build\`, or name the node in ZEROPARK_NODE`);
	}
	const command = [binary, 'dev', '--rpc-port', `${firstPort()}`, ...FLAGS];
	const keeper = keep(command);
	const said = text(keeper.stderr);
	const stop = async () => {
		keeper.stdout.off('end', died);
		keeper.stdin.end();
		await once(keeper, 'close');
	};
	// Without a network, every test would wait for its own end.
	const died = async () => {
		console.error(`the network ended: ${await said}`);
		process.exit(1);
	};

	const timer = setTimeout(() => keeper.stdin.end(), PATIENCE);
	const endpoints = await addresses(keeper.stdout);
	clearTimeout(timer);
	if (endpoints.size < CHAINS) {
		await stop();
		throw new Error(`the network did not start: ${await said}`);
	}
	keeper.stdout.once('end', died);
	return { endpoints, stop };
}

/** Reads the chains' addresses, printed when the network is ready: fewer if it ends before. */
async function addresses(output) {
	const endpoints = new Map();
	for await (const line of createInterface({ input: output })) {
		const [, name, url] = line.match(/^(\w+) +(ws:\S+)/) ?? [];
		if (name) endpoints.set(name, url);
		if (endpoints.size === CHAINS) break;
	}
	// Kept empty, or the network would stop at a full pipe.
	output.resume();
	return endpoints;
}
