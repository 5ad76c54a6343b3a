use crate::{mock::*, Error, Event, HoldReason, OpenPeriods};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::{DispatchError, TokenError};
use zeropark_primitives::{
	metering::{Calendar, OpenSpan},
	time::{Interval, HOUR},
};

#[test]
fn open_period_should_hold_the_deposit_and_take_readings() {
	new_test_ext_execute(|| {
		open_hour(1);
		assert_eq!(OpenPeriods::<Test>::get().into_inner(), vec![0]);
		let held = Balances::balance_on_hold(&HoldReason::Period.into(), &OPERATOR);
		assert_eq!(held, PERIOD_DEPOSIT);
		let span = Interval { start: HOUR, end: 2 * HOUR };
		assert_eq!(ZeroCarbon::open_spans(), [OpenSpan { id: 0, span, unbroken_since: HOUR }]);
		System::assert_last_event(
			Event::PeriodOpened { period: 0, start: HOUR, end: 2 * HOUR, gap_before: None }.into(),
		);
	});
}

#[test]
fn a_period_should_follow_the_one_before_unless_a_later_start_is_named() {
	new_test_ext_execute(|| {
		let no_start = ZeroCarbon::open_period(operator(), None, HOUR);
		assert_noop!(no_start, Error::<Test>::NoPeriodBefore);
		open_hour(1);
		assert_ok!(ZeroCarbon::open_period(operator(), None, 3 * HOUR));
		let spans = ZeroCarbon::open_spans();
		assert!(spans.iter().all(|open| open.unbroken_since == HOUR));
		assert_eq!(statement().gap_before, Some(0));
		close(0);
		// A quarter of an hour is missing, and is stated.
		let start = 3 * HOUR + 900;
		assert_ok!(ZeroCarbon::open_period(operator(), Some(start), 4 * HOUR));
		assert_eq!(statement().gap_before, Some(900));
		let last = ZeroCarbon::open_spans().pop().map(|open| open.unbroken_since);
		assert_eq!(last, Some(start));
	});
}

#[test]
fn open_period_should_fail_when_the_span_is_invalid() {
	new_test_ext_execute(|| {
		let open = |start, end| ZeroCarbon::open_period(operator(), Some(start), end);
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
		let third = || ZeroCarbon::open_period(operator(), None, 3 * HOUR);
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
		let open = |origin| ZeroCarbon::open_period(origin, Some(0), HOUR);
		assert_noop!(open(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(open(RuntimeOrigin::signed(VERIFIER)), TokenError::FundsUnavailable);
	});
}
