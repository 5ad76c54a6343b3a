// Refused calls and transactions, and the reasons that a wallet can show.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { funded, PCNY, people, stranger } from '../support/accounts.mjs';
import { chains, eventually, freeBalance, rpc } from '../support/chains.mjs';
import { refusal, send } from '../support/send.mjs';

/** The reason for which a chain's pool refuses a transaction, given as its bytes. */
async function poolRefusal(api, bytes) {
	return (await refusal(() => rpc(api, 'author_submitExtrinsic', bytes))).message;
}

export default function refusals() {
	it("an error should have its pallet's name and documentation when a call fails", async () => {
		const { park } = chains;
		const error = await refusal(() =>
			send(people().alice, park.tx.zeroCarbon.closePeriod(999, true)),
		);
		assert.equal(error.name, 'zeroCarbon.NotFound');
		assert.equal(
			error.message,
			'No period, emission source or removal has this id. Use the id from the event that announced it.',
		);
	});

	it('a call should fail with BadOrigin when the signer may not make it', async () => {
		const { park, greencert } = chains;
		const { bob } = people();
		const order = {
			beneficiary: bob.address,
			basket: { technology: 'Wind', quarter: 0 },
			quantity: 1,
			price: PCNY,
			deadline: 0,
			purpose: null,
		};
		for (const call of [
			park.tx.zeroCarbon.openPeriod(0, 3_600),
			park.tx.metering.endDevice(0, `0x${'00'.repeat(32)}`),
			park.tx.powerDesk.report(0, { Placed: { order: 0 } }),
			greencert.tx.greenCertificates.accredit(0),
			greencert.tx.greenCertificates.occupyPermit(0, `0x${'00'.repeat(32)}`, bob.address),
			greencert.tx.orderBook.setHalted(true),
			greencert.tx.remoteOrders.place(0, order),
			greencert.tx.remoteOrders.cancel(0, bob.address),
		]) {
			const error = await refusal(() => send(bob, call));
			assert.equal(error.name, 'BadOrigin');
		}
	});

	it('a call should fail with CallFiltered when nobody may make it', async () => {
		for (const api of Object.values(chains)) {
			const error = await refusal(() => send(people().bob, api.tx.balances.burn(PCNY, true)));
			assert.equal(error.name, 'system.CallFiltered');
		}
	});

	it('a call should be refused before its fee when the chain cannot read it', async () => {
		const { greencert } = chains;
		const from = await funded(greencert);
		const retire = (length) =>
			greencert.tx.greenCertificates.retire(999, 1, {
				beneficiary: `0x${'61'.repeat(length)}`,
				purpose: '0x61',
				period: { start: 0, end: 1 },
			});
		// A text may have 128 bytes: what is wrong here is the batch.
		const { name } = await refusal(() => send(from, retire(128)));
		assert.match(name, /^greenCertificates\./);
		const before = await freeBalance(greencert, from.address);
		const { message } = await refusal(() => send(from, retire(129)));
		assert.match(message, /1002: Verification Error: .*unreachable/s);
		assert.equal(await freeBalance(greencert, from.address), before);
	});

	it('a transfer should fail when it is more than there is', async () => {
		const { park } = chains;
		const from = await funded(park);
		const call = park.tx.balances.transferKeepAlive(people().bob.address, 100n * PCNY);
		assert.equal((await refusal(() => send(from, call))).name, 'Token.FundsUnavailable');
	});

	it('a transaction should be refused when its signer cannot pay the fee', async () => {
		const call = chains.park.tx.system.remark('0x');
		const { message } = await refusal(() => send(stranger(), call));
		assert.match(message, /Inability to pay some fees/);
	});

	it('a transaction should be refused when it was changed after it was signed', async () => {
		const { park } = chains;
		const call = await park.tx.system.remark('0xaa').signAsync(people().bob);
		assert.match(await poolRefusal(park, call.toHex().replace(/aa$/, 'ab')), /bad signature/);
	});

	it('a transaction should be refused when it was signed for another chain', async () => {
		const { park, carbon } = chains;
		// Immortal: the block in which a mortal one is born may not exist on the park yet.
		const options = { nonce: 0, era: 0 };
		const call = await carbon.tx.system.remark('0xaa').signAsync(stranger(), options);
		assert.match(await poolRefusal(park, call.toHex()), /bad signature/);
	});

	it('a mortal transaction should be refused when its time is over', async () => {
		const { park } = chains;
		const call = await park.tx.system.remark('0xaa').signAsync(people().bob, { era: 4 });
		const death = call.era.asMortalEra.death(
			(await park.rpc.chain.getHeader()).number.toNumber(),
		);
		await eventually(
			park,
			'the transaction dies',
			async () => (await park.rpc.chain.getHeader()).number.toNumber() > death,
		);
		// The chain now takes a later block for its birth, so the signature does not match.
		assert.match(await poolRefusal(park, call.toHex()), /bad signature/);
	});

	it('a transaction should be refused when its nonce was used', async () => {
		const { park } = chains;
		const { bob } = people();
		await send(bob, park.tx.system.remark('0xaa'));
		const call = await park.tx.system.remark('0xbb').signAsync(bob, { nonce: 0 });
		assert.match(await poolRefusal(park, call.toHex()), /outdated/);
	});
}
