use crate::{mock::*, Error, Event, Method, Output};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{Permill, TokenError};
use zeropark_primitives::units::{GramsCo2e, MilliUnits, MilligramsPerUnit, TonnesCo2e};

#[docify::export]
#[test]
fn a_cycle_should_end_with_everything_surrendered() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		// The plant made 780 GJ of heat, for which the benchmark gives 41 t.
		let heat = Output {
			quantity: MilliUnits(780_000),
			benchmark: MilligramsPerUnit(53_300_000),
			correction: 1_000,
		};
		let outputs = vec![heat].try_into().expect("is one");
		let method = Method::Benchmark { outputs, at_least: None };
		let share = Permill::one();
		assert_ok!(Allowances::allocate(regulator(), cycle, PARK_ID, HEATING, method, share));
		assert_ok!(allocate(cycle, BUSES, 8));

		// It burnt 21,000 m3 of gas at 2.1622 kg, so 46 t are due. The fleet emitted less than it got.
		assert_ok!(report(cycle, HEATING, 1, 45_406_200));
		assert_ok!(report(cycle, BUSES, 1, 5_020_000));
		assert_eq!(standing(cycle, HEATING).missing, TonnesCo2e(5));

		// Credits cover 5 % of what is due, and three allowances come from the fleet.
		let two = TonnesCo2e(2);
		assert_ok!(Allowances::surrender_credits(
			signed(PLANT),
			cycle,
			PARK_ID,
			HEATING,
			CREDITS,
			two
		));
		assert_ok!(Allowances::withdraw(signed(FLEET), cycle, PARK_ID, BUSES, two));
		assert_ok!(Allowances::deposit(signed(FLEET), cycle, PARK_ID, HEATING, two));
		assert_ok!(allocate(cycle, BUSES, 9));
		let one = TonnesCo2e(1);
		assert_ok!(Allowances::withdraw(signed(FLEET), cycle, PARK_ID, BUSES, one));
		assert_ok!(Allowances::deposit(signed(FLEET), cycle, PARK_ID, HEATING, one));

		assert_ok!(Allowances::settle(signed(PLANT), cycle, PARK_ID, HEATING));
		let told = last_position();
		assert_eq!((told.committed, told.missing), (TonnesCo2e(0), TonnesCo2e(0)));
		assert_eq!(told.covered.total(), GramsCo2e(45_406_200));
		assert_eq!(told.covered.credits, GramsCo2e(2_000_000));
	});
}

#[test]
fn what_is_there_should_be_surrendered_though_it_is_not_enough() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 3));
		assert_ok!(report(cycle, HEATING, 1, 5 * TONNE));
		assert_ok!(Allowances::settle(signed(PLANT), cycle, PARK_ID, HEATING));
		System::assert_last_event(
			Event::Settled {
				cycle,
				entity: (PARK_ID, HEATING),
				surrendered: TonnesCo2e(3),
				taken_back: TonnesCo2e(0),
				missing: TonnesCo2e(2),
			}
			.into(),
		);
		assert_noop!(
			Allowances::settle(signed(PLANT), cycle, PARK_ID, HEATING),
			Error::<Test>::NothingToSettle
		);
	});
}

#[test]
fn a_plan_should_follow_from_how_an_enterprise_stands() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 41));
		assert_ok!(report(cycle, HEATING, 1, 45_406_200));
		let plan = Allowances::plan(cycle, PARK_ID, HEATING).expect("is enrolled");
		assert_eq!((plan.credits.quantity, plan.credits.money), (TonnesCo2e(2), 120));
		assert_eq!((plan.allowances.quantity, plan.allowances.money), (TonnesCo2e(3), 210));
		assert_eq!((plan.own, plan.uncovered), (TonnesCo2e(41), TonnesCo2e(0)));
		assert_eq!(Allowances::plan(cycle + 1, PARK_ID, HEATING), None);
	});
}

#[test]
fn the_park_should_hear_of_what_comes_and_goes() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 10));
		let free = || last_position().free;
		let (six, one) = (TonnesCo2e(6), TonnesCo2e(1));
		assert_ok!(Allowances::withdraw(signed(PLANT), cycle, PARK_ID, HEATING, six));
		assert_eq!(free(), TonnesCo2e(4));
		assert_ok!(Allowances::deposit(signed(PLANT), cycle, PARK_ID, HEATING, one));
		assert_eq!(free(), TonnesCo2e(5));
	});
}

#[test]
fn after_the_deadline_no_credits_should_be_planned_with() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(report(cycle, HEATING, 1, 40 * TONNE));
		set_time(DEADLINE);
		assert_eq!(standing(cycle, HEATING).credit_room, TonnesCo2e(2));
		set_time(DEADLINE + 1);
		assert_eq!(standing(cycle, HEATING).credit_room, TonnesCo2e(0));
		assert_ok!(Allowances::tell(signed(STRANGER), cycle, PARK_ID, HEATING));
		assert_eq!(last_position().credit_room, TonnesCo2e(0));
		let plan = Allowances::plan(cycle, PARK_ID, HEATING).expect("is enrolled");
		assert_eq!(plan.credits.quantity, TonnesCo2e(0));
	});
}

#[test]
fn after_the_deadline_anybody_should_settle() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 3));
		assert_ok!(report(cycle, HEATING, 1, 5 * TONNE));
		let by_stranger = || Allowances::settle(signed(STRANGER), cycle, PARK_ID, HEATING);
		set_time(DEADLINE - 1);
		assert_noop!(by_stranger(), Error::<Test>::NotAuthorized);
		set_time(DEADLINE);
		assert_ok!(by_stranger());
	});
}

#[test]
fn credits_should_cover_a_share_and_nothing_that_is_covered() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(report(cycle, HEATING, 1, 45 * TONNE));
		let surrender = |who, tonnes| {
			let tonnes = TonnesCo2e(tonnes);
			Allowances::surrender_credits(signed(who), cycle, PARK_ID, HEATING, CREDITS, tonnes)
		};
		assert_noop!(surrender(FLEET, 1), Error::<Test>::NotAuthorized);
		assert_noop!(surrender(PLANT, 0), Error::<Test>::InvalidQuantity);
		// 5 % of 45 t are 2.25 t.
		assert_noop!(surrender(PLANT, 3), Error::<Test>::AboveCreditLimit);
		PlantCredits::set(1);
		assert_noop!(surrender(PLANT, 2), TokenError::FundsUnavailable);
		PlantCredits::set(10);
		assert_ok!(surrender(PLANT, 2));
		assert_noop!(surrender(PLANT, 1), Error::<Test>::AboveCreditLimit);
		// The buses emit 40 t and surrender 40 allowances: credits have nothing to cover.
		assert_ok!(report(cycle, BUSES, 1, 40 * TONNE));
		assert_ok!(allocate(cycle, BUSES, 40));
		assert_ok!(Allowances::settle(signed(FLEET), cycle, PARK_ID, BUSES));
		let credits = Allowances::surrender_credits(
			signed(FLEET),
			cycle,
			PARK_ID,
			BUSES,
			CREDITS,
			TonnesCo2e(1),
		);
		assert_noop!(credits, Error::<Test>::AboveCreditLimit);
	});
}

#[test]
fn what_is_transferred_past_the_pallet_should_pay_nothing_and_come_back() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, BUSES, 8));
		assert_ok!(Allowances::withdraw(signed(FLEET), cycle, PARK_ID, BUSES, TonnesCo2e(8)));
		assert_ok!(report(cycle, HEATING, 1, 5 * TONNE));
		transfer_to_plant(cycle, FLEET, 7);
		assert_eq!(standing(cycle, HEATING).missing, TonnesCo2e(5));
		let settle = || Allowances::settle(signed(PLANT), cycle, PARK_ID, HEATING);
		assert_noop!(settle(), Error::<Test>::NothingToSettle);
		// The owner takes it out, and may deposit it until the end.
		let withdraw = |quantity| {
			Allowances::withdraw(signed(PLANT), cycle, PARK_ID, HEATING, TonnesCo2e(quantity))
		};
		assert_noop!(withdraw(8), Error::<Test>::Committed);
		assert_ok!(withdraw(7));
		assert_ok!(Allowances::deposit(signed(PLANT), cycle, PARK_ID, HEATING, TonnesCo2e(2)));
		transfer_to_plant(cycle, PLANT, 1);
		assert_noop!(withdraw(2), Error::<Test>::Committed);
		assert_ok!(settle());
		assert_eq!(standing(cycle, HEATING).missing, TonnesCo2e(3));
	});
}

#[test]
fn others_allowances_should_stay_theirs() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 3));
		let one = TonnesCo2e(1);
		assert_noop!(
			Allowances::withdraw(signed(FLEET), cycle, PARK_ID, HEATING, one),
			Error::<Test>::NotAuthorized
		);
		assert!(Allowances::deposit(signed(FLEET), cycle, PARK_ID, BUSES, one).is_err());
		let zero = TonnesCo2e(0);
		assert_noop!(
			Allowances::withdraw(signed(PLANT), cycle, PARK_ID, HEATING, zero),
			Error::<Test>::InvalidQuantity
		);
	});
}

#[test]
fn a_voluntary_cancellation_should_lower_the_total_and_stay_on_record() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 3));
		let three = TonnesCo2e(3);
		assert_ok!(Allowances::withdraw(signed(PLANT), cycle, PARK_ID, HEATING, three));
		let cancel = |who, quantity, purpose| {
			let (beneficiary, purpose) = (text("the park"), text(purpose));
			Allowances::cancel_voluntarily(signed(who), cycle, quantity, beneficiary, purpose)
		};
		assert_noop!(cancel(PLANT, three, " "), Error::<Test>::InvalidText);
		assert!(cancel(FLEET, three, "week 41").is_err());
		assert_ok!(cancel(PLANT, TonnesCo2e(2), "week 41"));
		assert_eq!(Assets::total_supply(cycle), 1);
		let record = Allowances::cancellation(0).expect("is on record");
		assert_eq!((record.holder, record.quantity), (PLANT, TonnesCo2e(2)));
	});
}
