//! The presets a chain specification can start from.

use crate::{
	BalancesConfig, CollatorSelection, CollatorSelectionConfig, NetworkConfig, ParachainInfoConfig,
	PolkadotXcmConfig, RegulatorsConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys,
	SudoConfig, VerifiersConfig,
};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use sp_genesis_builder::PresetId;
use sp_keyring::Sr25519Keyring;
use zeropark_runtime_common::{
	chains,
	constants::SAFE_XCM_VERSION,
	genesis::{self, endowed, Founders, AWAY_ENDOWMENT, CANDIDACY_BOND},
};

#[expect(clippy::expect_used, reason = "one member fits, and presets are made off chain")]
fn patch(founders: Founders) -> serde_json::Value {
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			balances: endowed(AWAY_ENDOWMENT, CollatorSelection::account_id()),
		},
		parachain_info: ParachainInfoConfig { parachain_id: chains::CARBON.into() },
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
		regulators: RegulatorsConfig {
			members: vec![Sr25519Keyring::Alice.to_account_id()]
				.try_into()
				.expect("one regulator fits"),
		},
		verifiers: VerifiersConfig {
			members: vec![
				Sr25519Keyring::Charlie.to_account_id(),
				Sr25519Keyring::Eve.to_account_id(),
			]
			.try_into()
			.expect("two verifiers fit"),
		},
	})
}

/// The preset called `id`, as JSON.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	genesis::get_preset(id, patch)
}

/// The presets there are.
pub fn preset_names() -> Vec<PresetId> {
	genesis::preset_names()
}
