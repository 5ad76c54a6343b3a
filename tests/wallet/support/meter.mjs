// Meters: keys whose accounts have no money, which sign their readings.

import { u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';
import { people, stranger } from './accounts.mjs';
import { chains, eventually, monthOf, now, startOfMonth } from './chains.mjs';
import { periods } from './ledger.mjs';
import { event, send } from './send.mjs';

/** The length of a reading of the tests' meters, in seconds: the shortest that the park takes. */
export const INTERVAL = 60;

/** The digest of the permit of a generator with this meter: no two have the same. */
export const permitOf = (key) => u8aToHex(blake2AsU8a(key.address));

/**
 * Registers a meter of 60 kW in both directions, which is 1 kWh for each reading. Returns its id,
 * and the time at which its first reading starts.
 */
export async function registerMeter(key, kind, owner = people().alice) {
	const { park } = chains;
	const { alice } = people();
	const call = park.tx.metering.registerDevice(
		owner.address,
		key.address,
		kind,
		{ delivers: 60_000, draws: 60_000 },
		50,
		INTERVAL,
		['Load', 'Storage'].includes(kind) ? null : permitOf(key),
	);
	const { device } = event(await send(alice, call), 'metering', 'DeviceRegistered');
	const { readUntil } = (await park.query.metering.devices(device)).unwrap();
	return { id: device.toNumber(), first: readUntil.toNumber() };
}

let monthly;

/**
 * A wind turbine's meter, registered at the first call, and the end of the month in which that
 * was.
 */
export function monthlyMeter() {
	monthly ??= (async () => {
		await periods();
		const key = stranger();
		const { id, first } = await registerMeter(key, 'Wind');
		return { key, id, end: startOfMonth(monthOf(first) + 1) };
	})();
	return monthly;
}

/** Submits a batch, which the meter's key signs as any transaction, and waits until it is in a block. */
export async function submitReadings(key, { device, sequence = 0, readings }) {
	const { submitReadings } = chains.park.tx.metering;
	return send(key, submitReadings({ device, sequence, readings }));
}

/** Waits until the park's clock has reached a time. */
export const waitUntil = (time) =>
	eventually(chains.park, 'time passes', async () => (await now(chains.park)) >= time);
