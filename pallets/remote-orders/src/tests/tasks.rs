use crate::{mock::*, Error, Event, TaskQueue};
use frame_support::{assert_ok, traits::Hooks, weights::Weight};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	certificates::{ClaimListener, Retired, SerialRange},
	market::CloseReason,
	trading::{OrderOutcome, Report},
};

/// What happened to the units of a fill: they were retired, or sent along.
type Outcome = (Option<Retired>, Option<(u32, u64)>);

fn deliveries() -> Vec<Outcome> {
	Sent::get()
		.into_iter()
		.filter_map(|(_, report, along, _)| match report {
			Report::Filled((.., retired)) => Some((retired, along)),
			_ => None,
		})
		.collect()
}

/// The outcome in the last report, if that report was an end.
fn last_outcome() -> Option<OrderOutcome> {
	match Sent::get().last() {
		Some((_, Report::Ended { outcome, .. }, ..)) => Some(*outcome),
		_ => None,
	}
}

#[test]
fn units_should_be_sent_when_the_order_has_no_purpose() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, false)));
		trade(1, 2);
		next_block();
		assert_eq!(deliveries(), vec![(None, Some((BATCH, 2)))]);
	});
}

#[test]
fn units_should_be_retired_when_the_order_has_a_purpose() {
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
fn units_should_be_sent_when_they_cannot_be_retired() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, true)));
		let error = DispatchError::Unavailable;
		RegistryError::set(Some(error));
		trade(1, 2);
		next_block();
		assert_eq!(deliveries(), vec![(None, Some((BATCH, 2)))]);
		System::assert_has_event(
			Event::FulfilmentFailed { chain: CHAIN, number: 0, class: BATCH, error }.into(),
		);
	});
}

#[test]
fn tasks_should_be_done_in_order_a_few_in_each_block() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(9, false)));
		for _ in 0..3 {
			trade(1, 3);
		}
		close(1, CloseReason::Filled);
		next_block();
		assert_eq!(Sent::get().len(), 3);
		next_block();
		assert!(matches!(
			Sent::get()[..],
			[
				(_, Report::Placed { .. }, ..),
				(_, Report::Filled(_), ..),
				(_, Report::Filled(_), ..),
				(_, Report::Filled(_), ..),
				(_, Report::Ended { outcome: OrderOutcome::Closed(CloseReason::Filled), .. }, ..),
			]
		));
		assert_eq!(money(0), 0);
	});
}

#[test]
fn tasks_should_be_tried_again_without_loss_when_the_transport_fails() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, true)));
		trade(1, 5);
		close(1, CloseReason::Filled);
		let error = DispatchError::Unavailable;
		TransportError::set(Some(error));
		let before = money(0);
		for _ in 0..5 {
			next_block();
			RemoteOrders::do_try_state().expect("invariants hold");
		}
		assert_eq!((money(0), Sent::get().len()), (before, 0));
		let postponed = |error| Event::TaskPostponed { chain: CHAIN, number: 0, error };
		System::assert_has_event(postponed(error).into());
		let before_its_end = Error::<Test>::FillsOutstanding.into();
		System::assert_has_event(postponed(before_its_end).into());
		TransportError::set(None);
		for _ in 0..4 {
			next_block();
		}
		// The end is reported after the fill, although it was tried in between.
		assert_eq!(deliveries().len(), 1);
		assert!(matches!(Sent::get().last(), Some((_, Report::Ended { .. }, ..))));
		assert_eq!(TaskQueue::<Test>::get().first, TaskQueue::<Test>::get().next);
		assert_eq!(money(0), RECEIPT_DEPOSIT + 1);
	});
}

#[test]
fn units_should_be_used_though_there_is_no_room_for_the_report() {
	run(|| {
		NoReceipts::set(true);
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, true)));
		TransportError::set(Some(DispatchError::Unavailable));
		trade(1, 2);
		trade(1, 3);
		close(1, CloseReason::Filled);
		for _ in 0..5 {
			next_block();
			RemoteOrders::do_try_state().expect("invariants hold");
		}
		assert_eq!((NextRetirement::get(), deliveries().len()), (5, 0), "each was used, once");
		TransportError::set(None);
		for _ in 0..4 {
			next_block();
		}
		assert_eq!((NextRetirement::get(), deliveries().len()), (5, 2));
		assert!(matches!(Sent::get().last(), Some((_, Report::Ended { .. }, ..))));
	});
}

#[test]
fn a_fill_should_wait_when_its_units_can_be_neither_used_nor_described() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, true)));
		trade_in(BATCH + 1, 1, 5);
		for _ in 0..2 {
			next_block();
			RemoteOrders::do_try_state().expect("invariants hold");
		}
		let error = DispatchError::Corruption;
		System::assert_has_event(Event::TaskPostponed { chain: CHAIN, number: 0, error }.into());
		assert!(deliveries().is_empty());
	});
}

#[test]
fn trades_of_other_accounts_should_make_no_tasks() {
	run(|| {
		Open::mutate(|open| open.push((9, SELLER)));
		frame_support::assert_ok!(pallet_balances::Pallet::<Test>::force_set_balance(
			RuntimeOrigin::root(),
			SELLER,
			1_000
		));
		trade(9, 1);
		close(9, CloseReason::Filled);
		next_block();
		assert!(Sent::get().is_empty());
	});
}

#[test]
fn an_idle_block_should_do_more_tasks() {
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
		// An empty queue costs only the look at it.
		assert!(RemoteOrders::on_idle(0, most).all_lt(least));
	});
}

#[test]
fn a_remainder_should_be_placed_again_when_the_order_hit_the_fill_limit() {
	run(|| {
		fund(0);
		AtOnce::set(20);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(50, false)));
		assert!(Open::get().is_empty());
		AtOnce::set(20);
		// An idle block places no remainder, because the weight is not known beforehand.
		RemoteOrders::on_idle(0, Weight::MAX);
		assert_eq!(LastOrder::get(), 1);
		let sent = crate::Pallet::<Test>::weight_of(1);
		assert_eq!(next_block(), sent.saturating_add(BID_WEIGHT));
		assert_eq!(LastOrder::get(), 2);
		next_block();
		// The last ten units rest.
		assert_eq!(Open::get().len(), 1);
		trade(3, 10);
		close(3, CloseReason::Filled);
		for _ in 0..3 {
			next_block();
		}
		let bought = deliveries().into_iter().filter_map(|(_, along)| along).map(|(_, of)| of);
		assert_eq!(bought.collect::<Vec<_>>(), vec![20, 20, 10]);
		assert_eq!(
			(last_outcome(), money(0)),
			(Some(OrderOutcome::Closed(CloseReason::Filled)), 0)
		);
	});
}

#[test]
fn tasks_should_not_wait_when_remainders_wait_to_be_placed() {
	run(|| {
		for number in 0..2 {
			fund(number);
			AtOnce::set(20);
			assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), number, order(50, false)));
		}
		RemoteOrders::on_idle(0, Weight::MAX);
		assert_eq!((deliveries().len(), LastOrder::get()), (2, 2));
		// One remainder is placed in each block.
		next_block();
		assert_eq!(LastOrder::get(), 3);
		next_block();
		assert_eq!(LastOrder::get(), 4);
	});
}

#[test]
fn an_order_should_end_when_its_remainder_cannot_be_placed() {
	run(|| {
		fund(0);
		AtOnce::set(20);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(50, false)));
		MarketError::set(Some(DispatchError::Unavailable));
		for _ in 0..2 {
			next_block();
		}
		assert_eq!(
			(last_outcome(), money(0)),
			(Some(OrderOutcome::Closed(CloseReason::FillLimit)), 0)
		);
		assert_eq!(deliveries().len(), 1);
	});
}

#[test]
fn an_order_should_end_when_it_is_cancelled_before_its_remainder_is_placed() {
	run(|| {
		fund(0);
		AtOnce::set(20);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(50, false)));
		assert_ok!(RemoteOrders::cancel(RuntimeOrigin::root(), 0, BUYER));
		for _ in 0..2 {
			next_block();
		}
		assert_eq!(
			(last_outcome(), money(0)),
			(Some(OrderOutcome::Closed(CloseReason::Cancelled)), 0)
		);
		assert_eq!(LastOrder::get(), 1);
	});
}

#[test]
fn a_void_claim_should_be_reported_when_its_order_has_ended() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, true)));
		trade(1, 5);
		close(1, CloseReason::Filled);
		for _ in 0..2 {
			next_block();
		}
		// The existential deposit stays with the deposit for the receipt.
		assert_eq!(money(0), RECEIPT_DEPOSIT + 1);
		RemoteOrders::claim_voided(77);
		RemoteOrders::claim_voided(3);
		let error = DispatchError::Unavailable;
		TransportError::set(Some(error));
		next_block();
		RemoteOrders::do_try_state().expect("invariants hold");
		assert_eq!(money(0), RECEIPT_DEPOSIT + 1);
		TransportError::set(None);
		next_block();
		let told = (0, Report::ClaimVoided { retirement: 3 }, None, RECEIPT_DEPOSIT + 1);
		assert_eq!((Sent::get().last(), money(0)), (Some(&told), 0));
		// The claim is reported only once.
		RemoteOrders::claim_voided(3);
		next_block();
		assert_eq!(Sent::get().last(), Some(&told));
	});
}

#[test]
fn a_void_claim_should_leave_the_other_money_when_its_order_is_open() {
	run(|| {
		fund(0);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order(5, true)));
		trade(1, 2);
		next_block();
		let before = money(0);
		RemoteOrders::claim_voided(3);
		next_block();
		let told = (0, Report::ClaimVoided { retirement: 3 }, None, RECEIPT_DEPOSIT);
		assert_eq!((Sent::get().last(), money(0)), (Some(&told), before - RECEIPT_DEPOSIT));
		trade(1, 3);
		close(1, CloseReason::Filled);
		next_block();
		assert_eq!(deliveries().len(), 2);
		assert_eq!(last_outcome(), Some(OrderOutcome::Closed(CloseReason::Filled)));
	});
}
