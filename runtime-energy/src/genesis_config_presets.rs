//! The presets a chain specification can start from.

use crate::{
	BalancesConfig, CarrierConfig, CollatorSelection, CollatorSelectionConfig, EnergyMarketConfig,
	NetworkConfig, ParachainInfoConfig, PolkadotXcmConfig, RuntimeGenesisConfig, SessionConfig,
	SessionKeys, SudoConfig,
};
use alloc::{format, vec::Vec};
use frame_support::build_struct_json_patch;
use sp_genesis_builder::PresetId;
use zeropark_runtime_common::{
	chains,
	constants::SAFE_XCM_VERSION,
	genesis::{self, endowed, Founders, AWAY_ENDOWMENT, CANDIDACY_BOND, PRESETS},
};

/// What tells the energy chains apart.
struct Carrier {
	para_id: u32,
	name: &'static str,
	unit: &'static str,
	/// Wh.
	energy_per_unit: i64,
	/// mgCO2e per kWh, where it is used.
	emission_factor: u64,
	/// Seconds.
	slot: u32,
	/// The market maker's lower and upper price, in thousandths of a PCNY per kWh.
	tariff: (u16, u16),
	/// Of the grid, in parts per million.
	losses: u32,
	/// Of the grid, in millionths of a PCNY per kWh.
	fee: u32,
}

/// A cubic metre of natural gas holds 38.931 MJ = 10,814 Wh and emits, 99 % of it oxidised, 55.54
/// tCO2/TJ = 199.944 g/kWh (China's NDRC, guidelines for the greenhouse gas accounting of
/// industrial enterprises, 2015). A GJ is 277,777.8 Wh, down. Power, heat and cooling emit where
/// they are made, not where they are used.
///
/// The prices are made up, and of the size of those that a park's users pay: power by the grid's price
/// for solar power and the tariff of industry, gas at 3.50 PCNY per cubic metre. Losses are typical of
/// each grid.
const CARRIERS: [Carrier; 4] = [
	Carrier {
		para_id: chains::POWER,
		name: "power",
		unit: "kWh",
		energy_per_unit: 1_000,
		emission_factor: 0,
		slot: 900,
		tariff: (350, 900),
		losses: 30_000,
		fee: 50_000,
	},
	Carrier {
		para_id: chains::HEAT,
		name: "heat",
		unit: "GJ",
		energy_per_unit: 277_777,
		emission_factor: 0,
		slot: 900,
		tariff: (120, 320),
		losses: 80_000,
		fee: 20_000,
	},
	Carrier {
		para_id: chains::GAS,
		name: "gas",
		unit: "m3",
		energy_per_unit: 10_814,
		emission_factor: 199_944,
		slot: 900,
		tariff: (250, 340),
		losses: 2_000,
		fee: 10_000,
	},
	Carrier {
		para_id: chains::COOLING,
		name: "cooling",
		unit: "kWh",
		energy_per_unit: 1_000,
		emission_factor: 0,
		slot: 900,
		tariff: (150, 420),
		losses: 50_000,
		fee: 20_000,
	},
];

fn patch(carrier: &Carrier, founders: Founders) -> serde_json::Value {
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			balances: endowed(AWAY_ENDOWMENT, CollatorSelection::account_id()),
		},
		parachain_info: ParachainInfoConfig { parachain_id: carrier.para_id.into() },
		network: NetworkConfig {
			settlement_home: chains::PARK,
			session_length: founders.session_length
		},
		collator_selection: CollatorSelectionConfig {
			invulnerables: founders.accounts(),
			candidacy_bond: CANDIDACY_BOND,
		},
		session: SessionConfig { keys: founders.session_keys(|aura| SessionKeys { aura }) },
		polkadot_xcm: PolkadotXcmConfig { safe_xcm_version: Some(SAFE_XCM_VERSION) },
		sudo: SudoConfig { key: founders.root },
		carrier: CarrierConfig {
			name: carrier.name.as_bytes().to_vec(),
			unit: carrier.unit.as_bytes().to_vec(),
			energy_per_unit: carrier.energy_per_unit,
			emission_factor: carrier.emission_factor,
			slot: carrier.slot,
		},
		energy_market: EnergyMarketConfig {
			tariff: carrier.tariff,
			losses: carrier.losses,
			fee: carrier.fee,
		},
	})
}

/// The preset called `id`, as JSON: `development` and `local_testnet` are power's, the others carry
/// their carrier's name, as in `heat_development`.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let (carrier, preset) = CARRIERS
		.iter()
		.find_map(|carrier| Some((carrier, id.strip_prefix(carrier.name)?.strip_prefix('_')?)))
		.unwrap_or((&CARRIERS[0], id));
	genesis::get_preset(preset, |founders| patch(carrier, founders))
}

/// The presets there are.
pub fn preset_names() -> Vec<PresetId> {
	let of_carriers = CARRIERS
		.iter()
		.flat_map(|carrier| PRESETS.map(|preset| format!("{}_{preset}", carrier.name)));
	genesis::preset_names().into_iter().chain(of_carriers).collect()
}
