use crate::{mock::*, Error, Event, Purchase, Purchases, Usage};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	market::Price,
	time::{Interval, DAY},
};

#[test]
fn order_power_should_have_the_desk_place_the_order() {
	run(|| {
		assert_ok!(order(5, retire()));
		let placed = Placed::get().remove(0);
		assert_eq!((placed.quantity, &placed.beneficiary), (5, &BUYER));
		let claim = placed.purpose.expect("certificates are to be retired");
		assert_eq!(claim.period, Interval { start: 0, end: 7 * DAY });
		let purchase = Purchase { period: PERIOD, for_shortfall: false };
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
		let nobody = Usage::Retire { period: PERIOD, beneficiary: text(""), purpose: text("x") };
		assert_noop!(place(nobody), Error::<Test>::InvalidClaim);
		let nothing = Usage::Retire { period: PERIOD, beneficiary: text("x"), purpose: text("") };
		assert_noop!(place(nothing), Error::<Test>::InvalidClaim);
		let unknown = Usage::Retire { period: 5, beneficiary: text("x"), purpose: text("x") };
		assert_noop!(place(unknown), Error::<Test>::PeriodNotOpen);
		Lacking::set(None);
		assert_noop!(place(retire()), Error::<Test>::PeriodNotOpen);
	});
}

#[test]
fn order_power_should_fail_and_change_nothing_when_the_desk_refuses() {
	run(|| {
		DeskError::set(Some(DispatchError::Unavailable));
		assert_noop!(order(5, retire()), DispatchError::Unavailable);
	});
}
