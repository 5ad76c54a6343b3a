use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use zeropark_primitives::market::{Instrument, Price};

#[test]
fn a_halted_market_should_refuse_orders_and_let_owners_cancel() {
	new_test_ext_execute(|| {
		let order = bid(ALICE, 10, 300, 5);
		assert_noop!(OrderBook::set_halted(signed(ALICE), true), DispatchError::BadOrigin);
		assert_ok!(OrderBook::set_halted(RuntimeOrigin::root(), true));
		let market = Instrument::Class(10);
		assert_noop!(
			OrderBook::place_bid(signed(BOB), market, Price(1), 1, in_a_day(), 1),
			Error::<Test>::MarketHalted
		);
		assert_noop!(
			OrderBook::place_ask(signed(BOB), 10, Price(1), 1, in_a_day(), 1),
			Error::<Test>::MarketHalted
		);
		assert_ok!(OrderBook::cancel_order(signed(ALICE), order));
		assert_eq!(closures(), vec![(order, CloseReason::Cancelled)]);
		assert_ok!(OrderBook::set_halted(RuntimeOrigin::root(), false));
		bid(BOB, 10, 1, 1);
	});
}
