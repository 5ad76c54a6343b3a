//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::pallet::{Config, HoldReason, Pallet, Provers, Statements};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_runtime::{traits::Saturating, TryRuntimeError};

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut numbers = BTreeSet::new();
		let mut deposits = BTreeMap::new();
		for (who, _, proven) in Statements::<T>::iter() {
			let prover = Provers::<T>::get(&who).ok_or("1: who proves has a number")?;
			ensure!(proven.nonce < prover.next, "1: a number is given before it is used");
			ensure!(numbers.insert((who.clone(), proven.nonce)), "1: a number is used once");
			let sum = deposits.entry(who).or_insert_with(Default::default);
			*sum = proven.deposit.saturating_add(*sum);
		}
		for (who, prover) in Provers::<T>::iter() {
			let held = |reason: HoldReason| T::Currency::balance_on_hold(&reason.into(), &who);
			ensure!(held(HoldReason::Prover) == prover.deposit, "2: an account has its deposit");
			let sum = deposits.get(&who).copied().unwrap_or_default();
			ensure!(held(HoldReason::Statement) == sum, "2: statements have their deposits");
		}
		Ok(())
	}
}
