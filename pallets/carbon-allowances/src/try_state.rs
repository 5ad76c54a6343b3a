//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::pallet::{
	Cancellations, Config, Cycles, Entities, HoldReason, NextCancellationId, NextCycleId,
	Obligations, Owners, Pallet,
};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{fungible::hold::Inspect as _, fungibles::Inspect as _},
};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::{market::Balance, units::TonnesCo2e};

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::<T::AccountId, Balance>::new();
		let mut paid = |who: &T::AccountId, deposit: Balance| {
			let sum = deposits.entry(who.clone()).or_default();
			*sum = sum.saturating_add(deposit);
		};
		let mut cycles = 0u32;
		for (id, cycle) in Cycles::<T>::iter() {
			let supply = T::Assets::total_issuance(id);
			ensure!(
				supply == Balance::from(cycle.circulating().0),
				"1: the supply is what was allocated and has not ended"
			);
			ensure!(cycle.allocated <= cycle.cap, "2: not more is allocated than the cap");
			let none = TonnesCo2e::ZERO;
			let (mut allocated, mut surrendered) = (none, none);
			let (mut carried_in, mut carried_out) = (none, none);
			for (entity, obligation) in Obligations::<T>::iter_prefix(id) {
				ensure!(Entities::<T>::contains_key(entity), "2: the enrolled are registered");
				allocated = allocated + obligation.allocated;
				surrendered = surrendered + obligation.surrendered;
				carried_in = carried_in + obligation.carried_in;
				carried_out = carried_out + obligation.carried_out;
				ensure!(obligation.debt <= obligation.allocated, "2: what is owed was allocated");
				let fined = obligation.fined.is_some();
				ensure!(cycle.closed || !fined, "2: what is missing is recorded at the end");
				ensure!(obligation.held <= Self::balance(id, entity), "3: what is held is there");
				let standing = obligation.standing(&cycle.rules);
				ensure!(
					obligation.surrendered + standing.credits <= standing.due,
					"3: not more is surrendered than is due"
				);
				paid(&obligation.depositor, obligation.deposit);
			}
			ensure!(allocated == cycle.allocated, "2: what was allocated");
			ensure!(surrendered == cycle.surrendered, "2: what was surrendered");
			ensure!(carried_in == cycle.carried_in, "2: what was carried over");
			ensure!(carried_out == cycle.carried_out, "2: what was carried over");
			paid(&cycle.depositor, cycle.deposit);
			cycles = cycles.saturating_add(1);
		}
		ensure!(cycles == NextCycleId::<T>::get(), "2: cycles stay on record");
		for (key, entity) in Entities::<T>::iter() {
			ensure!(Owners::<T>::get(&entity.owner) == Some(key), "5: every owner is known");
			paid(&entity.depositor, entity.deposit);
		}
		ensure!(
			Owners::<T>::iter_keys().count() == Entities::<T>::iter_keys().count(),
			"5: every owner owns"
		);
		let mut cancellations = 0u32;
		for (_, cancellation) in Cancellations::<T>::iter() {
			paid(&cancellation.holder, cancellation.deposit);
			cancellations = cancellations.saturating_add(1);
		}
		ensure!(cancellations == NextCancellationId::<T>::get(), "4: cancellations stay on record");
		for (who, deposit) in deposits {
			let held = T::Currency::balance_on_hold(&HoldReason::Records.into(), &who);
			ensure!(held == deposit, "4: every record has its deposit");
		}
		Ok(())
	}
}
