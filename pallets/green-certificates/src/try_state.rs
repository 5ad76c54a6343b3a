//! The invariants of the crate documentation, by the same numbers.

use crate::{
	pallet::{
		Batches, Config, ExpiredUntil, Expiries, Generators, Meters, NextBatchId, NextSerial,
		Pallet, Permits, Requests, Retirements,
	},
	types::{Description, Standing, Status},
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::fungibles::Inspect};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::{market::SerialRange, Interval, WattHours};

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
			if batch.standing == Standing::Valid {
				let there = T::Assets::total_issuance(id);
				ensure!(there == batch.circulating().into(), "2: what circulates is what there is");
				let kept = T::Assets::balance(id, &Self::account_id());
				ensure!(batch.tradable || kept == there, "2: certificates of own use are kept");
			}
			let mut ranges = retired.remove(&id).unwrap_or_default();
			ranges.sort_by_key(|range| range.start);
			let inside =
				|range: &SerialRange| batch.serials.start <= range.start && range.end <= batch.next;
			ensure!(ranges.iter().all(inside), "3: retirements lie in their batch");
			let apart = ranges.windows(2).all(|pair| pair[0].end <= pair[1].start);
			ensure!(apart, "3: retirements do not overlap");
			issued.push(batch.serials);
			if batch.standing != Standing::Withdrawn || batch.retired > 0 {
				spans.entry(batch.generator).or_default().push(batch.span);
				let carried = carried.entry(batch.generator).or_default();
				let carried = &mut carried[usize::from(!batch.tradable)];
				*carried = *carried + batch.energy - batch.certified();
			}
			let expiry = Self::expiry(batch.month);
			let waits = Expiries::<T>::contains_key(expiry, id);
			ensure!(waits == (batch.standing == Standing::Valid), "8: valid batches expire");
			let passed = ExpiredUntil::<T>::get().is_none_or(|until| expiry < until);
			ensure!(!waits || !passed, "8: none is passed over");
			batches += 1;
		}
		ensure!(retired.is_empty(), "3: retirements have a batch");
		issued.sort_by_key(|range| range.start);
		let apart = issued.windows(2).all(|pair| pair[0].end <= pair[1].start);
		let below = issued.last().is_none_or(|last| last.end <= NextSerial::<T>::get());
		ensure!(apart && below, "4: serial numbers are given once");
		let mut pending = 0;
		for (id, generator) in Generators::<T>::iter() {
			let [tradable, own] = carried.remove(&id).unwrap_or_default();
			let covered = generator.carry >= tradable && generator.carry_own >= own;
			ensure!(covered, "5: certificates are covered by output");
			let taken = spans.remove(&id).unwrap_or_default();
			let freed = &generator.freed;
			let past = |span: &Interval| span.end <= generator.certified_until;
			ensure!(
				taken.iter().chain(freed.iter()).all(past),
				"7: time that was certified is past"
			);
			let apart = |more: &[Interval]| {
				let mut spans = [&taken[..], more].concat();
				spans.sort_by_key(|span| span.start);
				spans.windows(2).all(|pair| pair[0].end <= pair[1].start)
			};
			ensure!(apart(&freed[..]), "7: no time is certified twice, or free and certified");
			let joined = freed.windows(2).all(|pair| pair[0].end < pair[1].start);
			let some = freed.iter().all(|span| span.start < span.end);
			ensure!(joined && some, "7: what is free again is in order");
			if let Some(request) = generator.pending {
				let request = Requests::<T>::get(request).filter(|request| request.generator == id);
				let request = request.ok_or("6: a pending request waits")?;
				ensure!(apart(&[request.span]), "7: what waits was not certified");
				pending += 1;
			}
			if generator.status == Status::Pending {
				continue;
			}
			accredited += 1;
			let Description { permit, meter, .. } = generator.description;
			ensure!(Permits::<T>::get(permit) == Some(id), "6: a permit knows its device");
			if let Some(meter) = meter {
				ensure!(Meters::<T>::get(meter) == Some(id), "6: a meter knows its device");
				metered += 1;
			}
		}
		ensure!(Permits::<T>::iter().count() == accredited, "6: each permit is a device's");
		ensure!(Meters::<T>::iter().count() == metered, "6: each meter is a device's");
		ensure!(batches == NextBatchId::<T>::get(), "batches stay on record");
		ensure!(Requests::<T>::iter().count() == pending, "6: each request is a device's");
		Ok(())
	}
}
