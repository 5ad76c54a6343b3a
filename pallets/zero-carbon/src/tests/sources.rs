use crate::{mock::*, Error, Event, HoldReason, SourceKind};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::DispatchError;
use zeropark_primitives::{metering::AccuracyClass, units::MilligramsPerUnit};

fn register(origin: RuntimeOrigin, accuracy: u16) -> frame_support::dispatch::DispatchResult {
	ZeroCarbon::register_source(
		origin,
		REPORTER,
		SourceKind::Emission,
		MilligramsPerUnit(1),
		AccuracyClass(accuracy),
		Default::default(),
	)
}

#[test]
fn register_source_should_hold_the_deposit_until_remove_source() {
	new_test_ext_execute(|| {
		let source = register_source(SourceKind::Sink, 1);
		System::assert_last_event(
			Event::SourceRegistered { source, reporter: REPORTER, kind: SourceKind::Sink }.into(),
		);
		let held = || Balances::balance_on_hold(&HoldReason::Source.into(), &OPERATOR);
		assert_eq!(held(), SOURCE_DEPOSIT);
		assert!(ZeroCarbon::source(source).is_some_and(|source| source.reporter == REPORTER));
		assert_ok!(ZeroCarbon::remove_source(operator(), source));
		System::assert_last_event(Event::SourceRemoved { source }.into());
		assert_eq!(held(), 0);
		assert!(ZeroCarbon::source(source).is_none());
	});
}

#[test]
fn register_source_should_fail_when_the_origin_an_argument_or_the_number_is_wrong() {
	new_test_ext_execute(|| {
		assert_noop!(register(RuntimeOrigin::none(), 1), DispatchError::BadOrigin);
		assert_noop!(register(operator(), 10_001), Error::<Test>::InvalidAccuracy);
		assert_ok!(register(operator(), 1));
		crate::NextSourceId::<Test>::put(u32::MAX);
		assert_noop!(register(operator(), 1), Error::<Test>::IdsExhausted);
		crate::NextSourceId::<Test>::put(1);
		assert_ok!(register(operator(), 1));
		assert_noop!(register(operator(), 1), Error::<Test>::TooManySources);
	});
}

#[test]
fn remove_source_should_fail_when_the_source_is_unknown_or_the_origin_nobody() {
	new_test_ext_execute(|| {
		assert_noop!(ZeroCarbon::remove_source(operator(), 0), Error::<Test>::NotFound);
		assert_noop!(ZeroCarbon::remove_source(RuntimeOrigin::none(), 0), DispatchError::BadOrigin);
	});
}
