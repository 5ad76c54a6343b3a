use crate::{mock::*, Description, Error, Event, Generators, HoldReason, Meters, Occupations};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult};

fn permit() -> H256 {
	plant().permit
}

/// The park occupies the permit for its meter `device`; Bob pays the deposit.
fn occupy(device: u32) -> DispatchResult {
	Certificates::occupy_permit(signed(PARK), device, permit(), BOB)
}

#[test]
fn an_occupied_permit_should_be_certified_only_as_its_chain_reports_it() {
	new_test_ext_execute(|| {
		// The owner was accredited without a meter, and could sell what the park counts.
		assert_ok!(Certificates::register_generator(signed(ALICE), plant()));
		assert_ok!(Certificates::accredit(regulator(), 0));
		assert_ok!(request(0, hours(0, 1), MWH));
		assert_ok!(Certificates::approve_issuance(regulator(), 0));
		assert_ok!(occupy(3));
		System::assert_last_event(
			Event::PermitOccupied { permit: permit(), meter: (PARK_ID, 3) }.into(),
		);
		assert_eq!(Balances::balance_on_hold(&HoldReason::Permit.into(), &BOB), 4);
		assert_noop!(request(0, hours(1, 1), MWH), Error::<Test>::PermitOccupied);
	});
}

#[test]
fn a_plant_of_an_occupied_permit_should_be_accredited_only_with_its_meter() {
	new_test_ext_execute(|| {
		assert_ok!(occupy(3));
		assert_ok!(Certificates::register_generator(signed(ALICE), plant()));
		assert_noop!(Certificates::accredit(regulator(), 0), Error::<Test>::PermitOccupied);
		let description = Description { meter: Some((PARK_ID, 3)), ..plant() };
		assert_ok!(Certificates::register_generator(signed(ALICE), description));
		assert_ok!(Certificates::accredit(regulator(), 1));
	});
}

#[test]
fn a_new_meter_should_take_over_what_the_old_one_had_certified() {
	new_test_ext_execute(|| {
		let description = Description { meter: Some((PARK_ID, 3)), ..plant() };
		assert_ok!(Certificates::register_generator(signed(ALICE), description));
		assert_ok!(Certificates::accredit(regulator(), 0));
		assert_ok!(occupy(3));
		let certified = Generators::<Test>::get(0).expect("is there").certified_until;
		assert_ok!(occupy(8));
		let generator = Generators::<Test>::get(0).expect("is there");
		assert_eq!(generator.description.meter, Some((PARK_ID, 8)));
		assert_eq!(generator.certified_until, certified);
		assert_eq!(
			(Meters::<Test>::get((PARK_ID, 3)), Meters::<Test>::get((PARK_ID, 8))),
			(None, Some(0))
		);
		// One deposit is held for the permit.
		assert_eq!(Balances::balance_on_hold(&HoldReason::Permit.into(), &BOB), 4);
	});
}

#[test]
fn a_permit_should_be_occupied_by_one_chain_until_the_regulator_frees_it() {
	new_test_ext_execute(|| {
		assert_noop!(
			Certificates::occupy_permit(signed(ALICE), 3, permit(), BOB),
			DispatchError::BadOrigin
		);
		assert_ok!(occupy(3));
		Occupations::<Test>::mutate_extant(permit(), |occupation| occupation.meter.0 = 7);
		assert_noop!(occupy(3), Error::<Test>::PermitOccupied);
		let free = |origin| Certificates::free_permit(origin, permit(), text("not theirs"));
		assert_noop!(free(signed(PARK)), DispatchError::BadOrigin);
		assert_ok!(free(regulator()));
		System::assert_last_event(
			Event::PermitFreed { permit: permit(), reason: text("not theirs") }.into(),
		);
		assert_eq!(Balances::balance_on_hold(&HoldReason::Permit.into(), &BOB), 0);
		assert_noop!(free(regulator()), Error::<Test>::NotFound);
		assert_ok!(occupy(3));
	});
}
