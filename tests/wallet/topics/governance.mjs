// Root names the operators of the park and the regulators of the market for certificates.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { people } from '../support/accounts.mjs';
import { chains } from '../support/chains.mjs';
import { EVIDENCE } from '../support/ledger.mjs';
import { event, refusal, send, throwIfFailed } from '../support/send.mjs';

export default function governance() {
	/** Makes a call as root, which is Alice. */
	async function sudo(api, call) {
		const result = await send(people().alice, api.tx.sudo.sudo(call));
		throwIfFailed(api, event(result, 'sudo', 'Sudid').sudoResult);
	}

	for (const [chain, pallet, name] of [
		['park', 'operators', 'alice'],
		['park', 'verifiers', 'verifier'],
		['greencert', 'regulators', 'alice'],
		['carbon', 'regulators', 'alice'],
	]) {
		it(`the ${pallet} should be whom root names when it changes them`, async () => {
			const api = chains[chain];
			const { bob, charlie, dave, [name]: first } = people();
			const {
				addMember,
				changeKey,
				removeMember,
				resetMembers,
				setPrime,
				clearPrime,
				swapMember,
			} = api.tx[pallet];
			const assertMembers = async (...members) => {
				const found = (await api.query[pallet].members()).map(String);
				const wanted = members.map(({ address }) => address);
				assert.deepEqual(found.sort(), wanted.sort());
			};
			await sudo(api, addMember(bob.address));
			await assertMembers(first, bob);
			await sudo(api, setPrime(bob.address));
			assert.equal((await api.query[pallet].prime()).toString(), bob.address);
			await sudo(api, clearPrime());
			await send(bob, changeKey(charlie.address));
			await assertMembers(first, charlie);
			await sudo(api, swapMember(charlie.address, dave.address));
			await assertMembers(first, dave);
			await sudo(api, removeMember(dave.address));
			await sudo(api, resetMembers([first.address]));
			await assertMembers(first);
		});
	}

	it('a new operator should open the park to a source of emissions when root has named it', async () => {
		const { park } = chains;
		const { bob } = people();
		const { registerSource } = park.tx.zeroCarbon;
		const call = registerSource(bob.address, 'Emission', 1, 100, 'diesel, l', EVIDENCE, null);
		assert.equal((await refusal(() => send(bob, call))).name, 'BadOrigin');
		await sudo(park, park.tx.operators.addMember(bob.address));
		await send(bob, call);
		await sudo(park, park.tx.operators.removeMember(bob.address));
	});

	it('an operator should not act as a verifier when root names it one', async () => {
		const { park } = chains;
		const { alice } = people();
		await sudo(park, park.tx.verifiers.addMember(alice.address));
		const call = park.tx.zeroCarbon.setVintage(1);
		assert.equal((await refusal(() => send(alice, call))).name, 'BadOrigin');
		await sudo(park, park.tx.verifiers.removeMember(alice.address));
	});

	it('root should be nobody but Alice when another signs', async () => {
		const { park } = chains;
		const call = park.tx.sudo.sudo(park.tx.system.remark('0x'));
		assert.equal((await refusal(() => send(people().bob, call))).name, 'sudo.RequireSudo');
	});
}
