use crate::{mock::*, Event};
use frame_support::assert_ok;
use sp_runtime::DispatchError;
use zeropark_primitives::{
	market::{CloseReason, Quantity, Side},
	trading::{OrderOutcome, RejectReason, RemoteOrder, Report, Sold},
};

fn offer(quantity: Quantity) {
	fund(0);
	let order = RemoteOrder { side: Side::Asks, ..order(quantity, true) };
	assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 0, order));
}

/// The outcome, the money and the sums in the last report, if that report was an end.
fn last_end() -> Option<(OrderOutcome, u128, Sold)> {
	match Sent::get().last() {
		Some((_, Report::Ended { outcome, money, sold }, None, _)) => {
			Some((*outcome, *money, *sold))
		},
		_ => None,
	}
}

#[test]
fn a_sale_should_draw_its_units_and_bring_the_money_home() {
	run(|| {
		offer(6);
		assert_eq!(Stock::get(), 4);
		sell(1, 2);
		sell(1, 1);
		RemoteOrders::do_try_state().expect("invariants hold");
		let before = money(0);
		close(1, CloseReason::Expired);
		next_block();
		assert_eq!((Stock::get(), SoldUnits::get()), (7, 3));
		let sold = Sold { quantity: 3, earned: 3 * 99 };
		let outcome = OrderOutcome::Closed(CloseReason::Expired);
		// The report that it was open cost a fee, and the deposit is in what is left.
		let (told, brought, sums) = last_end().expect("ended");
		assert_eq!((told, sums), (outcome, sold));
		assert!(brought > 3 * 99 && brought <= before + DEPOSIT);
		assert_eq!(money(0), 0);
	});
}

#[test]
fn a_sale_of_more_than_there_is_should_be_rejected() {
	run(|| {
		offer(11);
		let error = DispatchError::Exhausted;
		System::assert_has_event(Event::OrderRejected { chain: CHAIN, number: 0, error }.into());
		next_block();
		let (outcome, brought, sold) = last_end().expect("ended");
		assert_eq!(outcome, OrderOutcome::Rejected(RejectReason::Other));
		assert_eq!((brought, sold, Stock::get()), (MONEY, Sold::default(), 10));
	});
}

#[test]
fn a_rejected_sale_should_give_its_units_back_at_once() {
	run(|| {
		MarketError::set(Some(DispatchError::Unavailable));
		offer(6);
		assert_eq!(Stock::get(), 10);
		next_block();
		let (outcome, ..) = last_end().expect("ended");
		assert_eq!(outcome, OrderOutcome::Rejected(RejectReason::MarketHalted));
	});
}

#[test]
fn units_should_return_once_though_there_is_no_room_for_the_report() {
	run(|| {
		offer(6);
		sell(1, 2);
		TransportError::set(Some(DispatchError::Unavailable));
		close(1, CloseReason::Cancelled);
		for _ in 0..4 {
			next_block();
			RemoteOrders::do_try_state().expect("invariants hold");
			assert_eq!((Stock::get(), SoldUnits::get()), (8, 2));
		}
		TransportError::set(None);
		for _ in 0..3 {
			next_block();
		}
		let (_, _, sold) = last_end().expect("ended");
		assert_eq!((sold.quantity, Stock::get(), SoldUnits::get()), (2, 8, 2));
	});
}

#[test]
fn the_rest_of_a_sale_that_hit_the_fill_limit_should_be_offered_again() {
	run(|| {
		offer(6);
		sell(1, 4);
		close(1, CloseReason::FillLimit);
		next_block();
		assert_eq!(Stock::get(), 4, "nothing is drawn twice");
		let record = RemoteOrders::order(CHAIN, 0).expect("goes on");
		assert_eq!((record.order, record.remainder.expect("is there").quantity), (Some(2), 2));
		sell(2, 2);
		close(2, CloseReason::Filled);
		next_block();
		let (.., sold) = last_end().expect("ended");
		assert_eq!((sold.quantity, SoldUnits::get(), Stock::get()), (6, 6, 4));
	});
}
