use crate::{mock::*, Devices, Error, Event, Outputs, KEPT_MONTHS};
use frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::{DispatchError, DispatchResult};
use zeropark_primitives::{
	metering::DeviceKind,
	time::{Interval, Month},
	units::WattHours,
};

/// January 1970, from which the tests count their months.
const JANUARY: Month = Month(0);

fn report(who: sp_keyring::Sr25519Keyring, device: u32, month: Month) -> DispatchResult {
	Metering::report_output(RuntimeOrigin::signed(who.to_account_id()), device, month)
}

#[test]
fn report_output_should_send_the_energy_of_a_complete_month() {
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
		// A month may be reported again.
		assert_ok!(report(Bob, device, JANUARY));
		assert_eq!(Reported::get().len(), 2);
	});
}

#[test]
fn report_output_should_be_refused_when_the_month_is_incomplete_or_without_output() {
	new_test_ext_execute(|| {
		let device = register();
		let month = |n: u16| JANUARY.after(n).start();
		read(device, 0, &[(900, 200)]);
		assert_noop!(report(Bob, device, JANUARY), Error::<Test>::NoOutput);
		assert_eq!(Metering::output(device, JANUARY), None);
		read(device, 1, &[(month(1), -1)]);
		read(device, 2, &[(month(2), 5)]);
		assert_ok!(report(Bob, device, JANUARY));
		assert_noop!(report(Bob, device, JANUARY.after(1)), Error::<Test>::NoOutput);
	});
}

#[test]
fn report_output_should_send_a_month_when_its_last_interval_was_read() {
	new_test_ext_execute(|| {
		let device = register();
		let [february, april] = [1, 3].map(|months| JANUARY.after(months).start());
		read(device, 0, &[(900, 200), (february - 900, 50)]);
		let digest = Devices::<Test>::get(device).expect("in service").register.digest;
		assert_eq!(Metering::output(device, JANUARY).map(|output| output.digest), Some(digest));
		assert_ok!(report(Bob, device, JANUARY));
		let span = Interval { start: 900, end: february };
		assert_eq!(Reported::get(), vec![(Bob.to_account_id(), device, span, WattHours(250))]);
		// The last reading of March completes February and March at once.
		read(device, 1, &[(february, 70)]);
		assert_noop!(report(Bob, device, JANUARY.after(1)), Error::<Test>::NoOutput);
		read(device, 2, &[(april - 900, 30)]);
		for (months, end, energy) in [(1, february + 900, 70), (2, april, 30)] {
			let output = Metering::output(device, JANUARY.after(months)).expect("is complete");
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
		// A month may be reported again, also after a later one.
		assert_ok!(report(Bob, device, JANUARY));
	});
}

#[test]
fn report_output_should_be_open_to_the_registrar_when_the_owner_does_not_report() {
	new_test_ext_execute(|| {
		let device = register();
		read(device, 0, &[(900, 200), (JANUARY.after(1).start(), 1)]);
		assert_ok!(report(Alice, device, JANUARY));
		assert_eq!(Reported::get().first().map(|report| report.0.clone()), Some(registrar()));
	});
}

#[test]
fn report_output_should_be_refused_when_the_caller_is_a_stranger_or_sending_fails() {
	new_test_ext_execute(|| {
		assert_noop!(report(Bob, 7, JANUARY), Error::<Test>::NotFound);
		let device = register();
		read(device, 0, &[(900, 200), (JANUARY.after(1).start(), 1)]);
		assert_noop!(report(Charlie, device, JANUARY), Error::<Test>::NotAuthorized);
		RegistryError::set(Some(DispatchError::Unavailable));
		assert_noop!(report(Bob, device, JANUARY), DispatchError::Unavailable);
		assert_eq!(Metering::output(device, JANUARY).map(|output| output.reported), Some(false));
	});
}

#[test]
fn three_months_should_be_kept_of_a_device() {
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
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	/// However the readings are batched, every watt-hour delivered is in the output of a complete
	/// month or in the running output.
	#[test]
	fn outputs_should_add_up_to_the_register_when_readings_come_in_any_batches(
		// A slot is one of the first three (0 to 2) or last three (3 to 5) readings of a month.
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
			// The last reading of a month ends its running output.
			let end = JANUARY.after(3).start();
			assert!(device.read_until < end || device.output.is_none());
		});
	}
}

#[test]
fn loads_and_storage_should_earn_no_certificates() {
	assert!(!DeviceKind::Load.earns_certificates());
	assert!(!DeviceKind::Storage.earns_certificates());
	assert!(DeviceKind::Wind.earns_certificates());
}
