use crate::{mock::*, Error, Event, HoldReason, OpenPeriods};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::{DispatchError, TokenError};
use zeropark_primitives::{
	metering::ReadingSink,
	time::{Interval, HOUR},
};

#[test]
fn open_period_should_hold_the_deposit_and_take_only_readings_within_the_period() {
	new_test_ext_execute(|| {
		open_hour(1);
		assert_eq!(OpenPeriods::<Test>::get().into_inner(), vec![0]);
		let held = Balances::balance_on_hold(&HoldReason::Period.into(), &OPERATOR);
		assert_eq!(held, PERIOD_DEPOSIT);
		let accepts = |start, end| <ZeroCarbon as ReadingSink>::accepts(&Interval { start, end });
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
fn open_period_should_fail_when_the_span_is_invalid() {
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
fn open_period_should_fail_when_too_many_are_open_or_every_id_has_been_used() {
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
fn open_period_should_fail_when_the_operator_has_no_money_or_is_nobody() {
	new_test_ext_execute(|| {
		let open = |origin| ZeroCarbon::open_period(origin, 0, HOUR, GRID);
		assert_noop!(open(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(open(RuntimeOrigin::signed(REPORTER)), TokenError::FundsUnavailable);
	});
}

#[test]
fn coverage_should_expect_readings_of_devices_only_while_they_are_in_service() {
	new_test_ext_execute(|| {
		let expected =
			|period| ZeroCarbon::period(period).expect("the period exists").sums.coverage.expected;
		<ZeroCarbon as ReadingSink>::device_added(96, 0);
		open_hour(0);
		assert_eq!(expected(0), 4);
		<ZeroCarbon as ReadingSink>::device_added(1_440, 1_800);
		assert_eq!(expected(0), 34);
		<ZeroCarbon as ReadingSink>::device_removed(96, 2_700);
		assert_eq!(expected(0), 33);
		<ZeroCarbon as ReadingSink>::device_removed(1_440, HOUR);
		assert_eq!(expected(0), 33);
		open_hour(1);
		assert_eq!(expected(1), 0);
	});
}
