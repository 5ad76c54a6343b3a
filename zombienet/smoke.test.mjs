// What runs in the development network, under a real relay chain: `make test-zombienet`.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PCNY, people, stranger } from '../tests/wallet/support/accounts.mjs';
import {
	chains,
	close,
	connect,
	dial,
	eventually,
	free,
	rpc,
} from '../tests/wallet/support/chains.mjs';
import { periods } from '../tests/wallet/support/ledger.mjs';
import { INTERVAL, install, passed, submit } from '../tests/wallet/support/meter.mjs';
import { PRICE, held, order, reached, sell } from '../tests/wallet/support/purchases.mjs';
import { send } from '../tests/wallet/support/send.mjs';
import { AMOUNT, PARA_IDS, arrived, sovereign, transfer } from '../tests/wallet/support/xcm.mjs';
import { parachainsByName, read, start, url } from './network.mjs';

const FILE = fileURLToPath(new URL('small.toml', import.meta.url));
const TIMEOUT = 3_600_000;

/** The park's runtime with the next version, and nothing else that is new. */
const NEXT_VERSION = process.env.ZEROPARK_NEXT_VERSION;

/** How long a node is down, in milliseconds: two blocks of the relay chain. */
const DOWN = 12_000;

/** No block for so long is a stop, in seconds: ten blocks of the relay chain. */
const STOP = 60;

// Not in a hook: where there is no network, there is one error and not one for each test.
const config = await read(FILE);
const network = start(config);
process.once('exit', (code) => {
	if (code === 0) rmSync(network.folder, { recursive: true, force: true });
	else console.error(`Logs: ${network.folder}`);
});
await network.ready((name) => console.log(`${name} is ready`));
const relay = await dial(url(config.relaychain.nodes[0]));
const endpoints = [...parachainsByName(config)].map(([name, { collators }]) => [
	name,
	url(collators[0]),
]);
await connect(endpoints);

/** The height of the newest final block. */
async function final(api) {
	const { number } = await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead());
	return number.toNumber();
}

/** Waits until every parachain has made and finalised `count` more blocks. */
async function goOn(count) {
	const waiting = Object.entries(chains).map(async ([name, api]) => {
		const before = await final(api);
		await eventually(relay, `${name} goes on`, async () => {
			return (await final(api)) >= before + count;
		});
	});
	await Promise.all(waiting);
}

/** With nothing under way, every sovereign account on the park is the issuance of its chain. */
async function conserved() {
	for (const [name, api] of Object.entries(chains)) {
		if (name === 'park') continue;
		await eventually(api, `${name} is backed`, async () => {
			const issued = (await api.query.balances.totalIssuance()).toBigInt();
			return issued === (await free(chains.park, sovereign(name)));
		});
	}
}

/** The longest time between two blocks since the one at `height`, in seconds. */
async function longestGap(api, height) {
	let [before, longest] = [undefined, 0];
	for (const last = await final(api); height <= last; height++) {
		const at = await api.at(await api.rpc.chain.getBlockHash(height));
		const now = (await at.query.timestamp.now()).toNumber() / 1_000;
		longest = Math.max(longest, now - (before ?? now));
		before = now;
	}
	return longest;
}

/** Kills a node, and starts it again as it was. */
async function restart(name) {
	const pid = execFileSync('pgrep', ['-o', '-f', join(network.folder, name, 'data')]);
	const [program, ...args] = readFileSync(`/proc/${Number(pid)}/cmdline`, 'utf8').split('\0');
	process.kill(Number(pid), 'SIGKILL');
	await sleep(DOWN);
	const log = openSync(join(network.folder, `${name}.log`), 'a');
	const stdio = ['ignore', log, log];
	spawn(program, args.slice(0, -1), { detached: true, stdio }).unref();
}

describe('under a relay chain', { timeout: TIMEOUT }, () => {
	after(async () => {
		await network.stop({ keepLogs: true });
		await close();
		await relay.disconnect();
	});

	it('every chain should have a channel to every other, and go on', async () => {
		const ids = Object.keys(chains).map((name) => PARA_IDS[name]);
		for (const sender of ids) {
			for (const recipient of ids.filter((id) => id !== sender)) {
				const channel = await relay.query.hrmp.hrmpChannels({ sender, recipient });
				assert.ok(channel.isSome, `${sender} has no channel to ${recipient}`);
			}
		}
		await goOn(3);
	});

	it('money should go to another chain and back, and none be made or lost', async () => {
		const issued = async () => (await chains.park.query.balances.totalIssuance()).toBigInt();
		await conserved();
		const before = await issued();
		const there = stranger();
		await send(people().bob, transfer('park', 'greencert', there));
		const came = await arrived('greencert', there);
		assert.ok(came <= AMOUNT && came > AMOUNT - PCNY, `${came}`);
		await conserved();

		const back = stranger();
		await send(there, transfer('greencert', 'park', back, came / 2n));
		const returned = await arrived('park', back);
		assert.ok(returned <= came / 2n && returned > came / 2n - PCNY, `${returned}`);
		await conserved();
		assert.ok((await issued()) <= before);
	});

	it('a reading should be in the statement when its meter signs it', async () => {
		const { current } = await periods();
		const statement = () => rpc(chains.park, 'zeroCarbon_statement', current.id);
		const key = stranger();
		const { id: device, first } = await install(key, 'Wind');
		const before = await statement();
		await passed(first + INTERVAL);
		await submit(key, { device, readings: [{ start: first, energy: 1_000 }] });
		const now = await statement();
		assert.equal(now.coverage.received, before.coverage.received + 1);
		assert.equal(now.p_wh.wind, before.p_wh.wind + 1_000);
	});

	it('a certificate should arrive and sign its agreement when it is bought on another chain', async () => {
		const batch = await sell(2);
		const ended = await reached(await order(2, 'Hold'), 'Ended');
		assert.equal(ended.state.asEnded.asClosed.type, 'Filled');
		assert.equal(ended.spent.toBigInt(), 2n * PRICE);
		assert.equal(await held(batch, people().charlie), 2);
		await conserved();
	});

	it('a chain should go on where it was when its collator is killed and started again', async () => {
		const { greencert } = chains;
		const height = await final(greencert);
		const hash = await greencert.rpc.chain.getBlockHash(height);
		await restart('greencert');
		assert.ok(!greencert.isConnected);
		await eventually(relay, 'greencert goes on', async () => {
			return greencert.isConnected && (await final(greencert)) > height + 2;
		});
		assert.ok((await greencert.rpc.chain.getBlockHash(height)).eq(hash));
	});

	it('every chain should go on when a validator is killed and started again', async () => {
		await restart('bob');
		await goOn(3);
	});

	it('the park should go on when its runtime is replaced by the next version', async () => {
		const { park } = chains;
		const { alice, bob } = people();
		const version = async () =>
			(await park.rpc.state.getRuntimeVersion()).specVersion.toNumber();
		const [before, height] = [await version(), await final(park)];
		const code = readFileSync(NEXT_VERSION);
		const authorize = park.tx.system.authorizeUpgrade(park.registry.hash(code));
		await send(alice, park.tx.sudo.sudo(authorize));
		await send(bob, park.tx.system.applyAuthorizedUpgrade(`0x${code.toString('hex')}`));
		await eventually(park, 'the new runtime runs', async () => (await version()) > before);
		assert.equal(await version(), before + 1);
		await goOn(3);
		assert.ok((await longestGap(park, height)) <= STOP);
		// With what the wallet knows of the new runtime.
		await send(bob, park.tx.system.remark('0x'));
	});
});
