use crate::{mock::*, Devices, Error, Event, Outputs, KEPT_MONTHS};
use frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::{DispatchError, DispatchResult};
use zeropark_primitives::{market::Month, DeviceKind, Interval, WattHours};

/// January 1970, and the months after it.
const JANUARY: Month = Month(0);

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
fn report_output_should_send_a_month_when_the_device_has_read_it_to_its_end() {
	new_test_ext_execute(|| {
		let device = register();
		let [february, april] = [1, 3].map(|months| JANUARY.after(months).start());
		read(device, 0, &[(900, 200), (february - 900, 50)]);
		let digest = Devices::<Test>::get(device).expect("in service").register.digest;
		assert_eq!(Outputs::<Test>::get(device, JANUARY).map(|output| output.digest), Some(digest));
		assert_ok!(report(Bob, device, JANUARY));
		let span = Interval { start: 900, end: february };
		assert_eq!(Reported::get(), vec![(Bob.to_account_id(), device, span, WattHours(250))]);
		// The last reading of a month makes the one before whole, too.
		read(device, 1, &[(february, 70)]);
		assert_noop!(report(Bob, device, JANUARY.after(1)), Error::<Test>::NoOutput);
		read(device, 2, &[(april - 900, 30)]);
		for (months, end, energy) in [(1, february + 900, 70), (2, april, 30)] {
			let output = Outputs::<Test>::get(device, JANUARY.after(months)).expect("is whole");
			assert_eq!((output.span.end, output.energy), (end, WattHours(energy)));
		}
	});
}

#[test]
fn report_output_should_be_refused_when_an_earlier_month_was_not_reported() {
	new_test_ext_execute(|| {
		let device = register();
		for month in 0..3 {
			read(device, month.into(), &[(JANUARY.after(month).start(), 10)]);
		}
		let february = JANUARY.after(1);
		assert_noop!(report(Bob, device, february), Error::<Test>::EarlierUnreported);
		assert_ok!(report(Bob, device, JANUARY));
		assert_ok!(report(Bob, device, february));
		// What was reported may be reported again.
		assert_ok!(report(Bob, device, JANUARY));
	});
}

#[test]
fn report_output_should_be_open_to_the_registrar_when_the_owner_is_silent() {
	new_test_ext_execute(|| {
		let device = register();
		read(device, 0, &[(900, 200), (JANUARY.after(1).start(), 1)]);
		assert_ok!(report(Alice, device, JANUARY));
		assert_eq!(Reported::get().first().map(|report| report.0.clone()), Some(registrar()));
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
		assert_eq!(
			Outputs::<Test>::get(device, JANUARY).map(|output| output.reported),
			Some(false)
		);
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
		for month in 2..5 {
			assert_ok!(report(Bob, device, JANUARY.after(month)));
		}
		assert_ok!(Metering::remove_device(RuntimeOrigin::signed(registrar()), device));
		assert_eq!(Outputs::<Test>::iter().count(), 0);
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	/// However the readings come, what was delivered is in a month that is whole or in the one that runs.
	#[test]
	fn outputs_should_add_up_to_what_was_delivered_when_readings_come_in_any_batches(
		// Of each month the first three readings and the last three.
		slots in prop::collection::btree_set((0u16..3, 0u64..6), 1..18),
		length in 1usize..8,
	) {
		new_test_ext_execute(|| {
			let device = register();
			let readings = slots.into_iter().map(|(month, slot)| {
				let start = JANUARY.after(month).start() + slot * 900;
				let end = JANUARY.after(month + 1).start() - (6 - slot) * 900;
				(if slot < 3 { start } else { end }, 10)
			});
			let readings = readings.collect::<Vec<_>>();
			for (sequence, readings) in readings.chunks(length).enumerate() {
				read(device, sequence as u32, readings);
			}
			let device = Devices::<Test>::get(device).expect("in service");
			let kept: WattHours = Outputs::<Test>::iter_values().map(|output| output.energy).sum();
			let running = device.output.map_or(WattHours::ZERO, |output| output.energy);
			assert_eq!(kept + running, device.register.delivered);
			// No month runs on past its last reading.
			let end = JANUARY.after(3).start();
			assert!(device.read_until < end || device.output.is_none());
		});
	}
}

#[test]
fn loads_and_storage_should_earn_nothing() {
	assert!(!DeviceKind::Load.earns_certificates());
	assert!(!DeviceKind::Storage.earns_certificates());
	assert!(DeviceKind::Wind.earns_certificates());
}
