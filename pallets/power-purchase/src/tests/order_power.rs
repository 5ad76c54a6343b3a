use crate::{mock::*, Error, Event, HoldReason, NextPurchaseId, Purchases, State, Usage};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::{DispatchError, TokenError};
use zeropark_primitives::{
	market::Price,
	units::{DAY, HOUR},
	Interval,
};

#[test]
fn order_power_should_send_the_price_and_hold_the_deposits() {
	run(|| {
		assert_ok!(order(5, retire()));
		let sent = 5 * 100 + OVERHEAD;
		let deposit = PURCHASE_DEPOSIT + 5 * AGREEMENT_DEPOSIT;
		assert_eq!(Balances::balance_on_hold(&HoldReason::Records.into(), &BUYER), deposit);
		assert_eq!(Balances::free_balance(BUYER), MONEY - sent - deposit);
		let (purchase, placed) = Placed::get().remove(0);
		assert_eq!((purchase, placed.quantity, placed.beneficiary), (0, 5, BUYER));
		let claim = placed.claim.expect("is to be retired");
		assert_eq!(claim.period, Interval { start: 0, end: 7 * DAY });
		assert_eq!(
			PowerPurchase::purchase(0).map(|purchase| purchase.state),
			Some(State::UnderWay)
		);
		System::assert_last_event(
			Event::PowerOrdered { purchase: 0, buyer: BUYER, quantity: 5, sent }.into(),
		);
	});
}

#[test]
fn order_power_should_refuse_what_makes_no_order() {
	run(|| {
		let place = |quantity, price, deadline, usage| {
			PowerPurchase::order_power(
				signed(BUYER),
				basket(),
				quantity,
				Price(price),
				deadline,
				usage,
			)
		};
		assert_noop!(place(0, 1, DEADLINE, Usage::Hold), Error::<Test>::InvalidQuantity);
		assert_noop!(place(1, 0, DEADLINE, Usage::Hold), Error::<Test>::InvalidPrice);
		for deadline in [0, HOUR, DEADLINE + 1, 31 * DAY] {
			assert_noop!(place(1, 1, deadline, Usage::Hold), Error::<Test>::InvalidDeadline);
		}
		let nobody = Usage::Retire { period: PERIOD, beneficiary: text(""), purpose: text("x") };
		assert_noop!(place(1, 1, DEADLINE, nobody), Error::<Test>::InvalidClaim);
		let unknown = Usage::Retire { period: 5, beneficiary: text("x"), purpose: text("x") };
		assert_noop!(place(1, 1, DEADLINE, unknown), Error::<Test>::PeriodNotOpen);
		assert_noop!(
			place(u64::MAX, u64::MAX, DEADLINE, Usage::Hold),
			DispatchError::Token(TokenError::FundsUnavailable)
		);
		NextPurchaseId::<Test>::put(u64::MAX);
		assert_noop!(place(1, 1, DEADLINE, Usage::Hold), Error::<Test>::IdsExhausted);
	});
}

#[test]
fn order_power_should_take_nothing_when_the_market_cannot_be_reached() {
	run(|| {
		let error = DispatchError::Other("no channel");
		BrokerError::set(Some(error));
		assert_noop!(order(5, Usage::Hold), error);
		assert_eq!(Purchases::<Test>::iter().count(), 0);
	});
}
