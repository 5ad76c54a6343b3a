use crate::{mock::*, Error, Event, HoldReason, Validity};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::{DispatchError, TokenError};
use zeropark_primitives::market::{CloseReason, Instrument, Level, Price, Side};

#[test]
fn place_bid_should_hold_the_whole_price_and_the_deposit() {
	new_test_ext_execute(|| {
		let order = bid(ALICE, 10, 300, 5);
		assert_eq!(Balances::balance_on_hold(&HoldReason::Order.into(), &ALICE), 1_500 + DEPOSIT);
		assert_eq!(remaining(order), 5);
		let depth = OrderBook::depth(Instrument::Class(10), Side::Bids, 10);
		assert_eq!(depth, vec![Level { price: Price(300), quantity: 5, orders: 1 }]);
	});
}

#[docify::export]
#[test]
fn place_bid_should_trade_at_the_price_of_the_ask() {
	new_test_ext_execute(|| {
		let offer = ask(BOB, 10, 250, 3);
		let order = bid(ALICE, 10, 300, 5);
		assert_eq!(closures(), vec![(offer, CloseReason::Filled)]);
		assert_eq!(remaining(order), 2);
		// Three units trade at 250. The fee of 0.2 % is 1.5, which is rounded up to 2.
		assert_eq!(free(ALICE), (MONEY - 750 - 600 - DEPOSIT, CERTIFICATES + 3));
		assert_eq!(free(BOB), (MONEY + 748, CERTIFICATES - 3));
		assert_eq!(free(POT).0, 1 + 2);
		let trades = OrderBook::trades(10);
		assert_eq!(trades.len(), 1);
		assert_eq!((trades[0].bid, trades[0].ask, trades[0].price), (order, offer, Price(250)));
	});
}

#[test]
fn place_bid_should_serve_asks_by_price_and_then_by_age() {
	new_test_ext_execute(|| {
		let dear = ask(BOB, 10, 260, 1);
		let first = ask(BOB, 10, 250, 1);
		let second = ask(CHARLIE, 10, 250, 1);
		bid(ALICE, 10, 300, 2);
		assert_eq!((remaining(first), remaining(second), remaining(dear)), (0, 0, 1));
		bid(ALICE, 10, 300, 1);
		let sold = OrderBook::trades(10).iter().rev().map(|trade| trade.ask).collect::<Vec<_>>();
		assert_eq!(sold, vec![first, second, dear]);
	});
}

#[test]
fn place_bid_should_buy_the_cheapest_class_of_a_basket() {
	new_test_ext_execute(|| {
		let other_quarter = ask(BOB, 20, 100, 1);
		let dear = ask(BOB, 10, 260, 1);
		let cheap = ask(CHARLIE, 11, 250, 1);
		place_bid(ALICE, Instrument::Basket(1), 300, 1);
		assert_eq!((remaining(cheap), remaining(dear), remaining(other_quarter)), (0, 1, 1));
		// Class 11 is not in the basket of even classes.
		ask(CHARLIE, 11, 200, 1);
		place_bid(ALICE, Instrument::Basket(101), 300, 1);
		assert_eq!(remaining(dear), 0);
	});
}

#[test]
fn place_bid_should_close_its_remainder_when_it_is_immediate() {
	new_test_ext_execute(|| {
		ask(BOB, 10, 250, 3);
		let market = Instrument::Class(10);
		let order = crate::NextOrderId::<Test>::get();
		assert_ok!(OrderBook::place_bid(
			signed(ALICE),
			market,
			Price(250),
			5,
			Validity::Immediate,
			FILLS
		));
		assert_eq!(closures().last(), Some(&(order, CloseReason::Unmatched)));
		assert_eq!(free(ALICE), (MONEY - 750, CERTIFICATES + 3));
	});
}

#[test]
fn place_bid_should_cost_only_its_trades_when_it_is_immediate() {
	new_test_ext_execute(|| {
		ask(BOB, 10, 250, 3);
		let place = |quantity| {
			let market = Instrument::Class(10);
			OrderBook::place_bid(
				signed(ALICE),
				market,
				Price(250),
				quantity,
				Validity::Immediate,
				FILLS,
			)
		};
		// The whole order costs more than the buyer has, but the trades do not.
		assert_ok!(place(u64::MAX));
		assert_eq!(free(ALICE), (MONEY - 750, CERTIFICATES + 3));
		ask(BOB, 10, MONEY as u64, 1);
		assert_noop!(
			OrderBook::place_bid(
				signed(ALICE),
				Instrument::Class(10),
				Price(MONEY as u64),
				1,
				Validity::Immediate,
				1
			),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn place_bid_should_never_trade_with_an_order_of_its_owner() {
	new_test_ext_execute(|| {
		let own = ask(ALICE, 10, 250, 3);
		let other = ask(BOB, 10, 260, 3);
		let order = bid(ALICE, 10, 300, 3);
		assert_eq!(
			closures(),
			vec![
				(own, CloseReason::SelfTrade),
				(other, CloseReason::Filled),
				(order, CloseReason::Filled)
			]
		);
	});
}

#[test]
fn place_bid_should_close_its_remainder_when_it_reaches_its_fill_limit() {
	new_test_ext_execute(|| {
		for _ in 0..3 {
			ask(BOB, 10, 250, 1);
		}
		let order = crate::NextOrderId::<Test>::get();
		let place = |fills| {
			let market = Instrument::Class(10);
			OrderBook::place_bid(signed(ALICE), market, Price(300), 3, in_a_day(), fills)
		};
		assert_ok!(place(2));
		assert_eq!(closures().last(), Some(&(order, CloseReason::FillLimit)));
		assert_eq!(free(ALICE), (MONEY - 500, CERTIFICATES + 2));
		assert_noop!(place(FILLS + 1), Error::<Test>::TooManyFills);
	});
}

#[test]
fn place_bid_should_close_an_ask_when_its_class_is_no_longer_tradable() {
	new_test_ext_execute(|| {
		let gone = ask(BOB, 10, 250, 1);
		let next = ask(BOB, 11, 260, 1);
		Withdrawn::set(Some(10));
		place_bid(ALICE, Instrument::Basket(1), 300, 1);
		assert_eq!(closures()[0], (gone, CloseReason::NotTradable));
		assert_eq!(remaining(next), 0);
		assert_eq!(free(BOB).1, CERTIFICATES);
	});
}

#[test]
fn place_bid_should_fail_when_an_argument_is_invalid() {
	new_test_ext_execute(|| {
		let place = |class, price, quantity, validity| {
			let market = Instrument::Class(class);
			OrderBook::place_bid(signed(ALICE), market, Price(price), quantity, validity, 1)
		};
		assert_noop!(place(10, 300, 0, in_a_day()), Error::<Test>::LotTooSmall);
		MinPrice::set(Price(2));
		for price in [0, 1] {
			assert_noop!(place(10, price, 1, in_a_day()), Error::<Test>::InvalidPrice);
		}
		for time in [now(), now() + 3_599, now() + 5_000, now() + 31 * DAY] {
			let validity = Validity::Until(time);
			assert_noop!(place(10, 300, 1, validity), Error::<Test>::InvalidValidity);
		}
		assert_noop!(place(10, 300, 10_000, in_a_day()), TokenError::FundsUnavailable);
		Withdrawn::set(Some(10));
		assert_noop!(place(10, 300, 1, in_a_day()), Error::<Test>::NotTradable);
		assert_noop!(
			OrderBook::place_bid(
				RuntimeOrigin::root(),
				Instrument::Class(11),
				Price(1),
				1,
				in_a_day(),
				1
			),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn place_bid_should_fail_when_the_book_is_full() {
	new_test_ext_execute(|| {
		// Each bid is better than all before it, so pages keep splitting in halves: the worst way
		// to fill a book.
		let place = |price| {
			let market = Instrument::Class(10);
			OrderBook::place_bid(signed(ALICE), market, Price(price), 1, in_a_day(), 1)
		};
		let placed = (1..=33).take_while(|price| place(*price).is_ok()).count();
		assert!(placed >= 11, "{placed} of 32 places were used");
		assert_noop!(place(100), Error::<Test>::BookFull);
		// What an order traded before it found no room stays traded, and nothing else is held.
		let held = free(ALICE);
		assert_ok!(OrderBook::place_ask(signed(BOB), 10, Price(200), 1, in_a_day(), 1));
		let market = Instrument::Class(10);
		assert_ok!(OrderBook::place_bid(signed(ALICE), market, Price(200), 3, in_a_day(), 1));
		assert_eq!(free(ALICE), (held.0 - 200, held.1 + 1));
		let order = crate::NextOrderId::<Test>::get() - 1;
		let reason = CloseReason::BookFull;
		System::assert_last_event(Event::OrderClosed { order, reason, remaining: 2 }.into());
	});
}

#[test]
fn place_bid_should_fail_when_ids_are_used_up() {
	new_test_ext_execute(|| {
		crate::NextOrderId::<Test>::put(u64::MAX);
		let market = Instrument::Class(10);
		let place = OrderBook::place_bid(signed(ALICE), market, Price(1), 1, in_a_day(), 1);
		assert_eq!(place.map_err(|error| error.error), Err(Error::<Test>::IdsExhausted.into()));
	});
}
