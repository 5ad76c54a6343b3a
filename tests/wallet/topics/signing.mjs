// Signing with every kind of key, immortal and mortal transactions, and fees.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { u8aToHex } from '@polkadot/util';
import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import { funded, PCNY, people, stranger } from '../support/accounts.mjs';
import { chains, freeBalance } from '../support/chains.mjs';
import { event, refusal, send } from '../support/send.mjs';

/**
 * The options with which a wallet also signs the hash of the metadata (RFC 78), so that the chain
 * refuses a transaction that the wallet has shown wrongly.
 */
async function withMetadataHash(api, decimals = api.registry.chainDecimals[0]) {
	const metadata = (await api.call.metadata.metadataAtVersion(15)).unwrap();
	const merkleized = merkleizeMetadata(metadata.toHex(), {
		specName: api.runtimeVersion.specName.toString(),
		specVersion: api.runtimeVersion.specVersion.toNumber(),
		base58Prefix: api.registry.chainSS58,
		decimals,
		tokenSymbol: api.registry.chainTokens[0],
	});
	return { mode: 1, metadataHash: u8aToHex(merkleized.digest()) };
}

export default function signing() {
	for (const type of ['sr25519', 'ed25519', 'ecdsa']) {
		for (const [name, era] of [
			['immortal', 0],
			['mortal', 256],
		]) {
			it(`a transfer should arrive when it is ${name} and signed with ${type}`, async () => {
				const { park } = chains;
				const [from, to] = [await funded(park, type), stranger()];
				const call = park.tx.balances.transferKeepAlive(to.address, PCNY);
				await send(from, call, { era });
				assert.equal(call.signature.byteLength, type === 'ecdsa' ? 65 : 64);
				assert.equal(call.era.isMortalEra, era > 0);
				assert.equal(await freeBalance(park, to.address), PCNY);
			});
		}
	}

	it('a transfer should arrive on every chain when it is signed for that chain', async () => {
		const [{ bob }, to] = [people(), stranger()];
		const transfers = Object.values(chains).map(async (api) => {
			await send(bob, api.tx.balances.transferAllowDeath(to.address, PCNY));
			assert.equal(await freeBalance(api, to.address), PCNY);
		});
		await Promise.all(transfers);
	});

	it('a transfer should arrive on every chain when the hash of its metadata is signed', async () => {
		const [{ bob }, to] = [people(), stranger()];
		const transfers = Object.values(chains).map(async (api) => {
			const call = api.tx.balances.transferAllowDeath(to.address, PCNY);
			await send(bob, call, await withMetadataHash(api));
			assert.equal(await freeBalance(api, to.address), PCNY);
		});
		await Promise.all(transfers);
	});

	it('a transfer should be refused when the hash of other metadata is signed', async () => {
		const { park } = chains;
		// A wallet that shows a million times the amount.
		const other = await withMetadataHash(park, 0);
		const call = park.tx.balances.transferAllowDeath(stranger().address, PCNY);
		const { message } = await refusal(() => send(people().bob, call, other));
		assert.match(message, /bad signature/);
	});

	it('two transactions should both be taken when they are sent at once', async () => {
		const { park } = chains;
		const [from, to] = [await funded(park), stranger()];
		const sent = [0, 1].map((nonce) =>
			send(from, park.tx.balances.transferKeepAlive(to.address, PCNY), { nonce }),
		);
		await Promise.all(sent);
		assert.equal(await freeBalance(park, to.address), 2n * PCNY);
	});

	it('the fee should be what was estimated, and the tip come on top, when a transfer is sent', async () => {
		const { park } = chains;
		const from = await funded(park);
		const tip = 5_000n;
		const call = park.tx.balances.transferKeepAlive(people().bob.address, PCNY);
		const { partialFee } = await call.paymentInfo(from, { tip });
		const result = await send(from, call, { tip });
		const paid = event(result, 'transactionPayment', 'TransactionFeePaid');
		assert.equal(paid.tip.toBigInt(), tip);
		// The price of weight changes a little with every block.
		const difference = paid.actualFee.toBigInt() - tip - partialFee.toBigInt();
		const most = partialFee.toBigInt() / 1_000n;
		assert.ok(difference <= most && difference >= -most, `${difference}`);
		assert.equal(await freeBalance(park, from.address), 9n * PCNY - paid.actualFee.toBigInt());
	});

	it('the fee should be the sum of its parts when the runtime is asked for it', async () => {
		const { park } = chains;
		const { alice, bob } = people();
		const call = park.tx.balances.transferKeepAlive(bob.address, PCNY);
		await call.signAsync(alice);
		const [bytes, length] = [call.toU8a(), call.encodedLength];
		// Both at one block: the next may charge a little more or less.
		const { call: ask } = await park.at(await park.rpc.chain.getBlockHash());
		const { partialFee } = await ask.transactionPaymentApi.queryInfo(bytes, length);
		const { inclusionFee } = await ask.transactionPaymentApi.queryFeeDetails(bytes, length);
		const { baseFee, lenFee, adjustedWeightFee } = inclusionFee.unwrap();
		const parts = [baseFee, lenFee, adjustedWeightFee].map((part) => part.toBigInt());
		assert.equal(
			partialFee.toBigInt(),
			parts.reduce((sum, part) => sum + part),
		);
		// Less than the transaction's fee, because the weight of the extensions is left out.
		const ofCall = await ask.transactionPaymentCallApi.queryCallInfo(call.method, length);
		assert.ok(ofCall.partialFee.toBigInt() < partialFee.toBigInt());
	});
}
