// The period ledger of the park: periods, factors, sources, activities, the statement.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { people } from '../support/accounts.mjs';
import { chains, HOUR, view } from '../support/chains.mjs';
import { EVIDENCE, periods, statementOf } from '../support/ledger.mjs';
import { event, refusal, send } from '../support/send.mjs';

export default function ledger() {
	/** Registers a source, for which Bob reports: 2,640 gCO2e a litre. Returns its id. */
	async function register(kind) {
		const { alice, bob } = people();
		const { registerSource } = chains.park.tx.zeroCarbon;
		const call = registerSource(
			bob.address,
			kind,
			2_640_000,
			100,
			'diesel, litres',
			EVIDENCE,
			null,
		);
		return event(await send(alice, call), 'zeroCarbon', 'SourceRegistered').source.toNumber();
	}

	/** Registers a source, and has it approved. Returns its id. */
	async function approvedSource(kind) {
		const source = await register(kind);
		await send(people().verifier, chains.park.tx.zeroCarbon.approveSource(source));
		return source;
	}

	it('an activity should be in the statement when its reporter reports it', async () => {
		const { park } = chains;
		const { alice, bob } = people();
		const { id, start, end } = (await periods()).past;
		const diesel = await approvedSource('Emission');
		const report = park.tx.zeroCarbon.reportActivity(diesel, id, 10_000, EVIDENCE);
		const { grams } = event(await send(bob, report), 'zeroCarbon', 'ActivityReported');
		assert.equal(grams.toNumber(), 26_400);
		const [source] = (await statementOf(id)).sources;
		assert.deepEqual([source.source, source.g, source.evidence], [diesel, 26_400, EVIDENCE]);

		const error = await refusal(() => send(alice, report));
		assert.equal(error.name, 'zeroCarbon.NotAuthorized');

		const result = await send(alice, park.tx.zeroCarbon.closePeriod(id, true));
		const frozen = event(result, 'zeroCarbon', 'PeriodClosed').statement;
		assert.deepEqual(frozen.period.toJSON(), { start, end });
		assert.equal(frozen.carbon.activity.toNumber(), 26_400);
		assert.equal(frozen.carbon.netHigh.toNumber(), 26_664);
		assert.ok(frozen.isZero.isFalse);
		const why = frozen.why.map((reason) => reason.type);
		assert.ok(why.includes('NothingMetered') && why.includes('Activities'), `${why}`);

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
		assert.equal(answered.grid.publisher, people().verifier.address);
		assert.equal(await statementOf(999), null);
	});

	it('a period should stay open when it has not ended', async () => {
		const { park } = chains;
		const { id } = (await periods()).current;
		const call = park.tx.zeroCarbon.closePeriod(id, true);
		assert.equal((await refusal(() => send(people().alice, call))).name, 'zeroCarbon.NotEnded');
	});

	it('a period should be cancelled when nothing counts for it', async () => {
		const { park } = chains;
		const { alice } = people();
		const { end } = (await periods()).current;
		const opening = await send(alice, park.tx.zeroCarbon.openPeriod(null, end + HOUR));
		const { period, gapBefore } = event(opening, 'zeroCarbon', 'PeriodOpened');
		assert.equal(gapBefore.unwrap().toNumber(), 0);
		const result = await send(alice, park.tx.zeroCarbon.cancelPeriod(period));
		const released = event(result, 'balances', 'Released');
		assert.equal(released.amount.toBigInt(), park.consts.zeroCarbon.periodDeposit.toBigInt());
	});

	it('a source should give its deposit back only before it is approved', async () => {
		const { park } = chains;
		const { alice, verifier } = people();
		const { approveSource, endSource, withdrawSource } = park.tx.zeroCarbon;
		await periods();
		const waiting = await register('Sink');
		assert.equal(
			(await park.query.zeroCarbon.sources(waiting)).unwrap().label.toUtf8(),
			'diesel, litres',
		);
		const byOperator = await refusal(() => send(alice, approveSource(waiting)));
		assert.equal(byOperator.name, 'BadOrigin');
		const result = await send(alice, withdrawSource(waiting));
		const released = event(result, 'balances', 'Released');
		assert.equal(released.amount.toBigInt(), park.consts.zeroCarbon.sourceDeposit.toBigInt());
		assert.ok((await park.query.zeroCarbon.sources(waiting)).isNone);

		const sink = await approvedSource('Sink');
		const late = await refusal(() => send(alice, withdrawSource(sink)));
		assert.equal(late.name, 'zeroCarbon.AlreadyApproved');
		await send(verifier, endSource(sink, EVIDENCE));
		assert.ok((await park.query.zeroCarbon.sources(sink)).unwrap().ended.isSome);
	});

	it('a removal should count when the verifier confirms it, and can be dropped', async () => {
		const { park } = chains;
		const { bob, verifier } = people();
		const { id } = (await periods()).current;
		const { confirmRemoval, dropRemoval, reportActivity } = park.tx.zeroCarbon;
		const sink = await approvedSource('Sink');
		const removals = [];
		for (const quantity of [2_000, 3_000]) {
			const reported = await send(bob, reportActivity(sink, id, quantity, EVIDENCE));
			removals.push(event(reported, 'zeroCarbon', 'RemovalReported').removal);
		}
		const before = (await statementOf(id)).c_g.offset.sinks;
		const byReporter = await refusal(() => send(bob, confirmRemoval(removals[0])));
		assert.equal(byReporter.name, 'BadOrigin');
		await send(verifier, confirmRemoval(removals[0]));
		await send(bob, dropRemoval(removals[1]));
		assert.equal((await statementOf(id)).c_g.offset.sinks, before + 5_280);
	});

	it("how old certificates may be should be the verifier's to say", async () => {
		const { setVintage } = chains.park.tx.zeroCarbon;
		const byOperator = await refusal(() => send(people().alice, setVintage(24)));
		assert.equal(byOperator.name, 'BadOrigin');
		await send(people().verifier, setVintage(12));
		assert.equal((await chains.park.query.zeroCarbon.vintageMonths()).toNumber(), 12);
	});
}
