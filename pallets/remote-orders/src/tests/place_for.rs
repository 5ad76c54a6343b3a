use crate::{mock::*, Error, Event, NextLocalOrderId, Orders};
use frame_support::{assert_noop, assert_ok, pallet_prelude::DispatchResultWithPostInfo};
use sp_runtime::{DispatchError, TokenError};
use zeropark_primitives::{
	market::{CloseReason, Quantity},
	trading::{OrderOutcome, RemoteAccount},
};

const RECIPIENT: RemoteAccount<AccountId> =
	RemoteAccount { chain: CHAIN, account: AccountId::new([3; 32]) };

fn place_for(
	recipient: RemoteAccount<AccountId>,
	quantity: Quantity,
) -> DispatchResultWithPostInfo {
	let (origin, order) = (RuntimeOrigin::signed(BUYER), order(quantity, false));
	RemoteOrders::place_for(origin, recipient, order.basket, order.price, quantity, order.deadline)
}

#[docify::export]
#[test]
fn place_for_should_deliver_units_and_keep_the_change() {
	run(|| {
		mint(BUYER, MONEY);
		assert_ok!(place_for(RECIPIENT, 5));
		// The price, the deposit, a fee for each unit, and the existential deposit of the account.
		let taken = 500 + DEPOSIT + 5 * FEE + 1;
		assert_eq!(total(BUYER), MONEY - taken);
		next_block();
		trade(1, 3);
		next_block();
		assert_eq!(Delivered::get(), vec![(RECIPIENT, (BATCH, 3), FEE)]);
		System::assert_last_event(
			Event::UnitsSent { number: 0, recipient: RECIPIENT, class: BATCH, quantity: 3 }.into(),
		);
		close(1, CloseReason::Expired);
		next_block();
		assert_eq!(total(BUYER), MONEY - 300 - FEE);
		let (outcome, money) = (OrderOutcome::Closed(CloseReason::Expired), taken - 300 - FEE);
		System::assert_last_event(
			Event::OrderEnded { chain: HOME, number: 0, outcome, money }.into(),
		);
		// No chain is sent a report.
		assert_eq!(Sent::get(), vec![]);
		assert_eq!(Orders::<Test>::iter().count(), 0);
	});
}

#[test]
fn place_for_should_deliver_later_when_the_transport_fails() {
	run(|| {
		mint(BUYER, MONEY);
		AtOnce::set(5);
		assert_ok!(place_for(RECIPIENT, 5));
		TransportError::set(Some(DispatchError::Unavailable));
		next_block();
		assert_eq!((Delivered::get(), Orders::<Test>::iter().count()), (vec![], 1));
		TransportError::set(None);
		next_block();
		next_block();
		assert_eq!(Delivered::get(), vec![(RECIPIENT, (BATCH, 5), FEE)]);
		assert_eq!(total(BUYER), MONEY - 500 - FEE);
	});
}

#[test]
fn place_for_should_fail_and_change_nothing_when_an_argument_is_invalid() {
	run(|| {
		mint(SELLER, MONEY);
		assert_noop!(place_for(RECIPIENT, 5), TokenError::FundsUnavailable);
		mint(BUYER, MONEY);
		let nowhere = RemoteAccount { chain: HOME, ..RECIPIENT };
		assert_noop!(place_for(nowhere, 5), Error::<Test>::UnknownDestination);
		MarketError::set(Some(DispatchError::Unavailable));
		assert_noop!(place_for(RECIPIENT, 5), DispatchError::Unavailable);
		MarketError::set(None);
		NextLocalOrderId::<Test>::put(u64::MAX);
		assert_noop!(place_for(RECIPIENT, 5), Error::<Test>::IdsExhausted);
	});
}

#[test]
fn cancel_local_order_should_bring_the_money_back() {
	run(|| {
		mint(BUYER, MONEY);
		assert_ok!(place_for(RECIPIENT, 5));
		assert_ok!(RemoteOrders::cancel_local_order(RuntimeOrigin::signed(BUYER), 0));
		next_block();
		assert_eq!(total(BUYER), MONEY);
	});
}

#[test]
fn cancel_local_order_should_fail_when_the_order_is_not_the_callers() {
	run(|| {
		mint(BUYER, MONEY);
		assert_ok!(place_for(RECIPIENT, 5));
		let cancel = |who| RemoteOrders::cancel_local_order(RuntimeOrigin::signed(who), 0);
		assert_noop!(cancel(SELLER), Error::<Test>::NotAuthorized);
		assert_noop!(
			RemoteOrders::cancel_local_order(RuntimeOrigin::signed(BUYER), 1),
			Error::<Test>::NotFound
		);
		// An order of another chain is not found, whatever its number.
		fund(4);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 4, order(5, false)));
		assert_noop!(
			RemoteOrders::cancel_local_order(RuntimeOrigin::signed(BUYER), 4),
			Error::<Test>::NotFound
		);
	});
}
