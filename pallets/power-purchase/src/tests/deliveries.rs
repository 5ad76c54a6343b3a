use crate::{mock::*, Error, Event, NextAgreementId, OnOrder, Usage};
use codec::Encode;
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
		assert_eq!(PowerPurchase::purchased_power(PERIOD, None, 10), vec![link]);
		assert!(PowerPurchase::purchased_power(PERIOD, Some(0), 10).is_empty());
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
		assert!(PowerPurchase::purchased_power(PERIOD, None, 10).is_empty());
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

/// The size of the proof of what two pages of four agreements read, of so many that count towards a
/// period.
fn proof_of_two_pages(agreements: u64) -> usize {
	Placed::set(vec![]);
	let mut ext = sp_io::TestExternalities::new_empty();
	ext.execute_with(|| {
		assert_ok!(order(agreements, retire()));
		for quantity in 1..=agreements {
			assert_ok!(PowerPurchase::filled(0, &BUYER, &delivery(quantity, true)));
		}
	});
	ext.commit_all().expect("writes");
	let (listed, proof) = ext.execute_and_prove(|| {
		let first = PowerPurchase::purchased_power(PERIOD, None, 4);
		let after = first.last().map(|last| last.agreement);
		first.len() + PowerPurchase::purchased_power(PERIOD, after, 4).len()
	});
	assert_eq!(listed, 8);
	proof.encoded_size()
}

#[test]
fn a_page_should_read_no_more_when_there_are_more_agreements() {
	assert!(proof_of_two_pages(1_600) < 8 * proof_of_two_pages(16));
}

#[test]
fn pages_should_have_each_agreement_once() {
	run(|| {
		assert_ok!(order(20, retire()));
		for quantity in 1..=20 {
			assert_ok!(PowerPurchase::filled(0, &BUYER, &delivery(quantity, true)));
		}
		let (mut listed, mut after) = (vec![], None);
		loop {
			let page = PowerPurchase::purchased_power(PERIOD, after, 3);
			after = page.last().map(|last| last.agreement);
			if after.is_none() {
				break;
			}
			listed.extend(page.into_iter().map(|purchased| purchased.agreement));
		}
		listed.sort_unstable();
		assert_eq!(listed, (0..20).collect::<Vec<_>>());
	});
}
