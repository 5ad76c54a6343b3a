use crate::{mock::*, Error, Event, OpenPeriods};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	carbon::Reason,
	metering::{Calendar, DeviceKind},
	time::HOUR,
};

#[test]
fn close_period_should_publish_the_statement_and_take_no_further_readings() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 1_000);
		assert!(statement().why.contains(&Reason::NotClosed));
		close(0);
		assert!(OpenPeriods::<Test>::get().is_empty());
		assert!(ZeroCarbon::open_spans().is_empty());
		let statement = statement();
		assert!(statement.closed && !statement.why.contains(&Reason::NotClosed));
		System::assert_last_event(Event::PeriodClosed { period: 0, statement }.into());
		let again = ZeroCarbon::close_period(operator(), 0, true);
		assert_noop!(again, Error::<Test>::PeriodNotOpen);
	});
}

#[test]
fn close_period_should_wait_for_purchases_or_say_how_many_it_left() {
	new_test_ext_execute(|| {
		open_hour(0);
		set_time(HOUR);
		UnderWay::set(2);
		let wait = ZeroCarbon::close_period(operator(), 0, true);
		assert_noop!(wait, Error::<Test>::PurchasesUnderWay);
		assert_ok!(ZeroCarbon::close_period(operator(), 0, false));
		// Those that end later change nothing.
		UnderWay::set(0);
		assert_eq!(statement().purchases_under_way, 2);
	});
}

#[test]
fn close_period_should_fail_when_the_period_is_unknown_or_running_or_the_origin_nobody() {
	new_test_ext_execute(|| {
		let close = |origin| ZeroCarbon::close_period(origin, 0, true);
		assert_noop!(close(operator()), Error::<Test>::NotFound);
		open_hour(0);
		set_time(HOUR - 1);
		assert_noop!(close(operator()), Error::<Test>::NotEnded);
		assert_noop!(close(RuntimeOrigin::none()), DispatchError::BadOrigin);
	});
}

#[test]
fn cancel_period_should_return_the_deposit_and_make_room_for_another_start() {
	new_test_ext_execute(|| {
		open_hour(0);
		open_hour(9);
		assert_noop!(ZeroCarbon::cancel_period(operator(), 0), Error::<Test>::NotNewest);
		assert_noop!(ZeroCarbon::cancel_period(RuntimeOrigin::none(), 1), DispatchError::BadOrigin);
		assert_ok!(ZeroCarbon::cancel_period(operator(), 1));
		System::assert_last_event(Event::PeriodCancelled { period: 1 }.into());
		assert_eq!(Balances::total_balance_on_hold(&OPERATOR), PERIOD_DEPOSIT);
		assert_noop!(ZeroCarbon::cancel_period(operator(), 1), Error::<Test>::NotFound);
		// The next one follows the first, and has an id of its own.
		assert_ok!(ZeroCarbon::open_period(operator(), None, 2 * HOUR));
		assert_eq!(ZeroCarbon::period(2).map(|period| period.gap_before), Some(Some(0)));
	});
}

#[test]
fn cancel_period_should_fail_when_anything_counts_or_it_is_closed() {
	new_test_ext_execute(|| {
		let diesel = register_source(crate::SourceKind::Emission, 1);
		open_hour(0);
		let cancel = || ZeroCarbon::cancel_period(operator(), 0);
		UnderWay::set(1);
		assert_noop!(cancel(), Error::<Test>::AlreadyCounted);
		UnderWay::set(0);
		assert_ok!(report(diesel, 0));
		assert_noop!(cancel(), Error::<Test>::AlreadyCounted);
		open_hour(1);
		change_totals(1, DeviceKind::Wind, |totals| totals.received = 1);
		assert_noop!(ZeroCarbon::cancel_period(operator(), 1), Error::<Test>::AlreadyCounted);
		close(0);
		close(1);
		assert_noop!(ZeroCarbon::cancel_period(operator(), 1), Error::<Test>::PeriodNotOpen);
	});
}
