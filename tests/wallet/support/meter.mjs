// Meters: keys without an account, which sign their readings.

import { u8aConcat } from '@polkadot/util';
import { people, stranger } from './accounts.mjs';
import { chains, eventually, monthOf, now, rpc, startOfMonth } from './chains.mjs';
import { periods } from './ledger.mjs';
import { event, send, succeeded } from './send.mjs';

/** The length of a reading of the tests' meters, in seconds: the shortest that the park takes. */
export const INTERVAL = 60;

/** Tells this signature apart from all others: `Batch::DOMAIN` of `pallets/metering`. */
const DOMAIN = 'zeropark/metering/readings/1';

/**
 * Registers a meter of 60 kW, which is 1 kWh for each reading. Returns its id, and the time at
 * which its first reading starts.
 */
export async function registerMeter(key, kind) {
	const { park } = chains;
	const { alice } = people();
	const call = park.tx.metering.registerDevice(
		alice.address,
		key.address,
		kind,
		60_000,
		50,
		INTERVAL,
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

/** The bytes of a transaction with a batch of readings, which a meter's key has signed. */
export function signReadings(key, { device, sequence = 0, readings }) {
	const { park } = chains;
	const call = park.tx.metering.submitReadings;
	const type = call.meta.args[0].type.toString();
	const batch = park.createType(type, { device, sequence, readings });
	const domain = park.createType('Bytes', DOMAIN).toU8a();
	const payload = u8aConcat(domain, park.genesisHash.toU8a(), batch.toU8a());
	const kind = { sr25519: 'Sr25519', ed25519: 'Ed25519', ecdsa: 'Ecdsa' }[key.type];
	return generalTransaction(park, call(batch, { [kind]: key.sign(payload) }));
}

/**
 * The bytes of a call as a general transaction: nobody signs it, and the extensions have their
 * neutral values.
 *
 * polkadot.js 16.5.6 would encode it twice as an `Extrinsic`, and so in
 * `rpc.author.submitExtrinsic`, which makes one.
 */
function generalTransaction(api, call) {
	const payload = { method: call.method.toHex(), era: '0x00', nonce: 0, tip: 0, mode: 0 };
	return api.createType('GeneralExtrinsic', { payload }).toHex();
}

/** Submits a batch and waits until the park has recorded it. */
export async function submitReadings(key, batch) {
	const { park } = chains;
	await rpc(park, 'author_submitExtrinsic', signReadings(key, batch));
	await eventually(park, 'the readings are recorded', async () => {
		const { sequence } = (await park.query.metering.devices(batch.device)).unwrap();
		return sequence.gtn(batch.sequence ?? 0);
	});
	succeeded.add('metering.submitReadings');
}

/** Waits until the park's clock has reached a time. */
export const waitUntil = (time) =>
	eventually(chains.park, 'time passes', async () => (await now(chains.park)) >= time);
