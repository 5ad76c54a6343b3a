//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::{
	pallet::{
		Batches, Config, ExpiredUntil, Expiries, Generators, Meters, NextBatchId, NextSerial,
		Pallet, Permits, Requests, Retirements,
	},
	types::{energy_of, BatchStatus, Description, Status},
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::fungibles::Inspect};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::{certificates::SerialRange, time::Interval, units::WattHours};

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut retired = BTreeMap::<_, Vec<SerialRange>>::new();
		for (_, retirement) in Retirements::<T>::iter() {
			retired.entry(retirement.batch).or_default().push(retirement.serials);
		}
		let mut issued = Vec::new();
		let mut spans = BTreeMap::<_, Vec<Interval>>::new();
		let mut carried = BTreeMap::<_, [WattHours; 2]>::new();
		let (mut batches, mut accredited, mut metered) = (0u32, 0, 0);
		for (id, batch) in Batches::<T>::iter() {
			let ended = batch.retired + batch.cancelled + batch.expired + batch.withdrawn;
			ensure!(
				batch.serials.len() == batch.circulating() + ended,
				"1: every certificate circulates or has ended in one way"
			);
			if batch.status == BatchStatus::Valid {
				let supply = T::Assets::total_issuance(id);
				ensure!(
					supply == batch.circulating().into(),
					"2: the supply of a class circulates"
				);
				let kept = T::Assets::balance(id, &Self::account_id());
				ensure!(batch.tradable || kept == supply, "2: the registry keeps own use");
			}
			let mut ranges = retired.remove(&id).unwrap_or_default();
			ranges.sort_by_key(|range| range.start);
			let inside =
				|range: &SerialRange| batch.serials.start <= range.start && range.end <= batch.next;
			ensure!(ranges.iter().all(inside), "3: retirements lie in their batch");
			let apart = ranges.windows(2).all(|pair| pair[0].end <= pair[1].start);
			ensure!(apart, "3: retirements do not overlap");
			issued.push(batch.serials);
			let carried = carried.entry(batch.generator).or_default();
			let carried = &mut carried[usize::from(!batch.tradable)];
			if batch.status != BatchStatus::Withdrawn || batch.retired > 0 {
				spans.entry(batch.generator).or_default().push(batch.span);
				*carried = *carried + batch.energy - batch.certified();
			} else {
				// Its output may be certified anew, but for what was cancelled.
				*carried = *carried - energy_of(batch.cancelled);
			}
			let expiry = Self::expiry(batch.month);
			let waits = Expiries::<T>::contains_key(expiry, id);
			ensure!(
				waits == (batch.status == BatchStatus::Valid),
				"8: exactly the valid batches wait to expire"
			);
			let passed = ExpiredUntil::<T>::get().is_none_or(|until| expiry < until);
			ensure!(!waits || !passed, "8: no valid batch is in a month that is done");
			batches += 1;
		}
		ensure!(retired.is_empty(), "3: retirements have a batch");
		issued.sort_by_key(|range| range.start);
		let apart = issued.windows(2).all(|pair| pair[0].end <= pair[1].start);
		let below = issued.last().is_none_or(|last| last.end <= NextSerial::<T>::get());
		ensure!(apart && below, "4: each serial number is issued once");
		let mut pending = 0;
		for (id, generator) in Generators::<T>::iter() {
			let [tradable, own] = carried.remove(&id).unwrap_or_default();
			// Output that was too little for a batch has no record, so the carry-over may be more.
			let covered = generator.carry_over >= tradable && generator.own_use_carry_over >= own;
			ensure!(covered, "5: certificates are covered by output");
			let taken = spans.remove(&id).unwrap_or_default();
			let recertifiable = &generator.recertifiable;
			let past = |span: &Interval| span.end <= generator.certified_until;
			ensure!(
				taken.iter().chain(recertifiable.iter()).all(past),
				"7: intervals end by `certified_until`"
			);
			let disjoint = |more: &[Interval]| {
				let mut spans = [&taken[..], more].concat();
				spans.sort_by_key(|span| span.start);
				spans.windows(2).all(|pair| pair[0].end <= pair[1].start)
			};
			ensure!(
				disjoint(&recertifiable[..]),
				"7: certified and recertifiable intervals do not overlap"
			);
			let apart = recertifiable.windows(2).all(|pair| pair[0].end < pair[1].start);
			let not_empty = recertifiable.iter().all(|span| span.start < span.end);
			ensure!(apart && not_empty, "7: recertifiable intervals are sorted and apart");
			if let Some(request) = generator.pending {
				let request = Requests::<T>::get(request).filter(|request| request.generator == id);
				let request = request.ok_or("6: a pending request is on record")?;
				ensure!(
					disjoint(&[request.span]),
					"7: the output of a pending request is not certified"
				);
				pending += 1;
			}
			if generator.status == Status::Pending {
				continue;
			}
			accredited += 1;
			let Description { permit, meter, .. } = generator.description;
			ensure!(
				Permits::<T>::get(permit) == Some(id),
				"6: the permit of a device names the device"
			);
			if let Some(meter) = meter {
				ensure!(
					Meters::<T>::get(meter) == Some(id),
					"6: the meter of a device names the device"
				);
				metered += 1;
			}
		}
		ensure!(Permits::<T>::iter().count() == accredited, "6: each permit has a device");
		ensure!(Meters::<T>::iter().count() == metered, "6: each meter has a device");
		ensure!(batches == NextBatchId::<T>::get(), "4: batches stay on record");
		ensure!(
			Requests::<T>::iter().count() == pending,
			"6: each request is pending for a device"
		);
		Ok(())
	}
}
