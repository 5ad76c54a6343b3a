//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::pallet::{
	Accounts, Config, CoveredByPeriod, Emissions, Entities, HoldReason, NextEntityId, Pallet,
	Waiting,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_runtime::{traits::Saturating, TryRuntimeError};
use zeropark_primitives::{compliance::Covered, units::GramsCo2e};

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for (cycle, entity, account) in Accounts::<T>::iter() {
			let (mut total, mut covered) = (GramsCo2e::ZERO, Covered::default());
			for period in &account.periods {
				let emissions = Emissions::<T>::get(period, entity);
				let emissions = emissions.ok_or("1: every period of a register has emissions")?;
				ensure!(emissions.cycle == Some(cycle), "1: a period is in one register");
				total = total + emissions.total;
				covered.allowances = covered.allowances + emissions.covered.allowances;
				covered.credits = covered.credits + emissions.covered.credits;
			}
			ensure!(total == account.register.total, "1: a register is the sum of its periods");
			ensure!(covered == account.assigned, "2: what is covered was assigned");
			let limit = account.position.covered.total();
			let corrected = account.position.reported - account.position.emitted;
			ensure!(
				covered.total() <= account.register.total
					&& (covered.total() <= (limit + corrected).max(GramsCo2e::ZERO)
						|| account.cursor > 0),
				"2: not more is covered than was surrendered for"
			);
		}
		let mut sums = BTreeMap::<_, Covered>::new();
		for (period, entity, emissions) in Emissions::<T>::iter() {
			ensure!(
				emissions.covered.total() <= emissions.total,
				"2: not more is covered than was emitted"
			);
			let sum = sums.entry(period).or_default();
			sum.allowances = sum.allowances + emissions.covered.allowances;
			sum.credits = sum.credits + emissions.covered.credits;
			let waits = Waiting::<T>::get(entity).iter().any(|(waiting, _)| *waiting == period);
			ensure!(!waits || emissions.cycle.is_none(), "4: what waits is in no register");
		}
		for (period, covered) in CoveredByPeriod::<T>::iter() {
			ensure!(sums.remove(&period) == Some(covered), "3: the sum over the enterprises");
		}
		let none = Covered::default();
		ensure!(sums.into_values().all(|sum| sum == none), "3: the sum over the enterprises");
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
