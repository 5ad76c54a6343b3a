//! What an enterprise of the park lacks, bought on the carbon market: money and order there, allowances
//! set aside and credits surrendered over there, and what is left of the money back.

use crate::{
	chains::*,
	quota::{
		allocate, burn, enrol, fund, on_carbon, on_park, registered, span, standing, CYCLE, PLANT,
	},
};
use frame_support::{assert_noop, assert_ok};
use pallet_carbon_allowances::Method;
use pallet_carbon_trade::{Instruction, Surplus};
use pallet_order_book::Validity;
use pallet_trading_desk::{DeskOrder, OrderState};
use sp_core::H256;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::{DispatchResult, Permill};
use xcm_emulator::TestExt;
use zeropark_primitives::{
	compliance::{CarbonBasket, CarbonFill, CarbonUse, FIRST_CREDIT_CLASS},
	ids::EntityId,
	market::{CloseReason, Price, Side},
	time::{Interval, DAY},
	trading::OrderOutcome,
	units::{GramsCo2e, TonnesCo2e},
};
use zeropark_runtime_common::{
	chains,
	constants::currency::PCNY,
	messaging::order_account,
	types::{AccountId, Balance},
};

/// Dave's cement works, of another park.
const WORKS: (u32, EntityId) = (chains::SECOND_PARK, 7);
/// What Dave asks for a tonne.
const PRICE: Balance = 60 * PCNY;
/// What Bob pays at most.
const LIMIT: Price = Price(70_000_000);
const ALLOWANCES: CarbonBasket = CarbonBasket::Allowances(CYCLE);

fn until() -> u64 {
	span().start + 20 * DAY
}

/// The plant emitted 41 t and has 30, and Dave sells `allowances` of the cycle.
fn market(allowances: u64) {
	registered();
	fund();
	enrol();
	allocate(30);
	burn(18_900_000);
	settle();
	assert_eq!(standing().missing, TonnesCo2e(11));
	if allowances > 0 {
		CarbonChain::execute_with(|| sell_allowances(allowances));
	}
}

fn sell_allowances(tonnes: u64) {
	use runtime_carbon::{CarbonAllowances, OrderBook};
	let regulator = || on_carbon(Alice.to_account_id());
	let dave = || on_carbon(Dave.to_account_id());
	let (chain, entity) = WORKS;
	let label = b"Cement works".to_vec().try_into().expect("is short");
	let (owner, verifier) = (Dave.to_account_id(), Charlie.to_account_id());
	assert_ok!(CarbonAllowances::register_entity(
		regulator(),
		chain,
		entity,
		owner,
		verifier,
		label,
		true
	));
	assert_ok!(CarbonAllowances::enrol(regulator(), CYCLE, chain, entity));
	let amount = Method::Amount(TonnesCo2e(tonnes));
	let all = Permill::one();
	assert_ok!(CarbonAllowances::allocate(regulator(), CYCLE, chain, entity, amount, all));
	assert_ok!(CarbonAllowances::withdraw(dave(), CYCLE, chain, entity, TonnesCo2e(tonnes)));
	let validity = Validity::Until(until());
	assert_ok!(OrderBook::place_ask(dave(), CYCLE, Price(PRICE as u64), tonnes, validity, 5));
}

/// Dave reduced emissions, and sells the credits.
fn sell_credits(tonnes: u64) {
	use runtime_carbon::{Ccer, OrderBook};
	let by = |who: sp_keyring::Sr25519Keyring| on_carbon(who.to_account_id());
	let description = pallet_ccer::Description {
		methodology: b"CCER-01-002".to_vec().try_into().expect("is short"),
		region: 330_100,
		crediting: Interval { start: 0, end: span().start },
		under_quota: false,
		devices: vec![(chains::SECOND_PARK, 7)].try_into().expect("is one"),
		documents: H256::zero(),
	};
	assert_ok!(Ccer::register_project(by(Dave), description));
	assert_ok!(Ccer::validate(by(Charlie), 0, H256::zero()));
	assert_ok!(Ccer::approve(by(Alice), 0));
	let reduced = Interval { start: 1_000, end: 2_000 };
	let grams = GramsCo2e(tonnes as i64 * 1_000_000);
	let (evidence, verifier) = (H256::zero(), Eve.to_account_id());
	assert_ok!(Ccer::report_reductions(by(Dave), 0, reduced, grams, evidence, verifier));
	assert_ok!(Ccer::verify_report(by(Eve), 0, reduced, evidence, grams, H256::zero()));
	assert_ok!(Ccer::issue(by(Alice), 0));
	let (class, validity) = (FIRST_CREDIT_CLASS, Validity::Until(until()));
	assert_ok!(OrderBook::place_ask(by(Dave), class, Price(PRICE as u64), tonnes, validity, 5));
}

/// Bob orders on the park for his plant.
fn buy(basket: CarbonBasket, quantity: u64) -> DispatchResult {
	buy_until(basket, quantity, span().start + 3 * DAY)
}

fn buy_until(basket: CarbonBasket, quantity: u64, deadline: u64) -> DispatchResult {
	ParkChain::execute_with(|| {
		let (bob, price) = (on_park(Bob.to_account_id()), LIMIT);
		runtime_park::CarbonTrade::buy(bob, PLANT, CYCLE, basket, quantity, price, deadline)
	})
}

fn order(number: u64) -> DeskOrder<AccountId, CarbonBasket> {
	ParkChain::ext_wrapper(|| runtime_park::CarbonDesk::order(number)).expect("is on record")
}

fn purchases(number: u64) -> Vec<CarbonFill> {
	ParkChain::ext_wrapper(|| {
		(0..9).map_while(|index| runtime_park::CarbonTrade::purchase(number, index)).collect()
	})
}

fn units(class: u32, who: AccountId) -> Balance {
	CarbonChain::ext_wrapper(|| runtime_carbon::Assets::balance(class, who))
}

/// What is on hold for good in the account of an order, and what keeps it open.
fn kept(number: u64) -> Balance {
	CarbonChain::of(order_account(chains::PARK, number))
}

#[test]
fn allowances_should_be_bought_and_set_aside() {
	market(11);
	let before = ParkChain::of(Bob.to_account_id());
	assert_ok!(buy(ALLOWANCES, 11));
	settle();

	let bought = order(0);
	assert_eq!(bought.state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Filled)));
	assert_eq!((bought.filled, bought.spent), (11, 11 * PRICE));
	let fill = purchases(0).remove(0);
	assert_eq!((fill.class, fill.quantity, fill.used), (CYCLE, 11, CarbonUse::Deposited));
	assert_eq!(fill.seller, Dave.to_account_id());
	let stands = standing();
	assert_eq!((stands.committed, stands.missing), (TonnesCo2e(41), TonnesCo2e(0)));

	// The price was paid, and less than 3 PCNY of fees; the rest came home.
	let fees = before - ParkChain::of(Bob.to_account_id()) - 11 * PRICE;
	assert!(fees < 3 * PCNY, "{fees}");
	assert_eq!(kept(0), 0);
	assert_conserved();
}

#[test]
fn what_cannot_be_bought_should_bring_its_money_home_when_cancelled() {
	market(4);
	let before = ParkChain::of(Bob.to_account_id());
	assert_ok!(buy(ALLOWANCES, 11));
	settle();
	assert!(matches!(order(0).state, OrderState::Open(_)));
	assert_eq!((order(0).filled, standing().missing), (4, TonnesCo2e(7)));
	ParkChain::execute_with(|| {
		let by = |who: sp_keyring::Sr25519Keyring| on_park(who.to_account_id());
		let cancel = |who| runtime_park::CarbonTrade::cancel_order(by(who), 0);
		let error = pallet_trading_desk::Error::<
			runtime_park::Runtime,
			pallet_trading_desk::Instance2,
		>::NotAuthorized;
		assert_noop!(cancel(Dave), error);
		assert_ok!(cancel(Bob));
	});
	settle();
	let ended = order(0);
	assert_eq!(ended.state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Cancelled)));
	let fees = before - ParkChain::of(Bob.to_account_id()) - 4 * PRICE;
	assert!(fees < 4 * PCNY, "{fees}");
	assert_conserved();
}

#[test]
fn credits_should_be_surrendered_up_to_their_share_and_the_rest_be_the_owners() {
	market(0);
	CarbonChain::execute_with(|| sell_credits(10));
	// Five per cent of 41 t are 2 t.
	assert_ok!(buy(CarbonBasket::Credits, 2));
	settle();
	let fill = purchases(0).remove(0);
	let CarbonUse::Surrendered(serials) = fill.used else { panic!("{fill:?}") };
	assert_eq!((fill.class, serials.start, serials.end), (FIRST_CREDIT_CLASS, 0, 2));
	let stands = standing();
	assert_eq!((stands.credits, stands.missing), (TonnesCo2e(2), TonnesCo2e(9)));
	// The park hears of it, and counts it.
	let statement = ParkChain::ext_wrapper(|| runtime_park::ZeroCarbon::statement(None));
	assert_eq!(statement.expect("is open").carbon.offset.ccer, GramsCo2e(2_000_000));
	// The record of the surrender stays, with its deposit.
	assert!(kept(0) > 0);

	// Another one is beyond the share: the money is spent, and Bob has the unit.
	assert_ok!(buy(CarbonBasket::Credits, 1));
	settle();
	assert_eq!(purchases(1)[0].used, CarbonUse::Kept);
	assert_eq!(units(FIRST_CREDIT_CLASS, Bob.to_account_id()), 1);
	assert_eq!((standing().credits, kept(1)), (TonnesCo2e(2), 0));
	assert_conserved();
}

#[test]
fn an_order_for_a_cycle_that_was_closed_meanwhile_should_come_home() {
	market(11);
	let before = ParkChain::of(Bob.to_account_id());
	let late = span().end + 31 * DAY;
	set_time(late);
	CarbonChain::execute_with(|| ());
	CarbonChain::execute_with(|| {
		let regulator = on_carbon(Alice.to_account_id());
		assert_ok!(runtime_carbon::CarbonAllowances::close_cycle(regulator, CYCLE));
	});
	// The park has not heard of it.
	assert_ok!(buy_until(ALLOWANCES, 11, late + DAY));
	settle();
	// Nothing is sold any more, so it waits for its deadline.
	assert!(matches!(order(0).state, OrderState::Open(_)));
	set_time(late + 2 * DAY);
	settle();
	assert_eq!(order(0).state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Expired)));
	assert_eq!(order(0).filled, 0);
	assert!(before - ParkChain::of(Bob.to_account_id()) < 3 * PCNY);
	assert_conserved();
}

#[test]
fn what_is_missing_and_what_is_left_over_should_be_traded_by_themselves() {
	market(8);
	CarbonChain::execute_with(|| sell_credits(10));
	let free = Instruction {
		allowances: Some(LIMIT),
		credits: Some(LIMIT),
		surplus: Some(Surplus { least: LIMIT, keep: TonnesCo2e(1) }),
		hours: 48,
	};
	ParkChain::execute_with(|| {
		let bob = on_park(Bob.to_account_id());
		assert_ok!(runtime_park::CarbonTrade::instruct(bob, PLANT, Some(free)));
	});
	// There is news: a bit more gas. 42 t are due, of which credits may cover two, and 30 are there.
	burn(100_000);
	// The register goes to the market, the answer makes the instruction due, and its orders go there.
	for _ in 0..4 {
		settle();
	}
	let stands = standing();
	// Of the ten allowances that were wanted, eight were to be had.
	assert_eq!((stands.credits, stands.held), (TonnesCo2e(2), TonnesCo2e(38)));
	assert_eq!(stands.missing, TonnesCo2e(2));
	assert_eq!(order(0).state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Filled)));
	assert!(matches!(order(1).state, OrderState::Open(_)));
	// More news, while the rest is on order: nothing is ordered twice.
	burn(100);
	settle();
	let instruction = || ParkChain::ext_wrapper(|| runtime_park::CarbonTrade::instruction(PLANT));
	assert_eq!(instruction().expect("is there").under_way.len(), 1);

	// The regulator allocates the rest, and more than is needed: it is sold, but for one.
	allocate(40);
	ParkChain::execute_with(|| {
		assert_ok!(runtime_park::CarbonTrade::cancel_order(on_park(Bob.to_account_id()), 1));
	});
	settle();
	settle();
	let sale = order(2);
	assert_eq!((sale.side, sale.quantity, sale.price), (Side::Asks, 7, LIMIT));
	assert!(matches!(sale.state, OrderState::Open(_)));
	assert_eq!(standing().held, TonnesCo2e(41));
	assert_conserved();
}
