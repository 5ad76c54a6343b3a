//! Green power bought on the park from the certificate market: money and order there, certificates
//! or receipts back, and what is left of the money, exactly once, whatever goes wrong.

use crate::chains::*;
use codec::Encode;
use frame_support::{
	assert_noop, assert_ok,
	pallet_prelude::DispatchResult,
	storage::{storage_prefix, unhashed},
	traits::fungibles::{metadata::Inspect as _, Inspect},
};
use pallet_green_certificates::Description;
use pallet_order_book::Validity;
use pallet_power_purchase::{Agreement, Usage};
use pallet_trading_desk::{DeskOrder, OrderState};
use polkadot_runtime_parachains::FeeTracker;
use sp_core::H256;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave};
use sp_runtime::{traits::Dispatchable, FixedU128};
use xcm::latest::prelude::*;
use xcm_emulator::TestExt;
use zeropark_primitives::{
	certificates::{CertificateBasket, Technology, CERTIFICATE},
	ids::RemoteOrderId,
	market::{CloseReason, Price, Side, Venue},
	metering::{AccuracyClass, DeviceKind, Limits},
	time::{Interval, Month, DAY},
	trading::{OrderOutcome, RejectReason, RemoteAccount},
	units::{WattHours, Watts},
};
use zeropark_runtime_common::{
	chains,
	constants::currency::PCNY,
	messaging::{
		calls::{
			greencert::{CertificateOrder, GreencertCall},
			park::{ParkCall, TradingDeskCall},
		},
		fees::{PLACEMENT_FEE, RECEIPT_DEPOSIT, REPORT_FEE, RETIREMENT_DEPOSIT},
		order_account,
		orders::RemoteOrdersCall,
	},
	types::{AccountId, Balance},
	xcm_types,
};

/// October 2019, the month of production.
const OCTOBER: Month = Month(49 * 12 + 9);
/// What Bob asks for a certificate.
const PRICE: Balance = 30 * PCNY;
/// What buyers pay at most.
const LIMIT: Price = Price(32_000_000);

fn now() -> u64 {
	OCTOBER.after(1).start() + DAY
}

fn deadline() -> u64 {
	OCTOBER.after(1).start() + 3 * DAY
}

fn basket() -> CertificateBasket {
	CertificateBasket { technology: Some(Technology::Wind), quarter: OCTOBER.quarter() }
}

/// A network in November 2019 where Bob sells `quantity` certificates of October, in batches of at
/// most 50, and the park has a period open.
fn market(quantity: u64) {
	Zeropark::init();
	set_time(now());
	ParkChain::execute_with(|| {
		open_period(OCTOBER.after(1).start(), OCTOBER.after(2).start());
		// Who buys for a period uses the park's power.
		assert_ok!(runtime_park::Metering::register_device(
			runtime_park::RuntimeOrigin::signed(Alice.to_account_id()),
			Charlie.to_account_id(),
			Charlie.to_account_id(),
			DeviceKind::Load,
			Limits { delivers: Watts(0), draws: Watts(1_000) },
			AccuracyClass(50),
			900,
			None,
		));
	});
	for (index, first) in (0..quantity).step_by(50).enumerate() {
		issue(index as u32, (quantity - first).min(50));
	}
}

fn issue(index: u32, quantity: u64) {
	GreencertChain::execute_with(|| sell(index, quantity));
}

/// Bob's `index`th wind farm gets `quantity` certificates, and asks [`PRICE`] for each.
fn sell(index: u32, quantity: u64) {
	use runtime_greencert::{GreenCertificates, OrderBook, RuntimeOrigin};
	let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());
	let description = Description {
		technology: Technology::Wind,
		capacity: Watts(10_000_000),
		region: 330_100,
		commissioned: OCTOBER.start(),
		permit: H256::repeat_byte(index as u8 + 1),
		meter: None,
	};
	let by_bob = || RuntimeOrigin::signed(bob.clone());
	let by_alice = || RuntimeOrigin::signed(alice.clone());
	assert_ok!(GreenCertificates::register_generator(by_bob(), description));
	assert_ok!(GreenCertificates::accredit(by_alice(), index));
	let span = Interval { start: OCTOBER.start(), end: OCTOBER.after(1).start() };
	assert_ok!(GreenCertificates::request_issuance(
		by_bob(),
		index,
		span,
		WattHours(quantity as i64 * CERTIFICATE.0),
		false,
		H256::zero(),
	));
	assert_ok!(GreenCertificates::approve_issuance(by_alice(), index));
	assert_ok!(OrderBook::place_ask(
		by_bob(),
		index,
		Price(PRICE as u64),
		quantity,
		Validity::Until(OCTOBER.after(2).start()),
		5,
	));
}

fn retire() -> Usage {
	let text = |text: &str| text.as_bytes().to_vec().try_into().expect("is short");
	Usage::Retire { period: 0, purpose: text("November") }
}

/// Charlie orders on the park.
fn order(quantity: u64, usage: Usage) {
	ParkChain::execute_with(|| {
		assert_ok!(runtime_park::PowerPurchase::order_power(
			runtime_park::RuntimeOrigin::signed(Charlie.to_account_id()),
			basket(),
			quantity,
			LIMIT,
			deadline(),
			usage,
		));
	});
}

fn purchase(id: RemoteOrderId) -> DeskOrder<AccountId, CertificateBasket> {
	ParkChain::ext_wrapper(|| runtime_park::PowerDesk::order(id)).expect("is on record")
}

fn agreements() -> Vec<Agreement<AccountId>> {
	ParkChain::ext_wrapper(|| (0..100).map_while(runtime_park::PowerPurchase::agreement).collect())
}

fn purchased() -> WattHours {
	let statement = ParkChain::ext_wrapper(|| runtime_park::ZeroCarbon::statement(None));
	statement.expect("is open").power.purchased
}

/// The batch `0`, as the park names it.
fn certificate_class() -> Location {
	let id = [Parachain(chains::GREENCERT), PalletInstance(chains::HOME_ASSETS), GeneralIndex(0)];
	Location::new(1, id)
}

/// Certificates of the batch `0` on the park: what `who` has, and what there are.
fn on_the_park(who: AccountId) -> (Balance, Balance) {
	let class = certificate_class();
	ParkChain::ext_wrapper(|| {
		let assets = |who: &AccountId| runtime_park::ForeignAssets::balance(class.clone(), who);
		(assets(&who), runtime_park::ForeignAssets::total_issuance(class.clone()))
	})
}

/// What the park's sovereign account keeps of the batch `0` at home.
fn backing() -> Balance {
	let park = chains::sovereign_account(chains::PARK);
	GreencertChain::ext_wrapper(|| runtime_greencert::Assets::balance(0, park))
}

/// What the deposits of retirements keep on greencert: they stay with the records, and the least an
/// account needs with them.
fn kept(number: RemoteOrderId) -> Balance {
	GreencertChain::of(order_account(chains::PARK, number))
}

/// With nothing under way: money is backed at home, and so are the certificates that are abroad.
fn assert_sound() {
	assert_conserved();
	let traps = storage_prefix(b"PolkadotXcm", b"AssetTraps");
	let trapped = || unhashed::contains_prefixed_key(&traps);
	assert!(
		!ParkChain::ext_wrapper(trapped) && !GreencertChain::ext_wrapper(trapped),
		"nothing is trapped"
	);
	let (_, issued) = on_the_park(Charlie.to_account_id());
	assert_eq!(backing(), issued, "certificates abroad are backed");
}

#[test]
fn a_purchase_should_retire_what_it_buys_and_count_it() {
	market(100);
	let before = ParkChain::of(Charlie.to_account_id());
	order(60, retire());
	settle();

	let purchase = purchase(0);
	assert_eq!(purchase.state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Filled)));
	assert_eq!((purchase.filled, purchase.spent), (60, 60 * PRICE));
	// Two batches, so two agreements, each with the numbers it retired.
	let ranges = agreements()
		.iter()
		.map(|it| {
			let retired = it.delivery.retired.expect("was retired");
			assert_eq!((it.period, &it.delivery.seller), (Some(0), &Bob.to_account_id()));
			(it.delivery.batch, retired.serials.start, retired.serials.end)
		})
		.collect::<Vec<_>>();
	assert_eq!(ranges, vec![(0, 0, 50), (1, 50, 60)]);
	assert_eq!(purchased(), WattHours(60 * CERTIFICATE.0));
	let receipt = GreencertChain::ext_wrapper(|| runtime_greencert::GreenCertificates::receipt(1));
	assert_eq!(receipt.expect("is there").serials.len(), 10);

	// The buyer has paid the price, and less than 2 PCNY of fees; the rest came home.
	let paid = before - ParkChain::of(Charlie.to_account_id());
	let fees = paid - 60 * PRICE - kept(0);
	assert!(fees < 2 * PCNY, "{fees}");
	let deposits = 2 * (RETIREMENT_DEPOSIT + RECEIPT_DEPOSIT);
	assert!(kept(0) >= deposits && kept(0) < deposits + PCNY / 100);
	assert_sound();
}

#[test]
fn a_purchase_should_bring_certificates_that_can_go_home_again() {
	market(50);
	order(20, Usage::Hold);
	settle();
	assert_eq!(purchase(0).state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Filled)));
	assert_eq!(on_the_park(Charlie.to_account_id()), (20, 20));
	let class = certificate_class();
	let shown = ParkChain::ext_wrapper(|| {
		use runtime_park::ForeignAssets;
		let (name, symbol) =
			(ForeignAssets::name(class.clone()), ForeignAssets::symbol(class.clone()));
		(name, symbol, ForeignAssets::decimals(class))
	});
	// The symbol is the one at home.
	let symbol = GreencertChain::ext_wrapper(|| runtime_greencert::Assets::symbol(0));
	assert_eq!(shown, (b"Green power 0 of chain 2001".to_vec(), symbol, 0));
	assert_eq!((purchased(), agreements()[0].period), (WattHours::ZERO, None));
	assert_eq!(kept(0), 0);
	assert_sound();

	// By the call every wallet has.
	ParkChain::execute_with(|| {
		let certificates: Asset = (certificate_class(), 5u128).into();
		let fee: Asset = (Location::here(), PCNY).into();
		assert_ok!(runtime_park::PolkadotXcm::transfer_assets(
			runtime_park::RuntimeOrigin::signed(Charlie.to_account_id()),
			Box::new(Location::new(1, Parachain(chains::GREENCERT)).into()),
			Box::new(
				Location::from(AccountId32 { network: None, id: Dave.to_account_id().into() })
					.into()
			),
			Box::new(Assets::from(vec![fee, certificates]).into()),
			0,
			WeightLimit::Unlimited,
		));
	});
	settle();
	let daves =
		GreencertChain::ext_wrapper(|| runtime_greencert::Assets::balance(0, Dave.to_account_id()));
	assert_eq!((daves, on_the_park(Charlie.to_account_id())), (5, (15, 15)));
	assert_sound();
}

/// Sends 5 certificates of the batch 0 and `money` from greencert to Dave on the chain `to`, as a
/// wallet would.
fn send_certificates(to: u32, money: Balance, fee_item: u32, limit: WeightLimit) -> DispatchResult {
	let certificates = Location::new(0, [PalletInstance(chains::HOME_ASSETS), GeneralIndex(0)]);
	let mut assets = vec![Asset::from((certificates, 5u128))];
	if money > 0 {
		assets.push((Location::new(1, Parachain(chains::PARK)), money).into());
	}
	let dave = AccountId32 { network: None, id: Dave.to_account_id().into() };
	let call = pallet_xcm::Call::<runtime_greencert::Runtime>::transfer_assets {
		dest: Box::new(Location::new(1, Parachain(to)).into()),
		beneficiary: Box::new(Location::from(dave).into()),
		// Sorted, which puts the certificates first.
		assets: Box::new(Assets::from(assets).into()),
		fee_asset_item: fee_item,
		weight_limit: limit,
	};
	let call = runtime_greencert::RuntimeCall::from(call);
	let bob = runtime_greencert::RuntimeOrigin::signed(Bob.to_account_id());
	GreencertChain::execute_with(|| call.dispatch(bob).map(drop).map_err(|error| error.error))
}

#[test]
fn certificates_should_go_to_the_park_and_nothing_leave_that_would_not_arrive() {
	market(50);
	let filtered: DispatchResult =
		Err(frame_system::Error::<runtime_greencert::Runtime>::CallFiltered.into());
	let backed = backing();
	for (to, money, fee_item, limit) in [
		// Nobody but the park takes them.
		(chains::CARBON, PCNY, 1, WeightLimit::Unlimited),
		(chains::HEAT, PCNY, 1, WeightLimit::Unlimited),
		(9_999, PCNY, 1, WeightLimit::Unlimited),
		// They do not pay for their arrival themselves, and little money does not.
		(chains::PARK, 0, 0, WeightLimit::Unlimited),
		(chains::PARK, PCNY, 0, WeightLimit::Unlimited),
		(chains::PARK, PCNY / 100, 1, WeightLimit::Unlimited),
		(chains::PARK, PCNY, 2, WeightLimit::Unlimited),
		// A limit that is too low would be found out over there.
		(chains::PARK, PCNY, 1, WeightLimit::Limited(xcm::latest::Weight::from_parts(1, 1))),
	] {
		assert_eq!(
			send_certificates(to, money, fee_item, limit),
			filtered,
			"{to} {money} {fee_item}"
		);
	}
	settle();
	assert_eq!(backing(), backed);

	// Bob asks for all he has.
	GreencertChain::execute_with(|| {
		let bob = runtime_greencert::RuntimeOrigin::signed(Bob.to_account_id());
		assert_ok!(runtime_greencert::OrderBook::cancel_order(bob, 0));
	});
	assert_ok!(send_certificates(chains::PARK, PCNY, 1, WeightLimit::Unlimited));
	settle();
	assert_eq!(on_the_park(Dave.to_account_id()), (5, 5));
	assert_sound();
}

#[test]
fn a_purchase_should_go_on_past_as_many_offers_as_an_order_meets_at_once() {
	market(45);
	// More offers than the market lets an order meet at once.
	GreencertChain::execute_with(|| {
		use runtime_greencert::{OrderBook, RuntimeOrigin};
		let bob = || RuntimeOrigin::signed(Bob.to_account_id());
		let validity = Validity::Until(OCTOBER.after(2).start());
		assert_ok!(OrderBook::cancel_order(bob(), 0));
		for _ in 0..45 {
			assert_ok!(OrderBook::place_ask(bob(), 0, Price(PRICE as u64), 1, validity, 0));
		}
	});
	order(50, Usage::Hold);
	for _ in 0..6 {
		settle();
	}
	assert_eq!((purchase(0).filled, on_the_park(Charlie.to_account_id())), (45, (45, 45)));
	assert!(matches!(purchase(0).state, OrderState::Open(_)));
	assert_sound();
}

#[test]
fn an_order_should_be_taken_from_the_park_alone() {
	market(50);
	let order = CertificateOrder {
		beneficiary: Bob.to_account_id(),
		side: Side::Bids,
		basket: basket(),
		quantity: 1,
		price: LIMIT,
		deadline: deadline(),
		purpose: None,
	};
	let call = GreencertCall::RemoteOrders(RemoteOrdersCall::Place { number: 0, order });
	GreencertChain::execute_with(|| {
		// So that the order fails for nothing but its origin.
		for who in [chains::sovereign_account(chains::CARBON), order_account(chains::CARBON, 0)] {
			let bob = runtime_greencert::RuntimeOrigin::signed(Bob.to_account_id());
			assert_ok!(runtime_greencert::Balances::transfer_keep_alive(
				bob,
				who.into(),
				100 * PCNY
			));
		}
	});
	let carbons_money = || GreencertChain::of(chains::sovereign_account(chains::CARBON));
	let before = carbons_money();
	carbon_calls(chains::GREENCERT, Location::new(1, Parachain(chains::PARK)), call.encode());
	settle();
	let paid = before - carbons_money();
	assert!(paid > 0 && paid < PCNY, "the message was executed for {paid}");
	GreencertChain::ext_wrapper(|| {
		use runtime_greencert::{OrderBook, RemoteOrders};
		assert!(RemoteOrders::order(chains::CARBON, 0).is_none());
		assert!(OrderBook::trades(1).is_empty());
	});
}

#[test]
fn certificates_should_go_to_whom_an_order_names_on_another_chain() {
	market(100);
	let dave = || Dave.to_account_id();
	let before = (GreencertChain::of(Charlie.to_account_id()), ParkChain::of(dave()));
	GreencertChain::execute_with(|| {
		assert_ok!(runtime_greencert::RemoteOrders::place_for(
			runtime_greencert::RuntimeOrigin::signed(Charlie.to_account_id()),
			RemoteAccount { chain: chains::PARK, account: dave() },
			basket(),
			LIMIT,
			50,
			deadline(),
		));
	});
	settle();
	assert_eq!(on_the_park(dave()), (50, 50));
	let paid = before.0 - GreencertChain::of(Charlie.to_account_id());
	// One delivery, whose fee its execution left something of.
	assert_eq!(paid, 50 * PRICE + REPORT_FEE);
	let rest = ParkChain::of(dave()) - before.1;
	assert!(rest > 0 && rest < REPORT_FEE, "{rest}");
	assert_eq!(GreencertChain::of(order_account(chains::GREENCERT, 0)), 0);
	assert_sound();
}

/// Carbon sends `call` to `chain`, and pays for it in `money` from what it has there.
fn carbon_calls(chain: u32, money: Location, call: Vec<u8>) {
	let fee: Asset = (money, PCNY).into();
	CarbonChain::execute_with(|| {
		assert_ok!(runtime_carbon::PolkadotXcm::send_xcm(
			Here,
			Location::new(1, Parachain(chain)),
			Xcm(vec![
				WithdrawAsset(fee.clone().into()),
				BuyExecution { fees: fee, weight_limit: Unlimited },
				Transact {
					origin_kind: OriginKind::Native,
					fallback_max_weight: None,
					call: call.into(),
				},
				RefundSurplus,
				DepositAsset {
					assets: Wild(AllCounted(1)),
					beneficiary: Location::new(1, Parachain(chains::CARBON)),
				},
			]),
		));
	});
}

/// A channel that was crowded has a high price, and nobody else sends on it any more.
#[test]
fn a_purchase_should_go_on_by_itself_when_channels_were_crowded() {
	let price = |crowded: u32| FixedU128::from_u32(crowded);
	market(10);
	ParkChain::execute_with(|| {
		runtime_park::XcmpQueue::set_fee_factor(chains::GREENCERT.into(), price(10));
	});
	GreencertChain::execute_with(|| {
		runtime_greencert::XcmpQueue::set_fee_factor(chains::PARK.into(), price(10));
	});
	order(10, retire());
	settle();
	// The order waits, and its money with it.
	assert_eq!(purchase(0).state, OrderState::InTransit);
	// Each block lowers the price: from ten to one it takes 48 steps of a twentieth.
	for _ in 0..40 {
		settle();
	}
	assert_eq!(purchase(0).state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Filled)));
	assert_eq!(purchased(), WattHours(10 * CERTIFICATE.0));
	assert_sound();
}

#[test]
fn a_purchase_should_stay_open_until_somebody_sells_and_end_at_its_deadline() {
	market(0);
	let before = ParkChain::of(Charlie.to_account_id());
	order(20, retire());
	settle();
	assert_eq!(purchase(0).state, OrderState::Open(0));
	issue(0, 5);
	settle();
	assert_eq!((purchase(0).state, purchase(0).filled), (OrderState::Open(0), 5));

	set_time(deadline());
	settle();
	settle();
	let purchase = purchase(0);
	assert_eq!(purchase.state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Expired)));
	// At the limit, for it stood in the book first.
	assert_eq!(purchase.spent, LIMIT.of(5));
	let paid = before - ParkChain::of(Charlie.to_account_id());
	assert!(paid - LIMIT.of(5) - kept(0) < 2 * PCNY);
	assert_sound();
}

#[test]
fn a_purchase_should_end_with_all_its_money_when_it_is_called_back() {
	market(0);
	let before = ParkChain::of(Charlie.to_account_id());
	order(20, retire());
	settle();
	let cancel = || {
		ParkChain::execute_with(|| {
			runtime_park::PowerPurchase::cancel_purchase(
				runtime_park::RuntimeOrigin::signed(Charlie.to_account_id()),
				0,
			)
		})
	};
	assert_ok!(cancel());
	settle();
	assert_eq!(purchase(0).state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Cancelled)));
	assert!(cancel().is_err());
	let paid = before - ParkChain::of(Charlie.to_account_id());
	assert!(paid < 2 * PCNY, "{paid}");
	assert_eq!(kept(0), 0);
	assert_sound();
}

#[test]
fn a_purchase_should_end_with_all_its_money_when_the_market_is_halted() {
	market(50);
	GreencertChain::execute_with(|| {
		assert_ok!(runtime_greencert::OrderBook::set_halted(
			runtime_greencert::RuntimeOrigin::signed(Alice.to_account_id()),
			true,
		));
	});
	let before = ParkChain::of(Charlie.to_account_id());
	order(20, retire());
	settle();
	assert_eq!(
		purchase(0).state,
		OrderState::Ended(OrderOutcome::Rejected(RejectReason::MarketHalted))
	);
	let paid = before - ParkChain::of(Charlie.to_account_id());
	assert!(paid < 2 * PCNY && kept(0) == 0, "{paid}");
	assert_sound();
}

#[test]
fn a_refusal_should_say_why() {
	use pallet_order_book::Error;
	use runtime_greencert::{OrderBook, Runtime, RuntimeOrigin};
	market(0);
	GreencertChain::execute_with(|| {
		let refusal = |price: u64, quantity: u64, deadline: u64| {
			let owner = Bob.to_account_id();
			let placed = OrderBook::bid(owner, basket(), Price(price), quantity, deadline);
			placed.map_err(<OrderBook as Venue<AccountId>>::reject_reason).map(|(order, _)| order)
		};
		assert_eq!(refusal(1_000, 1, now()), Err(RejectReason::InvalidDeadline));
		assert_eq!(refusal(1_000, 0, deadline()), Err(RejectReason::LotTooSmall));
		assert_eq!(refusal(999, 1, deadline()), Err(RejectReason::Other));
		assert_eq!(refusal(1_000, 1, deadline()), Ok(0));
		assert_ok!(OrderBook::set_halted(RuntimeOrigin::signed(Alice.to_account_id()), true));
		assert_eq!(refusal(1_000, 1, deadline()), Err(RejectReason::MarketHalted));
		// A full one has more than ten thousand orders.
		let full = Error::<Runtime>::BookFull.into();
		assert_eq!(<OrderBook as Venue<AccountId>>::reject_reason(full), RejectReason::BookFull);
	});
}

#[test]
fn open_purchases_should_go_on_and_be_called_back_while_the_market_is_halted() {
	market(0);
	order(20, retire());
	settle();
	GreencertChain::execute_with(|| {
		assert_ok!(runtime_greencert::OrderBook::set_halted(
			runtime_greencert::RuntimeOrigin::signed(Alice.to_account_id()),
			true,
		));
	});
	assert_eq!(purchase(0).state, OrderState::Open(0));
	ParkChain::execute_with(|| {
		assert_ok!(runtime_park::PowerPurchase::cancel_purchase(
			runtime_park::RuntimeOrigin::signed(Charlie.to_account_id()),
			0,
		));
	});
	settle();
	assert_eq!(purchase(0).state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Cancelled)));
	assert_sound();
}

#[test]
fn money_should_come_home_by_itself_when_the_order_fails_over_there() {
	market(50);
	let before = ParkChain::of(Charlie.to_account_id());
	// Its number is in use over there, by an order whose end waits to be told: placing it fails
	// after the money arrived.
	let key = (chains::PARK, 0);
	GreencertChain::execute_with(|| {
		assert_ok!(runtime_greencert::RemoteOrders::cancel(
			cumulus_pallet_xcm::Origin::SiblingParachain(chains::PARK.into()).into(),
			key.1,
			Charlie.to_account_id(),
		));
	});
	order(20, retire());
	settle();
	settle();
	assert_eq!(
		purchase(0).state,
		OrderState::Ended(OrderOutcome::Rejected(RejectReason::NeverPlaced))
	);
	let paid = before - ParkChain::of(Charlie.to_account_id());
	assert!(paid < 3 * PCNY && kept(0) == 0, "{paid}");
	assert_sound();
}

#[test]
fn certificates_should_come_along_when_their_batch_has_ended_before_they_are_retired() {
	market(0);
	order(5, retire());
	settle();
	// Bought, and not reported yet.
	GreencertChain::execute_with(|| {
		sell(0, 5);
		assert_ok!(runtime_greencert::GreenCertificates::withdraw_batch(
			runtime_greencert::RuntimeOrigin::signed(Alice.to_account_id()),
			0,
			Default::default(),
		));
	});
	settle();
	assert_eq!((purchase(0).filled, on_the_park(Charlie.to_account_id())), (5, (5, 5)));
	assert_eq!((purchased(), agreements()[0].period), (WattHours::ZERO, None));
	assert_sound();
}

#[test]
fn the_registry_should_not_cancel_what_is_kept_for_holders_abroad() {
	market(50);
	// More than there is: the order stays open, and its account keeps money for it.
	order(60, Usage::Hold);
	settle();
	assert!(matches!(purchase(0).state, OrderState::Open(_)));
	GreencertChain::execute_with(|| {
		use runtime_greencert::{GreenCertificates, Runtime, RuntimeOrigin};
		for keeper in [
			order_account(chains::PARK, 0),
			chains::sovereign_account(chains::PARK),
			xcm_types::chain_account(),
			runtime_greencert::OrderBook::account_id(),
		] {
			let alice = RuntimeOrigin::signed(Alice.to_account_id());
			assert_noop!(
				GreenCertificates::cancel(alice, 0, keeper, 1, Default::default()),
				pallet_green_certificates::Error::<Runtime>::NotAuthorized
			);
		}
	});
	assert_sound();
}

#[test]
fn a_report_should_be_believed_from_the_market_alone() {
	market(0);
	order(20, retire());
	settle();
	let state = purchase(0).state;
	assert!(matches!(state, OrderState::Open(0)));
	// Carbon says that its order is another; the park does not listen.
	let call = ParkCall::PowerDesk(TradingDeskCall::Report {
		number: 0,
		report: zeropark_primitives::trading::Report::Placed { order: 77 },
	});
	let carbons_money = || ParkChain::of(chains::sovereign_account(chains::CARBON));
	let before = carbons_money();
	carbon_calls(chains::PARK, Location::here(), call.encode());
	settle();
	let paid = before - carbons_money();
	assert!(paid > 0 && paid < PCNY, "the message was executed for {paid}");
	assert_eq!(purchase(0).state, state);
}

#[test]
fn fees_should_cover_what_messages_cost() {
	market(100);
	order(100, retire());
	settle();
	// Two batches, so two receipts and the end are reported; nothing costs more than was reckoned
	// for it.
	let purchase = purchase(0);
	let cost = purchase.sent - purchase.spent - purchase.returned;
	let reckoned = PLACEMENT_FEE + 2 * (RETIREMENT_DEPOSIT + RECEIPT_DEPOSIT + REPORT_FEE);
	assert!(cost < reckoned, "{cost} of {reckoned}");
	assert_sound();
}

#[test]
fn a_claim_should_count_no_more_when_its_batch_is_withdrawn_and_it_is_voided() {
	market(50);
	order(20, retire());
	settle();
	assert_eq!(purchase(0).state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Filled)));
	assert_eq!(purchased(), WattHours(20 * CERTIFICATE.0));
	let before = ParkChain::of(Charlie.to_account_id());
	GreencertChain::execute_with(|| {
		use runtime_greencert::{GreenCertificates, RuntimeOrigin};
		let alice = || RuntimeOrigin::signed(Alice.to_account_id());
		assert_ok!(GreenCertificates::withdraw_batch(alice(), 0, Default::default()));
		assert_ok!(GreenCertificates::void_claim(alice(), 0));
	});
	settle();
	assert_eq!((purchased(), agreements()[0].period), (WattHours::ZERO, None));
	// What telling it did not cost is the buyer's.
	assert!(ParkChain::of(Charlie.to_account_id()) > before);
	assert_sound();
}
