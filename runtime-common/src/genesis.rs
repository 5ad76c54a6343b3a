//! The parts of a genesis preset that all chains share, and the sums that tie them together.
//!
//! Settlement money that a preset endows away from the park is backed there: [`away_issuance`] is
//! both what an away chain issues at genesis and what the park's preset puts into that chain's
//! sovereign account.

use alloc::{vec, vec::Vec};
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;

use crate::{
	constants::{
		currency::{EXISTENTIAL_DEPOSIT, PCNY},
		time::{HOURS, MINUTES},
	},
	types::{AccountId, AuraId, Balance, BlockNumber},
};

/// The money of each well-known account on the park.
pub const HOME_ENDOWMENT: Balance = 1_000_000 * PCNY;

/// The money of each well-known account on every other chain.
pub const AWAY_ENDOWMENT: Balance = 100_000 * PCNY;

/// A collator's bond.
pub const CANDIDACY_BOND: Balance = 100 * PCNY;

/// The presets of every chain.
pub const PRESETS: [&str; 2] = [DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET];

/// Who starts a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founders {
	collators: Vec<Sr25519Keyring>,
	/// The account that is root, if there is one.
	pub root: Option<AccountId>,
	/// The length of a session, in blocks.
	pub session_length: BlockNumber,
}

impl Founders {
	/// Those of the preset `preset`, if it is one of [`PRESETS`]: in `development` Alice makes the
	/// blocks and is root; in `local_testnet` Alice and Bob make them, nobody is root, and a
	/// session takes minutes, so that a test sees one end.
	fn of(preset: &str) -> Option<Self> {
		let alice = Sr25519Keyring::Alice;
		match preset {
			DEV_RUNTIME_PRESET => {
				let (collators, root) = (vec![alice], Some(alice.to_account_id()));
				Some(Self { collators, root, session_length: HOURS })
			},
			LOCAL_TESTNET_RUNTIME_PRESET => {
				let collators = vec![alice, Sr25519Keyring::Bob];
				Some(Self { collators, root: None, session_length: 5 * MINUTES })
			},
			_ => None,
		}
	}

	/// The collators' accounts.
	pub fn accounts(&self) -> Vec<AccountId> {
		self.collators.iter().map(|collator| collator.to_account_id()).collect()
	}

	/// The collators' accounts, each as account and as validator, with the session keys that `keys`
	/// makes of their Aura key.
	pub fn session_keys<Keys>(
		&self,
		keys: impl Fn(AuraId) -> Keys,
	) -> Vec<(AccountId, AccountId, Keys)> {
		self.collators
			.iter()
			.map(|collator| {
				let account = collator.to_account_id();
				(account.clone(), account, keys(collator.public().into()))
			})
			.collect()
	}
}

/// The preset `preset` as JSON, if it is one of [`PRESETS`]: the patch that `genesis` makes for its
/// founders.
pub fn get_preset(
	preset: &str,
	genesis: impl FnOnce(Founders) -> serde_json::Value,
) -> Option<Vec<u8>> {
	serde_json::to_vec(&genesis(Founders::of(preset)?)).ok()
}

/// [`PRESETS`], as the runtime API names them.
pub fn preset_names() -> Vec<PresetId> {
	PRESETS.into_iter().map(PresetId::from).collect()
}

/// The well-known accounts, with the collators' pot of the chain, each with `endowment`; the pot
/// has the least it needs to exist, so that the first fee is not lost.
pub fn endowed(endowment: Balance, pot: AccountId) -> Vec<(AccountId, Balance)> {
	Sr25519Keyring::well_known()
		.map(|key| (key.to_account_id(), endowment))
		.chain(vec![(pot, EXISTENTIAL_DEPOSIT)])
		.collect()
}

/// The money that a chain other than the park issues at genesis.
pub fn away_issuance() -> Balance {
	Sr25519Keyring::well_known().count() as Balance * AWAY_ENDOWMENT + EXISTENTIAL_DEPOSIT
}

/// The money that the park issues at genesis: its own endowments, and the backing of every other
/// chain's.
pub fn home_issuance() -> Balance {
	let others = crate::chains::ALL.len().saturating_sub(1) as Balance;
	Sr25519Keyring::well_known().count() as Balance * HOME_ENDOWMENT
		+ EXISTENTIAL_DEPOSIT
		+ others * away_issuance()
}
