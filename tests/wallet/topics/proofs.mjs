// Range proofs: made by the node's command line, taken by a chain.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import { Keyring } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';
import { randomAsU8a } from '@polkadot/util-crypto';
import { PCNY, people } from '../support/accounts.mjs';
import { chains, view } from '../support/chains.mjs';
import { binary } from '../support/network.mjs';
import { event, refusal, send } from '../support/send.mjs';

/** The park's parachain id. */
const PARK = '2000';

export default function proofs() {
	let folder;
	let owner;

	before(async () => {
		const seed = randomAsU8a(32);
		owner = new Keyring({ type: 'sr25519' }).addFromSeed(seed);
		folder = await mkdtemp(join(tmpdir(), 'zeropark-'));
		await writeFile(join(folder, 'seed'), u8aToHex(seed));
		const { transferKeepAlive } = chains.park.tx.balances;
		await send(people().alice, transferKeepAlive(owner.address, 10n * PCNY));
	});
	after(() => rm(folder, { recursive: true }));

	/** Has the node prove that figures are from 0 to 5,000, as the owner's proof number `nonce`. */
	async function proven(values, nonce) {
		const { park } = chains;
		await writeFile(join(folder, 'values'), values.join('\n'));
		const { stdout } = await promisify(execFile)(binary(), [
			...['prove', '--secret', join(folder, 'seed'), '--purpose', 'capacity'],
			...['--genesis', park.genesisHash.toHex(), '--para-id', PARK, '--nonce', `${nonce}`],
			...['--values', join(folder, 'values'), '--bits', '16', '--min', '0', '--max', '5000'],
		]);
		const { statement, digest, proof } = JSON.parse(stdout);
		const { purpose, commitments, interval } = statement;
		const range = { bits: 'Sixteen', interval };
		const call = park.tx.rangeProof.prove({ purpose, commitments, range }, nonce, proof);
		return { call, digest };
	}

	it('figures should be proven and not shown', async () => {
		const { park } = chains;
		const nonce = await view(park, 'RangeProof', 'next_nonce', owner.address);
		const { call, digest } = await proven([4_200, 3_900], nonce);
		const { statement } = event(await send(owner, call), 'rangeProof', 'StatementProven');
		assert.equal(statement.commitments.length, 2);
		const kept = await view(park, 'RangeProof', 'proven', owner.address, digest);
		assert.equal(kept.unwrap().nonce.toNumber(), 0);
		await send(owner, park.tx.rangeProof.withdraw(digest));
		const gone = await view(park, 'RangeProof', 'proven', owner.address, digest);
		assert.ok(gone.isNone);
	});

	it("another account's proof should be refused", async () => {
		// It is for bob's next number.
		const { call: stolen } = await proven([17], 0);
		const error = await refusal(() => send(people().bob, stolen));
		assert.equal(error.name, 'rangeProof.ProofRefused');
	});
}
