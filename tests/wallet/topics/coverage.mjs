// Every call of our own pallets was signed by a test and succeeded.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { stringCamelCase } from '@polkadot/util';
import { chains } from '../support/chains.mjs';
import { succeeded } from '../support/send.mjs';

/** The index of the first of our own pallets, on every chain (`docs/layout.md`). */
const FIRST_INDEX = 50;

/** Calls that no wallet can make, and why. */
const NOT_FOR_WALLETS = {
	'carbonAllowances.report': 'only a park may',
	'carbonDesk.report': "only the market's chain may",
	'emissionRegisters.takePositions': "only the carbon market's chain may",
	'greenCertificates.occupyPermit': "only a meter's chain may",
	'greenCertificates.reportOutput': "only a meter's chain may; that a person may not is tested",
	'powerDesk.report': "only the market's chain may",
	'remoteOrders.cancel': 'only the ordering chain may',
	'remoteOrders.place': 'only the ordering chain may',
};

/** The calls of our pallets on a chain, as `section.method`. */
function callsOf(api) {
	const { pallets } = api.runtimeMetadata.asLatest;
	return pallets
		.filter(({ index }) => index.toNumber() >= FIRST_INDEX)
		.map(({ name }) => stringCamelCase(name))
		.flatMap((pallet) => Object.keys(api.tx[pallet] ?? {}).map((call) => `${pallet}.${call}`));
}

export default function coverage() {
	it('every call of our pallets should have been signed by a test when all have run', () => {
		const calls = Object.values(chains).flatMap(callsOf);
		const missing = calls.filter((call) => !succeeded.has(call) && !NOT_FOR_WALLETS[call]);
		assert.deepEqual(missing, []);
		const unknown = Object.keys(NOT_FOR_WALLETS).filter((call) => !calls.includes(call));
		assert.deepEqual(unknown, []);
	});
}
