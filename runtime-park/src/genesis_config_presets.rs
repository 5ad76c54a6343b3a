//! The presets a chain specification can start from.

use crate::{
	BalancesConfig, CollatorSelection, CollatorSelectionConfig, NetworkConfig, OperatorsConfig,
	ParachainInfoConfig, PolkadotXcmConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys,
	SudoConfig, VerifiersConfig,
};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use sp_genesis_builder::PresetId;
use sp_keyring::Sr25519Keyring;
use zeropark_runtime_common::{
	chains,
	constants::SAFE_XCM_VERSION,
	genesis::{self, away_issuance, endowed, Founders, CANDIDACY_BOND, HOME_ENDOWMENT},
};

#[expect(clippy::expect_used, reason = "one member fits, and presets are made off chain")]
fn patch(founders: Founders) -> serde_json::Value {
	// What the other chains issue at genesis is backed here.
	let backing = chains::ALL
		.into_iter()
		.filter(|chain| *chain != chains::PARK)
		.map(|chain| (chains::sovereign_account(chain), away_issuance()));
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			balances: endowed(HOME_ENDOWMENT, CollatorSelection::account_id())
				.into_iter()
				.chain(backing)
				.collect::<Vec<_>>(),
		},
		parachain_info: ParachainInfoConfig { parachain_id: chains::PARK.into() },
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
		operators: OperatorsConfig {
			members: vec![Sr25519Keyring::Alice.to_account_id()]
				.try_into()
				.expect("one operator fits"),
		},
		verifiers: VerifiersConfig {
			members: vec![Sr25519Keyring::EveStash.to_account_id()]
				.try_into()
				.expect("one verifier fits"),
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
