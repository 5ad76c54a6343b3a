//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::{
	pallet::{BestChoice, Config, CurrentRound, HoldReason, Nodes, Pallet, Roster, Rows},
	types::MAX_NODES,
};
use frame_support::{ensure, traits::fungible::hold::Inspect as _};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ensure!(Nodes::<T>::count() <= MAX_NODES, "1: not more nodes than fit a round");
		for (account, node) in Nodes::<T>::iter() {
			let held = T::Currency::balance_on_hold(&HoldReason::Bond.into(), &account);
			ensure!(held == node.bond, "1: every node has its bond");
		}
		let nodes = Roster::<T>::get().len();
		for (number, row) in Rows::<T>::iter() {
			ensure!(usize::from(number) < nodes, "2: a row is of a node of the roster");
			ensure!(row.len() == nodes, "2: a row has an entry for each node");
		}
		let bar = CurrentRound::<T>::get().and_then(|round| round.bar);
		let better =
			BestChoice::<T>::get().is_none_or(|best| bar.is_none_or(|bar| best.cost < bar));
		ensure!(better, "3: what is taken is better than what there was");
		Ok(())
	}
}
