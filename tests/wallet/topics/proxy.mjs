// Accounts that act for others.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { funded, PCNY, stranger } from '../support/accounts.mjs';
import { chains, freeBalance } from '../support/chains.mjs';
import { event, refusal, send, throwIfFailed } from '../support/send.mjs';
import { transfer } from '../support/xcm.mjs';

export default function proxy() {
	/** A new account, and a proxy of a kind that acts for it. */
	async function ownerAndProxy(kind, delay = 0, api = chains.park) {
		const [owner, delegate] = [await funded(api), await funded(api)];
		await send(owner, api.tx.proxy.addProxy(delegate.address, kind, delay));
		return { park: chains.park, owner, delegate };
	}

	/** Makes a call for `owner`, signed by its proxy. */
	async function callAsProxy(delegate, owner, call, api = chains.park) {
		const result = await send(delegate, api.tx.proxy.proxy(owner.address, null, call));
		throwIfFailed(api, event(result, 'proxy', 'ProxyExecuted').result);
	}

	it('a proxy should move money when it may do anything', async () => {
		const { park, owner, delegate } = await ownerAndProxy('Any');
		const to = stranger();
		await callAsProxy(delegate, owner, park.tx.balances.transferKeepAlive(to.address, PCNY));
		assert.equal(await freeBalance(park, to.address), PCNY);
	});

	it('a proxy should not move money when it may do all but that', async () => {
		const { park, owner, delegate } = await ownerAndProxy('NonTransfer');
		const transfer = park.tx.balances.transferKeepAlive(delegate.address, PCNY);
		for (const call of [transfer, park.tx.utility.batchAll([transfer])]) {
			const error = await refusal(() => callAsProxy(delegate, owner, call));
			assert.equal(error.name, 'system.CallFiltered');
		}
		await callAsProxy(delegate, owner, park.tx.system.remarkWithEvent('0x01'));
	});

	it('a proxy should touch no assets, meters, certificates or orders when it may not move money', async () => {
		const { park, greencert } = chains;
		const { address } = stranger();
		const forbidden = {
			park: [
				park.tx.foreignAssets.transfer({ parents: 1, interior: 'Here' }, address, 1),
				transfer('park', 'heat', stranger()),
				park.tx.sudo.sudo(park.tx.system.remark('0x')),
				park.tx.metering.reportOutput(0, 0),
				park.tx.powerPurchase.cancelPurchase(0),
			],
			greencert: [
				greencert.tx.balances.transferKeepAlive(address, PCNY),
				greencert.tx.assets.transfer(0, address, 1),
				transfer('greencert', 'park', stranger()),
				greencert.tx.greenCertificates.accredit(0),
				greencert.tx.orderBook.cancelOrder(0),
				greencert.tx.remoteOrders.cancelLocalOrder(0),
			],
		};
		for (const [name, calls] of Object.entries(forbidden)) {
			const api = chains[name];
			const { owner, delegate } = await ownerAndProxy('NonTransfer', 0, api);
			for (const call of calls) {
				const error = await refusal(() => callAsProxy(delegate, owner, call, api));
				assert.equal(error.name, 'system.CallFiltered');
			}
		}
	});

	it('a proxy should do nothing when it was removed', async () => {
		const { park, owner, delegate } = await ownerAndProxy('Any');
		await send(owner, park.tx.proxy.removeProxy(delegate.address, 'Any', 0));
		const error = await refusal(() =>
			callAsProxy(delegate, owner, park.tx.system.remark('0x')),
		);
		assert.equal(error.name, 'proxy.NotProxy');
		assert.equal((await park.query.proxy.proxies(owner.address))[0].length, 0);
	});

	it('a proxy should act after the delay when it announced the call', async () => {
		const { park, owner, delegate } = await ownerAndProxy('Any', 2);
		const to = stranger();
		const call = park.tx.balances.transferKeepAlive(to.address, PCNY);
		const execute = park.tx.proxy.proxyAnnounced(delegate.address, owner.address, null, call);
		const early = await refusal(() => send(delegate, execute));
		assert.equal(early.name, 'proxy.Unannounced');
		await send(delegate, park.tx.proxy.announce(owner.address, call.method.hash));
		// The delay is two blocks: each of these is in a block of its own.
		await send(owner, park.tx.system.remark('0x'));
		await send(owner, park.tx.system.remark('0x'));
		await send(delegate, execute);
		assert.equal(await freeBalance(park, to.address), PCNY);
	});

	it('an announced call should be out when its account rejects it', async () => {
		const { park, owner, delegate } = await ownerAndProxy('Any', 1);
		const { hash } = park.tx.system.remark('0x').method;
		await send(delegate, park.tx.proxy.announce(owner.address, hash));
		await send(owner, park.tx.proxy.rejectAnnouncement(delegate.address, hash));
		assert.equal((await park.query.proxy.announcements(delegate.address))[0].length, 0);
	});
}
