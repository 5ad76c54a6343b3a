use crate::{mock::*, Error, Event, HoldReason};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{DispatchError, DispatchResult, TokenError};
use zeropark_primitives::{
	metering::{AccuracyClass, DeviceKind},
	units::Watts,
};

fn register_with(capacity: u64, accuracy: u16, interval: u32) -> DispatchResult {
	Metering::register_device(
		RuntimeOrigin::signed(registrar()),
		Sr25519Keyring::Bob.to_account_id(),
		Sr25519Keyring::Eve.to_account_id(),
		DeviceKind::Load,
		Watts(capacity),
		AccuracyClass(accuracy),
		interval,
	)
}

#[test]
fn register_device_should_hold_the_deposit_and_tell_the_ledger() {
	new_test_ext_execute(|| {
		set_time(1_000);
		assert_eq!(register(), 0);
		let device = Metering::device(0).expect("is in service");
		assert_eq!((device.sequence, device.read_until), (0, 1_800));
		assert_eq!(PerDay::get(), 96);
		let held = Balances::balance_on_hold(&HoldReason::Device.into(), &registrar());
		assert_eq!(held, DEPOSIT);
		System::assert_last_event(
			Event::DeviceRegistered {
				device: 0,
				owner: Sr25519Keyring::Bob.to_account_id(),
				kind: DeviceKind::Photovoltaic,
			}
			.into(),
		);
	});
}

#[test]
fn register_device_should_fail_when_an_argument_is_out_of_range() {
	new_test_ext_execute(|| {
		assert_noop!(register_with(0, 50, INTERVAL), Error::<Test>::InvalidCapacity);
		assert_noop!(register_with(10_000_000_001, 50, INTERVAL), Error::<Test>::InvalidCapacity);
		assert_noop!(register_with(1, 10_001, INTERVAL), Error::<Test>::InvalidAccuracy);
		assert_noop!(register_with(1, 50, 0), Error::<Test>::InvalidInterval);
		assert_noop!(register_with(1, 50, 420), Error::<Test>::InvalidInterval);
	});
}

#[test]
fn register_device_should_fail_when_the_park_is_full() {
	new_test_ext_execute(|| {
		for _ in 0..3 {
			assert_ok!(register_with(1, 50, INTERVAL));
		}
		assert_noop!(register_with(1, 50, INTERVAL), Error::<Test>::TooManyDevices);
	});
}

#[test]
fn register_device_should_fail_when_every_id_has_been_used() {
	new_test_ext_execute(|| {
		crate::NextDeviceId::<Test>::put(u32::MAX);
		assert_noop!(register_with(1, 50, INTERVAL), Error::<Test>::NumbersExhausted);
	});
}

#[test]
fn register_device_should_fail_when_the_registrar_has_no_money_or_is_nobody() {
	new_test_ext_execute(|| {
		let ferdie = Sr25519Keyring::Ferdie.to_account_id();
		let call = |origin| {
			Metering::register_device(
				origin,
				ferdie.clone(),
				ferdie.clone(),
				DeviceKind::Load,
				Watts(1),
				AccuracyClass(50),
				INTERVAL,
			)
		};
		assert_noop!(call(RuntimeOrigin::signed(ferdie.clone())), TokenError::FundsUnavailable);
		assert_noop!(call(RuntimeOrigin::none()), DispatchError::BadOrigin);
	});
}
