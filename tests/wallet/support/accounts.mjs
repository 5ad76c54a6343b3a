// The accounts that sign: those of the development networks, and new ones.

import { Keyring } from '@polkadot/api';
import { mnemonicGenerate } from '@polkadot/util-crypto';
import { send } from './send.mjs';

/** One PCNY, in its smallest unit. */
export const PCNY = 1_000_000n;

const keyring = new Keyring({ type: 'sr25519' });
let wellKnown;

/**
 * The development accounts, which have money on every chain. Alice is root, the park's operator and
 * greencert's regulator; the verifier is the park's.
 */
export function people() {
	wellKnown ??= Object.fromEntries(
		['alice', 'bob', 'charlie', 'dave', 'eve', 'ferdie'].map((name) => [
			name,
			keyring.addFromUri(`//${name[0].toUpperCase()}${name.slice(1)}`),
		]),
	);
	// The park's verifier.
	wellKnown.verifier ??= keyring.addFromUri('//Eve//stash');
	return wellKnown;
}

/** A new key that no chain has heard of. */
export function stranger(type = 'sr25519') {
	return keyring.addFromUri(mnemonicGenerate(), {}, type);
}

/** A new key, and Alice has sent its account `amount` on a chain. */
export async function funded(api, type, amount = 10n * PCNY) {
	const account = stranger(type);
	await send(people().alice, api.tx.balances.transferKeepAlive(account.address, amount));
	return account;
}
