// Green certificates: accreditation, issuance, and every way in which they end.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { people } from '../support/accounts.mjs';
import {
	accreditedGenerator,
	certificatesOf,
	EVIDENCE,
	issue,
	productionSpan,
	receiptOf,
	registerGenerator,
	requestIssuance,
} from '../support/certificates.mjs';
import { chains, view } from '../support/chains.mjs';
import { event, refusal, send } from '../support/send.mjs';

const BENEFICIARY = "Charlie's works";
const PURPOSE = 'a zero-carbon month';

export default function certificates() {
	/** The call that retires certificates. */
	async function retireCall(batch, quantity) {
		const claim = {
			beneficiary: BENEFICIARY,
			purpose: PURPOSE,
			period: await productionSpan(),
		};
		return chains.greencert.tx.greenCertificates.retire(batch, quantity, claim);
	}

	it('a generator should be gone when the regulator refuses it', async () => {
		const { greencert } = chains;
		const { alice, bob } = people();
		const generator = await registerGenerator(bob);
		const { refuseAccreditation } = greencert.tx.greenCertificates;
		const result = await send(alice, refuseAccreditation(generator, 'no permit'));
		const { reason } = event(result, 'greenCertificates', 'AccreditationRefused');
		assert.equal(reason.toUtf8(), 'no permit');
		assert.ok((await view(greencert, 'GreenCertificates', 'generator', generator)).isNone);
	});

	it('a generator should earn nothing when its accreditation was revoked', async () => {
		const { alice, bob } = people();
		const generator = await accreditedGenerator(bob);
		const { revokeAccreditation } = chains.greencert.tx.greenCertificates;
		await send(alice, revokeAccreditation(generator, 'closed down'));
		const error = await refusal(() => requestIssuance(bob, generator, 1));
		assert.equal(error.name, 'greenCertificates.NotAccredited');
	});

	it('a request should be free to be made again when it was refused', async () => {
		const { alice, bob } = people();
		const generator = await accreditedGenerator(bob);
		const asked = await requestIssuance(bob, generator, 1);
		const twice = await refusal(() => requestIssuance(bob, generator, 1));
		assert.equal(twice.name, 'greenCertificates.RequestPending');
		const { refuseIssuance } = chains.greencert.tx.greenCertificates;
		await send(alice, refuseIssuance(asked, 'no evidence'));
		await requestIssuance(bob, generator, 1);
	});

	it('certificates should move like any asset when they are issued', async () => {
		const { greencert } = chains;
		const { bob, charlie } = people();
		const batch = await issue(bob, 10);
		await send(bob, greencert.tx.assets.transfer(batch, charlie.address, 4));
		assert.equal(await certificatesOf(batch, bob), 6);
		assert.equal(await certificatesOf(batch, charlie), 4);
	});

	it('a retirement should have a receipt that names its numbers when it is asked for', async () => {
		const { greencert } = chains;
		const { bob } = people();
		const batch = await issue(bob, 10);
		const result = await send(bob, await retireCall(batch, 4));
		const { retirement, serials } = event(result, 'greenCertificates', 'Retired');
		assert.equal(serials.end.toNumber() - serials.start.toNumber(), 4);

		const receipt = await receiptOf(retirement.toNumber());
		assert.equal(receipt.holder, bob.address);
		assert.equal(receipt.beneficiary, BENEFICIARY);
		assert.deepEqual(receipt.serials, serials.toJSON());
		const called = (await greencert.call.greenCertificatesApi.receipt(retirement)).unwrap();
		assert.equal(called.purpose.toString(), PURPOSE);
		const viewed = await view(greencert, 'GreenCertificates', 'receipt', retirement);
		assert.equal(viewed.unwrap().claim.purpose.toUtf8(), PURPOSE);
	});

	it('certificates of own use should be retired and not sold when their owner tries either', async () => {
		const { greencert } = chains;
		const { bob, charlie } = people();
		const batch = await issue(bob, 3, true);
		assert.equal(await certificatesOf(batch, bob), 0);
		const transfer = greencert.tx.assets.transfer(batch, charlie.address, 1);
		assert.equal((await refusal(() => send(bob, transfer))).name, 'assets.NoAccount');
		await send(bob, await retireCall(batch, 3));
	});

	it('certificates should be out when the regulator cancels them', async () => {
		const { alice, bob } = people();
		const batch = await issue(bob, 5);
		const { cancel } = chains.greencert.tx.greenCertificates;
		await send(alice, cancel(batch, bob.address, 2, 'court order'));
		assert.equal(await certificatesOf(batch, bob), 3);
	});

	it('a claim should be void when its batch is withdrawn and it is re-opened', async () => {
		const { greencert } = chains;
		const { alice, bob } = people();
		const { withdrawBatch, voidClaim } = greencert.tx.greenCertificates;
		const batch = await issue(bob, 5);
		const retired = await send(bob, await retireCall(batch, 2));
		const { retirement } = event(retired, 'greenCertificates', 'Retired');
		await send(alice, withdrawBatch(batch, 'meter was wrong'));
		const late = await retireCall(batch, 1);
		assert.equal((await refusal(() => send(bob, late))).name, 'greenCertificates.NotValid');
		await send(people().charlie, voidClaim(retirement));
		const receipt = await receiptOf(retirement.toNumber());
		assert.equal(receipt.voided, true);
	});

	it("output should not be reported by a person when it is a meter's chain that reports", async () => {
		const { reportOutput } = chains.greencert.tx.greenCertificates;
		const call = reportOutput(0, await productionSpan(), 1, false, EVIDENCE);
		assert.equal((await refusal(() => send(people().alice, call))).name, 'BadOrigin');
	});
}
