//! What the park's meters read becomes certificates on the market's chain: of the park's own use,
//! which nobody can sell.

use crate::chains::*;
use frame_support::assert_ok;
use pallet_green_certificates::Description;
use pallet_metering::Batch;
use sp_core::H256;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Eve};
use xcm_emulator::TestExt;
use zeropark_primitives::{
	certificates::Technology,
	metering::{AccuracyClass, DeviceKind, Limits, Reading},
	time::Month,
	units::{WattHours, Watts},
};
use zeropark_runtime_common::{chains, types::AccountId};

/// October 2019, the month of production.
const OCTOBER: Month = Month(49 * 12 + 9);
const HOUR: u64 = 3_600;

fn by(who: AccountId) -> runtime_park::RuntimeOrigin {
	runtime_park::RuntimeOrigin::signed(who)
}

/// Bob's plant in the park delivers 2.5 MWh in October, and reads on in November.
fn metered() {
	Zeropark::init();
	set_time(OCTOBER.start() - HOUR);
	ParkChain::execute_with(|| {
		open_period(OCTOBER.start(), OCTOBER.after(2).start());
		assert_ok!(runtime_park::Metering::register_device(
			by(Alice.to_account_id()),
			Bob.to_account_id(),
			Eve.to_account_id(),
			DeviceKind::Photovoltaic,
			Limits { delivers: Watts(2_000_000), draws: Watts(0) },
			AccuracyClass(50),
			HOUR as u32,
			Some(H256::repeat_byte(1)),
		));
	});
	set_time(OCTOBER.after(1).start() + 2 * HOUR);
	ParkChain::execute_with(|| {
		let reading = |start, wh| Reading { start, energy: WattHours(wh) };
		let readings = vec![
			reading(OCTOBER.start(), 1_500_000),
			reading(OCTOBER.after(1).start() - HOUR, 1_000_000),
			reading(OCTOBER.after(1).start(), 700_000),
		];
		let readings = readings.try_into().expect("fits a batch");
		let batch = Batch { device: 0, sequence: 0, readings };
		assert_ok!(runtime_park::Metering::submit_readings(by(Eve.to_account_id()), batch));
	});
}

fn accredited(automatic: bool) {
	GreencertChain::execute_with(|| {
		use runtime_greencert::{GreenCertificates, RuntimeOrigin};
		let description = Description {
			technology: Technology::Photovoltaic,
			capacity: Watts(2_000_000),
			region: 330_100,
			commissioned: OCTOBER.start(),
			permit: H256::repeat_byte(1),
			meter: Some((chains::PARK, 0)),
		};
		let by = |who: sp_keyring::Sr25519Keyring| RuntimeOrigin::signed(who.to_account_id());
		assert_ok!(GreenCertificates::register_generator(by(Bob), description));
		assert_ok!(GreenCertificates::accredit(by(Alice), 0));
		assert_ok!(GreenCertificates::set_auto_approval(by(Alice), automatic));
	});
}

fn report() {
	ParkChain::execute_with(|| {
		assert_ok!(runtime_park::Metering::report_output(by(Bob.to_account_id()), 0, OCTOBER));
	});
	settle();
}

fn batch(id: u32) -> Option<pallet_green_certificates::Batch<AccountId>> {
	GreencertChain::ext_wrapper(|| runtime_greencert::GreenCertificates::batch(id))
}

fn carried() -> WattHours {
	let generator =
		GreencertChain::ext_wrapper(|| runtime_greencert::GreenCertificates::generator(0));
	generator.expect("is registered").own_use_carry_over
}

#[test]
fn a_plant_of_the_park_should_not_be_accredited_to_sell_its_output() {
	metered();
	settle();
	GreencertChain::execute_with(|| {
		use runtime_greencert::{GreenCertificates, Runtime, RuntimeOrigin};
		let description = Description {
			technology: Technology::Photovoltaic,
			capacity: Watts(2_000_000),
			region: 330_100,
			commissioned: OCTOBER.start(),
			permit: H256::repeat_byte(1),
			meter: None,
		};
		let bob = RuntimeOrigin::signed(Bob.to_account_id());
		assert_ok!(GreenCertificates::register_generator(bob, description));
		let alice = RuntimeOrigin::signed(Alice.to_account_id());
		frame_support::assert_noop!(
			GreenCertificates::accredit(alice, 0),
			pallet_green_certificates::Error::<Runtime>::PermitOccupied
		);
	});
	assert_conserved();
}

#[test]
fn output_should_become_certificates_of_own_use_by_itself() {
	metered();
	accredited(true);
	report();
	let batch = batch(0).expect("was issued");
	assert_eq!((batch.serials.len(), batch.tradable, batch.month), (2, false, OCTOBER));
	assert_eq!((batch.owner, carried()), (Bob.to_account_id(), WattHours(500_000)));
	assert_conserved();
}

#[test]
fn output_should_be_certified_once_when_it_is_reported_again() {
	metered();
	accredited(true);
	report();
	report();
	assert!(batch(1).is_none());
	assert_eq!(carried(), WattHours(500_000));
	assert_conserved();
}

#[test]
fn output_should_wait_for_the_regulator_and_be_reported_again_when_it_was_refused() {
	metered();
	// Nobody over there knows the device: the report is in vain, and nothing is lost.
	report();
	accredited(false);
	report();
	assert!(batch(0).is_none());
	GreencertChain::execute_with(|| {
		let alice = runtime_greencert::RuntimeOrigin::signed(Alice.to_account_id());
		assert_ok!(runtime_greencert::GreenCertificates::approve_issuance(alice, 0));
	});
	assert_eq!(batch(0).map(|batch| batch.serials.len()), Some(2));
	assert_conserved();
}
