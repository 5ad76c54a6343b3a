use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};

#[test]
fn cancel_order_should_release_escrow_and_deposit() {
	new_test_ext_execute(|| {
		let buy = bid(ALICE, 10, 300, 5);
		let sell = ask(BOB, 10, 400, 5);
		assert_ok!(OrderBook::cancel_order(signed(ALICE), buy));
		assert_ok!(OrderBook::cancel_order(signed(BOB), sell));
		assert_eq!(closures(), vec![(buy, CloseReason::Cancelled), (sell, CloseReason::Cancelled)]);
		assert_eq!((free(ALICE), free(BOB)), ((MONEY, CERTIFICATES), (MONEY, CERTIFICATES)));
	});
}

#[test]
fn cancel_order_should_fail_for_others_until_the_order_has_expired() {
	new_test_ext_execute(|| {
		let order = bid(ALICE, 10, 300, 5);
		assert_noop!(OrderBook::cancel_order(signed(BOB), order), Error::<Test>::NotAuthorized);
		set_time(now() + DAY);
		assert_ok!(OrderBook::cancel_order(signed(BOB), order));
		assert_eq!(closures(), vec![(order, CloseReason::Expired)]);
		assert_noop!(OrderBook::cancel_order(signed(ALICE), order), Error::<Test>::NotFound);
		assert_eq!(free(ALICE).0, MONEY);
	});
}

#[test]
fn cancel_order_should_succeed_when_the_operator_calls() {
	new_test_ext_execute(|| {
		let order = bid(ALICE, 10, 300, 5);
		assert_ok!(OrderBook::cancel_order(RuntimeOrigin::root(), order));
		assert_eq!(closures(), vec![(order, CloseReason::Cancelled)]);
	});
}
