// Several calls in one transaction.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { funded, PCNY, people, stranger } from '../support/accounts.mjs';
import { chains, freeBalance } from '../support/chains.mjs';
import { event, refusal, send } from '../support/send.mjs';

export default function utility() {
	/** A transfer that succeeds, one that fails, and the accounts between which they are. */
	async function calls() {
		const { park } = chains;
		const [from, to] = [await funded(park), stranger()];
		const transfer = (amount) => park.tx.balances.transferKeepAlive(to.address, amount);
		return { from, to, good: transfer(PCNY), bad: transfer(100n * PCNY) };
	}

	it('a batch should make every call when all hold', async () => {
		const { park } = chains;
		const { from, to, good } = await calls();
		const result = await send(from, park.tx.utility.batch([good, good]));
		event(result, 'utility', 'BatchCompleted');
		assert.equal(result.filterRecords('utility', 'ItemCompleted').length, 2);
		assert.equal(await freeBalance(park, to.address), 2n * PCNY);
	});

	it('a batch should stop and say where when a call fails', async () => {
		const { park } = chains;
		const { from, to, good, bad } = await calls();
		const result = await send(from, park.tx.utility.batch([good, bad, good]));
		const { index, error } = event(result, 'utility', 'BatchInterrupted');
		assert.equal(index.toNumber(), 1);
		assert.equal(error.asToken.type, 'FundsUnavailable');
		assert.equal(await freeBalance(park, to.address), PCNY);
	});

	it('a batch of all or nothing should change nothing when a call fails', async () => {
		const { park } = chains;
		const { from, to, good, bad } = await calls();
		const error = await refusal(() => send(from, park.tx.utility.batchAll([good, bad])));
		assert.equal(error.name, 'Token.FundsUnavailable');
		assert.equal(await freeBalance(park, to.address), 0n);
	});

	it('a forced batch should go on when a call fails', async () => {
		const { park } = chains;
		const { from, to, good, bad } = await calls();
		const result = await send(from, park.tx.utility.forceBatch([bad, good]));
		event(result, 'utility', 'BatchCompletedWithErrors');
		assert.equal(await freeBalance(park, to.address), PCNY);
	});

	it('a filtered call should stay filtered when it is in a batch', async () => {
		const { park } = chains;
		const call = park.tx.utility.batchAll([park.tx.balances.burn(PCNY, true)]);
		assert.equal((await refusal(() => send(people().bob, call))).name, 'system.CallFiltered');
	});
}
