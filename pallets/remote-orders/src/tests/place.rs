use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, TokenError};
use zeropark_primitives::{
	market::Closure,
	purchase::{Ending, Refusal, Report},
};

#[test]
fn place_should_tell_that_the_order_stands() {
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
fn place_should_send_the_money_home_when_the_market_refuses() {
	run(|| {
		fund(4);
		let error = DispatchError::Unavailable;
		MarketError::set(Some(error));
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 4, order(5, false)));
		System::assert_has_event(Event::OrderRefused { chain: CHAIN, purchase: 4, error }.into());
		next_block();
		let ending = Ending::Refused(Refusal::MarketHalted);
		let ended = Report::Ended { ending, money: MONEY };
		assert_eq!(Sent::get(), vec![(4, ended, None, MONEY)]);
		assert_eq!(money(4), 0);
	});
}

#[test]
fn place_should_refuse_a_number_that_is_in_use() {
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
fn place_should_be_refused_when_nobody_sent_money() {
	run(|| {
		assert_noop!(
			RemoteOrders::place(RuntimeOrigin::root(), 4, order(5, false)),
			DispatchError::Token(TokenError::FundsUnavailable)
		);
	});
}

#[test]
fn place_should_be_refused_when_the_origin_is_no_trusted_chain() {
	run(|| {
		fund(4);
		assert_noop!(
			RemoteOrders::place(RuntimeOrigin::signed(BUYER), 4, order(5, false)),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn purchases_of_two_numbers_should_not_share_money() {
	run(|| {
		fund(4);
		fund(5);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 4, order(5, false)));
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 5, order(5, false)));
		trade(1, 5);
		close(1, Closure::Filled);
		next_block();
		next_block();
		assert_eq!(money(4), 0);
		assert_eq!(money(5), MONEY - FEE);
	});
}
