use crate::{mock::*, Error, Event, Outputs, KEPT_MONTHS};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::{DispatchError, DispatchResult};
use zeropark_primitives::time::Month;

fn remove(device: u32) -> DispatchResult {
	Metering::remove_device(RuntimeOrigin::signed(registrar()), device)
}

#[test]
fn remove_device_should_return_the_deposit() {
	new_test_ext_execute(|| {
		let device = register();
		assert_ok!(Metering::remove_device(RuntimeOrigin::signed(registrar()), device));
		assert_eq!(Metering::device(device), None);
		assert_eq!(Balances::total_balance_on_hold(&registrar()), 0);
		assert_eq!(PerDay::get(), 0);
		System::assert_last_event(Event::DeviceRemoved { device }.into());
	});
}

#[test]
fn remove_device_should_never_free_the_id_for_another_device() {
	new_test_ext_execute(|| {
		let device = register();
		assert_ok!(Metering::remove_device(RuntimeOrigin::signed(registrar()), device));
		assert_eq!(register(), device + 1);
	});
}

#[test]
fn remove_device_should_be_refused_until_complete_months_are_reported() {
	new_test_ext_execute(|| {
		let device = register();
		let [january, february] = [0, 1].map(Month);
		read(device, 0, &[(900, 200), (february.start(), 50), (february.after(1).start(), 7)]);
		// The registrar need not wait for the owner: it may report the months itself.
		for month in [january, february] {
			assert_noop!(remove(device), Error::<Test>::OutputUnreported);
			assert_ok!(Metering::report_output(RuntimeOrigin::signed(registrar()), device, month));
		}
		// March is incomplete, and its output is lost.
		assert_ok!(remove(device));
		assert_eq!(Outputs::<Test>::iter().count(), 0);
	});
}

#[test]
fn remove_device_should_be_allowed_after_three_months_when_reports_fail() {
	new_test_ext_execute(|| {
		let device = register();
		read(device, 0, &[(900, 200), (Month(1).start(), 50)]);
		RegistryError::set(Some(DispatchError::Unavailable));
		let report = |origin| Metering::report_output(origin, device, Month(0));
		assert_noop!(report(RuntimeOrigin::signed(registrar())), DispatchError::Unavailable);
		let until = Month(1 + KEPT_MONTHS as u16).start();
		set_time(until - 1);
		assert_noop!(remove(device), Error::<Test>::OutputUnreported);
		set_time(until);
		assert_ok!(remove(device));
		assert_eq!(Outputs::<Test>::iter().count(), 0);
	});
}

#[test]
fn remove_device_should_fail_when_the_device_is_unknown_or_the_origin_nobody() {
	new_test_ext_execute(|| {
		assert_noop!(
			Metering::remove_device(RuntimeOrigin::signed(registrar()), 7),
			Error::<Test>::NotFound
		);
		assert_noop!(Metering::remove_device(RuntimeOrigin::none(), 7), DispatchError::BadOrigin);
	});
}
