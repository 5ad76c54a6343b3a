// What is bought from the certificate market by order of somebody on the park.

import { PCNY, people } from './accounts.mjs';
import { basket, issue } from './certificates.mjs';
import { chains, eventually, now } from './chains.mjs';
import { event, send } from './send.mjs';

/** What a certificate costs here: less than other tests ask, so that nobody else is served. */
export const PRICE = 5n * PCNY;

const HOUR = 3_600;

/** A full hour from now, on the park's clock. */
export async function hours(count) {
	return (Math.floor((await now(chains.park)) / HOUR) + count) * HOUR;
}

const MONTH = 30 * 24;

/** Bob's new wind farm sells certificates; their batch. */
export async function sell(quantity) {
	const { bob } = people();
	const batch = await issue(bob, quantity);
	const until = { Until: await hours(MONTH) };
	await send(bob, chains.greencert.tx.orderBook.placeAsk(batch, PRICE, quantity, until, 5));
	return batch;
}

/** Charlie orders certificates; the purchase. */
export async function order(quantity, usage) {
	const { orderPower } = chains.park.tx.powerPurchase;
	const call = orderPower(await basket(), quantity, PRICE, await hours(MONTH), usage);
	const ordered = event(await send(people().charlie, call), 'powerPurchase', 'PowerOrdered');
	return ordered.purchase.toNumber();
}

/** A purchase once it has come to a state. */
export function reached(id, state) {
	return eventually(chains.park, `purchase ${id} is ${state}`, async () => {
		const found = (await chains.park.query.powerPurchase.purchases(id)).unwrap();
		return found.state.type === state && found;
	});
}

/** What an account of the park holds of a batch. */
export async function held(batch, owner) {
	const interior = { X3: [{ Parachain: 2001 }, { PalletInstance: 12 }, { GeneralIndex: batch }] };
	const location = { parents: 1, interior };
	const account = await chains.park.query.foreignAssets.account(location, owner.address);
	return account.isSome ? account.unwrap().balance.toNumber() : 0;
}
