//! The invariants of the crate documentation, under the same numbers.

use crate::{
	pallet::{
		Activities, Config, HoldReason, NewestPeriod, OpenPeriods, Pallet, Periods, Removals,
		Sources, SourcesInService,
	},
	types::{InService, SourceKind},
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_runtime::{traits::Saturating, TryRuntimeError};
use zeropark_primitives::units::{GramsCo2e, WattHours};

impl<T: Config> Pallet<T> {
	/// Checks every invariant. It reads the pallet's whole state.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::new();
		let mut add = |reason, who, deposit: super::BalanceOf<T>| {
			let held = deposits.entry((who, reason)).or_insert_with(Default::default);
			*held = deposit.saturating_add(*held);
		};
		let (mut id, mut open, mut count) = (NewestPeriod::<T>::get(), Vec::new(), 0);
		let mut after = None;
		while let Some(current) = id {
			let period = Periods::<T>::get(current).ok_or("2: a period that is named exists")?;
			ensure!(
				after.is_none_or(|start| period.span.end <= start),
				"2: periods follow each other"
			);
			after = Some(period.span.start);
			if period.open {
				open.push(current);
			}
			let sums = &period.sums;
			ensure!(
				sums.purchased >= WattHours::ZERO
					&& sums.voided >= WattHours::ZERO
					&& sums.sources_reported <= sums.sources_expected,
				"4: no sum of energy is negative, and no more sources reported than expected"
			);
			ensure!(
				[sums.activity, sums.captured, sums.activity_error, sums.sinks]
					.into_iter()
					.all(|sum| sum >= GramsCo2e::ZERO),
				"4: the sums of emissions and removals are not negative"
			);
			let (mut emitted, mut removed) = (GramsCo2e::ZERO, GramsCo2e::ZERO);
			for (source, activity) in Activities::<T>::iter_prefix(current) {
				let kind = Sources::<T>::get(source).map(|source| source.kind);
				if kind == Some(SourceKind::Emission) {
					emitted = emitted + activity.grams;
				} else {
					removed = removed + activity.grams;
				}
				add(2, activity.depositor, activity.deposit);
			}
			ensure!(
				emitted == sums.activity && removed == sums.captured + sums.sinks,
				"6: the sums are those of the records"
			);
			add(0u8, period.depositor, period.deposit);
			count += 1;
			id = period.previous;
		}
		ensure!(Periods::<T>::iter_keys().count() == count, "2: every period is in the row");
		open.reverse();
		ensure!(
			OpenPeriods::<T>::get().into_inner() == open,
			"3: exactly the open periods are listed"
		);
		let mut in_service = InService::default();
		for (_, source) in Sources::<T>::iter() {
			if source.ended.is_none() {
				in_service.all.saturating_accrue(1);
				let counts = source.kind == SourceKind::Emission && source.approved_by.is_some();
				in_service.emissions.saturating_accrue(counts.into());
			}
			add(1, source.depositor, source.deposit);
		}
		ensure!(SourcesInService::<T>::get() == in_service, "5: sources are counted");
		for (_, removal) in Removals::<T>::iter() {
			add(2, removal.reporter, removal.deposit);
		}
		for ((who, reason), deposit) in deposits {
			let reason = match reason {
				0 => HoldReason::Period,
				1 => HoldReason::Source,
				_ => HoldReason::Activity,
			};
			ensure!(
				T::Currency::balance_on_hold(&reason.into(), &who) == deposit,
				"1: what is stored has its deposit on hold"
			);
		}
		Ok(())
	}
}
