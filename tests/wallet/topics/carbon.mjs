// The carbon market: a cycle under quota from enrolment to carry-over, and credits for what projects reduced.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PCNY, people } from '../support/accounts.mjs';
import { chains, eventually, fullHour, HOUR, view } from '../support/chains.mjs';
import { EVIDENCE, periods, statementOf } from '../support/ledger.mjs';
import { event, refusal, send } from '../support/send.mjs';

/** The park's parachain id. */
const PARK = 2000;
/** All of a quota. */
const WHOLE = 1_000_000;
/** Five per cent of what is due may be covered by credits. */
const RULES = {
	credits: 50_000,
	creditsRegisteredFrom: 0,
	fine: 5_000,
	finePrice: 50_000_000,
	deduct: false,
	banking: { base: 10_000, ofSold: 1_500 },
};

export default function carbon() {
	/** The cycle before, and that of the park's current period. */
	let before;
	let cycle;
	/** Bob's heating plant, as the park numbers it, and its source of emissions. */
	let entity;
	let source;
	/** A batch of credits. */
	let credits;

	const allowances = () => chains.carbon.tx.carbonAllowances;

	async function openCycle(span, deadline) {
		const call = allowances().openCycle(span, deadline, RULES, 50);
		return event(await send(people().alice, call), 'carbonAllowances', 'CycleOpened').cycle;
	}

	/** How the plant stands in a cycle, in tonnes. */
	async function standing(id = cycle) {
		const { carbon } = chains;
		return (await view(carbon, 'CarbonAllowances', 'standing', id, PARK, entity)).unwrap();
	}

	it('an enterprise should be enrolled, and its park hear of it, when the regulator says so', async () => {
		const { park } = chains;
		const { alice, bob, charlie, ferdie } = people();
		const registered = await send(
			alice,
			park.tx.emissionRegisters.registerEntity(bob.address, 'Heating plant'),
		);
		entity = event(registered, 'emissionRegisters', 'EntityRegistered').entity.toNumber();
		const payer = await view(park, 'EmissionRegisters', 'payer');
		await send(alice, park.tx.balances.transferKeepAlive(payer.toString(), 100n * PCNY));

		const { start, end } = (await periods()).current;
		before = await openCycle({ start: 1_000, end: 2_000 }, 3_000);
		cycle = await openCycle({ start, end }, end + 24 * HOUR);
		await send(alice, allowances().setCap(cycle, 100));
		const own = allowances().registerEntity(
			PARK,
			entity,
			alice.address,
			bob.address,
			'A',
			true,
		);
		assert.equal((await refusal(() => send(alice, own))).name, 'carbonAllowances.InvalidOwner');
		const call = allowances().registerEntity(
			PARK,
			entity,
			bob.address,
			charlie.address,
			'Heating plant',
			true,
		);
		await send(alice, call);
		const stranger = allowances().setRoles(PARK, entity, bob.address, ferdie.address);
		assert.equal(
			(await refusal(() => send(alice, stranger))).name,
			'carbonAllowances.InvalidVerifier',
		);
		const { eve } = people();
		await send(alice, allowances().setRoles(PARK, entity, bob.address, eve.address));
		for (const [id, amount] of [
			[before, 5],
			[cycle, 50],
		]) {
			await send(alice, allowances().enrol(id, PARK, entity));
			await send(alice, allowances().allocate(id, PARK, entity, { Amount: amount }, WHOLE));
		}
		await eventually(park, 'the park hears of the cycle', async () => {
			const account = await view(park, 'EmissionRegisters', 'account', cycle, entity);
			return account.isSome;
		});
	});

	it('allowances should be set aside by themselves when the plant emits', async () => {
		const { carbon, park } = chains;
		const { alice, bob, verifier } = people();
		const { id } = (await periods()).current;
		const call = park.tx.zeroCarbon.registerSource(
			bob.address,
			'Emission',
			1_000_000_000,
			100,
			'coal, t',
			EVIDENCE,
			entity,
		);
		const registered = event(await send(alice, call), 'zeroCarbon', 'SourceRegistered');
		source = registered.source;
		await send(verifier, park.tx.zeroCarbon.approveSource(source));
		await send(bob, park.tx.zeroCarbon.reportActivity(source, id, 40_000, EVIDENCE));
		await eventually(carbon, 'the emissions are set aside for', async () => {
			const { committed, emitted } = await standing();
			return committed.toNumber() === 40 && emitted.toNumber() === 40_000_000;
		});
		const all = allowances().withdraw(cycle, PARK, entity, 11);
		assert.equal((await refusal(() => send(bob, all))).name, 'carbonAllowances.Committed');
		const assign = park.tx.emissionRegisters.assign(cycle, entity);
		await send(people().charlie, assign);
	});

	it('a register should count as the verifier finds it', async () => {
		const { bob, eve, ferdie } = people();
		const known = await view(
			chains.carbon,
			'CarbonAllowances',
			'obligation',
			cycle,
			PARK,
			entity,
		);
		const { sequence } = known.unwrap().register;
		const confirm = allowances().confirm(cycle, PARK, entity, sequence);
		const byBob = await refusal(() => send(bob, confirm));
		assert.equal(byBob.name, 'carbonAllowances.NotAuthorized');
		await send(eve, confirm);
		const correct = allowances().correct(cycle, PARK, entity, sequence, 1_000_000, EVIDENCE);
		await send(eve, correct);
		assert.equal((await standing()).committed.toNumber(), 41);
		// Whoever doubts that the park has heard of it pays for telling it again.
		await send(ferdie, allowances().tell(cycle, PARK, entity));
	});

	it('credits should be issued when a project is validated by one and verified by another', async () => {
		const { ccer } = chains.carbon.tx;
		const { alice, charlie, dave, eve } = people();
		const description = {
			methodology: 'CCER-01-002',
			region: 330_100,
			crediting: { start: 0, end: 10_000 },
			underQuota: false,
			devices: [[PARK, 7]],
			documents: EVIDENCE,
		};
		const submit = async () => {
			const submitted = await send(dave, ccer.registerProject(description));
			return event(submitted, 'ccer', 'ProjectSubmitted').project;
		};
		await send(dave, ccer.withdrawProject(await submit()));
		await send(alice, ccer.refuse(await submit()));
		const project = await submit();
		await send(charlie, ccer.validate(project, EVIDENCE));
		await send(alice, ccer.approve(project));
		const span = { start: 1_000, end: 2_000 };
		const report = ccer.reportReductions(project, span, 5_500_000, EVIDENCE, eve.address);
		await send(dave, report);
		await send(alice, ccer.refuseReport(project));
		await send(dave, report);
		await send(dave, ccer.withdrawReport(project));
		await send(dave, report);
		const verify = ccer.verifyReport(project, span, EVIDENCE, 5_200_000, EVIDENCE);
		assert.equal((await refusal(() => send(charlie, verify))).name, 'ccer.NotAuthorized');
		await send(eve, verify);
		const issued = event(await send(alice, ccer.issue(project)), 'ccer', 'Issued');
		credits = issued.class.unwrap();
		assert.equal(issued.carryOver.toNumber(), 200_000);
		const retired = await send(dave, ccer.retire(credits, 1, 'the park', 'week 41'));
		const { number } = event(retired, 'ccer', 'Used');
		const receipt = (await view(chains.carbon, 'Ccer', 'receipt', number)).unwrap();
		assert.equal(receipt.holder.toString(), dave.address);
	});

	it('credits should be bought, and surrendered up to their share', async () => {
		const { carbon } = chains;
		const { bob, dave } = people();
		const { placeAsk, placeBid } = carbon.tx.orderBook;
		const until = { Until: await fullHour(carbon, 5) };
		await send(dave, placeAsk(credits, 60_000_000, 3, until, 5));
		const bid = placeBid({ Basket: 'Credits' }, 60_000_000, 3, 'Immediate', 5);
		const { trade } = event(await send(bob, bid), 'orderBook', 'Traded');
		assert.equal(trade.quantity.toNumber(), 3);
		const surrender = (quantity) =>
			send(bob, allowances().surrenderCredits(cycle, PARK, entity, credits, quantity));
		// Five per cent of 41 t.
		const error = await refusal(() => surrender(3));
		assert.equal(error.name, 'carbonAllowances.AboveCreditLimit');
		await surrender(2);
		assert.equal((await standing()).committed.toNumber(), 39);
	});

	/** Waits until the desk says that an order of the park ended, and returns it. */
	const ended = (number) =>
		eventually(chains.park, 'the order ends', async () => {
			const order = (await view(chains.park, 'CarbonDesk', 'order', number)).unwrap();
			return order.state.isEnded && order;
		});

	it('what a plant lacks should be ordered on the park, and what is not bought come home', async () => {
		const { carbon, park } = chains;
		const { bob, charlie, dave } = people();
		const until = { Until: await fullHour(carbon, 5) };
		await send(dave, carbon.tx.orderBook.placeAsk(credits, 65_000_000, 1, until, 5));
		const buy = async (basket) =>
			park.tx.carbonTrade.buy(entity, cycle, basket, 2, 65_000_000, await fullHour(park, 5));
		const byStranger = await refusal(async () => send(charlie, await buy('Credits')));
		assert.equal(byStranger.name, 'carbonTrade.NotAuthorized');
		const other = await refusal(async () => send(bob, await buy({ Allowances: before })));
		assert.equal(other.name, 'carbonTrade.OtherCycle');

		const ordered = event(await send(bob, await buy('Credits')), 'carbonTrade', 'UnitsOrdered');
		const number = ordered.number.toNumber();
		// Its share of credits is used up, so the plant's owner has this one.
		const purchase = await eventually(park, 'the market reports a trade', async () => {
			return (await view(park, 'CarbonTrade', 'purchase', number, 0)).unwrapOr(null);
		});
		assert.ok(purchase.used.isKept);
		const kept = (await carbon.query.assets.account(credits, bob.address)).unwrap();
		assert.equal(kept.balance.toNumber(), 2);

		await send(bob, park.tx.carbonTrade.cancelOrder(number));
		const order = await ended(number);
		assert.ok(order.state.asEnded.asClosed.isCancelled);
		assert.equal(order.spent.toBigInt(), 65n * PCNY);
		assert.ok(order.returned.toBigInt() > 65n * PCNY);
	});

	it('what is surrendered should be in the statement of the park', async () => {
		const { park } = chains;
		const { id } = (await periods()).current;
		await send(people().bob, allowances().settle(cycle, PARK, entity));
		const offset = await eventually(park, 'the park hears what was surrendered', async () => {
			const { c_g: carbon } = await statementOf(id);
			return carbon.offset.allowances > 0 && carbon.offset;
		});
		assert.equal(offset.allowances + offset.ccer, 40_000_000);
	});

	it('what is left over should be sold from the park, by itself too', async () => {
		const { carbon, park } = chains;
		const { bob, charlie, dave } = people();
		const { instruct, follow, sell } = park.tx.carbonTrade;
		const until = { Until: await fullHour(carbon, 5) };
		const market = { Basket: { Allowances: cycle } };
		await send(dave, carbon.tx.orderBook.placeBid(market, 72_000_000, 2, until, 5));
		const { held } = await standing();
		const surplus = { least: 70_000_000, keep: held.toNumber() - 2 };
		const instruction = { allowances: null, credits: null, surplus, hours: 5 };
		const byStranger = await refusal(() => send(charlie, instruct(entity, instruction)));
		assert.equal(byStranger.name, 'carbonTrade.NotAuthorized');
		await send(bob, instruct(entity, instruction));
		// Anybody may have it followed, if no news makes the chain do so.
		const followed = await send(charlie, follow(entity, cycle));
		const { number, quantity } = event(followed, 'carbonTrade', 'UnitsOffered');
		assert.equal(quantity.toNumber(), 2);
		const sold = await ended(number);
		assert.equal(sold.filled.toNumber(), 2);
		assert.ok(sold.earned.toBigInt() > 142n * PCNY && sold.returned.toBigInt() > 142n * PCNY);
		assert.equal((await standing()).held.toNumber(), held.toNumber() - 2);
		await send(bob, instruct(entity, null));

		const dear = sell(entity, cycle, 1, 1_000_000_000, await fullHour(park, 5));
		const offered = event(await send(bob, dear), 'carbonTrade', 'UnitsOffered');
		await send(bob, park.tx.carbonTrade.cancelOrder(offered.number));
		assert.equal((await ended(offered.number)).filled.toNumber(), 0);
		assert.equal((await standing()).held.toNumber(), held.toNumber() - 2);
	});

	it('allowances that are left over should be sold, cancelled and carried over', async () => {
		const { alice, bob, dave, eve } = people();
		const { carbon } = chains;
		await send(bob, allowances().withdraw(cycle, PARK, entity, 5));
		const until = { Until: await fullHour(carbon, 5) };
		await send(bob, carbon.tx.orderBook.placeAsk(cycle, 70_000_000, 2, until, 5));
		const market = { Basket: { Allowances: cycle } };
		const bid = carbon.tx.orderBook.placeBid(market, 70_000_000, 2, 'Immediate', 5);
		event(await send(dave, bid), 'orderBook', 'Traded');
		await send(bob, allowances().deposit(cycle, PARK, entity, 1));
		const cancel = allowances().cancelVoluntarily(cycle, 1, 'the park', 'week 41');
		await send(bob, cancel);

		await send(eve, allowances().confirm(before, PARK, entity, 0));
		await send(bob, allowances().carryOver(before, cycle, PARK, entity, 5));
		assert.equal((await standing(before)).held.toNumber(), 0);
		// What the verifier finds afterwards is missing, and fined.
		await send(eve, allowances().correct(before, PARK, entity, 0, 1_000_000, EVIDENCE));
		await send(alice, allowances().closeCycle(before));
		const late = allowances().deposit(before, PARK, entity, 1);
		assert.equal((await refusal(() => send(bob, late))).name, 'carbonAllowances.CycleClosed');
		const fine = allowances().fine(before, PARK, entity);
		const fined = event(await send(dave, fine), 'carbonAllowances', 'Fined');
		assert.equal(fined.missing.toNumber(), 1);
		// Five times the least price of the rules: nothing was traded so long ago.
		assert.equal(fined.amount.toBigInt(), 5n * 50n * PCNY);
		assert.equal((await refusal(() => send(bob, fine))).name, 'carbonAllowances.Final');
	});

	it('credits should be of no use when their batch is withdrawn', async () => {
		const { ccer } = chains.carbon.tx;
		await send(people().alice, ccer.withdrawBatch(credits));
		const late = ccer.retire(credits, 1, 'Bob', 'week 41');
		assert.equal((await refusal(() => send(people().bob, late))).name, 'ccer.Withdrawn');
	});
}
