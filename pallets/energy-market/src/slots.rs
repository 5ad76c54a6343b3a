//! The work of the hook: slots are opened, cleared and settled, a bounded number of pages a block.

use crate::{
	impls::GATE,
	pallet::{
		Config, Event, FoldedLevels, Orders, Pallet, Readings, ReadingsUntil, Records, Slots,
		ToClear, ToOpen, ToSettle, WorkedAt, KEPT_RECORDS,
	},
	types::{Levels, PointResult, Progress, Record, Stage, Steps, Sums, PAGE_SIZE},
	weights::WeightInfo,
};
use codec::Decode;
use frame_support::{
	defensive,
	traits::{
		fungible::{Inspect as _, Mutate as _},
		tokens::{Fortitude::Polite, Preservation::Preserve},
		Get, Randomness,
	},
	weights::Weight,
};
use sp_runtime::traits::{BlakeTwo256, Hash, TrailingZeroInput};
use zeropark_clearing::{Book, Clearing, Curve, Fill, Tariff};
use zeropark_primitives::{
	energy::{slot_of, start_of, PointId, Points, Slot, MAX_UNSETTLED},
	market::Balance,
	time::{Seconds, HOUR, QUARTER_HOUR},
};

/// How long before its start a slot takes the first bid.
const OPENING: Seconds = 4 * HOUR;

/// The most slots that a block opens: as many as begin in an hour.
const MAX_OPENED: u32 = 4;

/// How long after its end a slot is settled.
const READING_TIME: Seconds = HOUR;

/// How long there is no block until meters get more time, in seconds.
pub const STANDSTILL: Seconds = QUARTER_HOUR;

impl<T: Config> Pallet<T> {
	/// Does what is due, as far as a block goes.
	pub(crate) fn work() -> Weight {
		let now = Self::now();
		if now == 0 {
			// The genesis block.
			return T::WeightInfo::idle();
		}
		let mut weight = T::WeightInfo::idle();
		if now.saturating_sub(WorkedAt::<T>::get()) > STANDSTILL {
			ReadingsUntil::<T>::put(now.saturating_add(READING_TIME));
		}
		WorkedAt::<T>::put(now);
		for _ in 0..MAX_OPENED {
			Self::open_next(now);
		}
		// Each step works through a page at least, so the pages bound the steps.
		let mut pages = T::PagesPerBlock::get();
		while pages > 0 {
			let step = Self::clear_next(now, pages).or_else(|| Self::settle_next(now, pages));
			let Some((done, step)) = step else { break };
			weight = weight.saturating_add(step);
			pages = pages.saturating_sub(done.max(1));
		}
		weight
	}

	/// Opens the next slot, if it is time.
	fn open_next(now: Seconds) {
		let (first, last) = (now.saturating_add(GATE), now.saturating_add(OPENING));
		let (Some(first), Some(last)) = (slot_of(first), slot_of(last)) else { return };
		let slot = ToOpen::<T>::get();
		let settled = ToSettle::<T>::get();
		if slot <= first {
			// At the start, and after the chain stood still: nobody could have bid for these.
			let next = first.saturating_add(1);
			if slot > 0 {
				Self::deposit_event(Event::SlotsSkipped { from: slot, to: next });
			}
			if settled == slot {
				ToSettle::<T>::put(next);
				ToClear::<T>::put(next);
			}
			ToOpen::<T>::put(next);
			return;
		}
		if slot > last || slot.saturating_sub(settled) >= MAX_UNSETTLED {
			return;
		}
		// In between, the market maker has what it will have to pay out.
		let stage = Slots::<T>::get(settled);
		if matches!(stage, Some(Stage::Collecting(..) | Stage::Paying(..))) {
			return;
		}
		let next = slot.saturating_add(1);
		let has = T::Currency::reducible_balance(&Self::account_id(), Preserve, Polite);
		if has >= Self::needed_collateral() {
			Slots::<T>::insert(slot, Stage::Open);
			Self::deposit_event(Event::SlotOpened { slot });
		} else {
			Self::deposit_event(Event::SlotsSkipped { from: slot, to: next });
		}
		ToOpen::<T>::put(next);
	}

	/// Goes on with clearing by up to `most` pages, if a slot's gate is closed. Returns the pages that
	/// were worked through.
	pub(crate) fn clear_next(now: Seconds, most: u32) -> Option<(u32, Weight)> {
		let slot = ToClear::<T>::get();
		let closed = slot < ToOpen::<T>::get() && start_of(slot) < now.saturating_add(GATE);
		if !closed {
			return None;
		}
		let terms = Self::terms_of(slot);
		let (stage, terms) = match (Slots::<T>::get(slot), terms) {
			(Some(stage), Some(terms)) => (stage, terms),
			// It was skipped.
			_ => {
				ToClear::<T>::put(slot.saturating_add(1));
				return Some((0, T::WeightInfo::fold(0)));
			},
		};
		let page = match stage {
			Stage::Folding { page } => page,
			_ => 0,
		};
		// Nothing is left over from another slot: the last page takes it away.
		let mut book = Book::from_levels(FoldedLevels::<T>::take());
		let pages = Self::pages();
		let until = page.saturating_add(most).min(pages);
		let done = until.saturating_sub(page);
		let work = (done, T::WeightInfo::fold(done));
		for number in page..until {
			for steps in Orders::<T>::get(slot, number).values() {
				book.add(&terms.grid.at_hub(Curve(steps)));
			}
		}
		if until < pages {
			FoldedLevels::<T>::put(Levels::truncate_from(book.levels().collect()));
			Slots::<T>::insert(slot, Stage::Folding { page: until });
			return Some(work);
		}
		let clearing = book.clear(terms.grid, terms.tariff, 0, Self::seed(slot));
		let Clearing { price, bought, sold, .. } = clearing;
		Slots::<T>::insert(slot, Stage::Cleared(clearing));
		ToClear::<T>::put(slot.saturating_add(1));
		Self::deposit_event(Event::SlotCleared { slot, price, bought, sold });
		Some(work)
	}

	/// Decides who gets the last watt-hours of a slot.
	fn seed(slot: Slot) -> u64 {
		let (random, _) = T::Randomness::random(b"energy-market");
		let hash = BlakeTwo256::hash_of(&(slot, random));
		u64::decode(&mut TrailingZeroInput::new(hash.as_bytes())).unwrap_or(0)
	}

	/// The pages of a slot: there are none of points that do not exist.
	fn pages() -> u32 {
		T::Points::count().div_ceil(PAGE_SIZE)
	}

	/// Goes on with settlement by up to `most` pages, if a slot's meters have had their time. Returns the
	/// pages that were worked through.
	pub(crate) fn settle_next(now: Seconds, most: u32) -> Option<(u32, Weight)> {
		let slot = ToSettle::<T>::get();
		let end = start_of(slot.saturating_add(1));
		let due = end.saturating_add(READING_TIME).max(ReadingsUntil::<T>::get());
		let due = slot < ToClear::<T>::get() && due <= now;
		if !due {
			return None;
		}
		let terms = Self::terms_of(slot);
		let (stage, tariff) = match (Slots::<T>::get(slot), terms) {
			(Some(stage), Some(terms)) => (stage, terms.tariff),
			_ => {
				ToSettle::<T>::put(slot.saturating_add(1));
				return Some((0, T::WeightInfo::collect(0)));
			},
		};
		let (clearing, mut progress, pays) = match stage {
			Stage::Cleared(clearing) => (clearing, Progress::default(), false),
			Stage::Collecting(clearing, progress) => (clearing, progress, false),
			Stage::Paying(clearing, progress) => (clearing, progress, true),
			Stage::Open | Stage::Folding { .. } => {
				defensive!("what is before `ToClear` is cleared");
				return None;
			},
		};
		let pages = Self::pages();
		let until = progress.page.saturating_add(most).min(pages);
		let done = until.saturating_sub(progress.page);
		let weight = if pays { T::WeightInfo::pay(done) } else { T::WeightInfo::collect(done) };
		for number in progress.page..until {
			Self::settle_page(slot, number, &clearing, &tariff, &mut progress, pays);
		}
		progress.page = until;
		match (until < pages, pays) {
			(true, false) => Slots::<T>::insert(slot, Stage::Collecting(clearing, progress)),
			(true, true) => Slots::<T>::insert(slot, Stage::Paying(clearing, progress)),
			(false, false) => {
				let sums = progress.sums;
				let progress = Progress { sums, ..Default::default() };
				Slots::<T>::insert(slot, Stage::Paying(clearing, progress));
			},
			(false, true) => Self::end(slot, &clearing, tariff, progress.sums),
		}
		Some((done, weight))
	}

	/// Settles with the points of a page: first those who owe pay, and in a second pass those who are
	/// owed are paid, so that nothing is paid that did not come in.
	fn settle_page(
		slot: Slot,
		number: u32,
		clearing: &Clearing,
		tariff: &Tariff,
		progress: &mut Progress,
		pays: bool,
	) {
		let page = Orders::<T>::get(slot, number);
		let first = number.saturating_mul(PAGE_SIZE);
		let end = first.saturating_add(PAGE_SIZE).min(T::Points::count());
		for point in first..end {
			let (result, fill) =
				Self::result(slot, point, page.get(&point), clearing, tariff, progress.before);
			progress.before.0 = progress.before.0.saturating_add(fill.marginal_buys);
			progress.before.1 = progress.before.1.saturating_add(fill.marginal_sells);
			let Some(result) = result else { continue };
			if pays {
				Self::pay(slot, point, &result);
			} else {
				Self::collect(slot, point, &result, &mut progress.sums);
			}
		}
		if pays {
			Orders::<T>::remove(slot, number);
		}
	}

	/// What is to be settled with a point. `None` if it is not metered in the slot.
	fn result(
		slot: Slot,
		point: PointId,
		steps: Option<&Steps>,
		clearing: &Clearing,
		tariff: &Tariff,
		before: (u64, u64),
	) -> (Option<PointResult>, Fill) {
		let fill = steps.map_or_else(Fill::default, |steps| {
			clearing.fill(&clearing.grid.at_hub(Curve(steps)), before)
		});
		let Some(info) = T::Points::get(point).filter(|info| info.slots.contains(&slot)) else {
			return (None, fill);
		};
		let metered = Readings::<T>::get(slot, point);
		let is_missing = !metered.is_complete(info.meters);
		let signed = |energy: u64| i64::try_from(energy).unwrap_or(i64::MAX);
		let net = if is_missing {
			// What it generates counts as nothing, and what it draws as all that it can.
			signed(info.capacity.load)
		} else {
			signed(metered.drawn).saturating_sub(signed(metered.delivered))
		};
		let schedule = clearing.schedule(&fill);
		let result = PointResult {
			bought: fill.bought,
			sold: fill.sold,
			schedule,
			metered: net,
			is_missing,
			trade: clearing.payment(&fill),
			imbalance: tariff.imbalance(&clearing.grid, net.saturating_sub(schedule)),
		};
		(Some(result), fill)
	}

	/// Takes what a point owes, and adds it to the sums.
	fn collect(slot: Slot, point: PointId, result: &PointResult, sums: &mut Sums) {
		let net = result.net();
		if net > 0 {
			let owed = net.unsigned_abs();
			let taken = T::Points::collect(point, owed, &Self::account_id());
			sums.unpaid = sums.unpaid.saturating_add(owed.saturating_sub(taken));
		}
		let metered = Readings::<T>::get(slot, point);
		let difference = result.metered.saturating_sub(result.schedule);
		let side = if difference > 0 { &mut sums.short } else { &mut sums.long };
		*side = side.saturating_add(difference.unsigned_abs());
		let (drawn, delivered) = match result.is_missing {
			true => (result.metered.unsigned_abs(), 0),
			false => (metered.drawn, metered.delivered),
		};
		sums.scheduled = sums.scheduled.saturating_add(result.schedule);
		sums.drawn = sums.drawn.saturating_add(drawn);
		sums.delivered = sums.delivered.saturating_add(delivered);
		sums.trade = sums.trade + result.trade;
		sums.imbalance = sums.imbalance + result.imbalance;
		sums.points = sums.points.saturating_add(1);
		sums.missing = sums.missing.saturating_add(result.is_missing.into());
		sums.digest = BlakeTwo256::hash_of(&(sums.digest, slot, point, result));
		Self::deposit_event(Event::PointSettled { slot, point, result: *result });
	}

	/// Pays a point what it is owed.
	fn pay(slot: Slot, point: PointId, result: &PointResult) {
		Readings::<T>::remove(slot, point);
		let net = result.net();
		if net < 0 {
			let amount = net.unsigned_abs();
			if T::Points::pay(point, amount, &Self::account_id()).is_err() {
				Self::deposit_event(Event::PointUnpaid { slot, point, amount });
			}
		}
	}

	/// Ends a slot: the grid operator gets the fees and the dust, and the record is kept.
	fn end(slot: Slot, clearing: &Clearing, tariff: Tariff, sums: Sums) {
		let trade = sums.trade + clearing.maker_payment();
		let dust = trade.pays.checked_sub(trade.gets.saturating_add(trade.fee));
		let dust = dust.unwrap_or_else(|| {
			defensive!("what is paid is rounded up, what is received down");
			0
		});
		let fees = sums.trade.fee.saturating_add(sums.imbalance.fee).saturating_add(dust);
		// Money that nobody paid did not come in as a fee either.
		Self::pay_grid(fees.saturating_sub(sums.unpaid));
		let record = Record {
			tariff,
			grid: clearing.grid,
			price: clearing.price,
			bought: clearing.bought,
			sold: clearing.sold,
			maker_buys: clearing.maker_buys,
			maker_sells: clearing.maker_sells,
			sums,
			dust,
		};
		Slots::<T>::remove(slot);
		Records::<T>::insert(slot % KEPT_RECORDS, (slot, record));
		ToSettle::<T>::put(slot.saturating_add(1));
		Self::deposit_event(Event::SlotRecorded { slot, record });
	}

	fn pay_grid(amount: Balance) {
		if amount == 0 {
			return;
		}
		let (from, to) = (Self::account_id(), T::GridAccount::get());
		if T::Currency::transfer(&from, &to, amount, Preserve).is_err() {
			defensive!("the market maker has at least what came in as fees");
		}
	}
}
