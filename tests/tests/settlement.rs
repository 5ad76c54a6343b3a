//! Settlement money between the four runtimes, emulated: every transfer a wallet can sign, and conservation after each.

use frame_support::{assert_ok, traits::fungible::Inspect};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::BuildStorage;
use xcm::{latest::prelude::*, VersionedAssets, VersionedLocation};
use xcm_emulator::{
	decl_test_networks, decl_test_parachains, decl_test_relay_chains, Chain, Network, Parachain,
	TestExt,
};
use zeropark_runtime_common::{
	chains,
	constants::currency::{EXISTENTIAL_DEPOSIT, PCNY},
	types::{AccountId, Balance},
	xcm_types::LocationToAccountId,
};

/// The state that a runtime's `development` preset makes, under the name of one of its chains.
macro_rules! genesis {
	($runtime:ident, $preset:literal) => {{
		let json = |bytes: Vec<u8>| -> serde_json::Value {
			serde_json::from_slice(&bytes).expect("is JSON")
		};
		let mut genesis =
			serde_json::to_value($runtime::RuntimeGenesisConfig::default()).expect("serializes");
		let patch = $runtime::genesis_config_presets::get_preset(&$preset.into())
			.expect("there is such a preset");
		merge(&mut genesis, json(patch));
		serde_json::from_value::<$runtime::RuntimeGenesisConfig>(genesis)
			.expect("is a genesis")
			.build_storage()
			.expect("builds")
	}};
}

fn merge(base: &mut serde_json::Value, patch: serde_json::Value) {
	match (base, patch) {
		(serde_json::Value::Object(base), serde_json::Value::Object(patch)) => {
			for (key, value) in patch {
				merge(base.entry(key).or_insert(serde_json::Value::Null), value);
			}
		},
		(base, patch) => *base = patch,
	}
}

decl_test_relay_chains! {
	#[api_version(16)]
	pub struct Relay {
		genesis = rococo_runtime::RuntimeGenesisConfig::default().build_storage().expect("builds"),
		on_init = {},
		runtime = rococo_runtime,
		core = {
			SovereignAccountOf: rococo_runtime::xcm_config::LocationConverter,
		},
		pallets = {}
	}
}

decl_test_parachains! {
	pub struct Park {
		genesis = genesis!(runtime_park, "development"),
		on_init = {},
		runtime = runtime_park,
		core = {
			XcmpMessageHandler: runtime_park::XcmpQueue,
			LocationToAccountId: LocationToAccountId,
			ParachainInfo: runtime_park::ParachainInfo,
			MessageOrigin: cumulus_primitives_core::AggregateMessageOrigin,
		},
		pallets = {}
	},
	pub struct Greencert {
		genesis = genesis!(runtime_greencert, "development"),
		on_init = {},
		runtime = runtime_greencert,
		core = {
			XcmpMessageHandler: runtime_greencert::XcmpQueue,
			LocationToAccountId: LocationToAccountId,
			ParachainInfo: runtime_greencert::ParachainInfo,
			MessageOrigin: cumulus_primitives_core::AggregateMessageOrigin,
		},
		pallets = {}
	},
	pub struct Carbon {
		genesis = genesis!(runtime_carbon, "development"),
		on_init = {},
		runtime = runtime_carbon,
		core = {
			XcmpMessageHandler: runtime_carbon::XcmpQueue,
			LocationToAccountId: LocationToAccountId,
			ParachainInfo: runtime_carbon::ParachainInfo,
			MessageOrigin: cumulus_primitives_core::AggregateMessageOrigin,
		},
		pallets = {}
	},
	pub struct Heat {
		genesis = genesis!(runtime_energy, "heat_development"),
		on_init = {},
		runtime = runtime_energy,
		core = {
			XcmpMessageHandler: runtime_energy::XcmpQueue,
			LocationToAccountId: LocationToAccountId,
			ParachainInfo: runtime_energy::ParachainInfo,
			MessageOrigin: cumulus_primitives_core::AggregateMessageOrigin,
		},
		pallets = {}
	}
}

decl_test_networks! {
	pub struct Zeropark {
		relay_chain = Relay,
		parachains = vec![Park, Greencert, Carbon, Heat,],
		bridge = ()
	}
}

type TheRelay = Relay<Zeropark>;
type ThePark = Park<Zeropark>;
type TheGreencert = Greencert<Zeropark>;
type TheCarbon = Carbon<Zeropark>;
type TheHeat = Heat<Zeropark>;

/// What an account has on a chain, and what the chain has issued.
trait Money: TestExt {
	fn of(account: AccountId) -> Balance;
	fn issued() -> Balance;
}

macro_rules! impl_money {
	($($chain:ty: $runtime:ident;)*) => {
		$(impl Money for $chain {
			fn of(account: AccountId) -> Balance {
				Self::ext_wrapper(|| <$runtime::Balances as Inspect<AccountId>>::total_balance(&account))
			}
			fn issued() -> Balance {
				Self::ext_wrapper(|| <$runtime::Balances as Inspect<AccountId>>::total_issuance())
			}
		})*
	};
}

impl_money! {
	ThePark: runtime_park;
	TheGreencert: runtime_greencert;
	TheCarbon: runtime_carbon;
	TheHeat: runtime_energy;
}

/// Design section 3: with nothing under way, a sovereign account at home is the issuance over there, and the home issues
/// what it always did.
fn assert_conserved() {
	let home = zeropark_runtime_common::genesis::home_issuance();
	assert_eq!(ThePark::issued(), home, "home");
	for (chain, issued) in [
		(chains::GREENCERT, TheGreencert::issued()),
		(chains::CARBON, TheCarbon::issued()),
		(chains::HEAT, TheHeat::issued()),
	] {
		let backing = ThePark::of(chains::sovereign_account(chain));
		assert_eq!(backing, issued, "the backing of {chain}");
	}
}

fn beneficiary(account: AccountId) -> Box<VersionedLocation> {
	let account: Location = AccountId32 { network: None, id: account.into() }.into();
	Box::new(account.into())
}

fn chain(para_id: u32) -> Box<VersionedLocation> {
	Box::new(Location::new(1, Parachain(para_id)).into())
}

/// Alice sends `amount` from `$from` to Bob on the chain `$to`, by the call that every wallet offers.
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

/// A block of every chain, so that everything under way arrives.
fn settle() {
	for _ in 0..3 {
		ThePark::execute_with(|| ());
		TheGreencert::execute_with(|| ());
		TheCarbon::execute_with(|| ());
		TheHeat::execute_with(|| ());
	}
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

	let before = TheGreencert::of(bob.clone());
	send!(ThePark, runtime_park, Location::here(), chains::GREENCERT, 10 * PCNY);
	settle();
	assert_arrived(before, TheGreencert::of(bob.clone()), 10 * PCNY);
	assert_conserved();

	let before = ThePark::of(bob.clone());
	send!(TheGreencert, runtime_greencert, park(), chains::PARK, 5 * PCNY);
	settle();
	assert_arrived(before, ThePark::of(bob), 5 * PCNY);
	assert_conserved();
}

#[test]
fn money_should_arrive_and_be_conserved_when_sent_between_chains_away_from_home() {
	Zeropark::init();
	let bob = Bob.to_account_id();

	let before = TheCarbon::of(bob.clone());
	send!(TheGreencert, runtime_greencert, park(), chains::CARBON, 10 * PCNY);
	settle();
	assert_arrived(before, TheCarbon::of(bob.clone()), 10 * PCNY);
	assert_conserved();

	let before = TheHeat::of(bob.clone());
	send!(TheCarbon, runtime_carbon, park(), chains::HEAT, 10 * PCNY);
	settle();
	assert_arrived(before, TheHeat::of(bob.clone()), 10 * PCNY);
	assert_conserved();

	let before = TheGreencert::of(bob.clone());
	send!(TheHeat, runtime_energy, park(), chains::GREENCERT, 10 * PCNY);
	settle();
	assert_arrived(before, TheGreencert::of(bob), 10 * PCNY);
	assert_conserved();
}

#[test]
fn money_that_cannot_pay_for_its_arrival_should_be_trapped_and_stay_backed() {
	Zeropark::init();
	// Enough to be sent, too little to buy execution over there.
	send!(ThePark, runtime_park, Location::here(), chains::GREENCERT, EXISTENTIAL_DEPOSIT / 100);
	settle();
	// Trapped over there, it stays issued and backed.
	assert_conserved();
	let traps = TheGreencert::ext_wrapper(|| {
		pallet_xcm::AssetTraps::<runtime_greencert::Runtime>::iter().count()
	});
	assert_eq!(traps, 1);
}

#[test]
fn a_message_should_be_refused_when_it_teleports_or_forges_the_settlement_currency() {
	Zeropark::init();
	ThePark::execute_with(|| {
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
	TheCarbon::execute_with(|| {
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
	assert_eq!(u32::from(ThePark::para_id()), chains::PARK);
	assert_eq!(u32::from(TheHeat::para_id()), chains::HEAT);
	assert!(TheRelay::ext_wrapper(TheRelay::events).is_empty());
}
