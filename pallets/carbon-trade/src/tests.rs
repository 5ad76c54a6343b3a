//! Tests of the calls, and of what the desk tells.

use crate::{mock::*, Error, Event, Instruction};
use frame_support::{assert_noop, assert_ok, traits::Hooks};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	compliance::{CarbonBasket, Compliance},
	market::{Price, Side},
	time::DAY,
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
fn an_enterprise_should_sell_what_it_has_left() {
	run(|| {
		let sell =
			|who, entity, cycle| CarbonTrade::sell(signed(who), entity, cycle, 3, Price(100), DAY);
		assert_noop!(sell(STRANGER, ENTITY, CYCLE), Error::<Test>::NotAuthorized);
		assert_noop!(sell(OWNER, ENTITY + 1, CYCLE), Error::<Test>::NotFound);
		assert_noop!(sell(OWNER, ENTITY, CYCLE + 1), Error::<Test>::NotEnrolled);
		assert_ok!(sell(OWNER, ENTITY, CYCLE));
		let order = Placed::get()[0].clone();
		assert_eq!((order.side, order.basket, order.quantity), (Side::Asks, ALLOWANCES, 3));
		assert_eq!(order.purpose, Some(Compliance { cycle: CYCLE, entity: (CHAIN, ENTITY) }));
		assert_eq!(CarbonTrade::order(0).map(|order| order.side), Some(Side::Asks));
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

fn placed() -> Vec<(Side, CarbonBasket, u64, u64, u64)> {
	let orders = Placed::get().into_iter();
	orders
		.map(|order| (order.side, order.basket, order.quantity, order.price.0, order.deadline))
		.collect()
}

fn instruct(instruction: Option<Instruction>) -> sp_runtime::DispatchResult {
	CarbonTrade::instruct(signed(OWNER), ENTITY, instruction)
}

#[test]
fn what_is_missing_should_be_ordered_by_itself() {
	run(|| {
		tell(1, 11, 0, 2);
		next_block();
		assert_eq!(placed(), [], "nobody has said so");
		assert_ok!(instruct(Some(INSTRUCTION)));
		tell(2, 11, 0, 2);
		next_block();
		let credits = (Side::Bids, CarbonBasket::Credits, 2, 60, EXPIRES);
		let allowances = (Side::Bids, ALLOWANCES, 9, 70, EXPIRES);
		assert_eq!(placed(), [credits, allowances]);
		assert_eq!(Placed::get()[0].beneficiary, OWNER);
		// Nothing that is on order is ordered again, whatever the market tells meanwhile.
		tell(3, 4, 0, 0);
		next_block();
		assert_eq!(placed().len(), 2);
		// Both end; the credits did not come in full, and the allowances in two trades, of which the market
		// has told the first.
		assert_ok!(CarbonTrade::filled(0, &OWNER, &fill(1)));
		assert_ok!(CarbonTrade::filled(1, &OWNER, &fill(4)));
		assert_ok!(CarbonTrade::filled(1, &OWNER, &fill(5)));
		CarbonTrade::ended(0, 1);
		CarbonTrade::ended(1, 0);
		next_block();
		assert_eq!(placed().len(), 2, "the position is older than the last trade");
		tell(4, 1, 0, 1);
		next_block();
		assert_eq!(placed()[2..], [(Side::Bids, CarbonBasket::Credits, 1, 60, EXPIRES)]);
	});
}

#[test]
fn an_order_that_expired_should_be_placed_again_when_somebody_says_so() {
	run(|| {
		assert_ok!(instruct(Some(Instruction { credits: None, ..INSTRUCTION })));
		tell(1, 5, 0, 0);
		next_block();
		set_time(EXPIRES);
		CarbonTrade::ended(0, 5);
		CarbonTrade::on_initialize(2);
		assert_eq!(placed().len(), 1);
		let follow = || CarbonTrade::follow(signed(STRANGER), ENTITY, CYCLE);
		assert_ok!(follow());
		assert_eq!(placed().len(), 2);
		assert_noop!(follow(), Error::<Test>::NothingToOrder);
		// Half of it comes, and the position that counts it is on its way.
		CarbonTrade::ended(1, 3);
		assert_noop!(follow(), Error::<Test>::PositionUsed);
	});
}

#[test]
fn a_rejected_order_should_not_be_placed_again_until_there_is_news() {
	run(|| {
		assert_ok!(instruct(Some(Instruction { credits: None, ..INSTRUCTION })));
		tell(1, 5, 0, 0);
		next_block();
		CarbonTrade::ended(0, 5);
		let follow = || CarbonTrade::follow(signed(STRANGER), ENTITY, CYCLE);
		assert_noop!(follow(), Error::<Test>::PositionUsed);
		tell(2, 5, 0, 0);
		next_block();
		assert_eq!(placed().len(), 2);
	});
}

#[test]
fn what_is_left_over_should_be_sold_by_itself() {
	run(|| {
		assert_ok!(instruct(Some(INSTRUCTION)));
		tell(1, 0, 9, 0);
		next_block();
		assert_eq!(placed(), [(Side::Asks, ALLOWANCES, 7, 50, EXPIRES)]);
		CarbonTrade::ended(0, 3);
		tell(2, 0, 5, 0);
		next_block();
		assert_eq!(placed()[1..], [(Side::Asks, ALLOWANCES, 3, 50, EXPIRES)]);
	});
}

#[test]
fn only_the_owner_should_instruct_and_its_deposit_return() {
	run(|| {
		let by = |who, instruction| CarbonTrade::instruct(signed(who), ENTITY, instruction);
		assert_noop!(by(STRANGER, Some(INSTRUCTION)), Error::<Test>::NotAuthorized);
		assert_noop!(by(OWNER, None), Error::<Test>::NoInstruction);
		for hours in [0, 1, 2_160] {
			let wrong = Instruction { hours, ..INSTRUCTION };
			assert_noop!(by(OWNER, Some(wrong)), Error::<Test>::InvalidHours);
		}
		assert_ok!(by(OWNER, Some(INSTRUCTION)));
		for hours in [2, 2_159] {
			assert_ok!(by(OWNER, Some(Instruction { hours, ..INSTRUCTION })));
		}
		assert_eq!(Balances::reserved_balance(OWNER), DEPOSIT);
		// The enterprise is sold: nothing is ordered at its earlier owner's cost.
		OwnedBy::set(STRANGER);
		tell(1, 5, 0, 0);
		next_block();
		let error = Error::<Test>::NotAuthorized.into();
		System::assert_last_event(
			Event::NotFollowed { entity: ENTITY, cycle: CYCLE, error }.into(),
		);
		assert_ok!(by(STRANGER, Some(INSTRUCTION)));
		assert_eq!(Balances::reserved_balance(OWNER), 0);
		assert_ok!(by(STRANGER, None));
		assert_eq!(Balances::reserved_balance(STRANGER), 0);
		assert_eq!(placed(), []);
	});
}

#[test]
fn an_instruction_should_not_be_withdrawn_while_it_would_forget_its_orders() {
	run(|| {
		assert_ok!(instruct(Some(INSTRUCTION)));
		tell(1, 5, 0, 0);
		next_block();
		assert_noop!(instruct(None), Error::<Test>::OrdersUnderWay);
		// One that wants nothing can be given at any time.
		let nothing = Instruction { allowances: None, credits: None, surplus: None, hours: 2 };
		assert_ok!(instruct(Some(nothing)));
		CarbonTrade::ended(0, 5);
		assert_ok!(instruct(None));
	});
}

#[test]
fn an_instruction_that_cannot_be_followed_should_say_so_and_change_nothing() {
	run(|| {
		assert_ok!(instruct(Some(INSTRUCTION)));
		DeskError::set(Some(DispatchError::Exhausted));
		tell(1, 5, 0, 0);
		next_block();
		let (entity, cycle, error) = (ENTITY, CYCLE, DispatchError::Exhausted);
		System::assert_last_event(Event::NotFollowed { entity, cycle, error }.into());
		Stands::set(None);
		let follow = CarbonTrade::follow(signed(STRANGER), ENTITY, CYCLE);
		assert_noop!(follow, Error::<Test>::NotEnrolled);
		let none = CarbonTrade::follow(signed(STRANGER), ENTITY + 1, CYCLE);
		assert_noop!(none, Error::<Test>::NoInstruction);
	});
}
