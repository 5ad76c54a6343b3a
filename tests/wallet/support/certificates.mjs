// Generators, and the certificates they earn for a month that has ended.

import { people } from './accounts.mjs';
import { chains, monthOf, now, rpc, startOfMonth } from './chains.mjs';
import { event, send } from './send.mjs';

let month;

/** The month of production: the last one that had ended when this was first called. */
function productionMonth() {
	month ??= now(chains.greencert).then((time) => monthOf(time) - 1);
	return month;
}

/** The start and the end of the month of production. */
export async function productionSpan() {
	const month = await productionMonth();
	return { start: startOfMonth(month), end: startOfMonth(month + 1) };
}

/** The basket that the tests' certificates are in. Quarters count from 1970, as months do. */
export async function basket() {
	return { technology: 'Wind', quarter: Math.floor((await productionMonth()) / 3) };
}

/** The energy of one certificate, in Wh. */
const CERTIFICATE = 1_000_000;

/** The hash of a document that proves an output; the chain only stores it. */
export const EVIDENCE = `0x${'07'.repeat(32)}`;

// Each accredited generator has a permit of its own, so the tests number them.
let permits = 0;

/**
 * Registers a wind farm of 10 MW, which the regulator has yet to accredit. `meter` is the device
 * that measures it, if there is one. Returns the generator's id.
 */
export async function registerGenerator(owner, meter = null) {
	const { greencert } = chains;
	const { start } = await productionSpan();
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

/** Registers a wind farm and has the regulator accredit it. Returns the generator's id. */
export async function accreditedGenerator(owner, meter) {
	const generator = await registerGenerator(owner, meter);
	await send(people().alice, chains.greencert.tx.greenCertificates.accredit(generator));
	return generator;
}

/** Requests certificates for the whole month of production. Returns the request's id. */
export async function requestIssuance(owner, generator, certificates, ownUse = false) {
	const call = chains.greencert.tx.greenCertificates.requestIssuance(
		generator,
		await productionSpan(),
		certificates * CERTIFICATE,
		ownUse,
		EVIDENCE,
	);
	const requested = event(await send(owner, call), 'greenCertificates', 'IssuanceRequested');
	return requested.request.toNumber();
}

/** Issues certificates of a new wind farm. Returns their batch, which is their class of asset. */
export async function issue(owner, certificates, ownUse = false) {
	const generator = await accreditedGenerator(owner);
	const request = await requestIssuance(owner, generator, certificates, ownUse);
	const call = chains.greencert.tx.greenCertificates.approveIssuance(request);
	const approved = event(
		await send(people().alice, call),
		'greenCertificates',
		'IssuanceApproved',
	);
	return approved.batch.unwrap().toNumber();
}

/** How many certificates of a batch an account has on greencert. */
export async function certificatesOf(batch, owner) {
	const account = await chains.greencert.query.assets.account(batch, owner.address);
	return account.isSome ? account.unwrap().balance.toNumber() : 0;
}

/** The receipt of a retirement, from greencert's RPC. */
export const receiptOf = (retirement) =>
	rpc(chains.greencert, 'greenCertificates_receipt', retirement);
