use crate::{mock::*, Duties, Error, Event, Loads};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_keyring::Sr25519Keyring;
use sp_runtime::DispatchError;
use zeropark_primitives::{
	metering::{DeviceKind, Limits},
	time::Month,
	units::{WattHours, Watts},
};

#[test]
fn end_device_should_owe_nothing_from_then_on_and_keep_the_record() {
	new_test_ext_execute(|| {
		let limits = Limits { delivers: Watts(0), draws: Watts(4_000) };
		let load = register_as(Sr25519Keyring::Eve.to_account_id(), DeviceKind::Load, limits);
		let bob = Sr25519Keyring::Bob.to_account_id();
		assert_eq!(Loads::<Test>::get(&bob), 1);
		let gap = || Metering::totals(0).load.gap();
		// A hundred quarter hours of 1 kWh.
		assert_eq!(gap(), WattHours(100_000));
		set_time(1_700);
		assert_ok!(end_device(load));
		System::assert_last_event(
			Event::DeviceEnded { device: load, ended: 1_800, evidence: Default::default() }.into(),
		);
		assert_eq!(gap(), WattHours(2_000));
		assert_eq!(Metering::totals(0).load.ended, 1);
		assert_eq!(Metering::totals(1).load.gap(), WattHours(0));
		assert_eq!(Duties::<Test>::get(), Default::default());
		assert_eq!(Loads::<Test>::get(&bob), 0);
		// What it owes can still come, and the rest cannot.
		read(load, 0, &[(0, 900), (900, 900)]);
		assert_eq!(gap(), WattHours(0));
		let device = Metering::device(load).expect("is kept");
		assert_eq!((device.ended, device.limits), (Some(1_800), limits));
		assert_eq!(Balances::total_balance_on_hold(&registrar()), DEPOSIT);
	});
}

#[test]
fn end_device_should_never_free_the_id_or_the_key_for_another_device() {
	new_test_ext_execute(|| {
		let device = register();
		assert_ok!(end_device(device));
		let register_again = Metering::register_device(
			RuntimeOrigin::signed(registrar()),
			Sr25519Keyring::Bob.to_account_id(),
			Sr25519Keyring::Eve.to_account_id(),
			DeviceKind::Storage,
			LIMITS,
			zeropark_primitives::metering::AccuracyClass(50),
			INTERVAL,
			None,
		);
		assert_noop!(register_again, Error::<Test>::KeyInUse);
		let other = register_as(registrar(), DeviceKind::Storage, LIMITS);
		assert_eq!(other, device + 1);
	});
}

#[test]
fn end_device_should_leave_the_output_to_be_reported() {
	new_test_ext_execute(|| {
		let device = register();
		let february = Month(1).start();
		read(device, 0, &[(900, 200), (february, 50)]);
		assert_ok!(end_device(device));
		let report = |month| {
			Metering::report_output(RuntimeOrigin::signed(registrar()), device, Month(month))
		};
		assert_ok!(report(0));
		// The month in which it ended is over first.
		assert_noop!(report(1), Error::<Test>::NoOutput);
		set_time(Month(2).start());
		assert_ok!(report(1));
		assert_eq!(Reported::get().last().map(|report| report.3), Some(WattHours(50)));
	});
}

#[test]
fn end_device_should_fail_when_the_device_is_unknown_or_ended_or_the_origin_not_the_verifier() {
	new_test_ext_execute(|| {
		assert_noop!(end_device(7), Error::<Test>::NotFound);
		let device = register();
		let by_registrar = RuntimeOrigin::signed(registrar());
		assert_noop!(
			Metering::end_device(by_registrar, device, Default::default()),
			DispatchError::BadOrigin
		);
		// A period of a time that no period covers yet would not know the device.
		set_time(CLOSED);
		assert_noop!(end_device(device), Error::<Test>::PeriodNotOpen);
		set_time(CLOSED - 1);
		assert_ok!(end_device(device));
		assert_noop!(end_device(device), Error::<Test>::AlreadyEnded);
	});
}
