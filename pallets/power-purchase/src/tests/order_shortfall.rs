use crate::{mock::*, Error, Ordered};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, DispatchResult};
use zeropark_primitives::{
	market::{Closure, Price},
	purchase::{Ending, Report},
	WattHours,
};

fn order_shortfall(who: AccountId) -> DispatchResult {
	PowerPurchase::order_shortfall(
		signed(who),
		PERIOD,
		basket(),
		Price(100),
		DEADLINE,
		text("park"),
		text("week"),
	)
}

#[test]
fn order_shortfall_should_round_up_to_whole_certificates() {
	run(|| {
		assert_ok!(order_shortfall(OPERATOR));
		assert_eq!(Placed::get()[0].1.quantity, 3);
	});
}

#[test]
fn order_shortfall_should_leave_out_what_the_operator_has_on_order() {
	run(|| {
		assert_ok!(order_shortfall(OPERATOR));
		assert_eq!((Placed::get()[0].1.quantity, Ordered::<Test>::get(PERIOD)), (3, 3));
		assert_noop!(order_shortfall(OPERATOR), Error::<Test>::NoShortfall);
		// What ended without bringing anything is lacking again.
		let ended = Report::Ended { ending: Ending::Closed(Closure::Expired), money: 0 };
		assert_ok!(PowerPurchase::report(RuntimeOrigin::root(), 0, ended));
		assert_ok!(order_shortfall(OPERATOR));
		assert_eq!(Placed::get()[1].1.quantity, 3);
	});
}

#[test]
fn order_shortfall_should_count_what_others_bought_once_it_has_come() {
	run(|| {
		// An order at a price that nobody sells at keeps nobody from buying.
		assert_ok!(order(3, retire()));
		assert_ok!(order(1, retire()));
		assert_eq!(Ordered::<Test>::get(PERIOD), 0);
		let delivered = Report::Delivered(delivery(1, true));
		assert_ok!(PowerPurchase::report(RuntimeOrigin::root(), 1, delivered));
		assert_ok!(order_shortfall(OPERATOR));
		assert_eq!(Placed::get()[2].1.quantity, 2);
	});
}

#[test]
fn order_shortfall_should_be_refused_when_nothing_lacks() {
	run(|| {
		for nothing in [WattHours::ZERO, WattHours(-5)] {
			Lacking::set(Some(nothing));
			assert_noop!(order_shortfall(OPERATOR), Error::<Test>::NoShortfall);
		}
		Lacking::set(None);
		assert_noop!(order_shortfall(OPERATOR), Error::<Test>::PeriodNotOpen);
	});
}

#[test]
fn order_shortfall_should_be_refused_when_the_caller_is_no_operator() {
	run(|| {
		assert_noop!(order_shortfall(BUYER), DispatchError::BadOrigin);
	});
}
