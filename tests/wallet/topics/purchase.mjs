// Green power that the park buys from the certificate market: signed on the park, seen on both.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PCNY, people, stranger } from '../support/accounts.mjs';
import { accreditedGenerator, basket, receiptOf } from '../support/certificates.mjs';
import { chains, eventually, freeBalance, fullHour, monthOf, now } from '../support/chains.mjs';
import { periods, statementOf } from '../support/ledger.mjs';
import {
	INTERVAL,
	monthlyMeter,
	permitOf,
	registerMeter,
	submitReadings,
	waitUntil,
} from '../support/meter.mjs';
import {
	certificatesOnPark,
	offerCertificates,
	orderCertificates,
	PRICE,
	waitForState,
} from '../support/purchases.mjs';
import { event, refusal, send } from '../support/send.mjs';
import { PARA_IDS } from '../support/xcm.mjs';

export default function purchase() {
	/** The agreements that a purchase has signed. */
	async function agreements(id) {
		const all = await chains.park.query.powerPurchase.agreements.entries();
		const signed = all.map(([, agreement]) => agreement.unwrap());
		return signed.filter((agreement) => agreement.purchase.eq(id));
	}

	it('certificates should arrive and sign their agreement when they are bought to be held', async () => {
		const { bob, charlie } = people();
		const batch = await offerCertificates(3);
		const id = await orderCertificates(3, 'Hold');
		const ended = await waitForState(id, 'Ended');
		assert.equal(ended.state.asEnded.asClosed.type, 'Filled');
		assert.equal(ended.spent.toBigInt(), 3n * PRICE);
		assert.equal(await certificatesOnPark(batch, charlie), 3);
		const [mine] = await agreements(id);
		assert.equal(mine.delivery.seller.toString(), bob.address);
		assert.ok(mine.period.isNone && mine.delivery.retired.isNone);
	});

	it('what a period lacks should be retired for it when the operator orders it', async () => {
		const { park } = chains;
		const { current } = await periods();
		const key = stranger();
		const { id: device, first } = await registerMeter(key, 'Load');
		// More than the generators of all other tests deliver together.
		const readings = Array.from({ length: 60 }, (_, index) => {
			return { start: first + index * INTERVAL, energy: 1_000 };
		});
		await waitUntil(first + readings.length * INTERVAL);
		await submitReadings(key, { device, readings });
		await offerCertificates(1);
		const { orderShortfall } = park.tx.powerPurchase;
		const deadline = await fullHour(park, 24);
		const wanted = await basket();
		const call = orderShortfall(current.id, 'Measured', wanted, PRICE, deadline, 'A week');
		const ordered = event(await send(people().alice, call), 'powerPurchase', 'PowerOrdered');
		assert.equal(ordered.quantity.toNumber(), 1);
		await waitForState(ordered.purchase.toNumber(), 'Ended');

		const statement = await statementOf(current.id);
		assert.equal(statement.p_wh.purchased, 1_000_000);
		const [{ delivery }] = statement.purchases;
		const { serials } = await receiptOf(delivery.retired.retirement);
		assert.deepEqual(serials, delivery.retired.serials);
		const again = await refusal(() => send(people().alice, call));
		assert.equal(again.name, 'powerPurchase.NoShortfall');
	});

	it('certificates should be retired for a period when they are bought for it', async () => {
		const period = (await periods()).current.id;
		const { charlie } = people();
		// Only who uses the park's power may buy for a period.
		await registerMeter(stranger(), 'Load', charlie);
		await offerCertificates(1);
		const id = await orderCertificates(1, { Retire: { period, purpose: 'A week' } });
		await waitForState(id, 'Ended');
		const [mine] = await agreements(id);
		assert.equal(mine.period.unwrap().toNumber(), period);
		const { retirement } = mine.delivery.retired.unwrap();
		const receipt = await receiptOf(retirement.toNumber());
		assert.equal(receipt.beneficiary, charlie.address);
		assert.equal(receipt.purpose, 'A week');
	});

	it('the money should come home when the buyer calls the purchase back', async () => {
		const { park } = chains;
		const { bob, charlie } = people();
		const before = await freeBalance(park, charlie.address);
		const id = await orderCertificates(50, 'Hold');
		await waitForState(id, 'Open');
		const call = park.tx.powerPurchase.cancelPurchase(id);
		assert.equal((await refusal(() => send(bob, call))).name, 'powerDesk.NotAuthorized');
		await send(charlie, call);
		const { state } = await waitForState(id, 'Ended');
		assert.equal(state.asEnded.asClosed.type, 'Cancelled');
		const paid = before - (await freeBalance(park, charlie.address));
		// Fees, and the deposit for the purchase's record.
		assert.ok(paid < 3n * PCNY, `${paid}`);
		assert.equal((await refusal(() => send(charlie, call))).name, 'powerDesk.AlreadyEnded');
	});

	it('certificates should go to whom an order on their own chain names on another', async () => {
		const { greencert } = chains;
		const { bob, charlie } = people();
		const { cancelLocalOrder, placeFor } = greencert.tx.remoteOrders;
		const recipient = stranger();
		const account = { chain: PARA_IDS.park, account: recipient.address };
		const before = await freeBalance(greencert, charlie.address);
		const batch = await offerCertificates(2);
		const call = placeFor(account, await basket(), PRICE, 5, await fullHour(chains.park, 48));
		const placed = event(await send(charlie, call), 'remoteOrders', 'OrderPlaced');
		await eventually(chains.park, 'certificates arrive', async () => {
			return (await certificatesOnPark(batch, recipient)) === 2;
		});
		const cancel = cancelLocalOrder(placed.number);
		assert.equal((await refusal(() => send(bob, cancel))).name, 'remoteOrders.NotAuthorized');
		await send(charlie, cancel);
		await eventually(greencert, 'the money comes back', async () => {
			const orders = await greencert.query.remoteOrders.orders(placed.chain, placed.number);
			return orders.isNone;
		});
		const paid = before - (await freeBalance(greencert, charlie.address)) - 2n * PRICE;
		assert.ok(paid > 0n && paid < PCNY, `${paid}`);
	});

	it('a permit should be occupied when the park admits its plant, and freed by the regulator', async () => {
		const { greencert } = chains;
		const { alice, bob } = people();
		await periods();
		const key = stranger();
		const { id } = await registerMeter(key, 'Wind');
		const permit = permitOf(key);
		const occupation = () => greencert.query.greenCertificates.occupations(permit);
		await eventually(greencert, 'the permit is occupied', async () => {
			return (await occupation()).isSome;
		});
		const { meter } = (await occupation()).unwrap();
		assert.deepEqual(meter.toJSON(), [PARA_IDS.park, id]);
		const free = greencert.tx.greenCertificates.freePermit(permit, 'A test');
		assert.equal((await refusal(() => send(bob, free))).name, 'BadOrigin');
		await send(alice, free);
		assert.ok((await occupation()).isNone);
	});

	it('output should be refused when its month is not over', async () => {
		const { park } = chains;
		await periods();
		const { id: device } = await registerMeter(stranger(), 'Wind');
		const { owner } = (await park.query.metering.devices(device)).unwrap();
		const signer = Object.values(people()).find(({ address }) => owner.eq(address));
		const call = park.tx.metering.reportOutput(device, monthOf(await now(park)));
		assert.equal((await refusal(() => send(signer, call))).name, 'metering.NoOutput');
	});

	it("a month's output should wait, or be certified at once if that is switched on, when it is reported", async () => {
		const { park, greencert } = chains;
		const { alice } = people();
		const { refuseIssuance, setAutoApproval } = greencert.tx.greenCertificates;
		const { key, id: device, end } = await monthlyMeter();
		await waitUntil(end + INTERVAL);
		const energy = 1_000;
		const starts = [end - INTERVAL, end];
		await submitReadings(key, { device, readings: starts.map((start) => ({ start, energy })) });
		const id = await accreditedGenerator(alice, [PARA_IDS.park, device]);
		const generator = async () =>
			(await greencert.query.greenCertificates.generators(id)).unwrap();

		const report = park.tx.metering.reportOutput(device, monthOf(end - INTERVAL));
		await send(alice, report);
		const pending = await eventually(greencert, 'the output is reported', async () => {
			const { pending } = await generator();
			return pending.isSome && pending.unwrap();
		});
		const request = (await greencert.query.greenCertificates.requests(pending)).unwrap();
		assert.equal(request.span.end.toNumber(), end);
		assert.equal(request.energy.toNumber(), energy);
		assert.ok(request.ownUse.isTrue);
		await send(alice, refuseIssuance(pending, 'once more'));

		await send(alice, setAutoApproval(true));
		await send(alice, report);
		await eventually(greencert, 'the output is certified', async () => {
			return (await generator()).certifiedUntil.toNumber() === end;
		});
		await send(alice, setAutoApproval(false));
		assert.ok((await generator()).pending.isNone);
		assert.equal((await generator()).ownUseCarryOver.toNumber(), energy);
	});
}
