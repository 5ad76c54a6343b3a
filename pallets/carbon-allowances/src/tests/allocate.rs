use crate::{mock::*, Error, Event, Method};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, Permill};
use zeropark_primitives::units::{MilligramsPerUnit, TonnesCo2e};

#[test]
fn an_allocation_should_be_settled_up() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		let quota = |tonnes, percent| {
			let method = Method::Amount(TonnesCo2e(tonnes));
			let share = Permill::from_percent(percent);
			Allowances::allocate(regulator(), cycle, PARK_ID, HEATING, method, share)
		};
		// 70 % of 45 are 31.5.
		assert_ok!(quota(45, 70));
		assert_eq!(standing(cycle, HEATING).held, TonnesCo2e(31));
		assert_ok!(quota(45, 100));
		assert_eq!(standing(cycle, HEATING).held, TonnesCo2e(45));
		assert_ok!(quota(45, 100));
		assert_ok!(quota(40, 100));
		assert_eq!(standing(cycle, HEATING).held, TonnesCo2e(40));
		let (entity, allocated) = ((PARK_ID, HEATING), TonnesCo2e(40));
		System::assert_last_event(
			Event::Allocated {
				cycle,
				entity,
				allocated,
				debt: TonnesCo2e(0),
				deducted: TonnesCo2e(0),
			}
			.into(),
		);
	});
}

#[test]
fn what_was_given_too_much_and_is_gone_should_be_owed() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 10));
		assert_ok!(Allowances::withdraw(signed(PLANT), cycle, PARK_ID, HEATING, TonnesCo2e(8)));
		assert_ok!(allocate(cycle, HEATING, 5));
		assert_eq!(standing(cycle, HEATING).missing, TonnesCo2e(3));
		// What comes back is taken first.
		assert_ok!(Allowances::deposit(signed(PLANT), cycle, PARK_ID, HEATING, TonnesCo2e(4)));
		assert_ok!(Allowances::settle(signed(PLANT), cycle, PARK_ID, HEATING));
		let after = standing(cycle, HEATING);
		assert_eq!((after.held, after.missing), (TonnesCo2e(1), TonnesCo2e(0)));
		assert_eq!(Assets::total_supply(cycle), 5);
		// A debt is forgiven before anything is issued.
		assert_ok!(Allowances::withdraw(signed(PLANT), cycle, PARK_ID, HEATING, TonnesCo2e(1)));
		assert_ok!(allocate(cycle, HEATING, 0));
		assert_ok!(allocate(cycle, HEATING, 5));
		assert_eq!(Assets::total_supply(cycle), 5);
	});
}

#[test]
fn not_more_should_be_allocated_than_the_cap() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 60));
		assert_noop!(allocate(cycle, BUSES, 41), Error::<Test>::AboveCap);
		assert_ok!(allocate(cycle, BUSES, 40));
		let cap = Allowances::set_cap(regulator(), cycle, TonnesCo2e(99));
		assert_noop!(cap, Error::<Test>::AboveCap);
	});
}

#[test]
fn an_intensity_should_go_by_what_was_reported() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(report(cycle, HEATING, 1, 50 * TONNE));
		let method = Method::Intensity {
			benchmark: MilligramsPerUnit(1_000),
			actual: MilligramsPerUnit(800),
		};
		let share = Permill::one();
		let by = |method: &Method, share| {
			Allowances::allocate(regulator(), cycle, PARK_ID, HEATING, method.clone(), share)
		};
		assert_noop!(by(&method, share), Error::<Test>::NotVerified);
		assert_noop!(by(&method, Permill::from_parts(999_999)), Error::<Test>::NotVerified);
		assert_ok!(Allowances::confirm(signed(VERIFIER), cycle, PARK_ID, HEATING, 1));
		assert_ok!(by(&method, share));
		// 50 t and 3 %, rounded down.
		assert_eq!(standing(cycle, HEATING).held, TonnesCo2e(51));
		assert_noop!(
			Allowances::allocate(signed(PLANT), cycle, PARK_ID, HEATING, method, share),
			DispatchError::BadOrigin
		);
		let nothing =
			Method::Intensity { benchmark: MilligramsPerUnit(0), actual: MilligramsPerUnit(0) };
		assert_noop!(
			Allowances::allocate(regulator(), cycle, PARK_ID, HEATING, nothing, share),
			Error::<Test>::InvalidFigures
		);
	});
}
