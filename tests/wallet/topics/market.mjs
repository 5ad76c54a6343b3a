// The certificate market: orders, their trades, and the depth of a book.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PCNY, people } from '../support/accounts.mjs';
import { basket, certificatesOf, issue } from '../support/certificates.mjs';
import { chains, freeBalance, fullHour, rpc, view } from '../support/chains.mjs';
import { event, refusal, send } from '../support/send.mjs';

const PRICE = 30n * PCNY;

/** How many orders an order may trade with when it arrives. */
const MAX_FILLS = 5;

/** In hours. The tests' clock takes six seconds for one. */
const MONTH = 30 * 24;

export default function market() {
	/** How long an order is valid, unless it is immediate. */
	async function validity() {
		return { Until: await fullHour(chains.greencert, MONTH) };
	}

	/** Offers certificates. Returns the order's id. */
	async function ask(owner, batch, quantity, price = PRICE) {
		const { placeAsk } = chains.greencert.tx.orderBook;
		const call = placeAsk(batch, price, quantity, await validity(), MAX_FILLS);
		return event(await send(owner, call), 'orderBook', 'OrderPlaced').order.toNumber();
	}

	/** Bids for certificates; the unfilled rest of the bid stays open. Returns the result. */
	async function bid(owner, market, quantity, price = PRICE) {
		const { placeBid } = chains.greencert.tx.orderBook;
		return send(owner, placeBid(market, price, quantity, await validity(), MAX_FILLS));
	}

	it('certificates should change hands at the price of the ask when a bid is higher', async () => {
		const { greencert } = chains;
		const { bob, charlie } = people();
		const batch = await issue(bob, 10);
		await ask(bob, batch, 10);
		assert.equal(await certificatesOf(batch, bob), 0);
		const before = await freeBalance(greencert, bob.address);
		const result = await bid(charlie, { Class: batch }, 4, PRICE + 2n * PCNY);
		const { trade } = event(result, 'orderBook', 'Traded');
		assert.equal(trade.price.toBigInt(), PRICE);
		assert.equal(await certificatesOf(batch, charlie), 4);
		const earned = (await freeBalance(greencert, bob.address)) - before;
		assert.equal(earned, 4n * PRICE - trade.fee.toBigInt());

		const [newest] = await rpc(greencert, 'greenCertificates_trades', 1);
		assert.equal(BigInt(newest.price), PRICE);
		assert.equal(newest.buyer, charlie.address);
		const [called] = await greencert.call.greenCertificatesApi.trades(1);
		assert.deepEqual(called.toJSON(), trade.toJSON());
	});

	it('a bid for a basket should be served when any batch of it is for sale', async () => {
		const { bob, charlie } = people();
		const batch = await issue(bob, 2);
		// Cheaper than the asks that other tests left behind.
		await ask(bob, batch, 2, PRICE - PCNY);
		await bid(charlie, { Basket: await basket() }, 2);
		assert.equal(await certificatesOf(batch, charlie), 2);
	});

	it('an order should take what there is and no more when it is immediate', async () => {
		const { greencert } = chains;
		const { bob, charlie } = people();
		const { placeAsk, placeBid } = greencert.tx.orderBook;
		const reasons = (result) =>
			result
				.filterRecords('orderBook', 'OrderClosed')
				.map(({ event }) => event.data.reason.type);
		const batch = await issue(bob, 3);
		await ask(bob, batch, 2);
		const buy = placeBid({ Class: batch }, PRICE, 5, 'Immediate', MAX_FILLS);
		// The ask that it meets, and then the bid.
		assert.deepEqual(reasons(await send(charlie, buy)), ['Filled', 'Unmatched']);
		assert.equal(await certificatesOf(batch, charlie), 2);
		const sell = placeAsk(batch, PRICE, 1, 'Immediate', MAX_FILLS);
		assert.deepEqual(reasons(await send(bob, sell)), ['Unmatched']);
		assert.equal(await certificatesOf(batch, bob), 1);
	});

	it('the depth of a book should be the same whichever way it is asked for', async () => {
		const { greencert } = chains;
		const { bob } = people();
		const batch = await issue(bob, 5);
		const order = await ask(bob, batch, 3);
		await ask(bob, batch, 2);
		const level = { price: Number(PRICE), quantity: 5, orders: 2 };
		const answered = await rpc(
			greencert,
			'greenCertificates_depth',
			{ class: batch },
			'asks',
			10,
		);
		assert.deepEqual(answered, [level]);
		const called = await greencert.call.greenCertificatesApi.depth(
			{ Class: batch },
			'Asks',
			10,
		);
		assert.deepEqual(called.toJSON(), [level]);
		const viewed = await view(greencert, 'OrderBook', 'depth', { Class: batch }, 'Asks', 10);
		assert.deepEqual(viewed.toJSON(), [level]);
		const standing = (await view(greencert, 'OrderBook', 'order', order)).unwrap();
		assert.equal(standing.owner.toString(), bob.address);
	});

	it('an order should give back what it holds when its owner cancels it', async () => {
		const { greencert } = chains;
		const { bob, charlie } = people();
		const batch = await issue(bob, 3);
		const order = await ask(bob, batch, 3);
		const call = greencert.tx.orderBook.cancelOrder(order);
		assert.equal((await refusal(() => send(charlie, call))).name, 'orderBook.NotAuthorized');
		const closed = event(await send(bob, call), 'orderBook', 'OrderClosed');
		assert.equal(closed.reason.type, 'Cancelled');
		assert.equal(await certificatesOf(batch, bob), 3);
	});

	it('an order should be refused with the reason when the market is halted', async () => {
		const { greencert } = chains;
		const { alice, bob } = people();
		const batch = await issue(bob, 1);
		const { setHalted } = greencert.tx.orderBook;
		await send(alice, setHalted(true));
		const error = await refusal(() => ask(bob, batch, 1));
		await send(alice, setHalted(false));
		assert.equal(error.name, 'orderBook.MarketHalted');
		assert.match(error.message, /once its operator resumes it/);
		await ask(bob, batch, 1);
	});
}
