use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, DispatchResult};
use zeropark_primitives::{metering::Meters, time::Interval};

fn approve(device: u32) -> DispatchResult {
	Metering::approve_device(RuntimeOrigin::signed(Verifier::get()), device, Default::default())
}

fn unapproved(span: u32) -> u32 {
	Metering::totals(span).photovoltaic.unapproved
}

#[test]
fn approve_device_should_reach_the_open_spans() {
	new_test_ext_execute(|| {
		let device = register();
		assert_eq!((unapproved(0), unapproved(1)), (1, 1));
		// The first span is closed.
		OpenSpans::set(SPANS[1..].to_vec());
		assert_ok!(approve(device));
		System::assert_last_event(
			Event::DeviceApproved { device, evidence: Default::default() }.into(),
		);
		assert_eq!((unapproved(0), unapproved(1)), (1, 0));
		assert!(Metering::device(device).expect("is registered").approved);
		<Metering as Meters>::span_opened(7, &Interval { start: 0, end: 900 });
		assert_eq!(unapproved(7), 0);
		OpenSpans::set(SPANS.to_vec());
	});
}

#[test]
fn a_device_that_ends_unapproved_should_stay_so_in_its_spans() {
	new_test_ext_execute(|| {
		let device = register();
		assert_ok!(end_device(device));
		assert_eq!(unapproved(0), 1);
		<Metering as Meters>::span_opened(7, &Interval { start: 0, end: 900 });
		assert_eq!(unapproved(7), 0);
		assert_noop!(approve(device), Error::<Test>::AlreadyEnded);
	});
}

#[test]
fn approve_device_should_fail_when_it_is_unknown_or_approved_or_the_origin_not_the_verifier() {
	new_test_ext_execute(|| {
		assert_noop!(approve(7), Error::<Test>::NotFound);
		let device = register();
		let by_registrar = RuntimeOrigin::signed(registrar());
		assert_noop!(
			Metering::approve_device(by_registrar, device, Default::default()),
			DispatchError::BadOrigin
		);
		assert_ok!(approve(device));
		assert_noop!(approve(device), Error::<Test>::AlreadyApproved);
	});
}
