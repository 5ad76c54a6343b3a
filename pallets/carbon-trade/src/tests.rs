//! Tests of the calls, and of what the desk tells.

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	compliance::{CarbonBasket, Compliance},
	trading::DeskListener,
};

const ALLOWANCES: CarbonBasket = CarbonBasket::Allowances(CYCLE);

#[docify::export]
#[test]
fn an_enterprise_should_buy_what_it_lacks() {
	run(|| {
		assert_ok!(buy(OWNER, ENTITY, CYCLE, ALLOWANCES));
		// What is bought is for the enterprise, which the market knows by its park and its number.
		let order = Placed::get()[0].clone();
		assert_eq!(order.purpose, Some(Compliance { cycle: CYCLE, entity: (CHAIN, ENTITY) }));
		assert_eq!((order.beneficiary, order.basket), (OWNER, ALLOWANCES));
		// The market reports two trades, which stay on record.
		for (quantity, index) in [(7, 0), (3, 1)] {
			assert_ok!(CarbonTrade::filled(0, &OWNER, &fill(quantity)));
			assert_eq!(CarbonTrade::purchase(0, index), Some(fill(quantity)));
		}
		let (number, entity, cycle) = (0, ENTITY, CYCLE);
		let bought = Event::UnitsBought { number, entity, cycle, fill: fill(3) };
		System::assert_last_event(bought.into());
		assert_eq!(CarbonTrade::order(0).map(|order| order.purchases), Some(2));
	});
}

#[test]
fn only_the_owner_of_an_enrolled_enterprise_should_buy() {
	run(|| {
		assert_noop!(buy(STRANGER, ENTITY, CYCLE, ALLOWANCES), Error::<Test>::NotAuthorized);
		assert_noop!(buy(OWNER, ENTITY + 1, CYCLE, ALLOWANCES), Error::<Test>::NotFound);
		let credits = CarbonBasket::Credits;
		assert_noop!(buy(OWNER, ENTITY, CYCLE + 1, credits), Error::<Test>::NotEnrolled);
		// Allowances of another cycle would never count.
		let other = CarbonBasket::Allowances(CYCLE + 1);
		assert_noop!(buy(OWNER, ENTITY, CYCLE, other), Error::<Test>::OtherCycle);
		assert_ok!(buy(OWNER, ENTITY, CYCLE, credits));
	});
}

#[test]
fn nothing_should_be_written_when_the_desk_refuses() {
	run(|| {
		DeskError::set(Some(DispatchError::Exhausted));
		assert_noop!(buy(OWNER, ENTITY, CYCLE, ALLOWANCES), DispatchError::Exhausted);
		let cancel = CarbonTrade::cancel_order(signed(OWNER), 0);
		assert_noop!(cancel, DispatchError::Exhausted);
	});
}

#[test]
fn an_order_should_be_cancelled_in_its_owners_name() {
	run(|| {
		assert_ok!(buy(OWNER, ENTITY, CYCLE, ALLOWANCES));
		assert_ok!(CarbonTrade::cancel_order(signed(OWNER), 0));
		assert_eq!(Cancelled::get(), [(OWNER, 0)]);
	});
}

#[test]
fn a_report_of_an_unknown_order_should_be_refused() {
	run(|| {
		assert_noop!(CarbonTrade::filled(0, &OWNER, &fill(1)), Error::<Test>::NotFound);
		assert_noop!(CarbonTrade::claim_voided(0, 0), Error::<Test>::NotFound);
	});
}
