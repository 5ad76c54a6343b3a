// Locations and assets, as `docs/xcm.md` has them.

import { bnToU8a, stringToU8a, u8aConcat } from '@polkadot/util';
import { PCNY } from './accounts.mjs';
import { chains, eventually, free } from './chains.mjs';

/** The chains' parachain ids. */
export const PARA_IDS = {
	park: 2000,
	greencert: 2001,
	carbon: 2002,
	power: 2010,
	heat: 2011,
	gas: 2012,
	cooling: 2013,
};

const here = { parents: 0, interior: 'Here' };
const sibling = (name) => ({ parents: 1, interior: { X1: [{ Parachain: PARA_IDS[name] }] } });

/** A chain, as every other sees it. */
export const chain = (name) => ({ V5: sibling(name) });

/** An account, as its chain sees it. */
export const account = ({ publicKey }) => ({
	V5: { parents: 0, interior: { X1: [{ AccountId32: { id: publicKey, network: null } }] } },
});

const currencyOn = (name) => (name === 'park' ? here : sibling('park'));

/** The settlement currency, as a chain names it. */
export const currency = (name) => ({ V5: currencyOn(name) });

/** An amount of it. */
export const money = (name, amount) => ({
	V5: [{ id: currencyOn(name), fun: { Fungible: amount } }],
});

/** The account that holds, on every other chain, what belongs to a chain. */
export const sovereign = (name) =>
	u8aConcat(stringToU8a('sibl'), bnToU8a(PARA_IDS[name], { bitLength: 32 }), new Uint8Array(24));

/** What a transfer sends unless it says otherwise. */
export const AMOUNT = 10n * PCNY;

/** The transfer of money from a chain to an account of another. */
export const transfer = (from, to, who, amount = AMOUNT) =>
	chains[from].tx.polkadotXcm.transferAssets(
		chain(to),
		account(who),
		money(from, amount),
		0,
		'Unlimited',
	);

/** What an account that had nothing has once something arrived. */
export const arrived = (to, who) =>
	eventually(chains[to], 'money arrives', () => free(chains[to], who.address));
