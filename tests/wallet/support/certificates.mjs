// Generators and the certificates they earn for December 2025, the month before the clock starts.

import { chains } from './chains.mjs';
import { people } from './accounts.mjs';
import { event, send } from './send.mjs';

const seconds = (year, month) => Date.UTC(year, month - 1) / 1_000;

/** The month of production, and its quarter as the chain counts them: from 1970. */
export const DECEMBER = { start: seconds(2025, 12), end: seconds(2026, 1) };
export const QUARTER = (2025 - 1970) * 4 + 3;

/** A certificate, in Wh. */
export const CERTIFICATE = 1_000_000;

// No two accredited generators have the same permit.
let permits = 0;

/** Registers a wind farm of 10 MW that waits for the regulator; its id. */
export async function register(owner) {
	const { greencert } = chains;
	permits += 1;
	const call = greencert.tx.greenCertificates.registerGenerator({
		technology: 'Wind',
		capacity: 10_000_000,
		region: 330_100,
		commissioned: DECEMBER.start,
		permit: `0x${permits.toString(16).padStart(64, '0')}`,
		meter: null,
	});
	const { generator } = event(
		await send(owner, call),
		'greenCertificates',
		'GeneratorRegistered',
	);
	return generator.toNumber();
}

/** Registers and accredits a wind farm; its id. */
export async function accredited(owner) {
	const generator = await register(owner);
	await send(people().alice, chains.greencert.tx.greenCertificates.accredit(generator));
	return generator;
}

/** Asks for certificates for all of December; the request. */
export async function request(owner, generator, certificates, ownUse = false) {
	const { requestIssuance } = chains.greencert.tx.greenCertificates;
	const evidence = `0x${'07'.repeat(32)}`;
	const call = requestIssuance(generator, DECEMBER, certificates * CERTIFICATE, ownUse, evidence);
	const asked = event(await send(owner, call), 'greenCertificates', 'IssuanceRequested');
	return asked.request.toNumber();
}

/** Issues certificates of a new wind farm to `owner`; the batch, which is their class of asset. */
export async function issue(owner, certificates, ownUse = false) {
	const asked = await request(owner, await accredited(owner), certificates, ownUse);
	const call = chains.greencert.tx.greenCertificates.approveIssuance(asked);
	const approved = event(
		await send(people().alice, call),
		'greenCertificates',
		'IssuanceApproved',
	);
	return approved.batch.unwrap().toNumber();
}

/** How many certificates of a batch somebody has. */
export async function certificatesOf(batch, owner) {
	const account = await chains.greencert.query.assets.account(batch, owner.address);
	return account.isSome ? account.unwrap().balance.toNumber() : 0;
}
