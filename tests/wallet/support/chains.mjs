// The chains as a wallet sees them: unmodified `@polkadot/api`, no types of our own.

import { ApiPromise, WsProvider } from '@polkadot/api';
import { u8aConcat, u8aToHex } from '@polkadot/util';
import { startNetwork } from './network.mjs';

/** The API of each chain by the chain's name, after [`open`] or [`connect`]. */
export const chains = {};

const providers = new Map();
let network;

/** Starts the development network and connects to every chain. */
export async function open() {
	network = await startNetwork();
	await connect(network.endpoints);
}

/** Connects to chains, given by their names and RPC endpoints. */
export async function connect(endpoints) {
	const connections = [...endpoints].map(async ([name, url]) => {
		chains[name] = await dial(url);
	});
	await Promise.all(connections);
}

/** Connects to one node, which need not be in [`chains`]. */
export async function dial(url) {
	const provider = new WsProvider(url);
	// The suppressed warning lists RPC methods that polkadot.js has no decoration for.
	const api = await ApiPromise.create({ provider, noInitWarn: true });
	providers.set(api, provider);
	return api;
}

/** Disconnects from [`chains`], and stops the network if [`open`] started it. */
export async function close() {
	await Promise.all(Object.values(chains).map((api) => api.disconnect()));
	await network?.stop();
}

/** Calls an RPC method that polkadot.js does not know. */
export const rpc = (api, method, ...params) => providers.get(api).send(method, params);

/**
 * Calls a view function. polkadot.js 16.5.6 offers only the runtime API for it, so the arguments
 * are encoded and the answer is decoded here, by the types in the metadata.
 */
export async function view(api, pallet, name, ...args) {
	const { pallets } = api.runtimeMetadata.asLatest;
	const { viewFunctions } = pallets.find((found) => found.name.eq(pallet));
	const { id, inputs, output } = viewFunctions.find((found) => found.name.eq(name));
	const create = (lookup, value) =>
		api.createType(api.registry.lookup.getTypeDef(lookup).type, value);
	const input = inputs.map(({ type }, index) => create(type, args[index]).toU8a());
	const bytes = u8aToHex(u8aConcat(...input));
	const answer = await api.call.runtimeViewFunction.executeViewFunction(id, bytes);
	return create(output, answer.asOk.toU8a(true));
}

/** The free balance of an account, in the smallest unit. */
export async function freeBalance(api, address) {
	return (await api.query.system.account(address)).data.free.toBigInt();
}

/** In milliseconds. Under a relay chain, a message takes many blocks of twelve seconds. */
const PATIENCE = 600_000;

/**
 * Calls `probe` at every new block of a chain until it returns something truthy, and returns that.
 * `what` completes the error "never happened".
 */
export function eventually(api, what, probe) {
	return new Promise((resolve, reject) => {
		const finish = (settle, value) => {
			clearTimeout(timer);
			subscribed.then((unsubscribe) => unsubscribe());
			settle(value);
		};
		const timer = setTimeout(
			() => finish(reject, new Error(`never happened: ${what}`)),
			PATIENCE,
		);
		const subscribed = api.rpc.chain.subscribeNewHeads(async () => {
			try {
				const found = await probe();
				if (found) finish(resolve, found);
			} catch (error) {
				finish(reject, error);
			}
		});
		subscribed.catch(reject);
	});
}

/** The chain's clock, in seconds since the Unix epoch. */
export async function now(api) {
	return (await api.query.timestamp.now()).toNumber() / 1_000;
}

/** In seconds. */
export const HOUR = 3_600;

/** The time `count` hours after the last full hour of the chain's clock. */
export async function fullHour(api, count) {
	return (Math.floor((await now(api)) / HOUR) + count) * HOUR;
}

/** The month of a time, as the chains count months: from January 1970. */
export function monthOf(time) {
	const date = new Date(time * 1_000);
	return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** When a month starts, in seconds since the Unix epoch. */
export const startOfMonth = (month) => Date.UTC(1970, month) / 1_000;
