use crate::{mock::*, Error, Event, Waiting};
use frame_support::{assert_ok, traits::Hooks, weights::Weight};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	market::{Closure, SerialRange},
	purchase::{ClaimListener, Ending, Report, Retired},
};

/// What became of certificates: retired, or sent along.
type Outcome = (Option<Retired>, Option<(u32, u64)>);

fn deliveries() -> Vec<Outcome> {
	Sent::get()
		.into_iter()
		.filter_map(|(_, report, along, _)| match report {
			Report::Delivered(delivery) => Some((delivery.retired, along)),
			_ => None,
		})
		.collect()
}

/// Why the purchase that was reported last ended, if that was the report.
fn last_ending() -> Option<Ending> {
	match Sent::get().last() {
		Some((_, Report::Ended { ending, .. }, ..)) => Some(*ending),
		_ => None,
	}
}

#[test]
fn certificates_should_be_sent_along_when_they_are_to_be_held() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, false)));
		trade(1, 2);
		next_block();
		assert_eq!(deliveries(), vec![(None, Some((BATCH, 2)))]);
	});
}

#[test]
fn certificates_should_be_retired_as_they_come_when_that_is_wanted() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, true)));
		trade(1, 2);
		next_block();
		let serials = SerialRange { start: 1_000, end: 1_002 };
		assert_eq!(deliveries(), vec![(Some(Retired { retirement: 3, serials }), None)]);
	});
}

#[test]
fn certificates_should_be_sent_along_when_they_cannot_be_retired() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, true)));
		let error = DispatchError::Unavailable;
		RegistryError::set(Some(error));
		trade(1, 2);
		next_block();
		assert_eq!(deliveries(), vec![(None, Some((BATCH, 2)))]);
		System::assert_has_event(
			Event::RetirementFailed { chain: CHAIN, purchase: 0, batch: BATCH, error }.into(),
		);
	});
}

#[test]
fn news_should_be_sent_a_few_a_block_and_in_order() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(9, false)));
		for _ in 0..3 {
			trade(1, 3);
		}
		close(1, Closure::Filled);
		next_block();
		assert_eq!(Sent::get().len(), 3);
		next_block();
		assert!(matches!(
			Sent::get()[..],
			[
				(_, Report::Placed { .. }, ..),
				(_, Report::Delivered(_), ..),
				(_, Report::Delivered(_), ..),
				(_, Report::Delivered(_), ..),
				(_, Report::Ended { ending: Ending::Closed(Closure::Filled), .. }, ..),
			]
		));
		assert_eq!(money(0), 0);
	});
}

#[test]
fn news_should_be_tried_again_when_it_cannot_be_sent_and_nothing_be_lost() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, true)));
		trade(1, 5);
		close(1, Closure::Filled);
		let error = DispatchError::Unavailable;
		CourierError::set(Some(error));
		let before = money(0);
		for _ in 0..5 {
			next_block();
			RemoteOrders::do_try_state().expect("invariants hold");
		}
		assert_eq!((money(0), Sent::get().len()), (before, 0));
		let postponed = |error| Event::ReportPostponed { chain: CHAIN, purchase: 0, error };
		System::assert_has_event(postponed(error).into());
		let before_its_end = Error::<Test>::DeliveriesOutstanding.into();
		System::assert_has_event(postponed(before_its_end).into());
		CourierError::set(None);
		for _ in 0..4 {
			next_block();
		}
		// The end comes after what the purchase brought, whatever order they were tried in.
		assert_eq!(deliveries().len(), 1);
		assert!(matches!(Sent::get().last(), Some((_, Report::Ended { .. }, ..))));
		assert_eq!(Waiting::<Test>::get().first, Waiting::<Test>::get().next);
		assert_eq!(money(0), RECEIPT_DEPOSIT + 1);
	});
}

#[test]
fn certificates_of_no_batch_should_wait_with_their_purchase() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, true)));
		trade_in(BATCH + 1, 1, 5);
		for _ in 0..2 {
			next_block();
			RemoteOrders::do_try_state().expect("invariants hold");
		}
		let error = Error::<Test>::BatchNotFound.into();
		System::assert_has_event(
			Event::ReportPostponed { chain: CHAIN, purchase: 0, error }.into(),
		);
		assert!(deliveries().is_empty());
	});
}

#[test]
fn the_market_should_be_free_to_trade_for_others() {
	run(|| {
		Open::mutate(|open| open.push((9, SELLER)));
		frame_support::assert_ok!(pallet_balances::Pallet::<Test>::force_set_balance(
			RuntimeOrigin::root(),
			SELLER,
			1_000
		));
		trade(9, 1);
		close(9, Closure::Filled);
		next_block();
		assert!(Sent::get().is_empty());
	});
}

#[test]
fn an_idle_block_should_send_more() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(9, false)));
		for _ in 0..6 {
			trade(1, 1);
		}
		let (least, most) = (Weight::from_parts(200_000_000, 8_000), Weight::MAX);
		assert!(RemoteOrders::on_idle(0, least).all_lte(least));
		assert_eq!(Sent::get().len(), 1);
		RemoteOrders::on_idle(0, most);
		assert_eq!(Sent::get().len(), 7);
		// Nothing to send, nothing to pay for but looking.
		assert!(RemoteOrders::on_idle(0, most).all_lt(least));
	});
}

#[test]
fn an_order_should_be_placed_again_when_it_met_as_many_others_as_it_may() {
	run(|| {
		fund(0);
		AtOnce::set(20);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(50, false)));
		assert!(Open::get().is_empty());
		AtOnce::set(20);
		// Not in an idle block: what it weighs is not known before.
		RemoteOrders::on_idle(0, Weight::MAX);
		assert_eq!(LastOrder::get(), 1);
		let sent = crate::Pallet::<Test>::weight_of(1);
		assert_eq!(next_block(), sent.saturating_add(BID_WEIGHT));
		assert_eq!(LastOrder::get(), 2);
		next_block();
		// The last ten stand.
		assert_eq!(Open::get().len(), 1);
		trade(3, 10);
		close(3, Closure::Filled);
		for _ in 0..3 {
			next_block();
		}
		let bought = deliveries().into_iter().filter_map(|(_, along)| along).map(|(_, of)| of);
		assert_eq!(bought.collect::<Vec<_>>(), vec![20, 20, 10]);
		assert_eq!((last_ending(), money(0)), (Some(Ending::Closed(Closure::Filled)), 0));
	});
}

#[test]
fn news_should_not_wait_for_orders_that_are_placed_again() {
	run(|| {
		for purchase in 0..2 {
			fund(purchase);
			AtOnce::set(20);
			assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), purchase, order(50, false)));
		}
		RemoteOrders::on_idle(0, Weight::MAX);
		assert_eq!((deliveries().len(), LastOrder::get()), (2, 2));
		// One a block.
		next_block();
		assert_eq!(LastOrder::get(), 3);
		next_block();
		assert_eq!(LastOrder::get(), 4);
	});
}

#[test]
fn an_order_should_end_when_it_cannot_be_placed_again() {
	run(|| {
		fund(0);
		AtOnce::set(20);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(50, false)));
		MarketError::set(Some(DispatchError::Unavailable));
		for _ in 0..2 {
			next_block();
		}
		assert_eq!((last_ending(), money(0)), (Some(Ending::Closed(Closure::FillLimit)), 0));
		assert_eq!(deliveries().len(), 1);
	});
}

#[test]
fn an_order_should_end_when_it_is_called_back_before_it_is_placed_again() {
	run(|| {
		fund(0);
		AtOnce::set(20);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(50, false)));
		assert_ok!(RemoteOrders::cancel(RuntimeOrigin::root(), 0, BUYER));
		for _ in 0..2 {
			next_block();
		}
		assert_eq!((last_ending(), money(0)), (Some(Ending::Closed(Closure::Cancelled)), 0));
		assert_eq!(LastOrder::get(), 1);
	});
}

#[test]
fn a_void_claim_should_be_told_though_its_purchase_has_ended() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, true)));
		trade(1, 5);
		close(1, Closure::Filled);
		for _ in 0..2 {
			next_block();
		}
		// With the least that an account needs.
		assert_eq!(money(0), RECEIPT_DEPOSIT + 1);
		RemoteOrders::reopened(77);
		RemoteOrders::reopened(3);
		let error = DispatchError::Unavailable;
		CourierError::set(Some(error));
		next_block();
		RemoteOrders::do_try_state().expect("invariants hold");
		assert_eq!(money(0), RECEIPT_DEPOSIT + 1);
		CourierError::set(None);
		next_block();
		let told = (0, Report::Reopened { retirement: 3 }, None, RECEIPT_DEPOSIT + 1);
		assert_eq!((Sent::get().last(), money(0)), (Some(&told), 0));
		// Once.
		RemoteOrders::reopened(3);
		next_block();
		assert_eq!(Sent::get().last(), Some(&told));
	});
}

#[test]
fn a_void_claim_should_leave_a_purchase_that_goes_on_its_money() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, true)));
		trade(1, 2);
		next_block();
		let before = money(0);
		RemoteOrders::reopened(3);
		next_block();
		let told = (0, Report::Reopened { retirement: 3 }, None, RECEIPT_DEPOSIT);
		assert_eq!((Sent::get().last(), money(0)), (Some(&told), before - RECEIPT_DEPOSIT));
		trade(1, 3);
		close(1, Closure::Filled);
		next_block();
		assert_eq!(deliveries().len(), 2);
		assert_eq!(last_ending(), Some(Ending::Closed(Closure::Filled)));
	});
}
