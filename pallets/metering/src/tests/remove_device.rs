use crate::{mock::*, Devices, Error, Event};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::DispatchError;

#[test]
fn remove_device_should_give_the_deposit_back() {
	new_test_ext_execute(|| {
		let device = register();
		assert_ok!(Metering::remove_device(RuntimeOrigin::signed(registrar()), device));
		assert!(Devices::<Test>::get(device).is_none());
		assert_eq!(Balances::total_balance_on_hold(&registrar()), 0);
		assert_eq!(PerDay::get(), 0);
		System::assert_last_event(Event::DeviceRemoved { device }.into());
	});
}

#[test]
fn remove_device_should_never_free_its_id() {
	new_test_ext_execute(|| {
		let device = register();
		assert_ok!(Metering::remove_device(RuntimeOrigin::signed(registrar()), device));
		assert_eq!(register(), device + 1);
	});
}

#[test]
fn remove_device_should_fail_when_unknown_or_unauthorised() {
	new_test_ext_execute(|| {
		assert_noop!(
			Metering::remove_device(RuntimeOrigin::signed(registrar()), 7),
			Error::<Test>::NotFound
		);
		assert_noop!(Metering::remove_device(RuntimeOrigin::none(), 7), DispatchError::BadOrigin);
	});
}
