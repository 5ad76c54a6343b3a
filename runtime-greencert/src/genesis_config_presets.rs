//! The presets a chain specification can start from.

use crate::{
	BalancesConfig, CollatorSelection, CollatorSelectionConfig, ParachainInfoConfig,
	PolkadotXcmConfig, RegulatorsConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys,
	SudoConfig,
};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;
use zeropark_runtime_common::{
	chains,
	constants::SAFE_XCM_VERSION,
	genesis::{endowed, Collators, AWAY_ENDOWMENT, CANDIDACY_BOND},
	types::AccountId,
};

fn genesis(collators: Collators, root: Option<AccountId>) -> serde_json::Value {
	let keys = collators.keys();
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			balances: endowed(AWAY_ENDOWMENT, CollatorSelection::account_id()),
		},
		parachain_info: ParachainInfoConfig { parachain_id: chains::GREENCERT.into() },
		collator_selection: CollatorSelectionConfig {
			invulnerables: keys.iter().map(|(account, _)| account.clone()).collect::<Vec<_>>(),
			candidacy_bond: CANDIDACY_BOND,
		},
		session: SessionConfig {
			keys: keys
				.into_iter()
				.map(|(account, aura)| (account.clone(), account, SessionKeys { aura }))
				.collect::<Vec<_>>(),
		},
		polkadot_xcm: PolkadotXcmConfig { safe_xcm_version: Some(SAFE_XCM_VERSION) },
		sudo: SudoConfig { key: root },
		regulators: RegulatorsConfig {
			members: vec![Sr25519Keyring::Alice.to_account_id()]
				.try_into()
				.expect("one regulator fits"),
		},
	})
}

/// The preset called `id`, as JSON.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_ref() {
		DEV_RUNTIME_PRESET => genesis(Collators::One, Some(Sr25519Keyring::Alice.to_account_id())),
		LOCAL_TESTNET_RUNTIME_PRESET => genesis(Collators::Two, None),
		_ => return None,
	};
	serde_json::to_vec(&patch).ok()
}

/// The presets there are.
pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}
