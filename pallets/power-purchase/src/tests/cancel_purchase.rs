use crate::{mock::*, Error, Event, Usage};
use frame_support::{assert_noop, assert_ok};
use zeropark_primitives::{
	market::Closure,
	purchase::{Ending, Report},
};

#[test]
fn cancel_purchase_should_call_it_back_and_refund_nothing_itself() {
	run(|| {
		assert_ok!(order(5, Usage::Hold));
		let before = Balances::free_balance(BUYER);
		assert_ok!(PowerPurchase::cancel_purchase(signed(BUYER), 0));
		assert_eq!(Cancelled::get(), vec![0]);
		assert!(PowerPurchase::purchase(0).is_some_and(|purchase| purchase.called_back));
		assert_eq!(Balances::free_balance(BUYER), before - FEE);
		System::assert_last_event(Event::CancellationSent { purchase: 0 }.into());
	});
}

#[test]
fn cancel_purchase_should_be_refused_when_it_is_not_the_buyers_or_has_ended() {
	run(|| {
		assert_noop!(PowerPurchase::cancel_purchase(signed(BUYER), 0), Error::<Test>::NotFound);
		assert_ok!(order(5, Usage::Hold));
		assert_noop!(
			PowerPurchase::cancel_purchase(signed(OTHER), 0),
			Error::<Test>::NotAuthorized
		);
		let ended = Report::Ended { ending: Ending::Closed(Closure::Expired), money: 0 };
		assert_ok!(PowerPurchase::report(RuntimeOrigin::root(), 0, ended));
		assert_noop!(PowerPurchase::cancel_purchase(signed(BUYER), 0), Error::<Test>::AlreadyEnded);
	});
}
