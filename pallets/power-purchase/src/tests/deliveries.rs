use crate::{mock::*, Error, Event, NextAgreementId, OnOrder, Usage};
use frame_support::{assert_noop, assert_ok};
use zeropark_primitives::{purchase::PurchasedPower, trading::DeskListener, units::WattHours};

#[docify::export]
#[test]
fn a_receipt_should_count_towards_its_period() {
	run(|| {
		assert_ok!(order(5, retire()));
		let delivery = delivery(2, true);
		assert_ok!(PowerPurchase::filled(0, &BUYER, &delivery));
		assert_eq!(Added::get(), WattHours(2_000_000));
		let agreement = PowerPurchase::agreement(0).expect("is signed");
		assert_eq!((agreement.period, &agreement.delivery), (Some(PERIOD), &delivery));
		let purpose = "week".into();
		let link =
			PurchasedPower { agreement: 0, buyer: BUYER, purpose, delivery: delivery.clone() };
		assert_eq!(PowerPurchase::purchased_power(PERIOD, 0, 10), vec![link]);
		assert!(PowerPurchase::purchased_power(PERIOD, 1, 10).is_empty());
		System::assert_last_event(
			Event::AgreementSigned {
				agreement: 0,
				purchase: 0,
				buyer: BUYER,
				delivery,
				period: Some(PERIOD),
			}
			.into(),
		);
	});
}

#[test]
fn a_delivery_should_count_towards_nothing_when_its_certificates_are_held() {
	run(|| {
		assert_ok!(order(5, Usage::Hold));
		assert_ok!(PowerPurchase::filled(0, &BUYER, &delivery(2, false)));
		assert_eq!(Added::get(), WattHours::ZERO);
		assert_eq!(PowerPurchase::agreement(0).map(|it| it.period), Some(None));
	});
}

#[test]
fn a_delivery_should_count_towards_nothing_when_its_certificates_could_not_be_retired() {
	run(|| {
		assert_ok!(order(5, retire()));
		assert_ok!(PowerPurchase::filled(0, &BUYER, &delivery(2, false)));
		assert_eq!(Added::get(), WattHours::ZERO);
		assert_eq!(PowerPurchase::agreement(0).map(|it| it.period), Some(None));
	});
}

#[test]
fn a_receipt_should_count_towards_nothing_when_its_period_was_closed_meanwhile() {
	run(|| {
		assert_ok!(order(5, retire()));
		Lacking::set(None);
		assert_ok!(PowerPurchase::filled(0, &BUYER, &delivery(2, true)));
		assert_eq!(Added::get(), WattHours::ZERO);
		assert_eq!(PowerPurchase::agreement(0).map(|it| it.period), Some(None));
	});
}

#[test]
fn certificates_should_no_longer_be_on_order_when_delivered_or_not_bought() {
	run(|| {
		assert_ok!(order_shortfall(OPERATOR));
		assert_ok!(PowerPurchase::filled(0, &OPERATOR, &delivery(2, true)));
		assert_eq!(OnOrder::<Test>::get(PERIOD), 1);
		PowerPurchase::ended(0, 1);
		assert!(!OnOrder::<Test>::contains_key(PERIOD));
	});
}

#[test]
fn a_receipt_should_no_longer_count_when_its_claim_is_void() {
	run(|| {
		assert_ok!(order(2, retire()));
		assert_noop!(PowerPurchase::claim_voided(0, 3), Error::<Test>::NotFound);
		assert_ok!(PowerPurchase::filled(0, &BUYER, &delivery(2, true)));
		// The receipt belongs to purchase 0.
		assert_noop!(PowerPurchase::claim_voided(1, 3), Error::<Test>::NotFound);
		assert_ok!(PowerPurchase::claim_voided(0, 3));
		assert_eq!(Added::get(), WattHours::ZERO);
		assert!(PowerPurchase::purchased_power(PERIOD, 0, 10).is_empty());
		assert_eq!(PowerPurchase::agreement(0).map(|it| it.period), Some(None));
		System::assert_last_event(
			Event::ClaimVoided { agreement: 0, purchase: 0, retirement: 3, period: Some(PERIOD) }
				.into(),
		);
		// A claim becomes void only once.
		assert_noop!(PowerPurchase::claim_voided(0, 3), Error::<Test>::NotFound);
	});
}

#[test]
fn a_delivery_should_fail_when_ids_are_used_up() {
	run(|| {
		NextAgreementId::<Test>::put(u64::MAX);
		let signed = PowerPurchase::filled(0, &BUYER, &delivery(1, false));
		assert_eq!(signed, Err(Error::<Test>::IdsExhausted.into()));
	});
}
