use crate::{mock::*, Error, Event, HoldReason, State, Usage};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::{DispatchError, DispatchResult};
use zeropark_primitives::{
	market::Closure,
	purchase::{Ending, PurchasedPower, Report},
	WattHours,
};

fn report(report: Report) -> DispatchResult {
	PowerPurchase::report(RuntimeOrigin::root(), 0, report)
}

const FILLED: Ending = Ending::Closed(Closure::Filled);

#[test]
fn an_order_that_stands_should_say_so() {
	run(|| {
		assert_ok!(order(5, Usage::Hold));
		assert_ok!(report(Report::Placed { order: 9 }));
		assert_eq!(PowerPurchase::purchase(0).map(|it| it.state), Some(State::Standing(9)));
		System::assert_last_event(Event::OrderStanding { purchase: 0, order: 9 }.into());
	});
}

#[test]
fn a_receipt_should_sign_an_agreement_and_count_towards_its_period() {
	run(|| {
		assert_ok!(order(5, retire()));
		assert_ok!(report(Report::Delivered(delivery(2, true))));
		assert_eq!(Added::get(), WattHours(2_000_000));
		let agreement = PowerPurchase::agreement(0).expect("is signed");
		assert_eq!((agreement.period, &agreement.delivery), (Some(PERIOD), &delivery(2, true)));
		let delivery = delivery(2, true);
		let link = PurchasedPower { agreement: 0, buyer: BUYER, delivery: delivery.clone() };
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
fn certificates_should_sign_an_agreement_and_count_nowhere_when_they_are_held() {
	run(|| {
		assert_ok!(order(5, Usage::Hold));
		assert_ok!(report(Report::Delivered(delivery(2, false))));
		assert_eq!(Added::get(), WattHours::ZERO);
		assert_eq!(PowerPurchase::agreement(0).map(|it| it.period), Some(None));
	});
}

#[test]
fn certificates_should_count_nowhere_when_they_could_not_be_retired() {
	run(|| {
		assert_ok!(order(5, retire()));
		assert_ok!(report(Report::Delivered(delivery(2, false))));
		assert_eq!(Added::get(), WattHours::ZERO);
		assert_eq!(PowerPurchase::agreement(0).map(|it| it.period), Some(None));
	});
}

#[test]
fn a_receipt_should_count_nowhere_when_its_period_was_closed_meanwhile() {
	run(|| {
		assert_ok!(order(5, retire()));
		Lacking::set(None);
		assert_ok!(report(Report::Delivered(delivery(2, true))));
		assert_eq!(Added::get(), WattHours::ZERO);
		assert_eq!(PowerPurchase::agreement(0).map(|it| it.period), Some(None));
	});
}

#[test]
fn a_receipt_should_count_no_more_when_its_claim_is_void_though_the_purchase_has_ended() {
	run(|| {
		let reopened = Report::Reopened { retirement: 3 };
		assert_ok!(order(2, retire()));
		assert_noop!(report(reopened.clone()), Error::<Test>::NotFound);
		assert_ok!(report(Report::Delivered(delivery(2, true))));
		assert_ok!(report(Report::Ended { ending: FILLED, money: 0 }));
		// Another purchase's receipt is none of this one's.
		assert_noop!(
			PowerPurchase::report(RuntimeOrigin::root(), 1, reopened.clone()),
			Error::<Test>::NotFound
		);
		assert_ok!(report(reopened.clone()));
		assert_eq!(Added::get(), WattHours::ZERO);
		assert!(PowerPurchase::purchased_power(PERIOD, 0, 10).is_empty());
		assert_eq!(PowerPurchase::agreement(0).map(|it| it.period), Some(None));
		System::assert_last_event(
			Event::ClaimReopened { agreement: 0, purchase: 0, retirement: 3, period: Some(PERIOD) }
				.into(),
		);
		// Once is enough.
		assert_noop!(report(reopened), Error::<Test>::NotFound);
	});
}

#[test]
fn the_end_should_release_the_deposit_of_agreements_that_did_not_come_about() {
	run(|| {
		assert_ok!(order(5, retire()));
		assert_ok!(report(Report::Delivered(delivery(3, true))));
		assert_ok!(report(Report::Delivered(delivery(2, true))));
		assert_ok!(report(Report::Ended { ending: FILLED, money: 77 }));
		let held = Balances::balance_on_hold(&HoldReason::Records.into(), &BUYER);
		assert_eq!(held, PURCHASE_DEPOSIT + 2 * AGREEMENT_DEPOSIT);
		let purchase = PowerPurchase::purchase(0).expect("stays");
		assert_eq!(
			(purchase.state, purchase.delivered, purchase.spent, purchase.returned),
			(State::Ended(FILLED), 5, 450, 77)
		);
		System::assert_last_event(
			Event::PurchaseEnded {
				purchase: 0,
				ending: FILLED,
				delivered: 5,
				spent: 450,
				returned: 77,
			}
			.into(),
		);
	});
}

#[test]
fn a_report_should_be_refused_when_it_does_not_fit_the_purchase() {
	run(|| {
		assert_noop!(report(Report::Placed { order: 1 }), Error::<Test>::NotFound);
		assert_ok!(order(5, retire()));
		assert_noop!(report(Report::Delivered(delivery(6, true))), Error::<Test>::QuantityExceeded);
		assert_ok!(report(Report::Delivered(delivery(5, true))));
		assert_noop!(report(Report::Delivered(delivery(1, true))), Error::<Test>::QuantityExceeded);
		assert_ok!(report(Report::Ended { ending: FILLED, money: 0 }));
		for late in [
			Report::Placed { order: 1 },
			Report::Delivered(delivery(1, true)),
			Report::Ended { ending: FILLED, money: 0 },
		] {
			assert_noop!(report(late), Error::<Test>::AlreadyEnded);
		}
	});
}

#[test]
fn a_report_should_be_refused_when_it_does_not_come_from_the_market() {
	run(|| {
		assert_ok!(order(5, retire()));
		assert_noop!(
			PowerPurchase::report(signed(BUYER), 0, Report::Placed { order: 1 }),
			DispatchError::BadOrigin
		);
	});
}
