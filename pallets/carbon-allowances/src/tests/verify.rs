use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;
use zeropark_primitives::units::{GramsCo2e, TonnesCo2e};

const EVIDENCE: H256 = H256::repeat_byte(7);

fn correct(cycle: u32, sequence: u32, grams: i64) -> sp_runtime::DispatchResult {
	let difference = GramsCo2e(grams);
	let by = signed(VERIFIER);
	Allowances::correct(by, cycle, PARK_ID, HEATING, sequence, difference, EVIDENCE)
}

#[test]
fn only_the_verifier_should_verify() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(report(cycle, HEATING, 2, 5 * TONNE));
		let confirm =
			|who, sequence| Allowances::confirm(signed(who), cycle, PARK_ID, HEATING, sequence);
		assert_noop!(confirm(PLANT, 2), Error::<Test>::NotAuthorized);
		assert_noop!(confirm(REGULATOR, 2), Error::<Test>::NotAuthorized);
		assert_noop!(confirm(OTHER_VERIFIER, 2), Error::<Test>::NotAuthorized);
		assert_noop!(confirm(VERIFIER, 3), Error::<Test>::UnknownRegister);
		assert_ok!(confirm(VERIFIER, 2));
		assert_noop!(confirm(VERIFIER, 1), Error::<Test>::UnknownRegister);
		VerifierList::set(vec![OTHER_VERIFIER]);
		assert_noop!(confirm(VERIFIER, 2), Error::<Test>::NotAuthorized);
		let obligation = Allowances::obligation(cycle, PARK_ID, HEATING).expect("is enrolled");
		assert!(obligation.is_verified());
		// What comes later is not verified yet.
		assert_ok!(report(cycle, HEATING, 3, 6 * TONNE));
		let obligation = Allowances::obligation(cycle, PARK_ID, HEATING).expect("is enrolled");
		assert!(!obligation.is_verified());
	});
}

#[test]
fn a_register_that_grows_should_not_keep_the_verifier_away() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(report(cycle, HEATING, 1, 5 * TONNE));
		assert_ok!(report(cycle, HEATING, 2, 5 * TONNE + 1));
		assert_ok!(correct(cycle, 1, TONNE));
		assert_eq!(last_position().emitted, GramsCo2e(6 * TONNE + 1));
		let obligation = Allowances::obligation(cycle, PARK_ID, HEATING).expect("is enrolled");
		assert!(!obligation.is_verified(), "not to the last gram");
	});
}

#[test]
fn a_verifier_should_be_registered_and_replaceable() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(report(cycle, HEATING, 1, 5 * TONNE));
		let set = |who, owner, verifier| {
			Allowances::set_roles(signed(who), PARK_ID, HEATING, owner, verifier)
		};
		assert_noop!(set(PLANT, PLANT, VERIFIER), sp_runtime::DispatchError::BadOrigin);
		assert_noop!(set(REGULATOR, PLANT, STRANGER), Error::<Test>::InvalidVerifier);
		assert_noop!(set(REGULATOR, VERIFIER, VERIFIER), Error::<Test>::InvalidOwner);
		assert_noop!(set(REGULATOR, FLEET, OTHER_VERIFIER), Error::<Test>::OwnerTaken);
		assert_ok!(set(REGULATOR, STRANGER, OTHER_VERIFIER));
		let confirm = |who| Allowances::confirm(signed(who), cycle, PARK_ID, HEATING, 1);
		assert_noop!(confirm(VERIFIER), Error::<Test>::NotAuthorized);
		assert_ok!(confirm(OTHER_VERIFIER));
		let settle = |who| Allowances::settle(signed(who), cycle, PARK_ID, HEATING);
		assert_noop!(settle(PLANT), Error::<Test>::NotAuthorized);
		assert_noop!(settle(STRANGER), Error::<Test>::NothingToSettle);
	});
}

#[test]
fn a_correction_should_stay_as_the_register_grows() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(report(cycle, HEATING, 1, 5 * TONNE));
		assert_ok!(correct(cycle, 1, 2 * TONNE));
		assert_eq!(last_position().emitted, GramsCo2e(7 * TONNE));
		assert_ok!(report(cycle, HEATING, 2, 6 * TONNE));
		assert_eq!(standing(cycle, HEATING).due, TonnesCo2e(8));
		assert_noop!(correct(cycle, 2, -6 * TONNE - 1), Error::<Test>::InvalidFigures);
		assert_noop!(correct(cycle, 2, i64::MAX), Error::<Test>::InvalidFigures);
		// What did not occur is not due, and no allowance was surrendered for it.
		assert_ok!(correct(cycle, 2, -6 * TONNE));
		assert_eq!(last_position().covered.total(), GramsCo2e(0));
	});
}

#[test]
fn a_correction_should_bring_back_what_was_not_due() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 50));
		assert_ok!(report(cycle, HEATING, 1, 40 * TONNE));
		let two = TonnesCo2e(2);
		assert_ok!(Allowances::surrender_credits(
			signed(PLANT),
			cycle,
			PARK_ID,
			HEATING,
			CREDITS,
			two
		));
		assert_ok!(Allowances::settle(signed(PLANT), cycle, PARK_ID, HEATING));
		assert_eq!(Assets::total_supply(cycle), 12);
		// 30 t are due, of which credits cover one: 29 of the 38 allowances stay surrendered.
		assert_ok!(correct(cycle, 1, -10 * TONNE));
		let stands = standing(cycle, HEATING);
		assert_eq!((stands.held, stands.credits), (TonnesCo2e(21), TonnesCo2e(1)));
		assert_eq!((stands.committed, stands.missing), (TonnesCo2e(0), TonnesCo2e(0)));
		// And upwards again: what is due is set aside.
		assert_ok!(correct(cycle, 1, TONNE));
		let stands = standing(cycle, HEATING);
		assert_eq!((stands.committed, stands.missing), (TonnesCo2e(10), TonnesCo2e(0)));
		assert_eq!(stands.credits, TonnesCo2e(2));
	});
}
