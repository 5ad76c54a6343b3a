//! Benchmarks of the calls and of the hook.

use crate::{
	pallet::{
		Call, Config, FoldedLevels, Orders, Pallet, Readings, Slots, TermsSchedule, ToClear,
		ToOpen, ToSettle,
	},
	types::{Levels, Metered, Page, Stage, Steps, Terms, MAX_TERMS, PAGE_SIZE},
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get};
use frame_system::RawOrigin;
use zeropark_clearing::{Book, Curve, Grid, Step, Tariff, MAX_STEPS, MAX_TICK};
use zeropark_primitives::{
	energy::{start_of, Capacity, Points, Slot},
	time::{Seconds, HOUR, QUARTER_HOUR},
};

/// What the runtime provides for benchmarks.
pub trait BenchmarkHelper<AccountId> {
	/// Moves the clock to `seconds` after the Unix epoch.
	fn set_time(seconds: Seconds);
	/// Gives an account plenty of the settlement currency.
	fn fund(who: &AccountId);
}

const SLOT: Slot = 1_900_000;
/// When the slot is settled: two hours after its end.
const SETTLED_AT: Seconds = (SLOT as Seconds + 1) * QUARTER_HOUR + 2 * HOUR;
const CAPACITY: Capacity = Capacity { load: 10_000, generation: 10_000 };
/// The most pages that are worked through in a block.
const MAX_PAGES: u32 = 64;

/// A curve of as many steps as there can be.
fn steps() -> Steps {
	let steps = (0..MAX_STEPS as u16).map(|n| Step { limit: 900 - n, energy: 1_000 });
	Steps::truncate_from(steps.collect())
}

fn terms(from: Slot) -> Terms {
	let tariff = Tariff { feed_in: 1, retail: 2 };
	Terms { from, tariff, grid: Grid { losses: 30_000, fee: 1 } }
}

/// Opens [`SLOT`] under a full schedule of terms, and adds `points` points of as many members. Returns
/// the owner and the meter of the last.
fn open<T: Config>(points: u32) -> (T::AccountId, T::AccountId) {
	let mut owner: T::AccountId = account("owner", 0, 0);
	T::BenchmarkHelper::fund(&Pallet::<T>::account_id());
	T::BenchmarkHelper::fund(&T::GridAccount::get());
	let mut meter = owner.clone();
	for point in 0..points {
		owner = account("owner", point, 0);
		T::BenchmarkHelper::fund(&owner);
		meter = T::Points::prepare(&owner, CAPACITY);
	}
	TermsSchedule::<T>::mutate(|schedule| {
		schedule.clear();
		for n in 1..MAX_TERMS {
			let _ = schedule.try_push(terms(n));
		}
	});
	ToSettle::<T>::put(SLOT);
	ToClear::<T>::put(SLOT);
	ToOpen::<T>::put(SLOT.saturating_add(1));
	Slots::<T>::insert(SLOT, Stage::Open);
	T::BenchmarkHelper::set_time(start_of(SLOT).saturating_sub(2 * HOUR));
	(owner, meter)
}

/// Fills pages with orders, and with readings: the points draw so much, or deliver all that they can.
fn fill<T: Config>(pages: u32, drawn: u64) {
	let delivered = if drawn == 0 { CAPACITY.generation } else { 0 };
	for number in 0..pages {
		let mut page = Page::new();
		let first = number.saturating_mul(PAGE_SIZE);
		for point in first..first.saturating_add(PAGE_SIZE) {
			let _ = page.try_insert(point, steps());
			let metered = Metered { drawn, delivered, meters: 1 };
			Readings::<T>::insert(SLOT, point, metered);
		}
		Orders::<T>::insert(SLOT, number, page);
	}
}

fn clear<T: Config>(pages: u32) {
	let terms = terms(1);
	let mut book = Book::default();
	for number in 0..pages {
		for steps in Orders::<T>::get(SLOT, number).values() {
			book.add(&terms.grid.at_hub(Curve(steps)));
		}
	}
	let clearing = book.clear(terms.grid, terms.tariff, 0, 7);
	Slots::<T>::insert(SLOT, Stage::Cleared(clearing));
	ToClear::<T>::put(SLOT.saturating_add(1));
	T::BenchmarkHelper::set_time(start_of(SLOT).saturating_add(2 * HOUR));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn bid() -> Result<(), BenchmarkError> {
		let (owner, _) = open::<T>(PAGE_SIZE);
		fill::<T>(1, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), PAGE_SIZE - 1, SLOT, steps());
		assert_eq!(Pallet::<T>::order(SLOT, PAGE_SIZE - 1), Some(steps()));
		Ok(())
	}

	#[benchmark]
	fn report_reading() -> Result<(), BenchmarkError> {
		let (_, meter) = open::<T>(1);
		clear::<T>(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(meter), SLOT, 1_000, 0);
		assert_eq!(Readings::<T>::get(SLOT, 0).drawn, 1_000);
		Ok(())
	}

	#[benchmark]
	fn set_terms() -> Result<(), BenchmarkError> {
		open::<T>(0);
		let origin =
			T::ProviderOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, terms(SLOT + 1));
		assert_eq!(Pallet::<T>::terms_of(SLOT + 1).map(|terms| terms.from), Some(SLOT + 1));
		Ok(())
	}

	#[benchmark]
	fn idle() -> Result<(), BenchmarkError> {
		open::<T>(1);
		#[block]
		{
			Pallet::<T>::work();
		}
		assert!(Slots::<T>::contains_key(SLOT + 4));
		Ok(())
	}

	#[benchmark]
	fn fold(p: Linear<0, MAX_PAGES>) -> Result<(), BenchmarkError> {
		open::<T>(p * PAGE_SIZE);
		fill::<T>(p, 0);
		let levels = (0..=MAX_TICK).map(|tick| (tick, 1, 1)).collect::<Vec<_>>();
		let levels = Levels::truncate_from(levels);
		FoldedLevels::<T>::put(levels);
		Slots::<T>::insert(SLOT, Stage::Folding { page: 0 });
		let now = start_of(SLOT);
		#[block]
		{
			Pallet::<T>::clear_next(now, MAX_PAGES);
		}
		assert_eq!(ToClear::<T>::get(), SLOT + 1);
		Ok(())
	}

	#[benchmark]
	fn collect(p: Linear<0, MAX_PAGES>) -> Result<(), BenchmarkError> {
		open::<T>(p * PAGE_SIZE);
		// Every point draws what it did not buy.
		fill::<T>(p, 10_000);
		clear::<T>(p);
		#[block]
		{
			Pallet::<T>::settle_next(SETTLED_AT, MAX_PAGES);
		}
		let Some(Stage::Paying(_, progress)) = Slots::<T>::get(SLOT) else {
			return Err("it is collected".into());
		};
		assert_eq!(progress.sums.long, 0);
		Ok(())
	}

	#[benchmark]
	fn pay(p: Linear<0, MAX_PAGES>) -> Result<(), BenchmarkError> {
		open::<T>(p * PAGE_SIZE);
		// Every point delivers what it did not sell.
		fill::<T>(p, 0);
		clear::<T>(p);
		Pallet::<T>::settle_next(SETTLED_AT, MAX_PAGES);
		#[block]
		{
			Pallet::<T>::settle_next(SETTLED_AT, MAX_PAGES);
		}
		let record = Pallet::<T>::record(SLOT).ok_or("it is recorded")?;
		assert_eq!((record.sums.points, record.sums.short), (p * PAGE_SIZE, 0));
		Ok(())
	}
}
