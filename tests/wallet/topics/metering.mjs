// The operator registers devices, and devices sign their readings.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { BN } from '@polkadot/util';
import { people, stranger } from '../support/accounts.mjs';
import { chains } from '../support/chains.mjs';
import { EVIDENCE, periods, statementOf } from '../support/ledger.mjs';
import { INTERVAL, registerMeter, submitReadings, waitUntil } from '../support/meter.mjs';
import { event, refusal, send } from '../support/send.mjs';

export default function metering() {
	/** A new meter's key, and the batch of its first two readings, whose time has passed. */
	async function newMeter(type, kind = 'Photovoltaic') {
		await periods();
		const key = stranger(type);
		const { id: device, first } = await registerMeter(key, kind);
		await waitUntil(first + 2 * INTERVAL);
		const readings = [
			{ start: first, energy: 1_000 },
			{ start: first + INTERVAL, energy: -5 },
		];
		return { key, batch: { device, readings } };
	}

	/**
	 * Finds the transaction with a device's batch, and its events. Starts at block `at`, or else at
	 * the newest, and goes back.
	 */
	async function findBatch(device, at) {
		const { park } = chains;
		const { block, extrinsics } = await park.derive.chain.getBlock(
			at ?? (await park.rpc.chain.getBlockHash()),
		);
		const found = extrinsics.find(({ extrinsic: { method } }) => {
			return method.method === 'submitReadings' && method.args[0].device.eq(device);
		});
		return found ?? findBatch(device, block.header.parentHash);
	}

	for (const type of ['sr25519', 'ed25519', 'ecdsa']) {
		it(`readings should be in the register when a meter signs them with ${type}`, async () => {
			const { park } = chains;
			const { key, batch } = await newMeter(type);
			await submitReadings(key, batch);
			const { register } = (await park.query.metering.devices(batch.device)).unwrap();
			const { received, delivered, drawn } = register;
			assert.deepEqual([received, delivered, drawn].map(Number), [2, 1_000, 5]);
		});
	}

	it('readings should be in the statement when the period is open', async () => {
		const { current } = await periods();
		const { key, batch } = await newMeter('sr25519', 'Wind');
		const before = await statementOf(current.id);
		await submitReadings(key, batch);
		const after = await statementOf(current.id);
		assert.equal(after.coverage.received, before.coverage.received + 2);
		assert.equal(after.p_wh.wind, before.p_wh.wind + 1_000);
	});

	it('a block should be readable when there are readings in it', async () => {
		const { park } = chains;
		const { key, batch } = await newMeter();
		await submitReadings(key, batch);
		const { extrinsic, events } = await findBatch(batch.device);
		assert.equal(extrinsic.isSigned, true);
		assert.equal(extrinsic.signer.toString(), key.address);
		assert.equal(extrinsic.method.args[0].readings.length, 2);
		const recorded = events.find((found) => park.events.metering.ReadingsRecorded.is(found));
		assert.equal(recorded.data.count.toNumber(), 2);
		// The meter has no money, and paid nothing.
		const paid = events.find((found) =>
			park.events.transactionPayment.TransactionFeePaid.is(found),
		);
		assert.equal(paid.data.actualFee.toNumber(), 0);
		const { data, sufficients } = await park.query.system.account(key.address);
		assert.deepEqual([data.free.toNumber(), sufficients.toNumber()], [0, 1]);
	});

	it('a reading should be refused by the name of its error when it does not hold', async () => {
		const { park } = chains;
		const { key, batch } = await newMeter();
		const [reading] = batch.readings;
		const { pallets } = park.runtimeMetadata.asLatest;
		const { index } = pallets.find((pallet) => pallet.name.eq('Metering'));
		const { submitReadings: call } = park.tx.metering;
		const refusedFor = async (signer, wrong, options = {}) => {
			const transaction = call({ sequence: 0, ...batch, ...wrong });
			const sent = () => transaction.signAndSend(signer, { nonce: -1, ...options });
			const { message } = await refusal(sent);
			const [, code] = message.match(/Custom error: (\d+)/) ?? assert.fail(message);
			return park.registry.findMetaError({ error: new BN(code), index }).name;
		};
		for (const [wrong, name] of [
			[{ readings: [] }, 'EmptyBatch'],
			[{ readings: [{ ...reading, energy: 1_001 }] }, 'LimitExceeded'],
			[{ readings: [reading, reading] }, 'Overlap'],
			[{ sequence: 40 }, 'SequenceMismatch'],
		]) {
			assert.equal(await refusedFor(key, wrong), name);
		}
		assert.equal(await refusedFor(people().bob, {}), 'NotAuthorized');
		assert.equal(await refusedFor(key, {}, { tip: 1 }), 'TipRefused');
	});

	it('a device should be approved by the verifier', async () => {
		const { park } = chains;
		const { batch } = await newMeter();
		const approve = park.tx.metering.approveDevice(batch.device, EVIDENCE);
		assert.equal((await refusal(() => send(people().alice, approve))).name, 'BadOrigin');
		await send(people().verifier, approve);
		const again = await refusal(() => send(people().verifier, approve));
		assert.equal(again.name, 'metering.AlreadyApproved');
	});

	it('a device should stay on record when the verifier confirms that it ended', async () => {
		const { park } = chains;
		const { batch } = await newMeter();
		const end = park.tx.metering.endDevice(batch.device, EVIDENCE);
		assert.equal((await refusal(() => send(people().alice, end))).name, 'BadOrigin');
		const { ended } = event(await send(people().verifier, end), 'metering', 'DeviceEnded');
		const device = (await park.query.metering.devices(batch.device)).unwrap();
		assert.ok(device.ended.unwrap().eq(ended));
		const again = await refusal(() => send(people().verifier, end));
		assert.equal(again.name, 'metering.AlreadyEnded');
	});
}
