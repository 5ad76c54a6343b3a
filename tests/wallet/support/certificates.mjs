// Generators and the certificates they earn for a month that is over.

import { chains, monthOf, now, startOf } from './chains.mjs';
import { people } from './accounts.mjs';
import { event, send } from './send.mjs';

let month;

/** The month of production: the last one that was over when it was first asked for. */
function produced() {
	month ??= now(chains.greencert).then((time) => monthOf(time) - 1);
	return month;
}

/** When the month of production was. */
export async function production() {
	const month = await produced();
	return { start: startOf(month), end: startOf(month + 1) };
}

/** What certificates of the month of production are in; quarters are counted from 1970 too. */
export async function basket() {
	return { technology: 'Wind', quarter: Math.floor((await produced()) / 3) };
}

/** A certificate, in Wh. */
export const CERTIFICATE = 1_000_000;

// No two accredited generators have the same permit.
let permits = 0;

/** Registers a wind farm of 10 MW, read by a meter or not, that waits for the regulator; its id. */
export async function register(owner, meter = null) {
	const { greencert } = chains;
	const { start } = await production();
	permits += 1;
	const call = greencert.tx.greenCertificates.registerGenerator({
		technology: 'Wind',
		capacity: 10_000_000,
		region: 330_100,
		commissioned: start,
		permit: `0x${permits.toString(16).padStart(64, '0')}`,
		meter,
	});
	const { generator } = event(
		await send(owner, call),
		'greenCertificates',
		'GeneratorRegistered',
	);
	return generator.toNumber();
}

/** Registers and accredits a wind farm; its id. */
export async function accredited(owner, meter) {
	const generator = await register(owner, meter);
	await send(people().alice, chains.greencert.tx.greenCertificates.accredit(generator));
	return generator;
}

/** Asks for certificates for all of the month of production; the request. */
export async function request(owner, generator, certificates, ownUse = false) {
	const { requestIssuance } = chains.greencert.tx.greenCertificates;
	const evidence = `0x${'07'.repeat(32)}`;
	const span = await production();
	const call = requestIssuance(generator, span, certificates * CERTIFICATE, ownUse, evidence);
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
