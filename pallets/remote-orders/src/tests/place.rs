use crate::{mock::*, Error, Event, Watermarks};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, TokenError};
use zeropark_primitives::{
	market::{CloseReason, Side},
	trading::{OrderOutcome, RejectReason, Report, Sold},
};

#[test]
fn place_should_report_that_the_order_is_open() {
	run(|| {
		fund(4);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 4, order(5, false)));
		assert_eq!(Open::get(), vec![(1, RemoteOrders::account_of((CHAIN, 4)))]);
		next_block();
		assert_eq!(Sent::get(), vec![(4, Report::Placed { order: 1 }, None, FEE)]);
		assert_eq!(money(4), MONEY - FEE);
	});
}

#[test]
fn place_should_send_the_money_home_when_the_market_rejects_the_order() {
	run(|| {
		fund(4);
		let error = DispatchError::Unavailable;
		MarketError::set(Some(error));
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 4, order(5, false)));
		System::assert_has_event(Event::OrderRejected { chain: CHAIN, number: 4, error }.into());
		next_block();
		let outcome = OrderOutcome::Rejected(RejectReason::MarketHalted);
		let ended = Report::Ended { outcome, money: MONEY, sold: Sold::default() };
		assert_eq!(Sent::get(), vec![(4, ended, None, MONEY)]);
		assert_eq!(money(4), 0);
	});
}

#[test]
fn place_should_fail_when_the_number_is_in_use() {
	run(|| {
		fund(4);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 4, order(5, false)));
		assert_noop!(
			RemoteOrders::place(RuntimeOrigin::root(), 4, order(5, false)),
			Error::<Test>::AlreadyExists
		);
	});
}

#[test]
fn place_should_fail_when_the_number_is_below_the_watermark() {
	run(|| {
		for number in 2..5 {
			fund(number);
		}
		let place = |number| RemoteOrders::place(RuntimeOrigin::root(), number, order(5, false));
		assert_ok!(place(3));
		assert_noop!(place(2), Error::<Test>::AlreadyExists);
		close(1, CloseReason::Filled);
		for _ in 0..2 {
			next_block();
		}
		// A message that is executed late cannot place an order again that has ended.
		assert_eq!(RemoteOrders::order(CHAIN, 3), None);
		assert_noop!(place(3), Error::<Test>::AlreadyExists);
		assert_ok!(RemoteOrders::cancel(RuntimeOrigin::root(), 4, BUYER));
		assert_noop!(place(4), Error::<Test>::AlreadyExists);
		assert_eq!(Watermarks::<Test>::get(CHAIN), 5);
		fund(u64::MAX);
		assert_noop!(place(u64::MAX), Error::<Test>::IdsExhausted);
	});
}

#[test]
fn place_should_fail_when_the_account_has_no_money() {
	run(|| {
		assert_noop!(
			RemoteOrders::place(RuntimeOrigin::root(), 4, order(5, false)),
			DispatchError::Token(TokenError::FundsUnavailable)
		);
	});
}

#[test]
fn place_should_fail_when_the_origin_is_not_a_chain_that_may_order() {
	run(|| {
		fund(4);
		assert_noop!(
			RemoteOrders::place(RuntimeOrigin::signed(BUYER), 4, order(5, false)),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn two_orders_should_not_share_money() {
	run(|| {
		fund(4);
		fund(5);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 4, order(5, false)));
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 5, order(5, false)));
		trade(1, 5);
		close(1, CloseReason::Filled);
		next_block();
		next_block();
		assert_eq!(money(4), 0);
		assert_eq!(money(5), MONEY - FEE);
	});
}

#[test]
fn place_should_fail_when_the_purpose_is_another_chains() {
	run(|| {
		fund(0);
		let foreign = Order { purpose: Some(FOREIGN), ..order(5, true) };
		for side in [Side::Bids, Side::Asks] {
			let order = Order { side, ..foreign.clone() };
			let placed = RemoteOrders::place(RuntimeOrigin::root(), 0, order);
			assert_noop!(placed, Error::<Test>::NotAuthorized);
		}
	});
}
