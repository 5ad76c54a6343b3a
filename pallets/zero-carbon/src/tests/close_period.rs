use crate::{mock::*, Error, Event, OpenPeriods};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	metering::{DeviceKind, ReadingSink},
	time::{Interval, HOUR},
};

#[test]
fn close_period_should_publish_the_statement_and_refuse_further_readings() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 1_000);
		set_time(HOUR);
		assert_ok!(ZeroCarbon::close_period(operator(), 0));
		assert!(OpenPeriods::<Test>::get().is_empty());
		let statement = ZeroCarbon::statement(Some(0)).expect("period 0 exists");
		System::assert_last_event(Event::PeriodClosed { period: 0, statement }.into());
		assert_noop!(
			<ZeroCarbon as ReadingSink>::accepts(&Interval { start: 0, end: 900 }),
			Error::<Test>::PeriodNotOpen
		);
		assert_noop!(ZeroCarbon::close_period(operator(), 0), Error::<Test>::PeriodNotOpen);
	});
}

#[test]
fn close_period_should_fail_when_the_period_is_unknown_or_running_or_the_origin_nobody() {
	new_test_ext_execute(|| {
		assert_noop!(ZeroCarbon::close_period(operator(), 0), Error::<Test>::NotFound);
		open_hour(0);
		set_time(HOUR - 1);
		assert_noop!(ZeroCarbon::close_period(operator(), 0), Error::<Test>::NotEnded);
		assert_noop!(ZeroCarbon::close_period(RuntimeOrigin::none(), 0), DispatchError::BadOrigin);
	});
}
