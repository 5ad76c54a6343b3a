use crate::{mock::*, Event, Waiting};
use frame_support::{assert_ok, traits::Hooks, weights::Weight};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	market::{Closure, SerialRange},
	purchase::{Ending, Report, Retired},
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
		System::assert_has_event(
			Event::ReportPostponed { chain: CHAIN, purchase: 0, error }.into(),
		);
		CourierError::set(None);
		for _ in 0..4 {
			next_block();
		}
		// The end comes after what the purchase brought, whatever order they were tried in.
		assert_eq!(deliveries().len(), 1);
		assert!(matches!(Sent::get().last(), Some((_, Report::Ended { .. }, ..))));
		assert_eq!((money(0), Waiting::<Test>::get().first), (0, Waiting::<Test>::get().next));
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
