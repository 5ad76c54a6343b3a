use crate::{mock::*, Error, Event, Market, Undelivered};
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungible::Mutate, tokens::Preservation},
};
use sp_runtime::{DispatchError, DispatchResult};
use zeropark_primitives::market::{Fill, Price};

/// The existential deposit that keeps the account alive.
const ALIVE: u128 = 1;

/// Sends money for a bid of the park, and the bid.
fn place(price: u64, quantity: u64, funds: u128) -> DispatchResult {
	Balances::transfer(&CHARLIE, &REMOTE, funds, Preservation::Preserve)
		.expect("the message brings the money");
	OrderBook::place_remote_bid(
		signed(PARK),
		[0; 32],
		7,
		Market::Basket(1),
		Price(price),
		quantity,
		now() + DAY,
		funds,
	)
}

#[test]
fn place_remote_bid_should_send_what_it_bought_and_what_it_did_not_spend() {
	new_test_ext_execute(|| {
		ask(BOB, 10, 250, 2);
		assert_ok!(place(300, 5, 1_500 + DEPOSIT + ALIVE));
		let sent = Sent::get();
		assert_eq!(sent.len(), 1);
		assert_eq!(sent[0].fills, vec![Fill { class: 10, quantity: 2, paid: 500 }]);
		assert_eq!((sent[0].beneficiary, sent[0].unspent), (7, None));
		ask(BOB, 11, 300, 1);
		assert_eq!(Sent::get()[1].fills, vec![Fill { class: 11, quantity: 1, paid: 300 }]);
		set_time(now() + 2 * DAY);
		assert_ok!(OrderBook::cancel_order(signed(ALICE), sent[0].order));
		// All that came, less 500 and 300.
		assert_eq!(Sent::get()[2].unspent, Some(1_500 + DEPOSIT + ALIVE - 800));
		assert_eq!(free(REMOTE).0, 1_500 + DEPOSIT + ALIVE - 800);
	});
}

#[test]
fn place_remote_bid_should_send_the_money_back_once_when_it_cannot_be_placed() {
	new_test_ext_execute(|| {
		assert_ok!(OrderBook::set_halted(RuntimeOrigin::root(), true));
		let funds = 1_500 + DEPOSIT + ALIVE;
		assert_ok!(place(300, 5, funds));
		let error = Error::<Test>::MarketHalted.into();
		System::assert_has_event(Event::RemoteBidRefused { order: 0, error }.into());
		let sent = Sent::get();
		assert_eq!((sent.len(), sent[0].unspent), (1, Some(funds)));
		assert!(sent[0].fills.is_empty());
	});
}

#[test]
fn place_remote_bid_should_send_the_money_back_when_it_is_too_little() {
	new_test_ext_execute(|| {
		assert_ok!(place(300, 5, 1_500 + DEPOSIT));
		assert_eq!(Sent::get()[0].unspent, Some(1_500 + DEPOSIT));
	});
}

#[test]
fn place_remote_bid_should_fail_when_it_is_not_from_that_chain_or_its_money_did_not_come() {
	new_test_ext_execute(|| {
		let place = |who| {
			let (market, price) = (Market::Basket(1), Price(300));
			OrderBook::place_remote_bid(signed(who), [0; 32], 7, market, price, 1, now() + DAY, 311)
		};
		assert_noop!(place(ALICE), DispatchError::BadOrigin);
		assert_noop!(place(PARK), Error::<Test>::InsufficientFunds);
	});
}

#[test]
fn a_parcel_should_wait_when_it_cannot_be_sent_and_then_leave_whole() {
	new_test_ext_execute(|| {
		ChannelClosed::set(true);
		assert_ok!(place(300, 5, 1_500 + DEPOSIT + ALIVE));
		ask(BOB, 10, 300, 2);
		ask(BOB, 10, 300, 1);
		System::assert_has_event(
			Event::DeliveryFailed { order: 0, error: DispatchError::Unavailable }.into(),
		);
		assert_noop!(
			OrderBook::retry_delivery(signed(CHARLIE), 0),
			DispatchError::Unavailable
		);
		ChannelClosed::set(false);
		assert_ok!(OrderBook::retry_delivery(signed(CHARLIE), 0));
		assert_eq!(Sent::get()[0].fills.iter().map(|fill| fill.quantity).sum::<u64>(), 3);
		assert_noop!(OrderBook::retry_delivery(signed(CHARLIE), 0), Error::<Test>::NotFound);
		assert_eq!(remaining(0), 2);
	});
}

#[test]
fn a_bid_should_close_when_its_parcel_is_full() {
	new_test_ext_execute(|| {
		ChannelClosed::set(true);
		assert_ok!(place(300, 9, 2_700 + DEPOSIT + ALIVE));
		for _ in 0..FILLS {
			ask(BOB, 10, 300, 1);
		}
		let parcel = Undelivered::<Test>::get(0).expect("waits");
		assert_eq!((parcel.fills.len() as u32, parcel.unspent), (FILLS, None));
		let unsold = ask(BOB, 10, 300, 1);
		assert_eq!(remaining(unsold), 1);
		assert!(closures().contains(&(0, crate::Closure::Undeliverable)));
		let parcel = Undelivered::<Test>::get(0).expect("waits");
		assert_eq!(parcel.unspent, Some(2_700 + DEPOSIT + ALIVE - 4 * 300));
	});
}
