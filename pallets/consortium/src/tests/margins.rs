use crate::{mock::*, Event, Status};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungible::{Inspect, InspectHold},
		tokens::{Fortitude::Polite, Preservation::Preserve},
	},
};
use zeropark_primitives::energy::{PointId, Points};

fn held() -> u128 {
	Balances::total_balance_on_hold(&SCHOOL)
}

/// Two points of the school, which has no money left but their margins. Returns the margin of each, too.
fn two_points() -> (PointId, PointId, u128) {
	let points = [20, 21].map(|meter| {
		let point = offer(SCHOOL, 10_000, meter);
		assert_ok!(Consortium::accept_point(signed(SCHOOL), point));
		point
	});
	let [point, other] = points;
	let margin = Consortium::point(point).expect("is there").margin;
	let free = MONEY - 2 * margin - 1;
	assert_ok!(Balances::transfer_keep_alive(signed(SCHOOL), FACTORY, free));
	(point, other, margin)
}

fn debt() -> u128 {
	Consortium::member(SCHOOL).expect("is a member").debt
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
		// The margin, and what is in the account.
		let all = Balances::total_balance(&SCHOOL) - 1;
		assert_eq!(Consortium::collect(point, all + 50, &POT), all);
		assert_eq!((held(), Balances::free_balance(POT)), (0, all));
		assert!(margin < all);
		assert_eq!(Consortium::collect(point + 1, 5, &POT), 0);
		assert_noop!(Consortium::pay(point + 1, 5, &POT), crate::Error::<Test>::NotFound);
		assert_ok!(Consortium::pay(point, 5, &POT));
	});
}

#[test]
fn what_could_not_be_collected_should_be_owed_and_set_off() {
	new_test_ext_execute(|| {
		let (point, other, margin) = two_points();
		assert_eq!(Consortium::collect(point, margin + 70, &POT), margin);
		assert_eq!(debt(), 70);
		System::assert_has_event(Event::DebtChanged { member: SCHOOL, debt: 70 }.into());

		// The earnings of another point pay for it, and the rest fills up that point's margin.
		assert_eq!(Consortium::collect(other, 30, &POT), 30);
		let pot = Balances::free_balance(POT);
		assert_ok!(Consortium::pay(other, 60, &POT));
		assert_eq!((debt(), Balances::free_balance(POT)), (10, pot));
		assert_ok!(Consortium::pay(other, 25, &POT));
		assert_eq!((debt(), Balances::free_balance(POT)), (0, pot - 15));
		let state = Consortium::point(other).expect("is there");
		assert_eq!((state.held, state.status), (margin - 15, Status::Suspended));
		assert_eq!(Balances::reducible_balance(&SCHOOL, Preserve, Polite), 0);
	});
}

#[test]
fn a_debt_should_be_paid_before_a_point_trades_again_or_its_margin_returns() {
	new_test_ext_execute(|| {
		let (point, other, margin) = two_points();
		Consortium::collect(point, margin + 70, &POT);
		assert_ok!(Balances::transfer_keep_alive(signed(FACTORY), SCHOOL, margin));
		assert!(Consortium::resume_point(provider(), point).is_err());
		assert_ok!(Balances::transfer_keep_alive(signed(FACTORY), SCHOOL, 70));
		assert_ok!(Consortium::resume_point(provider(), point));
		assert_eq!(Balances::free_balance(POT), margin + 70);

		Consortium::collect(point, 2 * margin, &POT);
		assert_eq!(debt(), margin);
		assert_ok!(Consortium::leave(signed(SCHOOL), other));
		Unsettled::set((112, 120));
		assert_ok!(Consortium::release_margin(signed(SCHOOL), other));
		assert_eq!((debt(), Balances::total_balance(&SCHOOL)), (0, 1));
	});
}
