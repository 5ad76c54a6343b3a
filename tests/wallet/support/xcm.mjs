// Locations and assets in XCM, by the table of `docs/xcm.md`.

import { bnToU8a, stringToU8a, u8aConcat } from '@polkadot/util';
import { PCNY } from './accounts.mjs';
import { chains, eventually, freeBalance } from './chains.mjs';

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

/** The location of a chain, as every other chain sees it. */
export const chainLocation = (name) => ({ V5: sibling(name) });

/** The location of an account, as its own chain sees it. */
export const accountLocation = ({ publicKey }) => ({
	V5: { parents: 0, interior: { X1: [{ AccountId32: { id: publicKey, network: null } }] } },
});

const currencyOn = (name) => (name === 'park' ? here : sibling('park'));

/** The id of the settlement currency on a chain. */
export const currency = (name) => ({ V5: currencyOn(name) });

/** An amount of the settlement currency on a chain. */
export const money = (name, amount) => ({
	V5: [{ id: currencyOn(name), fun: { Fungible: amount } }],
});

/** The sovereign account of a chain on every other chain. */
export const sovereign = (name) =>
	u8aConcat(stringToU8a('sibl'), bnToU8a(PARA_IDS[name], { bitLength: 32 }), new Uint8Array(24));

/** The amount of a transfer, unless it says otherwise. */
export const AMOUNT = 10n * PCNY;

/** The call that transfers money from a chain to an account of another. */
export const transfer = (from, to, who, amount = AMOUNT) =>
	chains[from].tx.polkadotXcm.transferAssets(
		chainLocation(to),
		accountLocation(who),
		money(from, amount),
		0,
		'Unlimited',
	);

/** Waits until an account that had nothing has money. Returns how much it has. */
export const waitForMoney = (to, who) =>
	eventually(chains[to], 'money arrives', () => freeBalance(chains[to], who.address));
