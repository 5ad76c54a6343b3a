use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use zeropark_primitives::{
	market::CloseReason,
	trading::{OrderOutcome, Report, Sold, TradingDesk},
};

#[test]
fn cancel_should_send_a_cancellation_and_refund_nothing_itself() {
	run(|| {
		assert_ok!(place(5));
		let before = Balances::free_balance(OWNER);
		assert_ok!(Desk::cancel(&OWNER, 0));
		assert_eq!(Cancelled::get(), vec![0]);
		assert!(Desk::order(0).is_some_and(|order| order.cancel_requested));
		assert_eq!(Balances::free_balance(OWNER), before - FEE);
		System::assert_last_event(Event::CancellationSent { number: 0 }.into());
	});
}

#[test]
fn cancel_should_fail_when_the_order_is_not_the_callers_or_has_ended() {
	run(|| {
		assert_noop!(Desk::cancel(&OWNER, 0), Error::<Test>::NotFound);
		assert_ok!(place(5));
		assert_noop!(Desk::cancel(&OTHER, 0), Error::<Test>::NotAuthorized);
		let outcome = OrderOutcome::Closed(CloseReason::Expired);
		assert_ok!(Desk::report(
			RuntimeOrigin::root(),
			0,
			Report::Ended { outcome, money: 0, sold: Sold::default() }
		));
		assert_noop!(Desk::cancel(&OWNER, 0), Error::<Test>::AlreadyEnded);
	});
}
