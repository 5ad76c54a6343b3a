// Purchases: certificates that somebody on the park orders from greencert's market.

import { PCNY, people } from './accounts.mjs';
import { basket, issue } from './certificates.mjs';
import { chains, eventually, fullHour } from './chains.mjs';
import { event, send } from './send.mjs';
import { PARA_IDS } from './xcm.mjs';

/** The price of a certificate here: below other tests' asks, so that none of theirs is bought. */
export const PRICE = 5n * PCNY;

/** How many orders an order may trade with when it arrives. */
const MAX_FILLS = 5;

/** In hours. */
const MONTH = 30 * 24;

/** Bob's new wind farm offers certificates on the market. Returns their batch. */
export async function offerCertificates(quantity) {
	const { bob } = people();
	const batch = await issue(bob, quantity);
	const { placeAsk } = chains.greencert.tx.orderBook;
	const until = { Until: await fullHour(chains.park, MONTH) };
	await send(bob, placeAsk(batch, PRICE, quantity, until, MAX_FILLS));
	return batch;
}

/** Charlie orders certificates. Returns the purchase's id. */
export async function orderCertificates(quantity, usage) {
	const { orderPower } = chains.park.tx.powerPurchase;
	const deadline = await fullHour(chains.park, MONTH);
	const call = orderPower(await basket(), quantity, PRICE, deadline, usage);
	const ordered = event(await send(people().charlie, call), 'powerPurchase', 'PowerOrdered');
	return ordered.purchase.toNumber();
}

/** Waits until a purchase is in a state. Returns the purchase. */
export function waitForState(id, state) {
	return eventually(chains.park, `purchase ${id} is ${state}`, async () => {
		const found = (await chains.park.query.powerDesk.orders(id)).unwrap();
		return found.state.type === state && found;
	});
}

/** The index of `pallet_assets` on greencert, whose assets are the batches. */
const ASSETS_INDEX = 12;

/** How many certificates of a batch an account has on the park. */
export async function certificatesOnPark(batch, owner) {
	const junctions = [
		{ Parachain: PARA_IDS.greencert },
		{ PalletInstance: ASSETS_INDEX },
		{ GeneralIndex: batch },
	];
	const location = { parents: 1, interior: { X3: junctions } };
	const account = await chains.park.query.foreignAssets.account(location, owner.address);
	return account.isSome ? account.unwrap().balance.toNumber() : 0;
}
