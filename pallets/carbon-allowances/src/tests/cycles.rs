use crate::{mock::*, Error, Event, Rules};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	time::{Interval, DAY},
	units::TonnesCo2e,
};

#[test]
fn a_cycle_should_have_its_own_class() {
	new_test_ext_execute(|| {
		assert_eq!((open_cycle(), open_cycle()), (0, 1));
		assert_eq!(
			<Assets as frame_support::traits::fungibles::metadata::Inspect<_>>::symbol(1),
			b"CEA-1"
		);
		assert!(Allowances::is_tradable(1));
		assert!(!Allowances::is_tradable(2));
	});
}

#[test]
fn the_time_of_emissions_should_belong_to_one_cycle() {
	new_test_ext_execute(|| {
		open_cycle();
		let open = |start, end, deadline| {
			let span = Interval { start, end };
			Allowances::open_cycle(regulator(), span, deadline, rules(), TonnesCo2e(1))
		};
		let invalid = || Error::<Test>::InvalidSpan;
		assert_noop!(open(END - 1, END + DAY, DEADLINE), invalid());
		assert_noop!(open(END, END, DEADLINE), invalid());
		assert_noop!(open(END, END + DAY, END), invalid());
		assert_ok!(open(END, END + DAY, END + DAY));
	});
}

#[test]
fn only_the_regulator_should_run_cycles() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		let bad = DispatchError::BadOrigin;
		let cap = TonnesCo2e(1);
		assert_noop!(Allowances::open_cycle(signed(PLANT), span(), DEADLINE, rules(), cap), bad);
		assert_noop!(Allowances::set_cap(signed(PLANT), cycle, cap), bad);
		assert_noop!(Allowances::enrol(signed(PLANT), cycle, PARK_ID, HEATING), bad);
		assert_noop!(Allowances::close_cycle(signed(PLANT), cycle), bad);
	});
}

#[test]
fn those_who_regulate_should_own_nothing_under_quota() {
	new_test_ext_execute(|| {
		let register = |owner, verifier| {
			let label = text("an enterprise");
			Allowances::register_entity(regulator(), PARK_ID, 1, owner, verifier, label, true)
		};
		let invalid = || Error::<Test>::InvalidOwner;
		assert_noop!(register(PLANT, PLANT), invalid());
		assert_noop!(register(REGULATOR, VERIFIER), invalid());
		assert_noop!(register(MARKET, VERIFIER), invalid());
		assert_noop!(register(PLANT, STRANGER), Error::<Test>::InvalidVerifier);
		assert_ok!(register(PLANT, VERIFIER));
		assert_noop!(register(PLANT, VERIFIER), Error::<Test>::AlreadyExists);
	});
}

#[test]
fn a_text_should_be_readable() {
	new_test_ext_execute(|| {
		let label = text("\u{202e}");
		assert_noop!(
			Allowances::register_entity(regulator(), PARK_ID, 1, PLANT, VERIFIER, label, true),
			Error::<Test>::InvalidText
		);
	});
}

#[test]
fn a_park_should_learn_of_a_cycle_when_it_is_enrolled() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		let (payer, chain, told, positions) = Told::get()[0].clone();
		assert_eq!((payer, chain), (REGULATOR, PARK_ID));
		assert_eq!((told.cycle, told.span), (cycle, span()));
		assert_eq!((positions[0].entity, positions[0].position.sequence), (HEATING, 1));
		assert_noop!(
			Allowances::enrol(regulator(), cycle, PARK_ID, HEATING),
			Error::<Test>::AlreadyExists
		);
		assert_noop!(Allowances::enrol(regulator(), cycle, PARK_ID, 99), Error::<Test>::NotFound);
	});
}

#[test]
fn a_cycle_should_close_after_its_deadline_and_then_stand_still() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 5));
		set_time(DEADLINE);
		assert_noop!(Allowances::close_cycle(regulator(), cycle), Error::<Test>::BeforeDeadline);
		set_time(DEADLINE + 1);
		assert_ok!(Allowances::close_cycle(regulator(), cycle));
		System::assert_last_event(Event::CycleClosed { cycle }.into());
		let closed = || Error::<Test>::CycleClosed;
		assert_noop!(Allowances::close_cycle(regulator(), cycle), closed());
		assert_ok!(report(cycle, HEATING, 1, TONNE));
		assert_eq!(standing(cycle, HEATING).emitted, zeropark_primitives::units::GramsCo2e(0));
		assert!(last_position().closed, "the park is told");
		assert_noop!(allocate(cycle, HEATING, 6), closed());
		let one = TonnesCo2e(1);
		assert_ok!(Allowances::withdraw(signed(PLANT), cycle, PARK_ID, HEATING, one));
		assert_noop!(Allowances::deposit(signed(PLANT), cycle, PARK_ID, HEATING, one), closed());
		let cancelled =
			Allowances::cancel_voluntarily(signed(PLANT), cycle, one, text("a"), text("b"));
		assert_noop!(cancelled, closed());
		assert_noop!(Allowances::set_cap(regulator(), cycle, TonnesCo2e(200)), closed());
		assert!(!Allowances::is_tradable(cycle));
	});
}

#[test]
fn what_is_missing_should_be_fined_and_deducted_by_the_rules_of_its_cycle() {
	new_test_ext_execute(|| {
		let cap = TonnesCo2e(100);
		let deducting = Rules { deduct: true, ..rules() };
		assert_ok!(Allowances::open_cycle(regulator(), span(), DEADLINE, deducting, cap));
		let label = text("an enterprise");
		assert_ok!(Allowances::register_entity(
			regulator(),
			PARK_ID,
			HEATING,
			PLANT,
			VERIFIER,
			label,
			true
		));
		assert_ok!(Allowances::enrol(regulator(), 0, PARK_ID, HEATING));
		assert_ok!(report(0, HEATING, 1, 3 * TONNE));
		let fine = || Allowances::fine_so_far(0, PARK_ID, HEATING);
		assert_eq!(fine(), Some(3 * 10 * 5), "nothing was traded");
		// Two allowances at 70 in the month before the deadline, others of another month or cycle.
		let before = month_of(DEADLINE);
		set_time(before.start() - 1);
		trade(0, FLEET, STRANGER, 2, 70);
		trade(1, FLEET, STRANGER, 1_000, 1);
		set_time(before.start());
		trade(0, FLEET, STRANGER, 2, 9_000);
		assert_eq!(fine(), Some(3 * 70 * 5));

		// One allowance is there, and was not surrendered.
		assert_ok!(allocate(0, HEATING, 1));
		let record = || Allowances::fine(signed(STRANGER), 0, PARK_ID, HEATING);
		set_time(DEADLINE + 1);
		assert_noop!(record(), Error::<Test>::NotClosed);
		assert_ok!(Allowances::close_cycle(regulator(), 0));
		// What was reported must be verified first, and does not grow any more.
		assert_noop!(record(), Error::<Test>::NotVerified);
		assert_ok!(report(0, HEATING, 2, 4 * TONNE));
		let confirm = || Allowances::confirm(signed(VERIFIER), 0, PARK_ID, HEATING, 1);
		assert_ok!(confirm());
		assert_ok!(record());
		assert_noop!(confirm(), Error::<Test>::Final);
		let (entity, missing) = ((PARK_ID, HEATING), TonnesCo2e(2));
		System::assert_last_event(
			Event::Fined { cycle: 0, entity, missing, amount: 2 * 70 * 5 }.into(),
		);
		assert_eq!(Assets::total_supply(0), 0);
		assert_noop!(record(), Error::<Test>::Final);
		// What comes later does not change it.
		let settle = Allowances::settle(signed(PLANT), 0, PARK_ID, HEATING);
		assert_noop!(settle, Error::<Test>::Final);

		// It is taken off the allocations that follow, as far as they go, and once.
		let next = open_cycle();
		assert_ok!(Allowances::enrol(regulator(), next, PARK_ID, HEATING));
		assert_ok!(allocate(next, HEATING, 1));
		assert_eq!(standing(next, HEATING).held, TonnesCo2e(0));
		assert_ok!(allocate(next, HEATING, 10));
		assert_ok!(allocate(next, HEATING, 10));
		assert_eq!(standing(next, HEATING).held, TonnesCo2e(8));
		// A quota that falls does not forgive it.
		assert_ok!(allocate(next, HEATING, 1));
		let deduction = || Allowances::entity(PARK_ID, HEATING).expect("is registered").deduction;
		assert_eq!((standing(next, HEATING).held, deduction()), (TonnesCo2e(0), TonnesCo2e(1)));
		assert_ok!(allocate(next, HEATING, 9));
		assert_eq!((standing(next, HEATING).held, deduction()), (TonnesCo2e(7), TonnesCo2e(0)));
	});
}

#[test]
fn allowances_of_a_closed_cycle_should_pay_no_fine() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, BUSES, 8));
		assert_ok!(Allowances::withdraw(signed(FLEET), cycle, PARK_ID, BUSES, TonnesCo2e(8)));
		assert_ok!(report(cycle, HEATING, 1, 5 * TONNE));
		assert_ok!(Allowances::confirm(signed(VERIFIER), cycle, PARK_ID, HEATING, 1));
		set_time(DEADLINE + 1);
		assert_ok!(Allowances::close_cycle(regulator(), cycle));
		transfer_to_plant(cycle, FLEET, 7);
		assert_ok!(Allowances::fine(signed(STRANGER), cycle, PARK_ID, HEATING));
		let obligation = Allowances::obligation(cycle, PARK_ID, HEATING).expect("is enrolled");
		assert_eq!(obligation.fined.expect("was fined").missing, TonnesCo2e(5));
	});
}

#[test]
fn allowances_that_were_on_offer_should_return_after_the_end_until_a_fine() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 5));
		let (entity, two) = ((PARK_ID, HEATING), TonnesCo2e(2));
		assert_ok!(Allowances::do_draw(&PLANT, &MARKET, cycle, entity, TonnesCo2e(4)));
		assert_ok!(report(cycle, HEATING, 1, 9 * TONNE));
		assert_ok!(Allowances::confirm(signed(VERIFIER), cycle, PARK_ID, HEATING, 1));
		set_time(DEADLINE + 1);
		assert_ok!(Allowances::close_cycle(regulator(), cycle));
		assert_ok!(Allowances::give_back(&MARKET, cycle, entity, two));
		assert_eq!(standing(cycle, HEATING).held, TonnesCo2e(3));
		assert_ok!(Allowances::fine(signed(STRANGER), cycle, PARK_ID, HEATING));
		let obligation = Allowances::obligation(cycle, PARK_ID, HEATING).expect("is enrolled");
		assert_eq!(obligation.fined.expect("was fined").missing, TonnesCo2e(6));
		assert_noop!(Allowances::give_back(&MARKET, cycle, entity, two), Error::<Test>::Final);
	});
}

#[test]
fn what_was_set_aside_should_be_surrendered_after_the_end_too() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 5));
		assert_ok!(report(cycle, HEATING, 1, 3 * TONNE));
		set_time(DEADLINE + 1);
		assert_ok!(Allowances::close_cycle(regulator(), cycle));
		assert_ok!(Allowances::settle(signed(STRANGER), cycle, PARK_ID, HEATING));
		assert_eq!(last_position().missing, TonnesCo2e(0));
		assert_ok!(Allowances::confirm(signed(VERIFIER), cycle, PARK_ID, HEATING, 1));
		let fine = Allowances::fine(signed(STRANGER), cycle, PARK_ID, HEATING);
		assert_noop!(fine, Error::<Test>::NothingMissing);
	});
}

#[test]
fn credits_should_be_surrendered_until_the_deadline() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(report(cycle, HEATING, 1, 40 * TONNE));
		let one = TonnesCo2e(1);
		let surrender =
			|| Allowances::surrender_credits(signed(PLANT), cycle, PARK_ID, HEATING, CREDITS, one);
		set_time(DEADLINE);
		assert_ok!(surrender());
		set_time(DEADLINE + 1);
		assert_noop!(surrender(), Error::<Test>::AfterDeadline);
	});
}
