use crate::{mock::*, Error, Event, Purchase, Purchases, UnderWay, Usage};
use frame_support::{assert_noop, assert_ok};
use sp_core::crypto::Ss58Codec;
use sp_runtime::DispatchError;
use zeropark_primitives::{
	certificates::CertificateBasket,
	market::Price,
	time::{Interval, Month, Quarter, DAY},
	trading::DeskListener,
};

#[test]
fn order_power_should_have_the_desk_place_the_order() {
	run(|| {
		assert_ok!(order(5, retire()));
		let placed = Placed::get().remove(0);
		assert_eq!((placed.quantity, &placed.beneficiary), (5, &BUYER));
		let claim = placed.purpose.expect("certificates are to be retired");
		assert_eq!(claim.period, Interval { start: 0, end: 7 * DAY });
		// The claim is the buyer's own, named by its address.
		let address = BUYER.to_ss58check();
		assert_eq!(claim.beneficiary, text(&address));
		let purchase = Purchase { period: PERIOD, purpose: text("week"), for_shortfall: false };
		assert_eq!(Purchases::<Test>::get(0), Some(purchase));
		let period = Some(PERIOD);
		let event =
			Event::PowerOrdered { purchase: 0, buyer: BUYER, quantity: 5, sent: SENT, period };
		System::assert_last_event(event.into());
	});
}

#[test]
fn order_power_should_make_no_claim_when_certificates_are_held() {
	run(|| {
		assert_ok!(order(5, Usage::Hold));
		assert_eq!(Placed::get()[0].purpose, None);
		assert_eq!(Purchases::<Test>::get(0), None);
	});
}

#[test]
fn order_power_should_fail_when_the_claim_or_the_period_is_invalid() {
	run(|| {
		let place = |usage| {
			PowerPurchase::order_power(signed(BUYER), basket(), 1, Price(1), DEADLINE, usage)
		};
		for purpose in ["", "  ", "a\0b", "\u{202e}krap"] {
			let unreadable = Usage::Retire { period: PERIOD, purpose: text(purpose) };
			assert_noop!(place(unreadable), Error::<Test>::InvalidClaim);
		}
		let unknown = Usage::Retire { period: 5, purpose: text("x") };
		assert_noop!(place(unknown), Error::<Test>::PeriodNotOpen);
		Lacking::set(None);
		assert_noop!(place(retire()), Error::<Test>::PeriodNotOpen);
	});
}

#[test]
fn order_power_for_a_period_should_be_for_those_who_use_the_parks_power() {
	run(|| {
		let place = |who, usage| {
			PowerPurchase::order_power(signed(who), basket(), 1, Price(1), DEADLINE, usage)
		};
		assert_noop!(place(OTHER, retire()), Error::<Test>::NotAConsumer);
		assert_ok!(place(OTHER, Usage::Hold));
		assert_ok!(place(OPERATOR, retire()));
		assert_ok!(place(BUYER, retire()));
		assert_eq!(UnderWay::<Test>::get(PERIOD), 2);
		PowerPurchase::ended(1, 1);
		PowerPurchase::ended(2, 1);
		assert_eq!(UnderWay::<Test>::iter().count(), 0);
	});
}

#[test]
fn order_power_for_a_period_should_fail_when_the_power_is_too_old_or_too_young() {
	run(|| {
		let place = |quarter, deadline| {
			let basket = CertificateBasket { quarter: Quarter(quarter), ..basket() };
			PowerPurchase::order_power(signed(BUYER), basket, 1, Price(1), deadline, retire())
		};
		let late = Month(700).start();
		// The months that count are those of quarter 199 and the first of quarter 200.
		for other in [198, 201, u16::MAX] {
			assert_noop!(place(other, late), Error::<Test>::InvalidVintage);
		}
		assert_ok!(place(199, late));
		// Certificates of the second month come when it is over.
		let over = Month(602).start();
		assert_noop!(place(200, over), Error::<Test>::InvalidVintage);
		assert_ok!(place(200, over - 1));
	});
}

#[test]
fn order_power_should_fail_and_change_nothing_when_the_desk_refuses() {
	run(|| {
		DeskError::set(Some(DispatchError::Unavailable));
		assert_noop!(order(5, retire()), DispatchError::Unavailable);
	});
}
