use crate::{mock::*, Batches, Error, Event, Generators, HoldReason, Requests};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungible::InspectHold,
		fungibles::{metadata::Inspect, Mutate},
		tokens::Preservation,
	},
};
use sp_core::H256;
use sp_runtime::{DispatchError, TokenError};
use zeropark_primitives::{certificates::SerialRange, time::Interval, units::WattHours};

#[test]
fn issuance_should_certify_whole_megawatt_hours_and_carry_the_rest_over() {
	new_test_ext_execute(|| {
		let device = accredited();
		assert_ok!(request(device, hours(0, 24), 5_700_000));
		assert_ok!(Certificates::approve_issuance(regulator(), 0));
		assert_eq!(certificates(ALICE, 0), 5);
		System::assert_last_event(
			Event::IssuanceApproved {
				request: 0,
				batch: Some(0),
				serials: SerialRange { start: 0, end: 5 },
				carry_over: WattHours(700_000),
			}
			.into(),
		);
		assert_ok!(request(device, hours(24, 24), 1_300_000));
		assert_ok!(Certificates::approve_issuance(regulator(), 1));
		let batch = Batches::<Test>::get(1).expect("is issued");
		assert_eq!((batch.serials, batch.month), (SerialRange { start: 5, end: 7 }, OCTOBER));
		assert_eq!(
			Generators::<Test>::get(device).map(|device| device.carry_over),
			Some(WattHours(0))
		);
	});
}

#[test]
fn issuance_should_make_no_batch_when_the_energy_is_below_one_certificate() {
	new_test_ext_execute(|| {
		let device = accredited();
		assert_ok!(request(device, hours(0, 1), MWH - 1));
		assert_ok!(Certificates::approve_issuance(regulator(), 0));
		assert_eq!(Batches::<Test>::iter().count(), 0);
		let device = Generators::<Test>::get(device).expect("is there");
		assert_eq!((device.carry_over, device.pending), (WattHours(MWH - 1), None));
	});
}

#[test]
fn certificates_of_own_use_should_not_change_hands() {
	new_test_ext_execute(|| {
		let device = accredited();
		let (span, energy) = (hours(0, 24), WattHours(5 * MWH));
		assert_ok!(Certificates::request_issuance(
			signed(ALICE),
			device,
			span,
			energy,
			true,
			H256::zero()
		));
		assert_ok!(Certificates::approve_issuance(regulator(), 0));
		assert!(Certificates::tradable(0).is_none());
		assert_eq!(certificates(ALICE, 0), 0);
		assert_noop!(
			<Assets as Mutate<_>>::transfer(0, &ALICE, &BOB, 1, Preservation::Expendable),
			TokenError::FundsUnavailable
		);
		assert_noop!(
			Certificates::retire(signed(BOB), 0, 5, claim()),
			Error::<Test>::NotAuthorized
		);
		assert_ok!(Certificates::retire(signed(ALICE), 0, 5, claim()));
	});
}

#[test]
fn the_class_of_a_batch_should_have_a_name_for_wallets() {
	new_test_ext_execute(|| {
		let batch = issued(10);
		assert_eq!(Assets::name(batch), b"Green power 0, photovoltaic 2019-10".to_vec());
		assert_eq!((Assets::symbol(batch), Assets::decimals(batch)), (b"GEC0".to_vec(), 0));
	});
}

#[test]
fn a_metered_device_at_its_capacity_should_be_certified_although_readings_are_rounded() {
	new_test_ext_execute(|| {
		accredited_with(Some((PARK_ID, 0)));
		let report = |energy| {
			let energy = WattHours(energy);
			Certificates::report_output(signed(PARK), 0, hours(0, 1), energy, true, H256::zero())
		};
		// 60 readings of an hour at 1 MW, each a watt-hour above.
		assert_noop!(report(MWH + 61), Error::<Test>::CapacityExceeded);
		assert_ok!(report(MWH + 60));
	});
}

#[test]
fn request_issuance_should_fail_when_interval_energy_or_caller_is_wrong() {
	new_test_ext_execute(|| {
		let device = accredited();
		// A plant of 1 MW delivers at most 1 MWh in an hour.
		assert_noop!(request(device, hours(0, 1), MWH + 1), Error::<Test>::CapacityExceeded);
		assert_noop!(request(device, hours(0, 1), 0), Error::<Test>::CapacityExceeded);
		assert_noop!(request(device, hours(0, 1), -1), Error::<Test>::CapacityExceeded);
		assert_noop!(request(device, hours(5, 0), 1), Error::<Test>::InvalidSpan);
		// The first interval crosses the end of the month, the second starts before commissioning,
		// and the third has not ended.
		assert_noop!(request(device, hours(743, 2), 1), Error::<Test>::InvalidSpan);
		let before = OCTOBER.start() - 3_600;
		let span = Interval { start: before, end: before + 60 };
		assert_noop!(request(device, span, 1), Error::<Test>::InvalidSpan);
		assert_noop!(request(device, hours(744, 1), 1), Error::<Test>::InvalidSpan);
		assert_noop!(
			Certificates::request_issuance(
				signed(BOB),
				device,
				hours(0, 1),
				WattHours(1),
				false,
				H256::zero()
			),
			Error::<Test>::NotAuthorized
		);
		assert_noop!(request(7, hours(0, 1), 1), Error::<Test>::NotFound);
		// Certificates of October 2019 expire at this time.
		set_time(OCTOBER.after(24).start());
		assert_noop!(request(device, hours(0, 1), 1), Error::<Test>::InvalidSpan);
		set_time(OCTOBER.after(24).start() - 1);
		assert_ok!(request(device, hours(0, 1), 1));
	});
}

#[test]
fn issuance_should_never_certify_an_interval_twice() {
	new_test_ext_execute(|| {
		let device = accredited();
		assert_ok!(request(device, hours(10, 10), MWH));
		assert_noop!(request(device, hours(30, 1), MWH), Error::<Test>::RequestPending);
		assert_ok!(Certificates::approve_issuance(regulator(), 0));
		assert_noop!(Certificates::approve_issuance(regulator(), 0), Error::<Test>::NotFound);
		for span in [hours(10, 10), hours(19, 2), hours(0, 11), hours(0, 1)] {
			assert_noop!(request(device, span, 1), Error::<Test>::Overlap);
		}
		assert_ok!(request(device, hours(20, 1), MWH));
	});
}

#[test]
fn an_interval_should_be_requestable_again_when_its_request_was_refused() {
	new_test_ext_execute(|| {
		let device = accredited();
		assert_ok!(request(device, hours(0, 1), MWH));
		let refuse = |origin| Certificates::refuse_issuance(origin, 0, text("no evidence"));
		assert_noop!(refuse(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(refuse(signed(BOB)), Error::<Test>::NotAuthorized);
		assert_ok!(refuse(regulator()));
		assert_noop!(refuse(regulator()), Error::<Test>::NotFound);
		assert_ok!(request(device, hours(0, 1), MWH));
	});
}

#[test]
fn the_deposit_of_a_request_should_be_released_when_its_owner_withdraws_it() {
	new_test_ext_execute(|| {
		let device = accredited();
		assert_ok!(request(device, hours(0, 1), MWH));
		assert_eq!(Balances::balance_on_hold(&HoldReason::Request.into(), &ALICE), 3);
		let withdraw = || Certificates::refuse_issuance(signed(ALICE), 0, text("wrong reading"));
		assert_ok!(withdraw());
		System::assert_last_event(
			Event::IssuanceRefused { request: 0, reason: text("wrong reading") }.into(),
		);
		assert_eq!(Balances::balance_on_hold(&HoldReason::Request.into(), &ALICE), 0);
		assert_noop!(withdraw(), Error::<Test>::NotFound);
		assert_ok!(request(device, hours(0, 1), MWH));
	});
}

#[test]
fn a_report_should_be_approved_at_once_when_automatic_approval_is_on() {
	new_test_ext_execute(|| {
		let device = accredited_with(Some((PARK_ID, 0)));
		// The owner cannot request what the meter's chain reports.
		assert_noop!(request(device, hours(0, 1), 1), Error::<Test>::NotAuthorized);
		let report = |who, meter, start| {
			let energy = WattHours(2 * MWH);
			Certificates::report_output(
				signed(who),
				meter,
				hours(start, 10),
				energy,
				false,
				H256::zero(),
			)
		};
		assert_noop!(report(ALICE, device, 0), DispatchError::BadOrigin);
		assert_noop!(report(PARK, 9, 0), Error::<Test>::NotFound);
		assert_ok!(report(PARK, device, 0));
		assert_eq!(Requests::<Test>::iter().count(), 1);
		assert_ok!(Certificates::approve_issuance(regulator(), 0));
		assert_noop!(
			Certificates::set_auto_approval(signed(ALICE), true),
			DispatchError::BadOrigin
		);
		assert_ok!(Certificates::set_auto_approval(regulator(), true));
		assert_ok!(report(PARK, device, 10));
		assert_noop!(report(PARK, device, 10), Error::<Test>::Overlap);
		assert_eq!(certificates(ALICE, 1), 2);
		// A report waits as a request when the owner cannot pay the deposit for a batch.
		let left = Balances::free_balance(ALICE) - 4;
		assert_ok!(Balances::transfer_keep_alive(signed(ALICE), BOB, left));
		assert_ok!(report(PARK, device, 20));
		assert_eq!(Requests::<Test>::iter().count(), 1);
	});
}
