// `make zombienet`: starts a network, says where its chains are, and stops it at Ctrl-C.

import { Mistake, parachainsByName, read, start, url } from './network.mjs';

/** Where a chain is. */
const line = (name, endpoint) =>
	`${name.padEnd(9)} ${endpoint}  https://polkadot.js.org/apps/?rpc=${endpoint}`;

const began = Date.now();
const seconds = () => Math.round((Date.now() - began) / 1_000);

let network;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.once(signal, async () => {
		// The smoke test wants the logs.
		await network?.stop({ keepLogs: Boolean(process.env.ZEROPARK_KEEP_LOGS) });
		process.exit();
	});
}
try {
	const config = await read(process.argv[2]);
	const chains = [...parachainsByName(config).keys()].join(', ');
	console.log(`Starting a relay chain with ${chains}, which takes a few minutes ...`);
	network = start(config);
	await network.ready((name, endpoint) =>
		console.log(`${line(name, endpoint)}  (${seconds()} s)`),
	);
	console.log(line('relay', url(config.relaychain.nodes[0])));
	console.log(
		`\nEvery chain has final blocks. Logs: ${network.folder}. Ctrl-C ends the network.`,
	);
	await network.ended;
} catch (error) {
	if (!(error instanceof Mistake)) throw error;
	console.error(`Error: ${error.message}`);
	await network?.stop({ keepLogs: true });
	process.exit(1);
}
