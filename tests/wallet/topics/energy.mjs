// The energy market of the power chain: members and points, bids, delivery by meter, and the record.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PCNY, people, stranger } from '../support/accounts.mjs';
import { chains, eventually, view } from '../support/chains.mjs';
import { event, refusal, send } from '../support/send.mjs';

/** What a school draws, and what a roof delivers, in Wh a slot. */
const SCHOOL = { load: 2_000, generation: 0 };
const ROOF = { load: 10, generation: 2_000 };

export default function energy() {
	/** The points of bob's school and dave's roof, and their meters. */
	const points = {};
	const meters = {};
	/** A point that leaves at once. */
	let leaving;
	/** The slot that is traded. */
	let slot;

	const consortium = () => chains.power.tx.consortium;
	const market = () => chains.power.tx.energyMarket;
	const ask = (name, ...args) => view(chains.power, 'EnergyMarket', name, ...args);

	/** Offers a point to a member, who accepts it. */
	async function addPoint(owner, label, capacity, meter) {
		const call = consortium().offerPoint(owner.address, label, capacity, [meter.address]);
		const offered = event(await send(people().alice, call), 'consortium', 'PointOffered');
		await send(owner, consortium().acceptPoint(offered.point));
		return offered.point.toNumber();
	}

	it('only members should get into the market', async () => {
		const { alice, bob, dave, eve } = people();
		const strange = await refusal(() => send(eve, market().bid(0, 0, [])));
		assert.match(strange.message, /Invalid Transaction|bad signature/i);
		for (const member of [bob, dave]) {
			await send(alice, consortium().admit(member.address, 'A member'));
		}
		meters.school = stranger();
		meters.roof = stranger();
		points.school = await addPoint(bob, 'School', SCHOOL, meters.school);
		points.roof = await addPoint(dave, 'Roof', ROOF, meters.roof);
		await send(alice, consortium().suspendPoint(points.roof));
		await send(alice, consortium().resumePoint(points.roof));
		leaving = await addPoint(dave, 'Shed', ROOF, stranger());
		await send(dave, consortium().leave(leaving));
		// One without points goes at once.
		await send(alice, consortium().admit(eve.address, 'Eve'));
		await send(alice, consortium().remove(eve.address));
	});

	it('a slot should be opened when the market maker can pay', async () => {
		const { power } = chains;
		const { alice } = people();
		const maker = await ask('market_maker');
		const needed = (await ask('collateral')).toBigInt();
		const amount = 2n * needed + 10n * PCNY;
		await send(alice, power.tx.balances.transferKeepAlive(maker.toString(), amount));
		const [, next] = await ask('open_slots');
		const terms = {
			from: next.toNumber() + 20,
			tariff: { feedIn: 360, retail: 880 },
			grid: { losses: 30_000, fee: 50_000 },
		};
		await send(alice, market().setTerms(terms));
		// The newest slot is open, and its gate is hours away.
		slot = await eventually(power, 'a slot is open', async () => {
			const [, end] = await ask('open_slots');
			const newest = end.toNumber() - 1;
			const stage = await ask('slot', newest);
			return stage.isSome && stage.unwrap().isOpen && newest;
		});
	});

	it('bids should be placed, changed and cancelled', async () => {
		const { bob, dave } = people();
		const bid = (owner, point, steps) => send(owner, market().bid(point, slot, steps));
		await bid(bob, points.school, [{ limit: 500, energy: 500 }]);
		await bid(bob, points.school, []);
		await bid(bob, points.school, [{ limit: 1_000, energy: 1_000 }]);
		await bid(dave, points.roof, [{ limit: 400, energy: -2_000 }]);
		const depth = await ask('depth', slot);
		assert.equal(depth.length, 2);
		const tooMuch = [{ limit: 500, energy: 2_001 }];
		const error = await refusal(() => bid(bob, points.school, tooMuch));
		assert.equal(error.name, 'energyMarket.InvalidCurve');
	});

	it('a slot should clear at one price, and be settled by what the meters read', async () => {
		const { power } = chains;
		const stage = await eventually(power, 'the slot is cleared', async () => {
			const stage = (await ask('slot', slot)).unwrapOr(null);
			return stage?.isCleared && stage.asCleared;
		});
		assert.equal(stage.price.unwrap().toNumber(), 400_000);
		assert.equal(stage.bought.toNumber(), 1_030);

		// When it is over: the school drew what it bought, the roof delivered 70 Wh more.
		const over = (slot + 1) * 900;
		await eventually(power, 'the slot is over', async () => {
			return (await power.query.timestamp.now()).toNumber() / 1_000 >= over;
		});
		await send(meters.school, market().reportReading(slot, 1_000, 0));
		await send(meters.roof, market().reportReading(slot, 0, 1_100));
		const record = await eventually(power, 'the slot is recorded', async () => {
			return (await ask('record', slot)).unwrapOr(null);
		});
		assert.equal(record.sums.long.toNumber(), 70);
		assert.equal(record.sums.short.toNumber(), 0);
		assert.equal(record.makerBuys.toNumber(), 0);
		// 1.03 kWh at 0.40 PCNY and 1 kWh at 0.05; the roof gets the former, and 70 Wh at 0.35.
		assert.equal(record.sums.trade.pays.toNumber(), 462_000);
		assert.equal(record.sums.trade.gets.toNumber(), 412_000);
		assert.equal(record.sums.imbalance.gets.toNumber(), 24_500);
	});

	it('the margin of a point that left should return when everything is settled', async () => {
		const { power } = chains;
		const { dave } = people();
		await eventually(power, 'its slots are settled', async () => {
			const point = (await view(power, 'Consortium', 'point', leaving)).unwrap();
			const settled = (await power.query.energyMarket.toSettle()).toNumber();
			return settled >= point.status.asLeaving.toNumber();
		});
		await send(dave, consortium().releaseMargin(leaving));
		const point = (await view(power, 'Consortium', 'point', leaving)).unwrap();
		assert.ok(point.status.isLeft);
	});
}
