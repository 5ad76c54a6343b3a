use crate::{mock::*, Error, Event, Outputs, KEPT_MONTHS};
use frame_support::{assert_noop, assert_ok};
use sp_keyring::Sr25519Keyring::{Bob, Charlie, Eve};
use sp_runtime::{DispatchError, DispatchResult};
use zeropark_primitives::{market::Month, DeviceKind, Interval, WattHours};

/// January 1970, and the months after it.
const JANUARY: Month = Month(0);

fn read(device: u32, sequence: u32, readings: &[(u64, i64)]) {
	let end = readings.last().expect("has readings").0 + u64::from(INTERVAL);
	set_time(end);
	let batch = batch(device, sequence, readings);
	let signature = sign(&batch, Eve);
	assert_ok!(Metering::submit_readings(
		frame_system::Origin::<Test>::Authorized.into(),
		batch,
		signature
	));
}

fn report(who: sp_keyring::Sr25519Keyring, device: u32, month: Month) -> DispatchResult {
	Metering::report_output(RuntimeOrigin::signed(who.to_account_id()), device, month)
}

#[test]
fn report_output_should_send_what_was_delivered_in_a_whole_month() {
	new_test_ext_execute(|| {
		let device = register();
		let february = JANUARY.after(1).start();
		// The last reading of January and the first of February come in one batch.
		read(device, 0, &[(900, 200), (1_800, -3), (february - 900, 50), (february, 70)]);
		assert_ok!(report(Bob, device, JANUARY));
		let span = Interval { start: 900, end: february };
		let energy = WattHours(250);
		assert_eq!(Reported::get(), vec![(Bob.to_account_id(), device, span, energy)]);
		System::assert_last_event(Event::OutputReported { device, span, energy }.into());
		// As often as it takes.
		assert_ok!(report(Bob, device, JANUARY));
		assert_eq!(Reported::get().len(), 2);
	});
}

#[test]
fn report_output_should_be_refused_when_the_month_is_not_whole_or_brought_nothing() {
	new_test_ext_execute(|| {
		let device = register();
		let month = |n: u16| JANUARY.after(n).start();
		read(device, 0, &[(900, 200)]);
		assert_noop!(report(Bob, device, JANUARY), Error::<Test>::NoOutput);
		read(device, 1, &[(month(1), -1)]);
		read(device, 2, &[(month(2), 5)]);
		assert_ok!(report(Bob, device, JANUARY));
		assert_noop!(report(Bob, device, JANUARY.after(1)), Error::<Test>::NoOutput);
	});
}

#[test]
fn report_output_should_be_refused_when_it_is_not_the_owners_or_cannot_be_sent() {
	new_test_ext_execute(|| {
		assert_noop!(report(Bob, 7, JANUARY), Error::<Test>::NotFound);
		let device = register();
		read(device, 0, &[(900, 200), (JANUARY.after(1).start(), 1)]);
		assert_noop!(report(Charlie, device, JANUARY), Error::<Test>::NotAuthorized);
		CarrierError::set(Some(DispatchError::Unavailable));
		assert_noop!(report(Bob, device, JANUARY), DispatchError::Unavailable);
	});
}

#[test]
fn few_months_should_be_kept_and_none_of_a_device_that_is_gone() {
	new_test_ext_execute(|| {
		let device = register();
		for month in 0..6 {
			read(device, month.into(), &[(JANUARY.after(month).start(), 10)]);
		}
		assert_eq!(Outputs::<Test>::iter().count() as u32, KEPT_MONTHS);
		assert_noop!(report(Bob, device, JANUARY.after(1)), Error::<Test>::NoOutput);
		assert_ok!(report(Bob, device, JANUARY.after(2)));
		assert_ok!(Metering::remove_device(RuntimeOrigin::signed(registrar()), device));
		assert_eq!(Outputs::<Test>::iter().count(), 0);
	});
}

#[test]
fn loads_and_storage_should_earn_nothing() {
	assert!(!DeviceKind::Load.earns_certificates());
	assert!(!DeviceKind::Storage.earns_certificates());
	assert!(DeviceKind::Wind.earns_certificates());
}
