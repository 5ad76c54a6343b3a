use crate::{mock::*, Closure, ExpiredUntil, Market};
use frame_support::{assert_ok, traits::Hooks};
use zeropark_primitives::market::Price;

#[test]
fn expiry_should_close_every_due_order_a_few_in_each_block() {
	new_test_ext_execute(|| {
		let orders = (1..=7).map(|price| bid(ALICE, 10, price, 1)).collect::<Vec<_>>();
		let later = OrderBook::place_bid(
			signed(BOB),
			Market::Class(10),
			Price(1),
			1,
			crate::Validity::Until(now() + 3 * DAY),
			None,
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
		let expired = orders.iter().map(|order| (*order, Closure::Expired)).collect::<Vec<_>>();
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
		assert_eq!(closures(), vec![(old, Closure::Expired)]);
		assert_eq!(remaining(order), 1);
	});
}

#[test]
fn an_order_placed_for_part_of_an_hour_should_still_fall_due() {
	new_test_ext_execute(|| {
		set_time(1_000 * DAY + 1_800);
		let market = Market::Class(10);
		let until = crate::Validity::Until(now() + 10);
		assert_ok!(OrderBook::place_bid(signed(ALICE), market, Price(1), 1, until, None, 1));
		OrderBook::on_initialize(1);
		set_time(1_000 * DAY + 3_600);
		for _ in 0..3 {
			OrderBook::on_initialize(1);
		}
		assert_eq!(closures(), vec![(0, Closure::Expired)]);
	});
}
