// The chains under a real relay chain, on the small network as `make zombienet` starts it. Run by
// `make test-zombienet`.

import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PCNY, people, stranger } from 'zeropark-wallet-tests/support/accounts.mjs';
import {
	chains,
	close,
	connect,
	dial,
	eventually,
	freeBalance,
} from 'zeropark-wallet-tests/support/chains.mjs';
import { periods, statementOf } from 'zeropark-wallet-tests/support/ledger.mjs';
import {
	INTERVAL,
	registerMeter,
	submitReadings,
	waitUntil,
} from 'zeropark-wallet-tests/support/meter.mjs';
import { spawnKept } from 'zeropark-wallet-tests/support/network.mjs';
import {
	certificatesOnPark,
	offerCertificates,
	orderCertificates,
	PRICE,
	waitForState,
} from 'zeropark-wallet-tests/support/purchases.mjs';
import { send } from 'zeropark-wallet-tests/support/send.mjs';
import {
	AMOUNT,
	PARA_IDS,
	sovereign,
	transfer,
	waitForMoney,
} from 'zeropark-wallet-tests/support/xcm.mjs';

/** Of all tests together, in milliseconds. */
const TIMEOUT = 3_600_000;

/** The RPC ports in `small.toml`. */
const PORTS = { park: 9944, greencert: 9945, carbon: 9946, power: 9947 };
const ALICE_PORT = 9931;
const BOB_PORT = 9932;
const GREENCERT_2_PORT = 9955;
const url = (port) => `ws://127.0.0.1:${port}`;

/** The file of the park's runtime with the next version, in which nothing else is new. */
const NEXT_VERSION = process.env.ZEROPARK_NEXT_VERSION;

/** How long a node is down, in milliseconds: two blocks of the relay chain. */
const DOWNTIME = 12_000;

/** The longest time without a block, in seconds: ten blocks of a chain that makes two in 24 s. */
const LONGEST_GAP = 120;

// Not in a hook: without a network there is one error and not one for each test.
assert.ok(NEXT_VERSION, 'there is no ZEROPARK_NEXT_VERSION: run `make test-zombienet`');
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const network = spawnKept([process.execPath, here('main.mjs'), here('small.toml')], {
	env: { ...process.env, ZEROPARK_KEEP_LOGS: 'yes' },
});
const complaint = text(network.stderr);
const lines = [];
for await (const line of createInterface({ input: network.stdout })) {
	console.log(line);
	lines.push(line);
	if (line.endsWith('Ctrl-C ends the network.')) break;
}
// The output has to be read to its end: the network would not close before.
network.stdout.resume();
const [, folder] = lines.at(-1)?.match(/Logs: (\S+)\. Ctrl-C/) ?? assert.fail(await complaint);
process.once('exit', (code) => {
	if (code === 0) rmSync(folder, { recursive: true, force: true });
	else console.error(`Logs: ${folder}`);
});
const nodes = await Promise.all(
	[ALICE_PORT, BOB_PORT, GREENCERT_2_PORT].map((port) => dial(url(port))),
);
const [relay, validator, collator] = nodes;
await connect(Object.entries(PORTS).map(([name, port]) => [name, url(port)]));

let stopping;

/** Ends the network as Ctrl-C does. Returns its exit code. */
function stop() {
	stopping ??= (async () => {
		await Promise.all([close(), ...nodes.map((api) => api.disconnect())]);
		const closed = once(network, 'close');
		network.stdin.end();
		const [code] = await closed;
		return code;
	})();
	return stopping;
}

/** The height of the newest final block. */
async function finalHeight(api) {
	const { number } = await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead());
	return number.toNumber();
}

/** Waits until every parachain has made and finalised `count` more blocks. */
async function waitForBlocks(count) {
	const waiting = Object.entries(chains).map(async ([name, api]) => {
		const before = await finalHeight(api);
		await eventually(relay, `${name} goes on`, async () => {
			return (await finalHeight(api)) >= before + count;
		});
	});
	await Promise.all(waiting);
}

/**
 * Waits until every chain's sovereign account on the park holds exactly what the chain has issued,
 * which is so when no message is under way.
 */
async function waitUntilBacked() {
	for (const [name, api] of Object.entries(chains)) {
		if (name === 'park') continue;
		await eventually(api, `${name} is backed`, async () => {
			const issued = (await api.query.balances.totalIssuance()).toBigInt();
			return issued === (await freeBalance(chains.park, sovereign(name)));
		});
	}
}

/** The longest time between two blocks since the one at `height`, in seconds. */
async function longestGap(api, height) {
	let [before, longest] = [undefined, 0];
	for (const last = await finalHeight(api); height <= last; height++) {
		// Not by `api.at`, which was seen to mix up the types of the two runtimes.
		const hash = await api.rpc.chain.getBlockHash(height);
		const value = await api.rpc.state.getStorage.raw(api.query.timestamp.now.key(), hash);
		const now = Number(Buffer.from(value.slice(2), 'hex').readBigUInt64LE()) / 1_000;
		longest = Math.max(longest, now - (before ?? now));
		before = now;
	}
	return longest;
}

/** Kills a node. Returns a function that starts it again with the same arguments. */
function kill(name) {
	const pid = Number(execFileSync('pgrep', ['-o', '-f', join(folder, name, 'data')]));
	const [program, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
	process.kill(pid, 'SIGKILL');
	return () => {
		const log = openSync(join(folder, `${name}.log`), 'a');
		const stdio = ['ignore', log, log];
		spawn(program, args.slice(0, -1), { detached: true, stdio }).unref();
	};
}

describe('under a relay chain', { timeout: TIMEOUT }, () => {
	after(stop);

	it('every chain should be named with its endpoint and its Apps link', () => {
		for (const [name, port] of Object.entries({ ...PORTS, relay: ALICE_PORT })) {
			const links = `${url(port)}  https://polkadot.js.org/apps/?rpc=${url(port)}`;
			const told = lines.find((line) => line.startsWith(`${name} `));
			assert.ok(told?.includes(` ${links}`), told);
		}
		assert.equal(lines.filter((line) => line.includes('?rpc=')).length, 5);
	});

	it('every chain should have a channel to every other, and go on', async () => {
		const ids = Object.keys(chains).map((name) => PARA_IDS[name]);
		for (const sender of ids) {
			for (const recipient of ids.filter((id) => id !== sender)) {
				const channel = await relay.query.hrmp.hrmpChannels({ sender, recipient });
				assert.ok(channel.isSome, `${sender} has no channel to ${recipient}`);
			}
		}
		await waitForBlocks(3);
	});

	it('money should go to another chain and back, and none be made or lost', async () => {
		const issued = async () => (await chains.park.query.balances.totalIssuance()).toBigInt();
		await waitUntilBacked();
		const before = await issued();
		const there = stranger();
		await send(people().bob, transfer('park', 'greencert', there));
		const came = await waitForMoney('greencert', there);
		assert.ok(came <= AMOUNT && came > AMOUNT - PCNY, `${came}`);
		await waitUntilBacked();

		const back = stranger();
		await send(there, transfer('greencert', 'park', back, came / 2n));
		const returned = await waitForMoney('park', back);
		assert.ok(returned <= came / 2n && returned > came / 2n - PCNY, `${returned}`);
		await waitUntilBacked();
		// Fees and dust are the collators'.
		assert.equal(await issued(), before);
	});

	it('a reading should be in the statement when its meter signs it', async () => {
		const { current } = await periods();
		const key = stranger();
		const { id: device, first } = await registerMeter(key, 'Wind');
		const before = await statementOf(current.id);
		await waitUntil(first + INTERVAL);
		await submitReadings(key, { device, readings: [{ start: first, energy: 1_000 }] });
		const updated = await statementOf(current.id);
		assert.equal(updated.coverage.received, before.coverage.received + 1);
		assert.equal(updated.p_wh.wind, before.p_wh.wind + 1_000);
	});

	it('a certificate should arrive and sign its agreement when it is bought on another chain', async () => {
		const batch = await offerCertificates(2);
		const ended = await waitForState(await orderCertificates(2, 'Hold'), 'Ended');
		assert.equal(ended.state.asEnded.asClosed.type, 'Filled');
		assert.equal(ended.spent.toBigInt(), 2n * PRICE);
		assert.equal(await certificatesOnPark(batch, people().charlie), 2);
		await waitUntilBacked();
	});

	it('a collator should catch up with the other when it is killed and started again', async () => {
		const { greencert } = chains;
		const start = kill('greencert-2');
		const before = await finalHeight(greencert);
		// The first collator goes on alone.
		await eventually(relay, 'greencert goes on', async () => {
			return (await finalHeight(greencert)) > before + 2;
		});
		const height = await finalHeight(greencert);
		assert.ok(!collator.isConnected);
		start();
		await eventually(relay, 'greencert-2 catches up', async () => {
			return collator.isConnected && (await finalHeight(collator)) >= height;
		});
		const hash = await greencert.rpc.chain.getBlockHash(height);
		assert.ok((await collator.rpc.chain.getBlockHash(height)).eq(hash));
	});

	it('every chain should go on when a validator is killed and started again', async () => {
		const start = kill('bob');
		const height = await finalHeight(relay);
		await sleep(DOWNTIME);
		assert.ok(!validator.isConnected);
		start();
		// Blocks are final only with both validators.
		await eventually(relay, 'bob is back', async () => {
			return validator.isConnected && (await finalHeight(validator)) > height;
		});
		await waitForBlocks(3);
	});

	it('the park should go on when its runtime is replaced by the next version', async () => {
		const { park } = chains;
		const { alice, bob } = people();
		const version = async () =>
			(await park.rpc.state.getRuntimeVersion()).specVersion.toNumber();
		const [before, height] = [await version(), await finalHeight(park)];
		const code = readFileSync(NEXT_VERSION);
		const authorize = park.tx.system.authorizeUpgrade(park.registry.hash(code));
		await send(alice, park.tx.sudo.sudo(authorize));
		await send(bob, park.tx.system.applyAuthorizedUpgrade(`0x${code.toString('hex')}`));
		await eventually(park, 'the new runtime runs', async () => (await version()) > before);
		assert.equal(await version(), before + 1);
		await waitForBlocks(3);
		assert.ok((await longestGap(park, height)) <= LONGEST_GAP);
		// Encoded by the metadata of the new runtime.
		await send(bob, park.tx.system.remark('0x'));
	});

	it('nothing should be left when it is interrupted', async () => {
		assert.equal(await stop(), 0);
		assert.equal(spawnSync('pgrep', ['-fa', folder]).stdout.toString(), '');
	});
});
