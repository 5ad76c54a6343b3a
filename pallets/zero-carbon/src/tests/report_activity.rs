use crate::{mock::*, Error, Event, SourceKind};
use frame_support::{assert_noop, assert_ok};
use zeropark_primitives::{time::HOUR, units::MilliUnits};

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
			}
			.into(),
		);
		assert_ok!(report(capture, 1_999));
		assert_ok!(ZeroCarbon::remove_source(operator(), capture));
		let sink = register_source(SourceKind::Sink, 500_000);
		assert_ok!(report(sink, 3));
		let sums = ZeroCarbon::period(0).expect("period 0 exists").sums;
		assert_eq!(sums.activity, grams(2_683));
		assert_eq!(sums.captured, grams(1_999));
		assert_eq!(sums.offset.sinks, grams(1));
		// 1 % of each amount, rounded up: 27 + 20 + 1.
		assert_eq!(sums.activity_error, grams(48));
	});
}

#[test]
fn report_activity_should_fail_when_an_argument_or_the_reporter_is_wrong() {
	new_test_ext_execute(|| {
		assert_noop!(report(0, 1), Error::<Test>::NotFound);
		let source = register_source(SourceKind::Emission, 1_000_000_000);
		assert_noop!(report(source, 1), Error::<Test>::NotFound);
		open_hour(0);
		assert_noop!(report(source, 0), Error::<Test>::ZeroQuantity);
		assert_noop!(
			ZeroCarbon::report_activity(operator(), source, 0, MilliUnits(1)),
			Error::<Test>::NotAuthorized
		);
		assert_noop!(report(source, u64::MAX), Error::<Test>::Overflow);
		assert_ok!(report(source, 9_000_000_000_000_000));
		assert_noop!(report(source, 9_000_000_000_000_000), Error::<Test>::Overflow);
		set_time(HOUR);
		assert_ok!(ZeroCarbon::close_period(operator(), 0));
		assert_noop!(report(source, 1), Error::<Test>::PeriodNotOpen);
	});
}
