use crate::{mock::*, Error};
use frame_support::assert_noop;
use sp_runtime::TokenError;
use zeropark_primitives::market::{Instrument, Price};

#[test]
fn place_ask_should_take_all_assets_of_its_owner_when_all_are_for_sale() {
	new_test_ext_execute(|| {
		let order = ask(ALICE, 10, 300, CERTIFICATES as u64);
		assert_eq!(free(OrderBook::account_id()).1, CERTIFICATES);
		assert_eq!((free(ALICE).1, remaining(order)), (0, CERTIFICATES as u64));
	});
}

#[test]
fn place_ask_should_serve_the_best_bid_for_its_class_or_baskets() {
	new_test_ext_execute(|| {
		let class = bid(BOB, 10, 250, 1);
		let basket = place_bid(CHARLIE, Instrument::Basket(1), 260, 1);
		let even = place_bid(BOB, Instrument::Basket(101), 250, 1);
		let elsewhere = place_bid(BOB, Instrument::Basket(2), 900, 1);
		let order = ask(ALICE, 10, 250, 4);
		let sold = OrderBook::trades(9).iter().rev().map(|trade| trade.bid).collect::<Vec<_>>();
		assert_eq!(sold, vec![basket, class, even]);
		assert_eq!((remaining(order), remaining(elsewhere)), (1, 1));
		// The trades bring 760 in all, less a fee of 0.2 % of each, rounded up.
		assert_eq!(free(ALICE), (MONEY + 760 - 3 - DEPOSIT, CERTIFICATES - 4));
	});
}

#[test]
fn place_ask_should_send_assets_straight_to_the_buyer_when_it_trades_at_once() {
	new_test_ext_execute(|| {
		bid(BOB, 10, 250, 4);
		ask(ALICE, 10, 250, 1);
		// The assets do not pass through the market's account.
		let market = OrderBook::account_id();
		let events = System::events();
		let passed =
			pallet_assets::Event::Transferred { asset_id: 10, from: ALICE, to: BOB, amount: 1 };
		assert!(events.iter().any(|record| record.event == RuntimeEvent::Assets(passed.clone())));
		assert_eq!(free(market).1, 0);
	});
}

#[test]
fn a_filled_ask_should_leave_all_its_books() {
	new_test_ext_execute(|| {
		let order = ask(ALICE, 10, 250, 2);
		bid(BOB, 10, 250, 1);
		place_bid(BOB, Instrument::Basket(101), 250, 1);
		assert_eq!(closures().last(), Some(&(order + 2, CloseReason::Filled)));
		for market in [Instrument::Class(10), Instrument::Basket(1), Instrument::Basket(101)] {
			assert!(OrderBook::depth(market, zeropark_primitives::market::Side::Asks, 1).is_empty());
		}
	});
}

#[test]
fn place_ask_should_fail_when_assets_are_missing_or_not_tradable() {
	new_test_ext_execute(|| {
		let place =
			|quantity| OrderBook::place_ask(signed(ALICE), 10, Price(250), quantity, in_a_day(), 1);
		assert_noop!(place(10_001), TokenError::FundsUnavailable);
		Withdrawn::set(Some(10));
		assert_noop!(place(1), Error::<Test>::NotTradable);
	});
}
