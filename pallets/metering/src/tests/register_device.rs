use crate::{mock::*, Duties, Duty, Error, Event, HoldReason};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_core::H256;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{DispatchError, DispatchResult, TokenError};
use zeropark_primitives::{
	metering::{AccuracyClass, DeviceKind, Limits},
	units::Watts,
};

/// Registers a load of Bob's that signs with Eve's key.
fn register_with(draws: u64, accuracy: u16, interval: u32) -> DispatchResult {
	let limits = Limits { delivers: Watts(0), draws: Watts(draws) };
	register_kind(DeviceKind::Load, limits, accuracy)(interval, None)
}

/// The registration of a device of Bob's, but for its interval and its permit.
fn register_kind(
	kind: DeviceKind,
	limits: Limits,
	accuracy: u16,
) -> impl Fn(u32, Option<H256>) -> DispatchResult {
	move |interval, permit| {
		Metering::register_device(
			RuntimeOrigin::signed(registrar()),
			Sr25519Keyring::Bob.to_account_id(),
			Sr25519Keyring::Eve.to_account_id(),
			kind,
			limits,
			AccuracyClass(accuracy),
			interval,
			permit,
		)
	}
}

#[test]
fn register_device_should_hold_the_deposit_and_owe_readings() {
	new_test_ext_execute(|| {
		set_time(1_000);
		assert_eq!(register(), 0);
		let device = Metering::device(0).expect("is in service");
		assert_eq!((device.sequence, device.read_until), (0, 1_800));
		let duty = Duty { devices: 1, per_day: 96, draws: LIMITS.draws, unapproved: 1 };
		assert_eq!(Duties::<Test>::get().photovoltaic, duty);
		let totals = Metering::totals(0).photovoltaic;
		assert_eq!((totals.expected, totals.joined), (98, 1));
		let held = Balances::balance_on_hold(&HoldReason::Device.into(), &registrar());
		assert_eq!(held, DEPOSIT);
		let key = Sr25519Keyring::Eve.to_account_id();
		assert_eq!(Metering::device_by_key(key), Some(0));
		let owner = Sr25519Keyring::Bob.to_account_id();
		assert_eq!(Metering::devices_of(owner.clone()), vec![0]);
		// Its output cannot be sold any more.
		assert_eq!(Occupied::get(), vec![(0, H256::repeat_byte(0))]);
		let kind = DeviceKind::Photovoltaic;
		System::assert_last_event(
			Event::DeviceRegistered { device: 0, owner, kind, limits: LIMITS }.into(),
		);
	});
}

#[test]
fn register_device_should_fail_when_an_argument_is_out_of_range() {
	new_test_ext_execute(|| {
		assert_noop!(register_with(0, 50, INTERVAL), Error::<Test>::InvalidLimits);
		assert_noop!(register_with(10_000_000_001, 50, INTERVAL), Error::<Test>::InvalidLimits);
		assert_noop!(register_with(1, 9, INTERVAL), Error::<Test>::InvalidAccuracy);
		assert_noop!(register_with(1, 10_001, INTERVAL), Error::<Test>::InvalidAccuracy);
		assert_noop!(register_with(1, 50, 0), Error::<Test>::InvalidInterval);
		assert_noop!(register_with(1, 50, 420), Error::<Test>::InvalidInterval);
		let plant = register_kind(DeviceKind::Wind, LIMITS, 50);
		assert_noop!(plant(INTERVAL, None), Error::<Test>::InvalidPermit);
		let battery = register_kind(DeviceKind::Storage, LIMITS, 50);
		assert_noop!(battery(INTERVAL, Some(H256::zero())), Error::<Test>::InvalidPermit);
	});
}

#[test]
fn register_device_should_fail_when_the_key_is_in_use() {
	new_test_ext_execute(|| {
		register();
		assert_noop!(register_with(1, 50, INTERVAL), Error::<Test>::KeyInUse);
	});
}

#[test]
fn register_device_should_fail_when_the_permit_has_a_device_in_service() {
	new_test_ext_execute(|| {
		let first = register();
		let again = |key: Sr25519Keyring| {
			Metering::register_device(
				RuntimeOrigin::signed(registrar()),
				Sr25519Keyring::Bob.to_account_id(),
				key.to_account_id(),
				DeviceKind::Photovoltaic,
				LIMITS,
				AccuracyClass(50),
				INTERVAL,
				Metering::device(first).expect("is registered").permit,
			)
		};
		assert_noop!(again(Sr25519Keyring::Ferdie), Error::<Test>::PermitInUse);
		// A new meter of the same plant takes over when the old one has ended.
		assert_ok!(end_device(first));
		assert_ok!(again(Sr25519Keyring::Ferdie));
	});
}

#[test]
fn register_device_should_fail_when_its_permit_cannot_be_occupied() {
	new_test_ext_execute(|| {
		RegistryError::set(Some(DispatchError::Unavailable));
		let plant = register_kind(DeviceKind::Wind, LIMITS, 50);
		assert_noop!(plant(INTERVAL, Some(H256::zero())), DispatchError::Unavailable);
		// Other devices need no registry.
		assert_ok!(register_with(1, 50, INTERVAL));
	});
}

#[test]
fn register_device_should_fail_when_the_park_is_full() {
	new_test_ext_execute(|| {
		let keys = [Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie];
		for key in keys {
			register_as(key.to_account_id(), DeviceKind::Storage, LIMITS);
		}
		assert_noop!(register_with(1, 50, INTERVAL), Error::<Test>::TooManyDevices);
		// One that ended makes room.
		assert_ok!(end_device(0));
		assert_ok!(register_with(1, 50, INTERVAL));
	});
}

#[test]
fn register_device_should_fail_when_every_id_has_been_used() {
	new_test_ext_execute(|| {
		crate::NextDeviceId::<Test>::put(u32::MAX);
		assert_noop!(register_with(1, 50, INTERVAL), Error::<Test>::NumbersExhausted);
		crate::NextDeviceId::<Test>::put(0);
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
				DeviceKind::Storage,
				LIMITS,
				AccuracyClass(50),
				INTERVAL,
				None,
			)
		};
		assert_noop!(call(RuntimeOrigin::signed(ferdie.clone())), TokenError::FundsUnavailable);
		assert_noop!(call(RuntimeOrigin::none()), DispatchError::BadOrigin);
	});
}

#[test]
fn try_state_should_find_duties_that_are_not_those_of_the_devices() {
	new_test_ext_execute(|| {
		register();
		let right = Duties::<Test>::get();
		for wrong in [0, 95, 97] {
			Duties::<Test>::mutate(|duties| {
				duties.get_mut(DeviceKind::Photovoltaic).per_day = wrong;
			});
			assert!(Metering::do_try_state().is_err());
		}
		Duties::<Test>::put(right);
	});
}
