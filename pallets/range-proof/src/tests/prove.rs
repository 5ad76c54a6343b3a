use crate::{mock::*, Error, Event, HoldReason, Proven, Statement};
use frame_support::{
	assert_noop, assert_ok, dispatch::GetDispatchInfo, traits::fungible::InspectHold,
};
use sp_core::H256;
use zeropark_primitives::proofs::{
	Bits, Commitment, Commitments, Proof, ProofSubject, ProvenRange,
};

fn held(reason: HoldReason, who: AccountId) -> u128 {
	Balances::balance_on_hold(&reason.into(), &who)
}

#[docify::export]
#[test]
fn what_is_proven_should_be_kept() {
	new_test_ext_execute(|| {
		// Alice commits to 200 and 100, and shows that both fit into a byte.
		let (statement, proof) = wallet(ALICE, 0).prove(&[200, 100]);
		let digest = statement.digest();
		assert_ok!(RangeProof::prove(signed(ALICE), statement.clone(), 0, proof));

		let proven = Proven { nonce: 0, block: 1, deposit: STATEMENT_DEPOSIT };
		assert_eq!(RangeProof::proven(ALICE, digest), Some(proven));
		assert_eq!(RangeProof::next_nonce(ALICE), 1);
		let event = Event::StatementProven { who: ALICE, nonce: 0, digest, statement };
		System::assert_last_event(event.into());
	});
}

#[test]
fn the_first_proof_should_cost_the_deposit_of_the_account_too() {
	new_test_ext_execute(|| {
		proven(ALICE, &[1]);
		assert_eq!(held(HoldReason::Prover, ALICE), PROVER_DEPOSIT);
		assert_eq!(held(HoldReason::Statement, ALICE), STATEMENT_DEPOSIT);
		proven(ALICE, &[2]);
		assert_eq!(held(HoldReason::Prover, ALICE), PROVER_DEPOSIT);
		assert_eq!(held(HoldReason::Statement, ALICE), 2 * STATEMENT_DEPOSIT);
	});
}

#[test]
fn who_cannot_pay_should_prove_nothing() {
	new_test_ext_execute(|| {
		let (statement, proof) = wallet(POOR, 0).prove(&[1]);
		let digest = statement.digest();
		// A refused call changes nothing.
		let submitted =
			frame_support::storage::with_storage_layer(|| submit(POOR, 0, (statement, proof)));
		assert!(submitted.is_err());
		assert_eq!(RangeProof::proven(POOR, digest), None);
		assert_eq!(RangeProof::next_nonce(POOR), 0);
	});
}

#[test]
fn a_signature_should_be_needed() {
	new_test_ext_execute(|| {
		let (statement, proof) = wallet(ALICE, 0).prove(&[1]);
		let refused = RangeProof::prove(RuntimeOrigin::root(), statement, 0, proof);
		assert_eq!(refused, Err(sp_runtime::DispatchError::BadOrigin));
	});
}

#[test]
fn an_interval_should_be_proven_by_both_sides() {
	new_test_ext_execute(|| {
		let range = between(1_000, 1_100);
		let made = Wallet { range, ..wallet(ALICE, 0) }.prove(&[1_000, 1_100, 1_042]);
		assert_ok!(submit(ALICE, 0, made.clone()));
		let other = Statement { range: between(1_000, 1_099), ..made.0 };
		assert_noop!(submit(ALICE, 1, (other, made.1)), Error::<Test>::ProofRefused);
	});
}

/// The proof of another account, number, purpose, chain, call or kind of subject.
#[test]
fn a_proof_should_hold_for_its_context_only() {
	new_test_ext_execute(|| {
		let own = wallet(ALICE, 0);
		for other in [
			Wallet { subject: ProofSubject::Account(BOB), ..own.clone() },
			Wallet { subject: ProofSubject::Device(1), ..own.clone() },
			Wallet { nonce: 1, ..own.clone() },
			Wallet { genesis_hash: H256::repeat_byte(7), ..own.clone() },
			Wallet { para_id: 2001, ..own.clone() },
			Wallet { call: "Metering.submit_readings", ..own.clone() },
		] {
			let made = other.prove(&[1]);
			assert_noop!(submit(ALICE, 0, made), Error::<Test>::ProofRefused);
		}
		let (statement, proof) = own.prove(&[1]);
		let other = Statement { purpose: purpose("capacitx"), ..statement.clone() };
		assert_noop!(submit(ALICE, 0, (other, proof.clone())), Error::<Test>::ProofRefused);
		assert_noop!(
			submit(BOB, 0, (statement.clone(), proof.clone())),
			Error::<Test>::ProofRefused
		);
		assert_ok!(submit(ALICE, 0, (statement, proof)));
	});
}

#[test]
fn a_proof_should_not_be_taken_twice() {
	new_test_ext_execute(|| {
		let made = wallet(ALICE, 0).prove(&[1]);
		let digest = made.0.digest();
		assert_ok!(submit(ALICE, 0, made.clone()));
		assert_noop!(submit(ALICE, 0, made.clone()), Error::<Test>::WrongNonce);
		assert_noop!(submit(ALICE, 1, made.clone()), Error::<Test>::AlreadyExists);
		assert_ok!(RangeProof::withdraw(signed(ALICE), digest));
		assert_noop!(submit(ALICE, 0, made.clone()), Error::<Test>::WrongNonce);
		assert_noop!(submit(ALICE, 1, made), Error::<Test>::ProofRefused);
	});
}

#[test]
fn a_number_ahead_should_be_refused() {
	new_test_ext_execute(|| {
		let made = wallet(ALICE, 1).prove(&[1]);
		assert_noop!(submit(ALICE, 1, made), Error::<Test>::WrongNonce);
	});
}

#[test]
fn the_last_number_should_not_wrap() {
	new_test_ext_execute(|| {
		proven(ALICE, &[1]);
		crate::Provers::<Test>::mutate(ALICE, |prover| {
			prover.as_mut().expect("has proven").next = u64::MAX;
		});
		let made = wallet(ALICE, u64::MAX).prove(&[2]);
		assert_noop!(submit(ALICE, u64::MAX, made), Error::<Test>::NoncesExhausted);
	});
}

#[test]
fn each_cause_should_have_its_error() {
	new_test_ext_execute(|| {
		let (statement, proof) = wallet(ALICE, 0).prove(&[1, 2]);
		let with_commitments = |commitments: Vec<[u8; 32]>| {
			let all = commitments.into_iter().map(Commitment).collect();
			let commitments = Commitments::truncate_from(all);
			submit(ALICE, 0, (Statement { commitments, ..statement.clone() }, proof.clone()))
		};
		let [one, two] = [statement.commitments[0].0, statement.commitments[1].0];
		assert_noop!(with_commitments(vec![]), Error::<Test>::NoValues);
		assert_noop!(with_commitments(vec![one]), Error::<Test>::WrongProofLength);
		assert_noop!(with_commitments(vec![two, one]), Error::<Test>::ProofRefused);
		assert_noop!(with_commitments(vec![one, [0; 32]]), Error::<Test>::IdentityCommitment);
		assert_noop!(with_commitments(vec![one, [0xff; 32]]), Error::<Test>::InvalidCommitment);

		let with_range = |range, commitments: u32| {
			let all = vec![Commitment(one); commitments as usize];
			let commitments = Commitments::truncate_from(all);
			submit(ALICE, 0, (Statement { range, commitments, ..statement.clone() }, proof.clone()))
		};
		assert_noop!(with_range(between(2, 1), 1), Error::<Test>::InvalidInterval);
		assert_noop!(with_range(between(0, 256), 1), Error::<Test>::InvalidInterval);
		assert_noop!(with_range(between(0, 9), 33), Error::<Test>::TooManyValues);

		let with_element = |element: usize, bytes: [u8; 32]| {
			let mut changed = proof.to_vec();
			changed[32 * element..32 * element + 32].copy_from_slice(&bytes);
			submit(ALICE, 0, (statement.clone(), Proof::truncate_from(changed)))
		};
		assert_noop!(with_element(0, [0; 32]), Error::<Test>::IdentityPoint);
		assert_noop!(with_element(0, [0xff; 32]), Error::<Test>::InvalidPoint);
		assert_noop!(with_element(4, [0xff; 32]), Error::<Test>::InvalidScalar);
		assert_noop!(with_element(4, [1; 32]), Error::<Test>::ProofRefused);
	});
}

#[test]
fn the_weight_should_grow_with_what_is_checked() {
	new_test_ext_execute(|| {
		let weight = |bits, values| {
			let range = ProvenRange { bits, interval: None };
			let all = vec![Commitment([1; 32]); values];
			let commitments = Commitments::truncate_from(all);
			let statement = Statement { purpose: purpose(""), commitments, range };
			let call =
				crate::Call::<Test>::prove { statement, nonce: 0, proof: Default::default() };
			call.get_dispatch_info().call_weight
		};
		assert!(weight(Bits::Eight, 2).all_gt(weight(Bits::Eight, 1)));
		// It is padded.
		assert_eq!(weight(Bits::SixtyFour, 4), weight(Bits::SixtyFour, 3));
	});
}
