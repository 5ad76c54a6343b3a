//! The invariants of the crate documentation, under the same numbers.

use crate::pallet::{Config, HoldReason, NextPeriodId, OpenPeriods, Pallet, Periods, Sources};
use alloc::collections::BTreeMap;
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
		let (mut end, mut open) = (0, alloc::vec::Vec::new());
		for id in 0..NextPeriodId::<T>::get() {
			let period = Periods::<T>::get(id).ok_or("2: every id below the next has a period")?;
			ensure!(end <= period.span.start, "2: periods follow each other");
			end = period.span.end;
			if period.open {
				open.push(id);
			}
			let (power, sums) = (period.sums.power, &period.sums);
			ensure!(
				[power.wind, power.photovoltaic, power.biomass, power.storage, power.purchased]
					.into_iter()
					.chain([sums.metering_error])
					.all(|sum| sum >= WattHours::ZERO),
				"4: the sums of energy are not negative"
			);
			ensure!(
				[sums.activity, sums.captured, sums.activity_error, sums.offset.sinks]
					.into_iter()
					.all(|sum| sum >= GramsCo2e::ZERO),
				"4: the sums of emissions and removals are not negative"
			);
			add(0u8, period.depositor, period.deposit);
		}
		ensure!(
			OpenPeriods::<T>::get().into_inner() == open,
			"3: exactly the open periods are listed"
		);
		for (_, source) in Sources::<T>::iter() {
			add(1, source.depositor, source.deposit);
		}
		for ((who, reason), deposit) in deposits {
			let reason = if reason == 0 { HoldReason::Period } else { HoldReason::Source };
			ensure!(
				T::Currency::balance_on_hold(&reason.into(), &who) == deposit,
				"1: every period and source has its deposit on hold"
			);
		}
		Ok(())
	}
}
