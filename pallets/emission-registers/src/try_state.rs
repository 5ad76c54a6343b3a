//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::pallet::{
	Accounts, Config, CoveredByPeriod, Emissions, Entities, HoldReason, NextEntityId, Pallet,
	Remainders, Waiting,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_runtime::{traits::Saturating, TryRuntimeError};
use zeropark_primitives::{compliance::Covered, ids::EntityId, units::GramsCo2e};

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		// What each enterprise has in registers, in periods that wait and in the remainder.
		let mut kept = BTreeMap::<EntityId, GramsCo2e>::new();
		let mut keep = |entity, grams: GramsCo2e| {
			let sum = kept.entry(entity).or_default();
			*sum = *sum + grams;
		};
		for (cycle, entity, account) in Accounts::<T>::iter() {
			let (mut listed, mut covered) = (GramsCo2e::ZERO, Covered::NONE);
			for (index, period) in account.periods.iter().enumerate() {
				let emissions = Emissions::<T>::get(period, entity);
				let emissions = emissions.ok_or("4: every period of a register has emissions")?;
				ensure!(
					emissions.cycle == Some(cycle),
					"4: a period is in the register that has it"
				);
				let is_full = emissions.covered.total() == emissions.total;
				ensure!(is_full || account.cursor as usize <= index, "2: full before the cursor");
				listed = listed + emissions.total;
				covered = covered + emissions.covered;
			}
			ensure!(listed == account.listed, "2: the sum of the periods");
			ensure!(listed <= account.register.total, "2: what is listed is in the register");
			ensure!(covered == account.assigned, "2: what is covered was assigned");
			let none = account.late == GramsCo2e::ZERO;
			ensure!(none || account.position.closed, "1: only what came too late is passed on");
			keep(entity, account.register.total - account.late);
		}
		for (entity, remainder) in Remainders::<T>::iter() {
			keep(entity, remainder.total);
		}
		for (entity, waiting) in Waiting::<T>::iter() {
			for (period, _) in waiting {
				let emissions = Emissions::<T>::get(period, entity);
				let emissions = emissions.ok_or("4: every period that waits has emissions")?;
				ensure!(emissions.cycle.is_none(), "4: what waits is in no register");
				keep(entity, emissions.total);
			}
		}
		let mut emitted = BTreeMap::<EntityId, GramsCo2e>::new();
		let mut sums = BTreeMap::<_, Covered>::new();
		for (period, entity, emissions) in Emissions::<T>::iter() {
			ensure!(
				emissions.covered.total() <= emissions.total,
				"2: not more is covered than was emitted"
			);
			let sum = sums.entry(period).or_default();
			*sum = *sum + emissions.covered;
			let sum = emitted.entry(entity).or_default();
			*sum = *sum + emissions.total;
		}
		kept.retain(|_, grams| *grams != GramsCo2e::ZERO);
		emitted.retain(|_, grams| *grams != GramsCo2e::ZERO);
		ensure!(kept == emitted, "1: every gram is in one place");
		for (period, covered) in CoveredByPeriod::<T>::iter() {
			ensure!(sums.remove(&period) == Some(covered), "3: the sum over the enterprises");
		}
		ensure!(
			sums.into_values().all(|sum| sum == Covered::NONE),
			"3: the sum over the enterprises"
		);
		let mut deposits = BTreeMap::new();
		for (id, entity) in Entities::<T>::iter() {
			ensure!(id < NextEntityId::<T>::get(), "5: each number is given once");
			let sum = deposits.entry(entity.depositor).or_insert_with(Default::default);
			*sum = entity.deposit.saturating_add(*sum);
		}
		for (who, deposit) in deposits {
			let held = T::Currency::balance_on_hold(&HoldReason::Entity.into(), &who);
			ensure!(held == deposit, "5: every enterprise has its deposit");
		}
		Ok(())
	}
}
