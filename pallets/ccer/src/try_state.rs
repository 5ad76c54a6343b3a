//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::{
	pallet::{Batches, Config, Devices, HoldReason, NextSerial, Pallet, Projects, Uses},
	types::Status,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	ensure,
	traits::{fungible::hold::Inspect as _, fungibles::Inspect as _},
};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::{certificates::SerialRange, market::Balance, units::TonnesCo2e};

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::<T::AccountId, Balance>::new();
		let mut paid = |who: T::AccountId, deposit: Balance| {
			let sum = deposits.entry(who).or_default();
			*sum = sum.saturating_add(deposit);
		};
		let mut uses = BTreeMap::<u32, Vec<SerialRange>>::new();
		for (_, used) in Uses::<T>::iter() {
			uses.entry(used.class).or_default().push(used.serials);
			paid(used.holder, used.deposit);
		}
		let mut issued = BTreeMap::<u32, TonnesCo2e>::new();
		let mut all = Vec::new();
		for (class, batch) in Batches::<T>::iter() {
			let left = batch.serials.end.saturating_sub(batch.next);
			ensure!(
				T::Assets::total_issuance(class) == Balance::from(left),
				"1: the supply is what was not used"
			);
			let mut used = uses.remove(&class).unwrap_or_default();
			used.sort_by_key(|serials| serials.start);
			let end = used.into_iter().try_fold(batch.serials.start, |next, serials| {
				(serials.start == next).then_some(serials.end)
			});
			ensure!(end == Some(batch.next), "2: uses have the numbers of their batch in turn");
			let sum = issued.entry(batch.project).or_default();
			*sum = *sum + TonnesCo2e(batch.serials.len());
			all.push(batch.serials);
			paid(batch.depositor, batch.deposit);
		}
		ensure!(uses.is_empty(), "2: uses have a batch");
		all.sort_by_key(|serials| serials.start);
		let end = all
			.into_iter()
			.try_fold(0, |next, serials| (serials.start == next).then_some(serials.end));
		ensure!(end == Some(NextSerial::<T>::get()), "2: serial numbers have no gaps");
		for (id, project) in Projects::<T>::iter() {
			let tonnes = issued.remove(&id).unwrap_or_default();
			ensure!(project.issued == tonnes, "3: what was issued is in batches");
			ensure!(
				project.issued.as_grams() + project.carry_over == project.credited,
				"3: what was verified was issued or waits"
			);
			if let Status::Registered { validated_by, .. } = &project.status {
				for device in &project.description.devices {
					ensure!(Devices::<T>::get(device) == Some(id), "5: a meter has one project");
				}
				let verifier = project.report.as_ref().map(|report| &report.verifier);
				let independent =
					verifier.is_none_or(|by| by != validated_by && *by != project.owner);
				ensure!(independent, "6: nobody verifies what they validated");
			}
			let of_report = project.report.as_ref().map_or(0, |report| report.deposit);
			paid(project.owner, project.deposit.saturating_add(of_report));
		}
		ensure!(issued.is_empty(), "3: batches have a project");
		for (who, deposit) in deposits {
			let held = T::Currency::balance_on_hold(&HoldReason::Records.into(), &who);
			ensure!(held == deposit, "4: every record has its deposit");
		}
		Ok(())
	}
}
