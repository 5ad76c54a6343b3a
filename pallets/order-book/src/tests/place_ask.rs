use crate::{mock::*, Error};
use frame_support::assert_noop;
use sp_runtime::TokenError;
use zeropark_primitives::market::{Market, Price};

#[test]
fn place_ask_should_take_the_assets_to_the_last_one() {
	new_test_ext_execute(|| {
		let order = ask(ALICE, 10, 300, CERTIFICATES as u64);
		assert_eq!(free(OrderBook::account_id()).1, CERTIFICATES);
		assert_eq!((free(ALICE).1, remaining(order)), (0, CERTIFICATES as u64));
	});
}

#[test]
fn place_ask_should_serve_the_best_bid_of_its_class_and_its_baskets() {
	new_test_ext_execute(|| {
		let class = bid(BOB, 10, 250, 1);
		let basket = place_bid(CHARLIE, Market::Basket(1), 260, 1);
		let even = place_bid(BOB, Market::Basket(101), 250, 1);
		let elsewhere = place_bid(BOB, Market::Basket(2), 900, 1);
		let order = ask(ALICE, 10, 250, 4);
		let sold = OrderBook::trades(9).iter().rev().map(|trade| trade.bid).collect::<Vec<_>>();
		assert_eq!(sold, vec![basket, class, even]);
		assert_eq!((remaining(order), remaining(elsewhere)), (1, 1));
		// 760 in all, less 0.2 % of each, rounded up.
		assert_eq!(free(ALICE), (MONEY + 760 - 3 - DEPOSIT, CERTIFICATES - 4));
	});
}

#[test]
fn place_ask_should_pass_what_is_sold_at_once_to_the_buyer() {
	new_test_ext_execute(|| {
		bid(BOB, 10, 250, 4);
		ask(ALICE, 10, 250, 1);
		// Not by way of the market's account.
		let market = OrderBook::account_id();
		let events = System::events();
		let passed =
			pallet_assets::Event::Transferred { asset_id: 10, from: ALICE, to: BOB, amount: 1 };
		assert!(events.iter().any(|record| record.event == RuntimeEvent::Assets(passed.clone())));
		assert_eq!(free(market).1, 0);
	});
}

#[test]
fn place_ask_should_leave_all_its_books_when_it_is_filled() {
	new_test_ext_execute(|| {
		let order = ask(ALICE, 10, 250, 2);
		bid(BOB, 10, 250, 1);
		place_bid(BOB, Market::Basket(101), 250, 1);
		assert_eq!(closures().last(), Some(&(order + 2, Closure::Filled)));
		for market in [Market::Class(10), Market::Basket(1), Market::Basket(101)] {
			assert!(OrderBook::depth(market, zeropark_primitives::market::Side::Asks, 1).is_empty());
		}
	});
}

#[test]
fn place_ask_should_fail_when_there_is_nothing_to_sell() {
	new_test_ext_execute(|| {
		let place =
			|quantity| OrderBook::place_ask(signed(ALICE), 10, Price(250), quantity, in_a_day(), 1);
		assert_noop!(place(10_001), TokenError::FundsUnavailable);
		Withdrawn::set(Some(10));
		assert_noop!(place(1), Error::<Test>::NotTradable);
	});
}
