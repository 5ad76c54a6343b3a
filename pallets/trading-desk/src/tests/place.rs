use crate::{mock::*, Error, Event, HoldReason, NextNumber, OrderState, Orders};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::{DispatchError, TokenError};
use zeropark_primitives::{
	market::{CloseReason, Price, Side},
	time::{DAY, HOUR},
	trading::{OrderOutcome, Report, Sold, TradingDesk},
};

#[test]
fn place_should_send_the_price_and_hold_the_deposits() {
	run(|| {
		let sent = 5 * 100 + OVERHEAD;
		assert_eq!(Desk::place(order(5)), Ok((0, sent)));
		let deposit = ORDER_DEPOSIT + 5 * FILL_DEPOSIT;
		assert_eq!(Balances::balance_on_hold(&HoldReason::Records.into(), &OWNER), deposit);
		assert_eq!(Balances::free_balance(OWNER), MONEY - sent - deposit);
		assert_eq!(Placed::get(), vec![(0, order(5), sent)]);
		assert_eq!(Desk::order(0).map(|order| order.state), Some(OrderState::InTransit));
		System::assert_last_event(
			Event::OrderSent { number: 0, owner: OWNER, quantity: 5, sent }.into(),
		);
	});
}

#[test]
fn a_sale_should_send_an_allowance_and_hold_one_deposit() {
	run(|| {
		let sale = Order { side: Side::Asks, ..order(5) };
		assert_eq!(Desk::place(sale), Ok((0, OVERHEAD)));
		let held = || Balances::balance_on_hold(&HoldReason::Records.into(), &OWNER);
		assert_eq!(held(), ORDER_DEPOSIT);
		let report = |report| Desk::report(RuntimeOrigin::root(), 0, report);
		// Its sales are told at its end, and are not more than it had.
		assert_noop!(report(Report::Filled(Fill(1))), Error::<Test>::InvalidQuantity);
		let outcome = OrderOutcome::Closed(CloseReason::Expired);
		let ended = |quantity| {
			let sold = Sold { quantity, earned: 380 };
			report(Report::Ended { outcome, money: 400, sold })
		};
		assert_noop!(ended(6), Error::<Test>::QuantityExceeded);
		assert_ok!(ended(4));
		let (filled, spent, earned, returned) = (4, 0, 380, 400);
		let event = Event::OrderEnded { number: 0, outcome, filled, spent, earned, returned };
		System::assert_last_event(event.into());
		assert_eq!(HeardEvents::get(), vec![Heard::Ended(0, 1)]);
		assert_eq!(held(), ORDER_DEPOSIT);
	});
}

#[test]
fn place_should_number_orders_in_turn() {
	run(|| {
		assert_eq!((place(1), place(1)), (Ok(0), Ok(1)));
	});
}

#[test]
fn place_should_fail_when_the_order_is_invalid() {
	run(|| {
		assert_noop!(place(0), Error::<Test>::InvalidQuantity);
		let free = Order { price: Price(0), ..order(1) };
		assert_noop!(Desk::place(free), Error::<Test>::InvalidPrice);
		for deadline in [0, HOUR, DEADLINE + 1, 31 * DAY] {
			let order = Order { deadline, ..order(1) };
			assert_noop!(Desk::place(order), Error::<Test>::InvalidDeadline);
		}
		let dear = Order { price: Price(u64::MAX), ..order(u64::MAX) };
		assert_noop!(Desk::place(dear), DispatchError::Token(TokenError::FundsUnavailable));
		NextNumber::<Test>::put(u64::MAX);
		assert_noop!(place(1), Error::<Test>::IdsExhausted);
	});
}

#[test]
fn place_should_take_nothing_when_the_message_cannot_be_sent() {
	run(|| {
		let error = DispatchError::Other("the lane is full");
		MarketError::set(Some(error));
		let placed = frame_support::storage::with_storage_layer(|| place(5));
		assert_eq!(placed, Err(error));
		assert_eq!((Orders::<Test>::iter().count(), Balances::free_balance(OWNER)), (0, MONEY));
		MarketError::set(None);
		assert_ok!(place(5));
	});
}
