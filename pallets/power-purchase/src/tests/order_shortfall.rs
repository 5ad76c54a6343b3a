use crate::{mock::*, Error, OnOrder};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use zeropark_primitives::{purchase::Shortfall, trading::DeskListener, units::WattHours};

#[test]
fn order_shortfall_should_round_up_to_whole_certificates() {
	run(|| {
		assert_ok!(order_shortfall(OPERATOR));
		assert_eq!(Placed::get()[0].quantity, 3);
	});
}

#[test]
fn order_shortfall_at_the_upper_bound_should_cover_what_is_in_doubt() {
	run(|| {
		assert_ok!(order_shortfall_of(OPERATOR, Shortfall::UpperBound));
		assert_eq!(Placed::get()[0].quantity, 4);
	});
}

#[test]
fn order_shortfall_should_leave_out_certificates_that_are_on_order() {
	run(|| {
		assert_ok!(order_shortfall(OPERATOR));
		assert_eq!((Placed::get()[0].quantity, OnOrder::<Test>::get(PERIOD)), (3, 3));
		assert_noop!(order_shortfall(OPERATOR), Error::<Test>::NoShortfall);
		// Certificates that an ended order did not buy are part of the shortfall again.
		PowerPurchase::ended(0, 3);
		assert_ok!(order_shortfall(OPERATOR));
		assert_eq!(Placed::get()[1].quantity, 3);
	});
}

#[test]
fn order_shortfall_should_leave_out_purchases_of_others_when_delivered() {
	run(|| {
		// Orders that may never trade must not reduce the shortfall.
		assert_ok!(order(3, retire()));
		assert_ok!(order(1, retire()));
		assert_eq!(OnOrder::<Test>::get(PERIOD), 0);
		assert_ok!(PowerPurchase::filled(1, &BUYER, &delivery(1, true)));
		assert_ok!(order_shortfall(OPERATOR));
		assert_eq!(Placed::get()[2].quantity, 2);
	});
}

#[test]
fn order_shortfall_should_fail_when_there_is_no_shortfall_or_no_open_period() {
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
fn order_shortfall_should_fail_when_the_caller_is_not_the_operator() {
	run(|| {
		assert_noop!(order_shortfall(BUYER), DispatchError::BadOrigin);
	});
}
