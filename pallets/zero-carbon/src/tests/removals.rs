use crate::{mock::*, Error, Event, NextRemovalId, Removals, SourceKind};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::DispatchError;
use zeropark_primitives::units::MilliUnits;

fn reporter() -> RuntimeOrigin {
	RuntimeOrigin::signed(REPORTER)
}

#[test]
fn a_removal_should_count_only_when_the_verifier_confirmed_it() {
	new_test_ext_execute(|| {
		open_hour(0);
		let sink = register_source(SourceKind::Sink, 1_000_000);
		assert_ok!(report(sink, 7_000));
		System::assert_last_event(
			Event::RemovalReported {
				removal: 0,
				source: sink,
				period: 0,
				quantity: MilliUnits(7_000),
				evidence: EVIDENCE,
			}
			.into(),
		);
		assert_eq!(statement().carbon.offset.sinks, grams(0));
		assert_noop!(ZeroCarbon::confirm_removal(operator(), 0), DispatchError::BadOrigin);
		assert_ok!(ZeroCarbon::confirm_removal(verifier(), 0));
		assert_eq!(statement().carbon.offset.sinks, grams(7_000));
		assert_noop!(ZeroCarbon::confirm_removal(verifier(), 0), Error::<Test>::NotFound);
		// The record keeps the deposit that the report paid, and the next report gets its own back.
		assert_eq!(Balances::total_balance_on_hold(&REPORTER), ACTIVITY_DEPOSIT);
		remove(sink, 1);
		assert_eq!(Balances::total_balance_on_hold(&REPORTER), ACTIVITY_DEPOSIT);
	});
}

#[test]
fn a_removal_that_nobody_confirmed_should_be_dropped_by_its_reporter_or_the_verifier() {
	new_test_ext_execute(|| {
		open_hour(0);
		let capture = register_source(SourceKind::Capture, 1_000_000);
		assert_ok!(report(capture, 1));
		assert_ok!(report(capture, 2));
		assert_noop!(ZeroCarbon::drop_removal(operator(), 0), Error::<Test>::NotAuthorized);
		assert_ok!(ZeroCarbon::drop_removal(verifier(), 0));
		System::assert_last_event(Event::RemovalDropped { removal: 0 }.into());
		close(0);
		assert_noop!(ZeroCarbon::confirm_removal(verifier(), 1), Error::<Test>::PeriodNotOpen);
		assert_ok!(ZeroCarbon::drop_removal(reporter(), 1));
		assert_noop!(ZeroCarbon::drop_removal(reporter(), 1), Error::<Test>::NotFound);
		assert_eq!(Removals::<Test>::iter().count(), 0);
		assert_eq!(Balances::total_balance_on_hold(&REPORTER), 0);
		assert_eq!(statement().carbon.captured, grams(0));
	});
}

#[test]
fn a_removal_should_be_refused_when_no_id_is_left() {
	new_test_ext_execute(|| {
		open_hour(0);
		let sink = register_source(SourceKind::Sink, 1);
		NextRemovalId::<Test>::put(u32::MAX);
		assert_noop!(report(sink, 1), Error::<Test>::IdsExhausted);
	});
}
