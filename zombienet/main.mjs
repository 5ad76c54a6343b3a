// `make zombienet`: starts a network, prints the endpoints of its chains, and stops it at Ctrl-C.

import { parachainsByName, readNetwork, startNetwork, UserError, url } from './network.mjs';

/** The line that is printed for a chain. */
const line = (name, endpoint) =>
	`${name.padEnd(9)} ${endpoint}  https://polkadot.js.org/apps/?rpc=${endpoint}`;

const began = Date.now();
const secondsSinceStart = () => Math.round((Date.now() - began) / 1_000);

let network;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.once(signal, async () => {
		// The smoke test reads the logs.
		await network?.stop({ keepLogs: Boolean(process.env.ZEROPARK_KEEP_LOGS) });
		process.exit();
	});
}
try {
	const config = await readNetwork(process.argv[2]);
	const chains = [...parachainsByName(config).keys()].join(', ');
	console.log(`Starting a relay chain with ${chains}, which takes a few minutes ...`);
	network = startNetwork(config);
	await network.ready((name, endpoint) =>
		console.log(`${line(name, endpoint)}  (${secondsSinceStart()} s)`),
	);
	console.log(line('relay', url(config.relaychain.nodes[0])));
	console.log(
		`\nEvery chain has final blocks. Logs: ${network.folder}. Ctrl-C ends the network.`,
	);
	await network.ended;
} catch (error) {
	if (!(error instanceof UserError)) throw error;
	console.error(`Error: ${error.message}`);
	await network?.stop({ keepLogs: true });
	process.exit(1);
}
