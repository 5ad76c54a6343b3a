use crate::{mock::*, Error, Event, HoldReason, OpenPeriods, Periods};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::{DispatchError, TokenError};
use zeropark_primitives::{units::HOUR, Interval, Ledger};

#[test]
fn open_period_should_hold_the_deposit_and_take_readings_of_its_time_only() {
	new_test_ext_execute(|| {
		open_hour(1);
		assert_eq!(OpenPeriods::<Test>::get().into_inner(), vec![0]);
		let held = Balances::balance_on_hold(&HoldReason::Period.into(), &OPERATOR);
		assert_eq!(held, PERIOD_DEPOSIT);
		let accepts = |start, end| <ZeroCarbon as Ledger>::accepts(&Interval { start, end });
		assert_ok!(accepts(HOUR, HOUR + 900));
		assert_ok!(accepts(2 * HOUR - 900, 2 * HOUR));
		assert_noop!(accepts(HOUR - 900, HOUR), Error::<Test>::PeriodNotOpen);
		assert_noop!(accepts(2 * HOUR - 450, 2 * HOUR + 450), Error::<Test>::PeriodNotOpen);
		System::assert_last_event(
			Event::PeriodOpened { period: 0, start: HOUR, end: 2 * HOUR }.into(),
		);
	});
}

#[test]
fn open_period_should_fail_when_the_span_is_wrong() {
	new_test_ext_execute(|| {
		let open = |start, end| ZeroCarbon::open_period(operator(), start, end, GRID);
		assert_noop!(open(HOUR, HOUR), Error::<Test>::InvalidSpan);
		assert_noop!(open(2 * HOUR, HOUR), Error::<Test>::InvalidSpan);
		assert_noop!(open(1, HOUR), Error::<Test>::InvalidSpan);
		assert_noop!(open(0, HOUR + 1), Error::<Test>::InvalidSpan);
		assert_noop!(open(0, 32 * 24 * HOUR), Error::<Test>::InvalidSpan);
		let limit = 31 * 24 * HOUR;
		assert_noop!(open(limit + HOUR, limit + 2 * HOUR), Error::<Test>::TooFarAhead);
		open_hour(1);
		assert_noop!(open(HOUR, 3 * HOUR), Error::<Test>::Overlap);
		assert_noop!(open(0, HOUR), Error::<Test>::Overlap);
	});
}

#[test]
fn open_period_should_fail_when_too_many_are_open_or_ids_run_out() {
	new_test_ext_execute(|| {
		open_hour(0);
		open_hour(1);
		let third = || ZeroCarbon::open_period(operator(), 2 * HOUR, 3 * HOUR, GRID);
		assert_noop!(third(), Error::<Test>::TooManyOpenPeriods);
		let next = crate::NextPeriodId::<Test>::get();
		crate::NextPeriodId::<Test>::put(u32::MAX);
		assert_noop!(third(), Error::<Test>::IdsExhausted);
		crate::NextPeriodId::<Test>::put(next);
	});
}

#[test]
fn open_period_should_fail_when_the_operator_is_poor_or_nobody() {
	new_test_ext_execute(|| {
		let open = |origin| ZeroCarbon::open_period(origin, 0, HOUR, GRID);
		assert_noop!(open(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(open(RuntimeOrigin::signed(REPORTER)), TokenError::FundsUnavailable);
	});
}

#[test]
fn coverage_should_expect_what_devices_owe_while_they_are_in_service() {
	new_test_ext_execute(|| {
		let expected = || Periods::<Test>::get(0).expect("open").sums.coverage.expected;
		<ZeroCarbon as Ledger>::device_added(96, 0);
		open_hour(0);
		assert_eq!(expected(), 4);
		<ZeroCarbon as Ledger>::device_added(1_440, 1_800);
		assert_eq!(expected(), 34);
		<ZeroCarbon as Ledger>::device_removed(96, 2_700);
		assert_eq!(expected(), 33);
		<ZeroCarbon as Ledger>::device_removed(1_440, HOUR);
		assert_eq!(expected(), 33);
		open_hour(1);
		assert_eq!(Periods::<Test>::get(1).expect("open").sums.coverage.expected, 0);
	});
}
