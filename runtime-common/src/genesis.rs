//! The parts of a genesis preset that all chains share, and the sums that tie them together.
//!
//! Settlement money that a preset endows away from the park is backed there: [`away_issuance`] is both what an away chain
//! issues at genesis and what the park's preset puts into that chain's sovereign account.

use alloc::{vec, vec::Vec};
use sp_keyring::Sr25519Keyring;

use crate::{
	constants::currency::{EXISTENTIAL_DEPOSIT, PCNY},
	types::{AccountId, AuraId, Balance},
};

/// What each well-known account has on the park.
pub const HOME_ENDOWMENT: Balance = 1_000_000 * PCNY;

/// What each well-known account has on every other chain.
pub const AWAY_ENDOWMENT: Balance = 100_000 * PCNY;

/// A collator's bond.
pub const CANDIDACY_BOND: Balance = 100 * PCNY;

/// Which collators start a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collators {
	/// Alice alone.
	One,
	/// Alice and Bob.
	Two,
}

impl Collators {
	/// Their accounts and session keys.
	pub fn keys(self) -> Vec<(AccountId, AuraId)> {
		let all = [Sr25519Keyring::Alice, Sr25519Keyring::Bob];
		let count = match self {
			Self::One => 1,
			Self::Two => 2,
		};
		all.into_iter().take(count).map(|key| (key.to_account_id(), key.public().into())).collect()
	}
}

/// The well-known accounts, with the collators' pot of the chain, each with `endowment`; the pot has the least it needs to
/// exist, so that the first fee is not lost.
pub fn endowed(endowment: Balance, pot: AccountId) -> Vec<(AccountId, Balance)> {
	Sr25519Keyring::well_known()
		.map(|key| (key.to_account_id(), endowment))
		.chain(vec![(pot, EXISTENTIAL_DEPOSIT)])
		.collect()
}

/// What a chain other than the park issues at genesis.
pub fn away_issuance() -> Balance {
	Sr25519Keyring::well_known().count() as Balance * AWAY_ENDOWMENT + EXISTENTIAL_DEPOSIT
}

/// What the park issues at genesis: its own endowments, and the backing of every other chain's.
pub fn home_issuance() -> Balance {
	let others = crate::chains::ALL.len().saturating_sub(1) as Balance;
	Sr25519Keyring::well_known().count() as Balance * HOME_ENDOWMENT
		+ EXISTENTIAL_DEPOSIT
		+ others * away_issuance()
}
