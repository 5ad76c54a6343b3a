// Green power that the park buys from the certificate market: signed on the park, seen on both chains.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PCNY, people, stranger } from '../support/accounts.mjs';
import { chains, free, rpc } from '../support/chains.mjs';
import { periods } from '../support/ledger.mjs';
import { INTERVAL, install, passed, submit } from '../support/meter.mjs';
import { BASKET, PRICE, held, hours, order, reached, sell } from '../support/purchases.mjs';
import { event, refusal, send } from '../support/send.mjs';

export default function purchase() {
	it('certificates should arrive and sign their agreement when they are bought to be held', async () => {
		const { park } = chains;
		const { bob, charlie } = people();
		const batch = await sell(3);
		const id = await order(3, 'Hold');
		const ended = await reached(id, 'Ended');
		assert.equal(ended.state.asEnded.asClosed.type, 'Filled');
		assert.equal(ended.spent.toBigInt(), 3n * PRICE);
		assert.equal(await held(batch, charlie), 3);
		const agreements = await park.query.powerPurchase.agreements.entries();
		const signed = agreements.map(([, agreement]) => agreement.unwrap());
		const mine = signed.find((agreement) => agreement.purchase.eq(id));
		assert.equal(mine.delivery.seller.toString(), bob.address);
		assert.ok(mine.period.isNone && mine.delivery.retired.isNone);
	});

	it('what a period lacks should be retired for it when the operator orders it', async () => {
		const { park } = chains;
		const { current } = await periods();
		const key = stranger('sr25519');
		const { id: device, first } = await install(key, 'Load');
		// More than what all other tests' generators deliver together.
		const readings = Array.from({ length: 60 }, (_, index) => {
			return { start: first + index * INTERVAL, energy: 1_000 };
		});
		await passed(first + readings.length * INTERVAL);
		await submit(key, { device, readings });
		await sell(1);
		const { orderShortfall } = park.tx.powerPurchase;
		const deadline = await hours(24);
		const call = orderShortfall(current.id, BASKET, PRICE, deadline, 'The park', 'A week');
		const ordered = event(await send(people().alice, call), 'powerPurchase', 'PowerOrdered');
		assert.equal(ordered.quantity.toNumber(), 1);
		await reached(ordered.purchase.toNumber(), 'Ended');

		const statement = await rpc(park, 'zeroCarbon_statement', current.id);
		assert.equal(statement.p_wh.purchased, 1_000_000);
		const [{ delivery }] = statement.purchases;
		const { serials } = await rpc(
			chains.greencert,
			'greenCertificates_receipt',
			delivery.retired.retirement,
		);
		assert.deepEqual(serials, delivery.retired.serials);
		const again = await refusal(() => send(people().alice, call));
		assert.equal(again.name, 'powerPurchase.NoShortfall');
	});

	it('the money should come home when the buyer calls the purchase back', async () => {
		const { park } = chains;
		const { bob, charlie } = people();
		const before = await free(park, charlie.address);
		const id = await order(50, 'Hold');
		await reached(id, 'Standing');
		const call = park.tx.powerPurchase.cancelPurchase(id);
		assert.equal((await refusal(() => send(bob, call))).name, 'powerPurchase.NotAuthorized');
		await send(charlie, call);
		const { state } = await reached(id, 'Ended');
		assert.equal(state.asEnded.asClosed.type, 'Cancelled');
		const paid = before - (await free(park, charlie.address));
		// Fees, and the deposit of the purchase's record.
		assert.ok(paid < 3n * PCNY, `${paid}`);
		assert.equal((await refusal(() => send(charlie, call))).name, 'powerPurchase.AlreadyEnded');
	});

	it('output should be refused when its month is not over', async () => {
		const { park } = chains;
		await periods();
		const { id: device } = await install(stranger('sr25519'), 'Wind');
		const { owner } = (await park.query.metering.devices(device)).unwrap();
		const signer = Object.values(people()).find(({ address }) => owner.eq(address));
		const call = park.tx.metering.reportOutput(device, 672);
		assert.equal((await refusal(() => send(signer, call))).name, 'metering.NoOutput');
	});
}
