use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use zeropark_primitives::units::TonnesCo2e;

fn carry(quantity: u64) -> sp_runtime::DispatchResult {
	Allowances::carry_over(signed(PLANT), 0, 1, PARK_ID, HEATING, TonnesCo2e(quantity))
}

#[test]
fn what_the_rules_allow_should_be_carried_over() {
	new_test_ext_execute(|| {
		enrolled();
		open_cycle();
		assert_ok!(Allowances::enrol(regulator(), 1, PARK_ID, HEATING));
		assert_ok!(allocate(0, HEATING, 40));
		assert_ok!(report(0, HEATING, 1, 5 * TONNE));
		set_time(END);
		let not_yet = || Error::<Test>::NotBankable;
		assert_noop!(carry(1), not_yet());
		assert_ok!(Allowances::settle(signed(PLANT), 0, PARK_ID, HEATING));
		assert_noop!(carry(1), not_yet());
		assert_ok!(Allowances::confirm(signed(VERIFIER), 0, PARK_ID, HEATING, 1));
		set_time(END - 1);
		assert_noop!(carry(1), not_yet());
		set_time(END);
		// 10 t, and 1.5 for each of the 4 that were sold. One more that was withdrawn is not.
		assert_ok!(Allowances::withdraw(signed(PLANT), 0, PARK_ID, HEATING, TonnesCo2e(5)));
		assert_noop!(carry(11), not_yet());
		trade(0, PLANT, STRANGER, 6, 50);
		trade(0, STRANGER, PLANT, 2, 50);
		trade(1, PLANT, STRANGER, 100, 50);
		assert_noop!(carry(17), not_yet());
		assert_noop!(carry(0), Error::<Test>::InvalidQuantity);
		assert_ok!(carry(9));
		assert_noop!(carry(8), not_yet());
		assert_ok!(carry(7));
		assert_eq!(standing(0, HEATING).held, TonnesCo2e(14));
		assert_eq!(standing(1, HEATING).held, TonnesCo2e(16));
	});
}

#[test]
fn what_comes_back_by_a_transfer_should_not_count_as_sold() {
	new_test_ext_execute(|| {
		enrolled();
		open_cycle();
		assert_ok!(Allowances::enrol(regulator(), 1, PARK_ID, HEATING));
		assert_ok!(allocate(0, HEATING, 40));
		assert_ok!(report(0, HEATING, 1, 0));
		assert_ok!(Allowances::confirm(signed(VERIFIER), 0, PARK_ID, HEATING, 1));
		set_time(END);
		assert_ok!(Allowances::withdraw(signed(PLANT), 0, PARK_ID, HEATING, TonnesCo2e(20)));
		trade(0, PLANT, FLEET, 20, 50);
		assert_ok!(Allowances::deposit(signed(PLANT), 0, PARK_ID, HEATING, TonnesCo2e(20)));
		assert_noop!(carry(11), Error::<Test>::NotBankable);
		assert_ok!(carry(10));
	});
}

#[test]
fn what_is_transferred_past_the_pallet_should_not_be_carried_over() {
	new_test_ext_execute(|| {
		enrolled();
		open_cycle();
		assert_ok!(Allowances::enrol(regulator(), 1, PARK_ID, HEATING));
		assert_ok!(allocate(0, BUSES, 8));
		assert_ok!(Allowances::withdraw(signed(FLEET), 0, PARK_ID, BUSES, TonnesCo2e(8)));
		assert_ok!(Allowances::confirm(signed(VERIFIER), 0, PARK_ID, HEATING, 0));
		set_time(DEADLINE + 1);
		assert_ok!(Allowances::close_cycle(regulator(), 0));
		transfer_to_plant(0, FLEET, 7);
		assert_noop!(carry(1), Error::<Test>::NotBankable);
	});
}

#[test]
fn nothing_should_be_borrowed_from_a_later_cycle() {
	new_test_ext_execute(|| {
		enrolled();
		open_cycle();
		assert_ok!(Allowances::enrol(regulator(), 1, PARK_ID, HEATING));
		assert_ok!(allocate(1, HEATING, 5));
		let back = Allowances::carry_over(signed(PLANT), 1, 0, PARK_ID, HEATING, TonnesCo2e(1));
		assert_noop!(back, Error::<Test>::NotBankable);
		let others = Allowances::carry_over(signed(FLEET), 0, 1, PARK_ID, HEATING, TonnesCo2e(1));
		assert_noop!(others, Error::<Test>::NotAuthorized);
	});
}
