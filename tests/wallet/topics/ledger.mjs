// The period ledger of the park: periods, activities, the statement.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { people } from '../support/accounts.mjs';
import { chains, view } from '../support/chains.mjs';
import { periods, statementOf } from '../support/ledger.mjs';
import { event, refusal, send } from '../support/send.mjs';

export default function ledger() {
	/** Registers diesel, for which Bob reports: 2,640 gCO2e a litre. Returns the source's id. */
	async function dieselSource(kind) {
		const { alice, bob } = people();
		const { registerSource } = chains.park.tx.zeroCarbon;
		const call = registerSource(bob.address, kind, 2_640_000, 100, 'diesel, litres');
		return event(await send(alice, call), 'zeroCarbon', 'SourceRegistered').source.toNumber();
	}

	it('an activity should be in the statement when its reporter reports it', async () => {
		const { park } = chains;
		const { alice, bob } = people();
		const diesel = await dieselSource('Emission');
		const { id, start, end } = (await periods()).past;
		const report = park.tx.zeroCarbon.reportActivity(diesel, id, 10_000);
		const { grams } = event(await send(bob, report), 'zeroCarbon', 'ActivityReported');
		assert.equal(grams.toNumber(), 26_400);

		const error = await refusal(() => send(alice, report));
		assert.equal(error.name, 'zeroCarbon.NotAuthorized');

		const result = await send(alice, park.tx.zeroCarbon.closePeriod(id));
		const frozen = event(result, 'zeroCarbon', 'PeriodClosed').statement;
		assert.deepEqual(frozen.period.toJSON(), { start, end });
		assert.equal(frozen.carbon.activity.toNumber(), 26_400);
		assert.equal(frozen.carbon.netHigh.toNumber(), 26_664);
		assert.ok(frozen.isZero.isFalse);

		const closed = await refusal(() => send(bob, report));
		assert.equal(closed.name, 'zeroCarbon.PeriodNotOpen');
	});

	it('the statement should be the same whichever way it is asked for', async () => {
		const { park } = chains;
		const { id } = (await periods()).past;
		const called = (await park.call.zeroCarbonApi.statement(id)).unwrap();
		const viewed = (await view(park, 'ZeroCarbon', 'statement', id)).unwrap();
		assert.deepEqual(viewed.toJSON(), called.toJSON());
		const answered = await statementOf(id);
		assert.equal(answered.c_g.activity, called.carbon.activity.toNumber());
		assert.equal(answered.c_g.net_high, called.carbon.netHigh.toNumber());
		assert.equal(await statementOf(999), null);
	});

	it('a period should stay open when it has not ended', async () => {
		const { park } = chains;
		const { id } = (await periods()).current;
		const call = park.tx.zeroCarbon.closePeriod(id);
		assert.equal((await refusal(() => send(people().alice, call))).name, 'zeroCarbon.NotEnded');
	});

	it('a source should give its deposit back when it is removed', async () => {
		const { park } = chains;
		const { alice } = people();
		const sink = await dieselSource('Sink');
		assert.equal(
			(await park.query.zeroCarbon.sources(sink)).unwrap().label.toUtf8(),
			'diesel, litres',
		);
		const result = await send(alice, park.tx.zeroCarbon.removeSource(sink));
		const released = event(result, 'balances', 'Released');
		assert.equal(released.amount.toBigInt(), park.consts.zeroCarbon.sourceDeposit.toBigInt());
		assert.ok((await park.query.zeroCarbon.sources(sink)).isNone);
	});
}
