// The tests of a wallet: unmodified `@polkadot/api` on one development network.

import { after, describe } from 'node:test';
import { close, open } from './support/chains.mjs';
import { monthlyMeter } from './support/meter.mjs';
import carbon from './topics/carbon.mjs';
import certificates from './topics/certificates.mjs';
import connecting from './topics/connecting.mjs';
import coverage from './topics/coverage.mjs';
import energy from './topics/energy.mjs';
import governance from './topics/governance.mjs';
import ledger from './topics/ledger.mjs';
import market from './topics/market.mjs';
import metering from './topics/metering.mjs';
import multisig from './topics/multisig.mjs';
import proofs from './topics/proofs.mjs';
import proxy from './topics/proxy.mjs';
import purchase from './topics/purchase.mjs';
import refusals from './topics/refusals.mjs';
import selection from './topics/selection.mjs';
import signing from './topics/signing.mjs';
import utility from './topics/utility.mjs';
import xcm from './topics/xcm.mjs';

/** Of all tests together, in milliseconds. */
const TIMEOUT = 900_000;

// Not in a hook: without a network there is one error and not one for each test.
await open();
// Early, because it has to read in the month that ends during the tests.
await monthlyMeter();

describe('wallet', { timeout: TIMEOUT }, () => {
	after(close);

	describe('connecting', connecting);
	describe('signing', signing);
	describe('refusals', refusals);
	describe('utility', utility);
	describe('proxy', proxy);
	describe('multisig', multisig);
	describe('governance', governance);
	describe('ledger', ledger);
	describe('metering', metering);
	describe('certificates', certificates);
	describe('market', market);
	describe('purchase', purchase);
	describe('carbon', carbon);
	describe('range proofs', proofs);
	describe('energy', energy);
	describe('node selection', selection);
	describe('messages between chains', xcm);
	// The last: it checks what the others signed.
	describe('coverage', coverage);
});
