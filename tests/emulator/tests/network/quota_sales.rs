//! Allowances that an enterprise of the park has left, sold on the carbon market: the order there, allowances drawn
//! from the compliance account over there, and the money back.

use crate::{
	chains::*,
	quota::{
		allocate, burn, enrol, fund, on_carbon, on_park, registered, span, standing, CYCLE, PLANT,
	},
};
use frame_support::{assert_noop, assert_ok};
use pallet_carbon_allowances::Obligation;
use pallet_order_book::Validity;
use pallet_trading_desk::{DeskOrder, OrderState};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave};
use sp_runtime::DispatchResult;
use xcm_emulator::TestExt;
use zeropark_primitives::{
	compliance::CarbonBasket,
	market::{CloseReason, Instrument, Price, Side},
	time::DAY,
	trading::{OrderOutcome, RejectReason},
	units::TonnesCo2e,
};
use zeropark_runtime_common::{
	chains,
	constants::currency::PCNY,
	messaging::order_account,
	types::{AccountId, Balance},
};

/// The price that Dave pays for a tonne.
const PRICE: Balance = 60 * PCNY;
/// The least that Bob takes for a tonne.
const LEAST: Price = Price(55_000_000);
const PLANT_KEY: (u32, u32) = (chains::PARK, PLANT);

/// The plant emitted 41 t and has 50.
fn surplus() {
	registered();
	fund();
	enrol();
	allocate(50);
	burn(18_900_000);
	settle();
	let stands = standing();
	assert_eq!((stands.held, stands.committed), (TonnesCo2e(50), TonnesCo2e(41)));
}

/// Dave wants so many allowances.
fn wanted(tonnes: u64) {
	CarbonChain::execute_with(|| {
		let market = Instrument::Basket(CarbonBasket::Allowances(CYCLE));
		let validity = Validity::Until(span().start + 20 * DAY);
		let (dave, price) = (on_carbon(Dave.to_account_id()), Price(PRICE as u64));
		assert_ok!(runtime_carbon::OrderBook::place_bid(dave, market, price, tonnes, validity, 5));
	});
}

fn sell(who: Sr25519Keyring, quantity: u64, deadline: u64) -> DispatchResult {
	ParkChain::execute_with(|| {
		let who = on_park(who.to_account_id());
		runtime_park::CarbonTrade::sell(who, PLANT, CYCLE, quantity, LEAST, deadline)
	})
}

fn soon() -> u64 {
	span().start + 3 * DAY
}

fn order(number: u64) -> DeskOrder<AccountId, CarbonBasket> {
	ParkChain::ext_wrapper(|| runtime_park::CarbonDesk::order(number)).expect("is on record")
}

fn obligation() -> Obligation<AccountId> {
	let (chain, entity) = PLANT_KEY;
	CarbonChain::ext_wrapper(|| runtime_carbon::CarbonAllowances::obligation(CYCLE, chain, entity))
		.expect("is enrolled")
}

fn kept(number: u64) -> Balance {
	CarbonChain::of(order_account(chains::PARK, number))
}

#[test]
fn what_is_left_should_be_sold_and_its_money_come_home() {
	surplus();
	wanted(9);
	let before = ParkChain::of(Bob.to_account_id());
	assert_ok!(sell(Bob, 9, soon()));
	settle();
	let sale = order(0);
	assert_eq!(sale.state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Filled)));
	// The buyer's price, less the market's fee.
	assert!(sale.earned <= 9 * PRICE && 9 * PRICE * 99 / 100 < sale.earned, "{}", sale.earned);
	assert_eq!((sale.filled, sale.spent), (9, 0));
	let gained = ParkChain::of(Bob.to_account_id()) - before;
	let fees = sale.earned - gained;
	assert!(fees < 3 * PCNY, "{fees}");

	let stands = standing();
	assert_eq!((stands.held, stands.committed), (TonnesCo2e(41), TonnesCo2e(41)));
	assert_eq!((obligation().sold, kept(0)), (TonnesCo2e(9), 0));
	assert_conserved();
}

#[test]
fn what_is_not_sold_should_return_to_the_compliance_account() {
	surplus();
	wanted(4);
	assert_ok!(sell(Bob, 9, soon()));
	settle();
	assert!(matches!(order(0).state, OrderState::Open(_)));
	assert_eq!(standing().held, TonnesCo2e(41));
	// While they are offered, more is emitted than is there.
	burn(2_000_000);
	settle();
	assert!(standing().missing > TonnesCo2e(0));
	ParkChain::execute_with(|| {
		let cancel = |who: Sr25519Keyring| {
			runtime_park::CarbonTrade::cancel_order(on_park(who.to_account_id()), 0)
		};
		let error = pallet_trading_desk::Error::<
			runtime_park::Runtime,
			pallet_trading_desk::Instance2,
		>::NotAuthorized;
		assert_noop!(cancel(Dave), error);
		assert_ok!(cancel(Bob));
	});
	settle();
	let sale = order(0);
	assert_eq!(sale.state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Cancelled)));
	assert_eq!((sale.filled, obligation().sold), (4, TonnesCo2e(4)));
	// The allowances that came back are set aside, and the park has heard of it.
	let stands = standing();
	assert_eq!((stands.held, stands.missing), (TonnesCo2e(46), TonnesCo2e(0)));
	let account = ParkChain::ext_wrapper(|| runtime_park::EmissionRegisters::account(CYCLE, PLANT));
	assert_eq!(account.expect("is enrolled").position.missing, TonnesCo2e(0));
	assert_conserved();
}

#[test]
fn nothing_that_is_set_aside_should_be_sold() {
	surplus();
	wanted(20);
	let before = ParkChain::of(Bob.to_account_id());
	assert_ok!(sell(Bob, 10, soon()));
	settle();
	assert_eq!(order(0).state, OrderState::Ended(OrderOutcome::Rejected(RejectReason::Other)));
	assert_eq!(standing().held, TonnesCo2e(50));
	assert!(before - ParkChain::of(Bob.to_account_id()) < 3 * PCNY);
	assert_conserved();
}

#[test]
fn only_who_owns_the_enterprise_on_both_chains_should_sell() {
	surplus();
	wanted(20);
	assert!(sell(Dave, 1, soon()).is_err());
	CarbonChain::execute_with(|| {
		let (regulator, (chain, entity)) = (on_carbon(Alice.to_account_id()), PLANT_KEY);
		let (owner, verifier) = (Dave.to_account_id(), Charlie.to_account_id());
		let set = runtime_carbon::CarbonAllowances::set_roles;
		assert_ok!(set(regulator, chain, entity, owner, verifier));
	});
	assert_ok!(sell(Bob, 1, soon()));
	settle();
	assert_eq!(order(0).state, OrderState::Ended(OrderOutcome::Rejected(RejectReason::Other)));
	assert_eq!(standing().held, TonnesCo2e(50));
	assert_conserved();
}

#[test]
fn allowances_whose_cycle_closes_while_they_are_offered_should_return() {
	surplus();
	assert_ok!(sell(Bob, 9, span().end + 32 * DAY));
	settle();
	let OrderState::Open(ask) = order(0).state else { panic!("is open") };
	set_time(span().end + 31 * DAY);
	CarbonChain::execute_with(|| ());
	CarbonChain::execute_with(|| {
		let regulator = on_carbon(Alice.to_account_id());
		assert_ok!(runtime_carbon::CarbonAllowances::close_cycle(regulator, CYCLE));
	});
	set_time(span().end + 33 * DAY);
	CarbonChain::execute_with(|| ());
	CarbonChain::execute_with(|| {
		// The hook would come to it, an hour at a time.
		let anybody = on_carbon(Charlie.to_account_id());
		assert_ok!(runtime_carbon::OrderBook::cancel_order(anybody, ask));
	});
	settle();
	assert_eq!(order(0).state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Expired)));
	assert_eq!(standing().held, TonnesCo2e(50));
	assert_conserved();
}

#[test]
fn another_park_should_not_sell_them() {
	use zeropark_primitives::{compliance::Compliance, trading::RemoteOrder};
	surplus();
	wanted(20);
	CarbonChain::execute_with(|| {
		// A dishonest park names Bob as the beneficiary of its order.
		let park = cumulus_pallet_xcm::Origin::SiblingParachain(chains::SECOND_PARK.into());
		let origin = runtime_carbon::RuntimeOrigin::from(park);
		let account = order_account(chains::SECOND_PARK, 0);
		let alice = on_carbon(Alice.to_account_id());
		let (transfer, money) = (runtime_carbon::Balances::transfer_keep_alive, 100 * PCNY);
		assert_ok!(transfer(alice, account.into(), money));
		let order = RemoteOrder {
			beneficiary: Bob.to_account_id(),
			side: Side::Asks,
			basket: CarbonBasket::Allowances(CYCLE),
			quantity: 1,
			price: LEAST,
			deadline: soon(),
			purpose: Some(Compliance { cycle: CYCLE, entity: PLANT_KEY }),
		};
		let error = pallet_remote_orders::Error::<runtime_carbon::Runtime>::NotAuthorized;
		assert_noop!(runtime_carbon::RemoteOrders::place(origin, 0, order), error);
	});
	assert_eq!(standing().held, TonnesCo2e(50));
}
