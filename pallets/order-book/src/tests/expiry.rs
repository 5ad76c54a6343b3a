use crate::{mock::*, ExpiredUntil};
use frame_support::{assert_ok, traits::Hooks, weights::Weight};
use zeropark_primitives::market::{Instrument, Price};

#[test]
fn expiry_should_close_all_expired_orders_a_few_in_each_block() {
	new_test_ext_execute(|| {
		let orders = (1..=7).map(|price| bid(ALICE, 10, price, 1)).collect::<Vec<_>>();
		let later = OrderBook::place_bid(
			signed(BOB),
			Instrument::Class(10),
			Price(1),
			1,
			crate::Validity::Until(now() + 3 * DAY),
			1,
		);
		assert_ok!(later);
		set_time(now() + DAY - 1);
		for _ in 0..10 {
			OrderBook::on_initialize(1);
		}
		assert!(closures().is_empty());
		set_time(now() + 1);
		OrderBook::on_initialize(1);
		assert!(closures().len() <= 3);
		for _ in 0..30 {
			OrderBook::on_initialize(1);
		}
		let expired = orders.iter().map(|order| (*order, CloseReason::Expired)).collect::<Vec<_>>();
		let mut closed = closures();
		closed.sort_by_key(|(order, _)| *order);
		assert_eq!(closed, expired);
		assert_eq!(free(ALICE).0, MONEY);
		assert_eq!(remaining(7), 1);
		assert!(ExpiredUntil::<Test>::get().is_some_and(|hour| u64::from(hour) > now() / 3_600));
	});
}

#[test]
fn an_expired_order_should_not_trade_before_it_is_closed() {
	new_test_ext_execute(|| {
		let old = ask(BOB, 10, 250, 1);
		set_time(now() + DAY);
		let order = bid(ALICE, 10, 300, 1);
		assert_eq!(closures(), vec![(old, CloseReason::Expired)]);
		assert_eq!(remaining(order), 1);
	});
}

#[test]
fn an_idle_block_should_close_more_orders_than_a_busy_one() {
	new_test_ext_execute(|| {
		for price in 1..=7 {
			bid(ALICE, 10, price, 1);
		}
		set_time(now() + DAY);
		// There are 24 hours without an order to step through first.
		OrderBook::on_idle(1, Weight::from_parts(1_000_000_000, 10_000));
		assert!(closures().is_empty());
		OrderBook::on_idle(1, Weight::MAX);
		assert_eq!(closures().len(), 7);
		assert_eq!(OrderBook::on_idle(1, Weight::zero()), Weight::zero());
	});
}

#[test]
fn assets_should_stay_with_their_order_when_their_class_is_frozen() {
	new_test_ext_execute(|| {
		let frozen = ask(BOB, 10, 250, 3);
		let next = ask(BOB, 11, 260, 1);
		assert_ok!(Assets::freeze_asset(signed(ALICE), 10));
		// The frozen ask is closed without a trade, and keeps its assets.
		place_bid(CHARLIE, Instrument::Basket(1), 300, 1);
		assert_eq!((remaining(next), remaining(frozen)), (0, 3));
		assert_eq!(free(BOB).1, CERTIFICATES - 3);
		assert_ok!(Assets::thaw_asset(signed(ALICE), 10));
		assert_ok!(OrderBook::cancel_order(signed(BOB), frozen));
		assert_eq!((remaining(frozen), free(BOB).1), (0, CERTIFICATES));
	});
}
