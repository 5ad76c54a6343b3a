//! The four runtimes behind an emulated relay chain, and what all tests ask of them.

use frame_support::traits::{fungible::Inspect, OnInitialize};
use sp_runtime::BuildStorage;
pub use xcm_emulator::Network;
use xcm_emulator::{decl_test_networks, decl_test_parachains, decl_test_relay_chains, TestExt};
use zeropark_runtime_common::{
	chains,
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

pub type RelayChain = Relay<Zeropark>;
pub type ParkChain = Park<Zeropark>;
pub type GreencertChain = Greencert<Zeropark>;
pub type CarbonChain = Carbon<Zeropark>;
pub type HeatChain = Heat<Zeropark>;

/// What an account has on a chain, and what the chain has issued.
pub trait Money: TestExt {
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
	ParkChain: runtime_park;
	GreencertChain: runtime_greencert;
	CarbonChain: runtime_carbon;
	HeatChain: runtime_energy;
}

/// Design section 3: with nothing under way, a sovereign account at home is the issuance over
/// there, and the home issues what it always did.
pub fn assert_conserved() {
	let home = zeropark_runtime_common::genesis::home_issuance();
	assert_eq!(ParkChain::issued(), home, "home");
	for (chain, issued) in [
		(chains::GREENCERT, GreencertChain::issued()),
		(chains::CARBON, CarbonChain::issued()),
		(chains::HEAT, HeatChain::issued()),
	] {
		let backing = ParkChain::of(chains::sovereign_account(chain));
		assert_eq!(backing, issued, "the backing of {chain}");
	}
}

/// A block of every chain, so that everything under way arrives.
pub fn settle() {
	for _ in 0..3 {
		ParkChain::execute_with(|| ());
		GreencertChain::execute_with(|| ());
		CarbonChain::execute_with(|| ());
		HeatChain::execute_with(|| ());
	}
}

/// The chains' clock follows the relay chain's blocks, of six seconds each.
pub fn set_time(seconds: u64) {
	Zeropark::set_relay_block_number(u32::try_from(seconds / 6).expect("fits"));
	ParkChain::execute_with(|| ());
	GreencertChain::execute_with(|| ());
}

/// The park's operator opens a period, for whose year the verifier has published the grid's factor.
/// Call it on the park.
pub fn open_period(start: u64, end: u64) {
	use runtime_park::{RuntimeOrigin, ZeroCarbon};
	frame_support::assert_ok!(ZeroCarbon::publish_grid_factor(
		RuntimeOrigin::signed(sp_keyring::Sr25519Keyring::EveStash.to_account_id()),
		2019,
		zeropark_primitives::units::MilligramsPerUnit(570_300),
		Default::default(),
	));
	let operator = RuntimeOrigin::signed(sp_keyring::Sr25519Keyring::Alice.to_account_id());
	frame_support::assert_ok!(ZeroCarbon::open_period(operator, Some(start), end));
}
