use crate::{mock::*, Activities, Error, Event, SourceKind};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use zeropark_primitives::{
	carbon::{Reason, SourceActivity},
	time::HOUR,
	units::MilliUnits,
};

#[test]
fn report_activity_should_add_to_the_term_of_its_kind() {
	new_test_ext_execute(|| {
		open_hour(0);
		let emission = register_source(SourceKind::Emission, 2_680_000);
		let capture = register_source(SourceKind::Capture, 1_000_000);
		assert_ok!(report(emission, 1_001));
		System::assert_last_event(
			Event::ActivityReported {
				source: emission,
				period: 0,
				quantity: MilliUnits(1_001),
				grams: grams(2_683),
				evidence: EVIDENCE,
			}
			.into(),
		);
		remove(capture, 1_999);
		assert_ok!(ZeroCarbon::end_source(verifier(), capture, EVIDENCE));
		let sink = register_source(SourceKind::Sink, 500_000);
		remove(sink, 3);
		let sums = ZeroCarbon::period(0).expect("period 0 exists").sums;
		assert_eq!(sums.activity, grams(2_683));
		assert_eq!(sums.captured, grams(1_999));
		assert_eq!(sums.sinks, grams(1));
		// 1 % of each amount, rounded up: 27 + 20 + 1.
		assert_eq!(sums.activity_error, grams(48));
	});
}

#[test]
fn reports_of_a_source_should_be_one_record_with_a_chained_digest() {
	new_test_ext_execute(|| {
		open_hour(0);
		let diesel = register_source(SourceKind::Emission, 1_000_000);
		assert_ok!(report(diesel, 1_000));
		let first = Activities::<Test>::get(0, diesel).expect("it reported").digest;
		assert_ok!(report(diesel, 2_000));
		let record = Activities::<Test>::get(0, diesel).expect("it reported");
		assert_eq!((record.quantity, record.reports), (MilliUnits(3_000), 2));
		assert_ne!(record.digest, first);
		assert_eq!(ZeroCarbon::activity(0, diesel), Some(record.clone()));
		// One deposit is held for the record.
		let held = Balances::total_balance_on_hold(&REPORTER);
		assert_eq!(held, ACTIVITY_DEPOSIT);
		assert_eq!(
			ZeroCarbon::activities(None, None, 10),
			[SourceActivity {
				source: diesel,
				reporter: REPORTER,
				label: "diesel, litres".into(),
				quantity: MilliUnits(3_000),
				grams: grams(3_000),
				reports: 2,
				digest: record.digest,
				evidence: EVIDENCE,
				entity: None,
				approved_by: Some(VERIFIER),
			}]
		);
		assert_eq!(ZeroCarbon::activities(Some(0), Some(diesel), 10), []);
	});
}

#[test]
fn a_source_of_emissions_should_owe_a_report_for_every_period_it_runs_in() {
	new_test_ext_execute(|| {
		open_hour(0);
		let diesel = register_source(SourceKind::Emission, 1_000_000);
		let _sink = register_source(SourceKind::Sink, 1_000_000);
		let unreported = |period| {
			let statement = ZeroCarbon::statement(Some(period)).expect("exists");
			assert_eq!(
				statement.why.contains(&Reason::SourceUnreported),
				statement.sources_unreported > 0
			);
			statement.sources_unreported
		};
		assert_eq!(unreported(0), 1);
		assert_ok!(report(diesel, 0));
		assert_eq!(unreported(0), 0);
		open_hour(1);
		assert_eq!(unreported(1), 1);
		let early = ZeroCarbon::report_activity(
			RuntimeOrigin::signed(REPORTER),
			diesel,
			1,
			MilliUnits(1),
			EVIDENCE,
		);
		assert_noop!(early, Error::<Test>::NotStarted);
		// It ends before the second period begins.
		assert_ok!(ZeroCarbon::end_source(verifier(), diesel, EVIDENCE));
		assert_eq!(unreported(1), 0);
	});
}

#[test]
fn report_activity_should_fail_when_an_argument_or_the_reporter_is_wrong() {
	new_test_ext_execute(|| {
		assert_noop!(report(0, 1), Error::<Test>::NotFound);
		let source = register_source(SourceKind::Emission, 1_000_000_000);
		let sink = register_source(SourceKind::Sink, 1_000_000_000);
		assert_noop!(report(source, 1), Error::<Test>::PeriodNotOpen);
		open_hour(0);
		assert_noop!(report(sink, 0), Error::<Test>::ZeroQuantity);
		assert_noop!(
			ZeroCarbon::report_activity(operator(), source, 0, MilliUnits(1), EVIDENCE),
			Error::<Test>::NotAuthorized
		);
		assert_noop!(report(source, u64::MAX), Error::<Test>::Overflow);
		assert_ok!(report(source, 9_000_000_000_000_000));
		assert_noop!(report(source, 9_000_000_000_000_000), Error::<Test>::Overflow);
		set_time(HOUR - 1);
		assert_ok!(ZeroCarbon::end_source(verifier(), source, EVIDENCE));
		assert_ok!(report(source, 1));
		close(0);
		assert_noop!(report(source, 1), Error::<Test>::PeriodNotOpen);
	});
}
