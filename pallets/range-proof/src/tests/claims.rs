//! What other pallets ask.

use crate::mock::*;
use frame_support::{assert_noop, assert_ok, weights::Weight};
use zeropark_primitives::proofs::{Bits, ProofSubject, ProvenRange, RangeClaim, RangeProofs as _};

fn claim(device: u32, nonce: u64, values: &[u64]) -> RangeClaim<AccountId> {
	let wallet = Wallet {
		call: "Metering.submit_private_readings",
		subject: ProofSubject::Device(device),
		purpose: "",
		..wallet(ALICE, nonce)
	};
	let (statement, proof) = wallet.prove(values);
	RangeClaim {
		call: wallet.call,
		subject: wallet.subject,
		nonce,
		details: Vec::new(),
		commitments: statement.commitments,
		range: statement.range,
		proof,
	}
}

#[test]
fn a_batch_should_hold_if_every_claim_does() {
	new_test_ext_execute(|| {
		let claims = [claim(0, 0, &[1, 2, 3]), claim(1, 0, &[255]), claim(0, 1, &[9, 9])];
		assert_ok!(RangeProof::verify(&claims));
		assert_ok!(RangeProof::verify(&[]));
		for i in 0..claims.len() {
			let mut claims = claims.clone();
			claims[i].nonce += 1;
			assert_noop!(RangeProof::verify(&claims), crate::Error::<Test>::ProofRefused);
		}
	});
}

#[test]
fn a_claim_should_be_the_devices_own() {
	new_test_ext_execute(|| {
		let mut claims = [claim(0, 0, &[1]), claim(1, 0, &[1])];
		let [one, other] = &mut claims;
		core::mem::swap(&mut one.proof, &mut other.proof);
		assert_noop!(RangeProof::verify(&claims), crate::Error::<Test>::ProofRefused);
	});
}

#[test]
fn what_cannot_be_a_proof_should_weigh_nothing() {
	let weight = |range, values| RangeProof::weight(&range, values);
	let bits = ProvenRange { bits: Bits::Sixteen, interval: None };
	assert_eq!(weight(bits, 0), Weight::zero());
	assert_eq!(weight(bits, 65), Weight::zero());
	assert_eq!(weight(between(2, 1), 1), Weight::zero());
	assert!(weight(between(1, 2), 32).all_gt(weight(bits, 32)));
}
