use crate::{mock::*, Event};
use frame_support::assert_ok;
use zeropark_primitives::{
	market::CloseReason,
	trading::{OrderOutcome, RejectReason, Report, Sold},
};

#[test]
fn cancel_should_send_the_money_home_when_the_order_is_open() {
	run(|| {
		fund(4);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 4, order(5, false)));
		next_block();
		assert_ok!(RemoteOrders::cancel(RuntimeOrigin::root(), 4, BUYER));
		assert!(Open::get().is_empty());
		next_block();
		let outcome = OrderOutcome::Closed(CloseReason::Cancelled);
		let money_left = MONEY - FEE;
		assert_eq!(
			Sent::get().last(),
			Some(&(
				4,
				Report::Ended { outcome, money: money_left, sold: Sold::default() },
				None,
				money_left
			))
		);
		System::assert_last_event(
			Event::OrderEnded { chain: CHAIN, number: 4, outcome, money: money_left }.into(),
		);
		assert_eq!(money(4), 0);
	});
}

#[test]
fn cancel_should_send_the_money_home_when_the_order_never_arrived() {
	run(|| {
		fund(4);
		assert_ok!(RemoteOrders::cancel(RuntimeOrigin::root(), 4, BUYER));
		next_block();
		let outcome = OrderOutcome::Rejected(RejectReason::NeverPlaced);
		let ended = Report::Ended { outcome, money: MONEY, sold: Sold::default() };
		assert_eq!(Sent::get(), vec![(4, ended, None, MONEY)]);
		assert_eq!(money(4), 0);
	});
}

#[test]
fn an_order_should_end_once_when_it_is_cancelled_twice() {
	run(|| {
		fund(4);
		assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), 4, order(5, false)));
		assert_ok!(RemoteOrders::cancel(RuntimeOrigin::root(), 4, BUYER));
		assert_ok!(RemoteOrders::cancel(RuntimeOrigin::root(), 4, BUYER));
		next_block();
		let ends = Sent::get()
			.into_iter()
			.filter(|(_, report, ..)| matches!(report, Report::Ended { .. }));
		assert_eq!(ends.count(), 1);
	});
}
