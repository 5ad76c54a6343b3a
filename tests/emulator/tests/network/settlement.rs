//! Settlement money between the four runtimes: transfers that a wallet can sign and those that it
//! cannot, and conservation after each.

use crate::chains::*;
use frame_support::{
	assert_ok,
	pallet_prelude::DispatchResult,
	storage::{storage_prefix, unhashed},
};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::traits::Dispatchable;
use xcm::{latest::prelude::*, VersionedAssets, VersionedLocation};
use xcm_emulator::{Chain, Parachain, TestExt};
use zeropark_runtime_common::{
	chains,
	constants::currency::{EXISTENTIAL_DEPOSIT, PCNY},
	types::{AccountId, Balance},
	xcm_types::{self, ARRIVAL_FEE},
};

fn beneficiary(account: AccountId) -> Box<VersionedLocation> {
	let account: Location = AccountId32 { network: None, id: account.into() }.into();
	Box::new(account.into())
}

fn chain(para_id: u32) -> Box<VersionedLocation> {
	Box::new(Location::new(1, Parachain(para_id)).into())
}

/// Alice sends `amount` from `$from` to Bob on the chain `$to`, by the call that every wallet
/// offers.
macro_rules! send {
	($from:ty, $runtime:ident, $currency:expr, $to:expr, $amount:expr) => {
		<$from>::execute_with(|| {
			let asset: Asset = ($currency, $amount).into();
			assert_ok!($runtime::PolkadotXcm::transfer_assets(
				$runtime::RuntimeOrigin::signed(Alice.to_account_id()),
				chain($to),
				beneficiary(Bob.to_account_id()),
				Box::new(VersionedAssets::from(Assets::from(asset))),
				0,
				WeightLimit::Unlimited,
			));
		})
	};
}

fn park() -> Location {
	Location::new(1, Parachain(chains::PARK))
}

/// What a transfer of `sent` brings, less at most 0.1 PCNY of fees.
fn assert_arrived(before: Balance, after: Balance, sent: Balance) {
	let arrived = after - before;
	assert!(arrived < sent && arrived > sent - PCNY / 10, "{arrived} of {sent}");
}

#[test]
fn genesis_should_be_conserved() {
	Zeropark::init();
	assert_conserved();
}

#[test]
fn money_should_arrive_and_be_conserved_when_it_leaves_home_and_returns() {
	Zeropark::init();
	let bob = Bob.to_account_id();

	let before = GreencertChain::of(bob.clone());
	send!(ParkChain, runtime_park, Location::here(), chains::GREENCERT, 10 * PCNY);
	settle();
	assert_arrived(before, GreencertChain::of(bob.clone()), 10 * PCNY);
	assert_conserved();

	let before = ParkChain::of(bob.clone());
	send!(GreencertChain, runtime_greencert, park(), chains::PARK, 5 * PCNY);
	settle();
	assert_arrived(before, ParkChain::of(bob), 5 * PCNY);
	assert_conserved();
}

#[test]
fn money_should_arrive_and_be_conserved_when_sent_between_chains_away_from_home() {
	Zeropark::init();
	let bob = Bob.to_account_id();

	let before = CarbonChain::of(bob.clone());
	send!(GreencertChain, runtime_greencert, park(), chains::CARBON, 10 * PCNY);
	settle();
	assert_arrived(before, CarbonChain::of(bob.clone()), 10 * PCNY);
	assert_conserved();

	let before = HeatChain::of(bob.clone());
	send!(CarbonChain, runtime_carbon, park(), chains::HEAT, 10 * PCNY);
	settle();
	assert_arrived(before, HeatChain::of(bob.clone()), 10 * PCNY);
	assert_conserved();

	let before = GreencertChain::of(bob.clone());
	send!(HeatChain, runtime_energy, park(), chains::GREENCERT, 10 * PCNY);
	settle();
	assert_arrived(before, GreencertChain::of(bob), 10 * PCNY);
	assert_conserved();
}

/// What becomes of a transfer of money that Alice signs on `$from`.
macro_rules! dispatch {
	($from:ty, $runtime:ident, $call:ident, $currency:expr, $dest:expr, $beneficiary:expr, $amount:expr, $limit:expr) => {
		<$from>::execute_with(|| {
			let asset: Asset = ($currency, $amount).into();
			let call = pallet_xcm::Call::<$runtime::Runtime>::$call {
				dest: Box::new(Location::from($dest).into()),
				beneficiary: Box::new(Location::from($beneficiary).into()),
				assets: Box::new(VersionedAssets::from(Assets::from(asset))),
				fee_asset_item: 0,
				weight_limit: $limit,
			};
			let call = $runtime::RuntimeCall::from(call);
			let alice = $runtime::RuntimeOrigin::signed(Alice.to_account_id());
			call.dispatch(alice).map(drop).map_err(|error| error.error)
		})
	};
}

fn account(network: Option<NetworkId>) -> Junction {
	AccountId32 { network, id: Bob.to_account_id().into() }
}

#[test]
fn money_should_not_leave_when_it_would_not_arrive() {
	Zeropark::init();
	let filtered: DispatchResult =
		Err(frame_system::Error::<runtime_carbon::Runtime>::CallFiltered.into());
	let carbon = Location::new(1, Parachain(chains::CARBON));
	let bob = Location::from(account(None));
	let polkadot = Location::from(account(Some(NetworkId::Polkadot)));
	let elsewhere = [Parachain(chains::GREENCERT), account(None)];
	for (dest, beneficiary, amount, limit) in [
		// No chain of Zeropark.
		(Location::new(1, Parachain(9_999)), bob.clone(), PCNY, Unlimited),
		(Location::parent(), bob.clone(), PCNY, Unlimited),
		(
			Location::new(1, [Parachain(chains::CARBON), account(None)]),
			bob.clone(),
			PCNY,
			Unlimited,
		),
		// Nobody there.
		(carbon.clone(), Location::here(), PCNY, Unlimited),
		(carbon.clone(), Location::parent(), PCNY, Unlimited),
		(carbon.clone(), Location::new(1, elsewhere), PCNY, Unlimited),
		(carbon.clone(), polkadot, PCNY, Unlimited),
		// Too little, or with a limit that may be too low.
		(carbon.clone(), bob.clone(), ARRIVAL_FEE - 1, Unlimited),
		(carbon.clone(), bob.clone(), PCNY, Limited(xcm::latest::Weight::MAX)),
	] {
		let (to, who) = (dest.clone(), beneficiary.clone());
		for sent in [
			dispatch!(
				ParkChain,
				runtime_park,
				transfer_assets,
				Location::here(),
				to.clone(),
				who.clone(),
				amount,
				limit.clone()
			),
			dispatch!(
				HeatChain,
				runtime_energy,
				transfer_assets,
				park(),
				to.clone(),
				who.clone(),
				amount,
				limit.clone()
			),
			dispatch!(
				GreencertChain,
				runtime_greencert,
				limited_reserve_transfer_assets,
				park(),
				to.clone(),
				who.clone(),
				amount,
				limit.clone()
			),
		] {
			assert_eq!(sent, filtered, "{dest:?} {beneficiary:?} {amount}");
		}
	}
	settle();
	assert_conserved();
}

#[test]
fn the_least_that_leaves_should_arrive_also_by_way_of_the_park() {
	Zeropark::init();
	let bob = Bob.to_account_id();
	let ours = xcm_types::RelayNetwork::get();
	let to = |chain| Location::new(1, Parachain(chain));

	let before = HeatChain::of(bob.clone());
	assert_ok!(dispatch!(
		ParkChain,
		runtime_park,
		transfer_assets,
		Location::here(),
		to(chains::HEAT),
		account(ours),
		ARRIVAL_FEE,
		Unlimited
	));
	settle();
	assert!(HeatChain::of(bob.clone()) > before);

	let before = CarbonChain::of(bob.clone());
	assert_ok!(dispatch!(
		HeatChain,
		runtime_energy,
		transfer_assets,
		park(),
		to(chains::CARBON),
		account(None),
		ARRIVAL_FEE,
		Unlimited
	));
	settle();
	assert!(CarbonChain::of(bob) > before);
	assert_conserved();
}

#[test]
fn money_that_cannot_pay_for_its_arrival_should_be_trapped_and_stay_backed() {
	Zeropark::init();
	// Enough to be sent, too little to buy execution over there; a chain could, its accounts
	// cannot.
	send!(ParkChain, runtime_park, Location::here(), chains::GREENCERT, EXISTENTIAL_DEPOSIT / 100);
	settle();
	// Trapped over there, it stays issued and backed.
	assert_conserved();
	let trapped = GreencertChain::ext_wrapper(|| {
		unhashed::contains_prefixed_key(&storage_prefix(b"PolkadotXcm", b"AssetTraps"))
	});
	assert!(trapped);
}

#[test]
fn a_message_should_be_refused_when_it_teleports_or_forges_the_settlement_currency() {
	Zeropark::init();
	ParkChain::execute_with(|| {
		let asset: Asset = (Location::here(), PCNY).into();
		let teleport = runtime_park::PolkadotXcm::limited_teleport_assets(
			runtime_park::RuntimeOrigin::signed(Alice.to_account_id()),
			chain(chains::GREENCERT),
			beneficiary(Bob.to_account_id()),
			Box::new(VersionedAssets::from(Assets::from(asset))),
			0,
			WeightLimit::Unlimited,
		);
		assert!(teleport.is_err());
	});
	// A sibling that says it has deposited settlement money is not believed by another sibling.
	CarbonChain::execute_with(|| {
		let asset: Asset = (park(), 1_000 * PCNY).into();
		let forged = Xcm::<()>(vec![
			ReserveAssetDeposited(asset.clone().into()),
			BuyExecution { fees: asset, weight_limit: Unlimited },
			DepositAsset {
				assets: Wild(AllCounted(1)),
				beneficiary: AccountId32 { network: None, id: Bob.to_account_id().into() }.into(),
			},
		]);
		assert_ok!(runtime_carbon::PolkadotXcm::send_xcm(
			Here,
			Location::new(1, Parachain(chains::GREENCERT)),
			forged
		));
	});
	settle();
	assert_conserved();
}

#[test]
fn the_emulated_chains_should_be_the_chains_of_the_presets() {
	Zeropark::init();
	assert_eq!(u32::from(ParkChain::para_id()), chains::PARK);
	assert_eq!(u32::from(HeatChain::para_id()), chains::HEAT);
	assert!(RelayChain::ext_wrapper(RelayChain::events).is_empty());
}
