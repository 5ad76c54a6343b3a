use crate::{mock::*, Event};
use frame_support::{
	assert_noop, assert_ok,
	traits::fungible::{Inspect, InspectHold},
};
use zeropark_primitives::energy::Points;

fn held() -> u128 {
	Balances::total_balance_on_hold(&SCHOOL)
}

#[test]
fn a_debt_should_be_taken_from_the_margin_which_is_filled_up() {
	new_test_ext_execute(|| {
		let point = offer(SCHOOL, 100, 20);
		assert_ok!(Consortium::accept_point(signed(SCHOOL), point));
		let margin = held();
		assert_eq!(Consortium::collect(point, 7, &POT), 7);
		assert_eq!((held(), Balances::free_balance(POT)), (margin, 7));
		assert_eq!(Balances::total_balance(&SCHOOL), MONEY - 7);
		assert!(Consortium::get(point).expect("is there").is_active);
	});
}

#[test]
fn a_point_whose_margin_cannot_be_filled_up_should_be_suspended() {
	new_test_ext_execute(|| {
		let point = offer(SCHOOL, 10_000, 20);
		assert_ok!(Consortium::accept_point(signed(SCHOOL), point));
		let margin = held();
		// Nothing else is left but what keeps the account alive.
		let spare = MONEY - margin - 1;
		assert_ok!(Balances::transfer_keep_alive(signed(SCHOOL), FACTORY, spare));
		assert_eq!(Consortium::collect(point, 30, &POT), 30);
		System::assert_last_event(Event::PointSuspended { point, lacks: 30 }.into());
		assert!(!Consortium::get(point).expect("is there").is_active);
		assert!(Consortium::resume_point(provider(), point).is_err());
		assert_ok!(Balances::transfer_keep_alive(signed(FACTORY), SCHOOL, 30));
		assert_ok!(Consortium::resume_point(provider(), point));
		assert_eq!(held(), margin);
	});
}

#[test]
fn not_more_should_be_taken_than_there_is() {
	new_test_ext_execute(|| {
		let point = offer(SCHOOL, 100, 20);
		assert_ok!(Consortium::accept_point(signed(SCHOOL), point));
		let margin = held();
		assert_eq!(Consortium::collect(point, margin + 1_000, &POT), margin);
		assert_eq!(Consortium::collect(point + 1, 5, &POT), 0);
		assert_noop!(Consortium::pay(point + 1, 5, &POT), crate::Error::<Test>::NotFound);
		assert_ok!(Consortium::pay(point, 5, &POT));
	});
}
