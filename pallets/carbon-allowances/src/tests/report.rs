use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	compliance::{EntityRegister, Register},
	units::{GramsCo2e, TonnesCo2e},
};

#[test]
fn allowances_should_be_set_aside_as_emissions_are_reported() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(allocate(cycle, HEATING, 10));
		assert_ok!(report(cycle, HEATING, 1, 3 * TONNE + 1));
		let stands = standing(cycle, HEATING);
		assert_eq!((stands.committed, stands.missing), (TonnesCo2e(4), TonnesCo2e(0)));
		let withdraw = |tonnes| {
			Allowances::withdraw(signed(PLANT), cycle, PARK_ID, HEATING, TonnesCo2e(tonnes))
		};
		assert_noop!(withdraw(7), Error::<Test>::Committed);
		assert_ok!(withdraw(6));
		assert_ok!(report(cycle, HEATING, 2, 6 * TONNE));
		let stands = standing(cycle, HEATING);
		assert_eq!((stands.committed, stands.missing), (TonnesCo2e(4), TonnesCo2e(2)));
		let told = last_position();
		assert_eq!((told.register, told.missing), (2, TonnesCo2e(2)));
		assert_eq!(told.emitted, GramsCo2e(6 * TONNE));
	});
}

#[test]
fn late_doubled_and_falling_registers_should_change_nothing() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		assert_ok!(report(cycle, HEATING, 5, 5 * TONNE));
		let told = Told::get().len();
		for (sequence, grams) in [(5, 5 * TONNE), (4, 4 * TONNE), (5, 9 * TONNE), (6, 4 * TONNE)] {
			assert_ok!(report(cycle, HEATING, sequence, grams));
			System::assert_last_event(
				Event::RegisterIgnored { cycle, entity: (PARK_ID, HEATING), sequence }.into(),
			);
		}
		assert_eq!(standing(cycle, HEATING).emitted, GramsCo2e(5 * TONNE));
		// A park that reports the same again has not heard the answer.
		assert_eq!(Told::get().len(), told + 4);
		assert_eq!(last_position().register, 5);
		// The one after a lost one says everything.
		assert_ok!(report(cycle, HEATING, 9, 9 * TONNE));
		assert_eq!(standing(cycle, HEATING).emitted, GramsCo2e(9 * TONNE));
	});
}

#[test]
fn a_report_should_take_what_it_can() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		let register = Register { sequence: 1, total: GramsCo2e(TONNE), ..Default::default() };
		let of = |entity| EntityRegister { entity, register };
		let registers = vec![of(99), of(HEATING), of(BUSES)].try_into().expect("are few");
		assert_ok!(Allowances::report(park(), cycle, registers));
		let told = Told::get();
		let (payer, _, _, positions) = told.last().expect("was told");
		assert_eq!(*payer, PARK);
		let entities = positions.iter().map(|position| position.entity).collect::<Vec<_>>();
		assert_eq!(entities, [HEATING, BUSES]);
	});
}

#[test]
fn only_parks_should_report() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		let registers = Default::default();
		assert_noop!(Allowances::report(signed(PLANT), cycle, registers), DispatchError::BadOrigin);
		assert_noop!(report(cycle + 1, HEATING, 1, TONNE), Error::<Test>::NotFound);
	});
}

#[test]
fn a_park_that_cannot_be_told_should_learn_it_later() {
	new_test_ext_execute(|| {
		let cycle = enrolled();
		let before = last_position().sequence;
		Mute::set(true);
		assert_ok!(report(cycle, HEATING, 1, TONNE));
		let error = DispatchError::Unavailable;
		System::assert_last_event(Event::ParkNotTold { cycle, chain: PARK_ID, error }.into());
		let tell = || Allowances::tell(signed(STRANGER), cycle, PARK_ID, HEATING);
		assert_noop!(tell(), error);
		Mute::set(false);
		assert_ok!(report(cycle, HEATING, 2, 2 * TONNE));
		let told = last_position();
		assert_eq!((told.sequence, told.emitted), (before + 1, GramsCo2e(2 * TONNE)));
		// Or somebody pays for telling it again.
		assert_ok!(tell());
		assert_eq!(Told::get().last().map(|told| told.0.clone()), Some(STRANGER));
		assert_eq!(last_position().sequence, before + 2);
		let unknown = Allowances::tell(signed(STRANGER), cycle, PARK_ID, 99);
		assert_noop!(unknown, Error::<Test>::NotFound);
	});
}
