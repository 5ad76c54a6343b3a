use crate::{mock::*, Description, Error, Event, Generators, HoldReason, Meters, Status};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_core::H256;
use sp_runtime::{DispatchError, TokenError};
use zeropark_primitives::units::Watts;

#[test]
fn a_device_should_wait_for_the_regulator_and_hold_a_deposit() {
	new_test_ext_execute(|| {
		assert_ok!(Certificates::register_generator(signed(ALICE), plant()));
		assert_eq!(Generators::<Test>::get(0).map(|device| device.status), Some(Status::Pending));
		assert_eq!(Balances::balance_on_hold(&HoldReason::Generator.into(), &ALICE), 10);
		assert_noop!(request(0, hours(0, 1), MWH), Error::<Test>::NotAccredited);
		assert_noop!(Certificates::accredit(signed(ALICE), 0), DispatchError::BadOrigin);
		assert_ok!(Certificates::accredit(regulator(), 0));
		System::assert_last_event(Event::Accredited { generator: 0 }.into());
		assert_noop!(Certificates::accredit(regulator(), 0), Error::<Test>::AlreadyAccredited);
		assert_noop!(Certificates::accredit(regulator(), 1), Error::<Test>::NotFound);
	});
}

#[test]
fn a_refused_device_should_be_removed_and_its_deposit_released() {
	new_test_ext_execute(|| {
		assert_ok!(Certificates::register_generator(signed(ALICE), plant()));
		let refuse = |origin| Certificates::refuse_accreditation(origin, 0, text("no permit"));
		assert_noop!(refuse(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(refuse(signed(BOB)), Error::<Test>::NotAuthorized);
		assert_ok!(refuse(regulator()));
		assert_eq!(Balances::free_balance(ALICE), MONEY);
		assert_noop!(refuse(regulator()), Error::<Test>::NotFound);
		assert_ok!(Certificates::register_generator(signed(BOB), plant()));
		assert_ok!(Certificates::accredit(regulator(), 1));
		assert_noop!(
			Certificates::refuse_accreditation(regulator(), 1, text("late")),
			Error::<Test>::AlreadyAccredited
		);
	});
}

#[test]
fn a_pending_device_should_be_removed_when_its_owner_withdraws_it() {
	new_test_ext_execute(|| {
		let withdraw = |id| Certificates::refuse_accreditation(signed(ALICE), id, text("sold"));
		assert_ok!(Certificates::register_generator(signed(ALICE), plant()));
		assert_ok!(withdraw(0));
		System::assert_last_event(
			Event::AccreditationRefused { generator: 0, reason: text("sold") }.into(),
		);
		assert!(!Generators::<Test>::contains_key(0));
		assert_eq!(Balances::free_balance(ALICE), MONEY);
		assert_noop!(withdraw(0), Error::<Test>::NotFound);
		let other = accredited();
		assert_noop!(withdraw(other), Error::<Test>::AlreadyAccredited);
	});
}

#[test]
fn accredit_should_fail_when_another_device_has_the_permit_or_the_meter() {
	new_test_ext_execute(|| {
		// A device that is only registered does not reserve its permit and meter.
		let description = Description { meter: Some((PARK_ID, 4)), ..plant() };
		assert_ok!(Certificates::register_generator(signed(BOB), description.clone()));
		assert_ok!(Certificates::register_generator(signed(ALICE), description.clone()));
		let other = Description { permit: H256::repeat_byte(9), ..description };
		assert_ok!(Certificates::register_generator(signed(ALICE), other));
		assert_ok!(Certificates::accredit(regulator(), 1));
		assert_eq!(Meters::<Test>::get((PARK_ID, 4)), Some(1));
		assert_noop!(Certificates::accredit(regulator(), 0), Error::<Test>::AlreadyExists);
		assert_noop!(Certificates::accredit(regulator(), 2), Error::<Test>::AlreadyExists);
	});
}

#[test]
fn a_revoked_device_should_earn_nothing_and_stay_on_record() {
	new_test_ext_execute(|| {
		let device = accredited();
		assert_ok!(request(device, hours(0, 10), MWH));
		let revoke = |origin| Certificates::revoke_accreditation(origin, device, text("scrapped"));
		assert_noop!(revoke(signed(ALICE)), DispatchError::BadOrigin);
		assert_ok!(revoke(regulator()));
		System::assert_last_event(
			Event::AccreditationRevoked { generator: device, reason: text("scrapped") }.into(),
		);
		assert_eq!(Balances::balance_on_hold(&HoldReason::Request.into(), &ALICE), 0);
		assert_noop!(request(device, hours(0, 10), MWH), Error::<Test>::NotAccredited);
		assert_noop!(revoke(regulator()), Error::<Test>::NotAccredited);
		assert_noop!(Certificates::accredit(regulator(), device), Error::<Test>::AlreadyRevoked);
		assert_noop!(
			Certificates::refuse_accreditation(signed(ALICE), device, text("scrapped")),
			Error::<Test>::AlreadyRevoked
		);
	});
}

#[test]
fn register_generator_should_fail_when_capacity_or_money_is_wrong() {
	new_test_ext_execute(|| {
		for capacity in [0, 10_000_000_001] {
			let description = Description { capacity: Watts(capacity), ..plant() };
			assert_noop!(
				Certificates::register_generator(signed(BOB), description),
				Error::<Test>::InvalidCapacity
			);
		}
		assert_noop!(
			Certificates::register_generator(signed(77), plant()),
			TokenError::FundsUnavailable
		);
	});
}
