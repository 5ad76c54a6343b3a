use crate::{mock::*, Error, Event, HoldReason};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};

#[test]
fn the_deposit_should_return() {
	new_test_ext_execute(|| {
		let digest = proven(ALICE, &[1]);
		assert_ok!(RangeProof::withdraw(signed(ALICE), digest));
		assert_eq!(Balances::balance_on_hold(&HoldReason::Statement.into(), &ALICE), 0);
		assert_eq!(RangeProof::proven(ALICE, digest), None);
		System::assert_last_event(Event::StatementWithdrawn { who: ALICE, digest }.into());
		// The number stays, and so does what is paid for it.
		assert_eq!(RangeProof::next_nonce(ALICE), 1);
		let held = Balances::balance_on_hold(&HoldReason::Prover.into(), &ALICE);
		assert_eq!(held, PROVER_DEPOSIT);
	});
}

#[test]
fn only_the_prover_should_withdraw() {
	new_test_ext_execute(|| {
		let digest = proven(ALICE, &[1]);
		assert_noop!(RangeProof::withdraw(signed(BOB), digest), Error::<Test>::NotFound);
		let root = RangeProof::withdraw(RuntimeOrigin::root(), digest);
		assert_eq!(root, Err(sp_runtime::DispatchError::BadOrigin));
		assert_ok!(RangeProof::withdraw(signed(ALICE), digest));
		assert_noop!(RangeProof::withdraw(signed(ALICE), digest), Error::<Test>::NotFound);
	});
}

#[test]
fn the_deposit_that_was_held_should_return() {
	new_test_ext_execute(|| {
		let digest = proven(ALICE, &[1]);
		// As if the deposit had been another one.
		crate::Statements::<Test>::mutate(ALICE, digest, |proven| {
			proven.as_mut().expect("is kept").deposit = STATEMENT_DEPOSIT - 5;
		});
		assert_ok!(RangeProof::withdraw(signed(ALICE), digest));
		assert_eq!(Balances::balance_on_hold(&HoldReason::Statement.into(), &ALICE), 5);
		// The invariants hold again.
		let reason = HoldReason::Statement.into();
		let precision = frame_support::traits::tokens::Precision::Exact;
		assert_ok!(<Balances as frame_support::traits::fungible::MutateHold<_>>::release(
			&reason, &ALICE, 5, precision
		));
	});
}
