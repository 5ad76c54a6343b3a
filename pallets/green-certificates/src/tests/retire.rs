use crate::{
	mock::*, Error, Event, GeneratorId, HoldReason, NextGeneratorId, NextRequestId,
	NextRetirementId, RequestId, Retirements,
};
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungible::InspectHold, fungibles::Mutate, tokens::Preservation},
};
use sp_runtime::TokenError;
use zeropark_primitives::certificates::{Claim, SerialRange};

#[docify::export]
#[test]
fn retire_should_name_serials_and_leave_a_receipt() {
	new_test_ext_execute(|| {
		let batch = issued(10);
		assert_ok!(<Assets as Mutate<_>>::transfer(
			batch,
			&ALICE,
			&BOB,
			6,
			Preservation::Expendable
		));
		assert_ok!(Certificates::retire(signed(ALICE), batch, 3, claim()));
		assert_ok!(Certificates::retire(signed(BOB), batch, 6, claim()));
		let receipt = Retirements::<Test>::get(1).expect("there is a receipt");
		assert_eq!(receipt.serials, SerialRange { start: 3, end: 9 });
		assert_eq!((receipt.holder, receipt.claim), (BOB, claim()));
		assert_eq!(Balances::balance_on_hold(&HoldReason::Retirement.into(), &BOB), 2);
		System::assert_last_event(
			Event::Retired { retirement: 1, batch, holder: BOB, serials: receipt.serials }.into(),
		);
		assert_eq!((certificates(ALICE, batch), certificates(BOB, batch)), (1, 0));
	});
}

#[test]
fn retire_should_fail_when_quantity_or_claim_is_wrong() {
	new_test_ext_execute(|| {
		let batch = issued(10);
		let retire =
			|who, quantity, claim| Certificates::retire(signed(who), batch, quantity, claim);
		assert_noop!(retire(ALICE, 0, claim()), Error::<Test>::InvalidQuantity);
		assert_noop!(retire(ALICE, 11, claim()), Error::<Test>::TooFewCertificates);
		assert_noop!(retire(BOB, 1, claim()), TokenError::FundsUnavailable);
		for broken in [
			Claim { beneficiary: text(""), ..claim() },
			Claim { purpose: text(""), ..claim() },
			Claim { period: hours(1, 0), ..claim() },
		] {
			assert_noop!(retire(ALICE, 1, broken), Error::<Test>::InvalidClaim);
		}
		assert_noop!(Certificates::retire(signed(ALICE), 5, 1, claim()), Error::<Test>::NotFound);
	});
}

#[test]
fn calls_should_fail_when_ids_are_used_up() {
	new_test_ext_execute(|| {
		let batch = issued(10);
		NextRetirementId::<Test>::put(u64::MAX);
		assert_noop!(
			Certificates::retire(signed(ALICE), batch, 3, claim()),
			Error::<Test>::IdsExhausted
		);
		NextRequestId::<Test>::put(RequestId::MAX);
		assert_noop!(request(0, hours(150, 1), MWH), Error::<Test>::IdsExhausted);
		NextGeneratorId::<Test>::put(GeneratorId::MAX);
		assert_noop!(
			Certificates::register_generator(signed(BOB), plant()),
			Error::<Test>::IdsExhausted
		);
	});
}
