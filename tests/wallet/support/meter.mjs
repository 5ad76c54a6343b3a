// A meter: a key that has no account, and signs what it reads.

import { u8aConcat } from '@polkadot/util';
import { chains, eventually, monthOf, now, rpc, startOf } from './chains.mjs';
import { people, stranger } from './accounts.mjs';
import { periods } from './ledger.mjs';
import { event, send, succeeded } from './send.mjs';

/** How long a reading of the tests' meters lasts, in seconds: the least there is. */
export const INTERVAL = 60;

/** What sets this signature apart from all others; `Batch::DOMAIN` of `pallets/metering`. */
const DOMAIN = 'zeropark/metering/readings/1';

/** Admits a meter of 60 kW, 1 kWh a reading; its id, and when its first reading starts. */
export async function install(key, kind) {
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

/** A wind turbine's meter, admitted when this is first asked for; and the end of that month. */
export function monthlyMeter() {
	monthly ??= (async () => {
		await periods();
		const key = stranger();
		const { id, first } = await install(key, 'Wind');
		return { key, id, end: startOf(monthOf(first) + 1) };
	})();
	return monthly;
}

/** A batch of readings as a transaction that a meter's key has signed; its bytes. */
export function signReadings(key, { device, sequence = 0, readings }) {
	const { park } = chains;
	const { submitReadings } = park.tx.metering;
	const type = submitReadings.meta.args[0].type.toString();
	const batch = park.createType(type, { device, sequence, readings });
	const domain = park.createType('Bytes', DOMAIN).toU8a();
	const payload = u8aConcat(domain, park.genesisHash.toU8a(), batch.toU8a());
	const kind = { sr25519: 'Sr25519', ed25519: 'Ed25519', ecdsa: 'Ecdsa' }[key.type];
	return general(park, submitReadings(batch, { [kind]: key.sign(payload) }));
}

/**
 * A call as a general transaction: nobody signs it, the extensions have their neutral values.
 *
 * Not as an `Extrinsic`, nor for `rpc.author.submitExtrinsic`, which makes one of it: polkadot.js
 * 16.5.6 encodes a general transaction twice there.
 */
function general(api, call) {
	const payload = { method: call.method.toHex(), era: '0x00', nonce: 0, tip: 0, mode: 0 };
	return api.createType('GeneralExtrinsic', { payload }).toHex();
}

/** Submits a batch and waits until the park has recorded it. */
export async function submit(key, batch) {
	const { park } = chains;
	await rpc(park, 'author_submitExtrinsic', signReadings(key, batch));
	await eventually(park, 'the readings are recorded', async () => {
		const { sequence } = (await park.query.metering.devices(batch.device)).unwrap();
		return sequence.gtn(batch.sequence ?? 0);
	});
	succeeded.add('metering.submitReadings');
}

/** Waits until the park's clock has passed a time. */
export const passed = (time) =>
	eventually(chains.park, 'time passes', async () => (await now(chains.park)) >= time);
