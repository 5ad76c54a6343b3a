// An account that several people share.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { encodeMultiAddress, sortAddresses } from '@polkadot/util-crypto';
import { PCNY, people, stranger } from '../support/accounts.mjs';
import { chains, freeBalance } from '../support/chains.mjs';
import { event, send, throwIfFailed } from '../support/send.mjs';

const THRESHOLD = 2;
const MAX_WEIGHT = { refTime: 1_000_000_000n, proofSize: 20_000n };

export default function multisig() {
	/** The account of Bob, Charlie and Dave, with money, and a transfer from it to `to`. */
	async function sharedAccount() {
		const { park } = chains;
		const { alice, bob, charlie, dave } = people();
		const members = [bob, charlie, dave].map(({ address }) => address);
		const account = encodeMultiAddress(members, THRESHOLD);
		await send(alice, park.tx.balances.transferKeepAlive(account, 10n * PCNY));
		const others = (who) => sortAddresses(members.filter((address) => address !== who.address));
		const to = stranger();
		return {
			park,
			account,
			others,
			to,
			call: park.tx.balances.transferKeepAlive(to.address, PCNY),
		};
	}

	/** When an account's call was first approved. */
	async function timepoint(park, account, call) {
		return (await park.query.multisig.multisigs(account, call.method.hash)).unwrap().when;
	}

	it('a call should be made when enough have approved it', async () => {
		const { park, account, others, to, call } = await sharedAccount();
		const { bob, charlie } = people();
		const { hash } = call.method;
		await send(
			bob,
			park.tx.multisig.approveAsMulti(THRESHOLD, others(bob), null, hash, MAX_WEIGHT),
		);
		assert.equal(await freeBalance(park, to.address), 0n);
		const when = await timepoint(park, account, call);
		const result = await send(
			charlie,
			park.tx.multisig.asMulti(THRESHOLD, others(charlie), when, call, MAX_WEIGHT),
		);
		throwIfFailed(park, event(result, 'multisig', 'MultisigExecuted').result);
		assert.equal(await freeBalance(park, to.address), PCNY);
	});

	it('a call should be out when the first to approve it takes it back', async () => {
		const { park, account, others, call } = await sharedAccount();
		const { bob } = people();
		const { hash } = call.method;
		await send(bob, park.tx.multisig.asMulti(THRESHOLD, others(bob), null, call, MAX_WEIGHT));
		const when = await timepoint(park, account, call);
		await send(bob, park.tx.multisig.cancelAsMulti(THRESHOLD, others(bob), when, hash));
		assert.ok((await park.query.multisig.multisigs(account, hash)).isNone);
	});
}
