// A wallet connects, and learns from the chains alone how to use them.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PCNY, people } from '../support/accounts.mjs';
import { chains, freeBalance, view } from '../support/chains.mjs';
import { PARA_IDS } from '../support/xcm.mjs';

export default function connecting() {
	it('every chain should tell its kind, its name and its money when a wallet connects', async () => {
		for (const [name, id] of Object.entries(PARA_IDS)) {
			const api = chains[name];
			const { registry } = api;
			assert.equal((await api.query.parachainInfo.parachainId()).toNumber(), id);
			assert.match(api.runtimeChain.toString(), /^Zeropark .+ Development$/);
			assert.ok((await api.rpc.system.chainType()).isDevelopment);
			assert.match(api.runtimeVersion.specName.toString(), /^zeropark-/);
			assert.deepEqual(registry.chainTokens, ['PCNY']);
			assert.deepEqual(registry.chainDecimals, [6]);
			assert.equal(registry.chainSS58, 42);
		}
		const geneses = Object.values(chains).map((api) => api.genesisHash.toHex());
		assert.equal(new Set(geneses).size, 7);
	});

	it('every chain should offer each metadata version a wallet may want', async () => {
		for (const api of Object.values(chains)) {
			const versions = await api.call.metadata.metadataVersions();
			assert.deepEqual(versions.toJSON().slice(0, 3), [14, 15, 16]);
			assert.equal(api.runtimeMetadata.version, 16);
		}
	});

	it('a transaction extension should be empty when polkadot.js does not know it', () => {
		// polkadot.js leaves out the extensions it does not know, so their encoding must be empty.
		const unknown = ['AuthorizeCall', 'StorageWeightReclaim'];
		for (const api of Object.values(chains)) {
			const { transactionExtensions } = api.runtimeMetadata.asLatest.extrinsic;
			for (const { identifier, type, implicit } of transactionExtensions) {
				if (!unknown.includes(identifier.toString())) continue;
				for (const lookup of [type, implicit]) {
					const value = api.createType(api.registry.createLookupType(lookup));
					assert.equal(value.encodedLength, 0, identifier.toString());
				}
			}
		}
	});

	it('balances should be there in PCNY when the account is well known', async () => {
		const { ferdie } = people();
		assert.equal(await freeBalance(chains.park, ferdie.address), 1_000_000n * PCNY);
		assert.equal(await freeBalance(chains.heat, ferdie.address), 100_000n * PCNY);
		const { availableBalance } = await chains.park.derive.balances.all(ferdie.address);
		assert.equal(availableBalance.toBigInt(), 1_000_000n * PCNY);
	});

	it('an energy chain should name its carrier when its state or its view function is read', async () => {
		for (const name of ['power', 'heat', 'gas', 'cooling']) {
			const api = chains[name];
			const stored = (await api.query.carrier.carrierInfo()).unwrap();
			assert.equal(stored.name.toUtf8(), name);
			const viewed = (await view(api, 'Carrier', 'carrier')).unwrap();
			assert.deepEqual(viewed.toJSON(), stored.toJSON());
		}
	});
}
