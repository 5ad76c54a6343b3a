// Transfers of money between chains: dry runs on both, fees, and arrivals.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PCNY, people, stranger } from '../support/accounts.mjs';
import { chains, freeBalance } from '../support/chains.mjs';
import { event, refusal, send } from '../support/send.mjs';
import {
	AMOUNT,
	accountLocation,
	chainLocation,
	currency,
	money,
	sovereign,
	transfer,
	waitForMoney,
} from '../support/xcm.mjs';

/** Of XCM. */
const VERSION = 5;

export default function xcm() {
	/** The effects that a call would have if `who` signed it. Throws if it would fail. */
	async function dryRun(from, who, call) {
		const origin = { system: { Signed: who.address } };
		const effects = await chains[from].call.dryRunApi.dryRunCall(origin, call, VERSION);
		assert.ok(effects.asOk.executionResult.isOk, effects.toString());
		return effects.asOk;
	}

	/** The message that a dry run sends to a chain; there must be one. */
	function messageTo(to, effects) {
		const sent = effects.forwardedXcms.filter(([location]) => location.eq(chainLocation(to)));
		assert.equal(sent.length, 1);
		return sent[0][1][0];
	}

	/** The effects that a message would have where it arrives. */
	async function dryRunArrival(from, to, message) {
		const effects = await chains[to].call.dryRunApi.dryRunXcm(chainLocation(from), message);
		return effects.asOk;
	}

	it('money should arrive as the dry runs said when it is sent to another chain', async () => {
		const { bob } = people();
		const to = stranger();
		const call = transfer('park', 'greencert', to);

		const effects = await dryRun('park', bob, call);
		const message = messageTo('greencert', effects);
		const arrival = await dryRunArrival('park', 'greencert', message);
		assert.ok(arrival.executionResult.isComplete);
		const deposit = arrival.emittedEvents.find(
			(event) =>
				chains.greencert.events.balances.Deposit.is(event) && event.data.who.eq(to.address),
		);

		const result = await send(bob, call);
		assert.ok(event(result, 'polkadotXcm', 'Attempted').outcome.isComplete);
		assert.equal(await waitForMoney('greencert', to), deposit.data.amount.toBigInt());
	});

	it('money should arrive less the fees that were asked for when it is sent to another chain', async () => {
		const { park, greencert } = chains;
		const { bob } = people();
		const to = stranger();
		const call = transfer('park', 'greencert', to);
		const message = messageTo('greencert', await dryRun('park', bob, call));

		const [asset] = (await greencert.call.xcmPaymentApi.queryAcceptablePaymentAssets(VERSION))
			.asOk;
		const weight = (await greencert.call.xcmPaymentApi.queryXcmWeight(message)).asOk;
		const fee = (await greencert.call.xcmPaymentApi.queryWeightToAssetFee(weight, asset)).asOk;
		const delivery = await park.call.xcmPaymentApi.queryDeliveryFees(
			chainLocation('greencert'),
			message,
			currency('park'),
		);
		const [{ fun }] = delivery.asOk.asV5;

		const before = await freeBalance(park, bob.address);
		const result = await send(bob, call);
		const { actualFee } = event(result, 'transactionPayment', 'TransactionFeePaid');
		const paid = before - (await freeBalance(park, bob.address));
		assert.equal(paid, AMOUNT + actualFee.toBigInt() + fun.asFungible.toBigInt());
		assert.equal(await waitForMoney('greencert', to), AMOUNT - fee.toBigInt());
	});

	it('the sovereign account should hold what a chain issues when money goes there', async () => {
		const { park } = chains;
		const converted = await park.call.locationToAccountApi.convertLocation(
			chainLocation('heat'),
		);
		const address = converted.asOk.toString();
		assert.equal(address, park.createType('AccountId', sovereign('heat')).toString());
		const before = await freeBalance(park, address);
		await send(people().bob, transfer('park', 'heat', stranger()));
		assert.equal(await freeBalance(park, address), before + AMOUNT);
	});

	for (const [from, to] of [
		['greencert', 'park'],
		['greencert', 'carbon'],
		['carbon', 'cooling'],
	]) {
		it(`money should arrive on ${to} when it is sent from ${from}`, async () => {
			const { bob } = people();
			const who = stranger();
			const call = transfer(from, to, who);
			await dryRun(from, bob, call);
			await send(bob, call);
			const came = await waitForMoney(to, who);
			assert.ok(came < AMOUNT && came > AMOUNT - PCNY, `${came}`);
		});
	}

	it('money should arrive when it is sent by the older call', async () => {
		const to = stranger();
		const { limitedReserveTransferAssets } = chains.park.tx.polkadotXcm;
		const call = limitedReserveTransferAssets(
			chainLocation('power'),
			accountLocation(to),
			money('park', AMOUNT),
			0,
			'Unlimited',
		);
		await send(people().bob, call);
		assert.ok((await waitForMoney('power', to)) > AMOUNT - PCNY);
	});

	it('a transfer should be refused, and a dry run say so, when it cannot pay for its arrival', async () => {
		const { bob } = people();
		const call = transfer('park', 'greencert', stranger(), 10n);
		const origin = { system: { Signed: bob.address } };
		const effects = await chains.park.call.dryRunApi.dryRunCall(origin, call, VERSION);
		assert.ok(effects.asOk.executionResult.isErr);
		assert.equal((await refusal(() => send(bob, call))).name, 'system.CallFiltered');
	});

	it('a message of their own should be refused when users send or execute it', async () => {
		const { park } = chains;
		const { bob } = people();
		const message = { V5: [{ ClearOrigin: null }] };
		const call = park.tx.polkadotXcm.send(chainLocation('greencert'), message);
		assert.equal((await refusal(() => send(bob, call))).name, 'BadOrigin');
		// `execute` weighs more than a block has room for, so the pool refuses it.
		const execute = park.tx.polkadotXcm.execute(message, { refTime: 0, proofSize: 0 });
		const { message: reason } = await refusal(() => send(bob, execute));
		assert.match(reason, /exhaust the block limits/);
	});

	it('a teleport should be refused by the pool', async () => {
		const { park } = chains;
		const beneficiary = accountLocation(stranger());
		const transfer = [chainLocation('greencert'), beneficiary, money('park', AMOUNT), 0];
		for (const call of [
			park.tx.polkadotXcm.teleportAssets(...transfer),
			park.tx.polkadotXcm.limitedTeleportAssets(...transfer, 'Unlimited'),
		]) {
			const { message } = await refusal(() => send(people().bob, call));
			assert.match(message, /exhaust the block limits/);
		}
	});
}
