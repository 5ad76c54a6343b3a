use crate::{mock::*, Error, Event, OpenPeriods};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use zeropark_primitives::{units::HOUR, DeviceKind, Interval, Ledger};

#[test]
fn close_period_should_freeze_the_statement() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 1_000);
		set_time(HOUR);
		assert_ok!(ZeroCarbon::close_period(operator(), 0));
		assert!(OpenPeriods::<Test>::get().is_empty());
		let statement = ZeroCarbon::statement(Some(0)).expect("closed");
		System::assert_last_event(Event::PeriodClosed { period: 0, statement }.into());
		assert_noop!(
			<ZeroCarbon as Ledger>::accepts(&Interval { start: 0, end: 900 }),
			Error::<Test>::PeriodNotOpen
		);
		assert_noop!(ZeroCarbon::close_period(operator(), 0), Error::<Test>::PeriodNotOpen);
	});
}

#[test]
fn close_period_should_fail_when_unknown_early_or_unauthorised() {
	new_test_ext_execute(|| {
		assert_noop!(ZeroCarbon::close_period(operator(), 0), Error::<Test>::NotFound);
		open_hour(0);
		set_time(HOUR - 1);
		assert_noop!(ZeroCarbon::close_period(operator(), 0), Error::<Test>::NotEnded);
		assert_noop!(ZeroCarbon::close_period(RuntimeOrigin::none(), 0), DispatchError::BadOrigin);
	});
}
