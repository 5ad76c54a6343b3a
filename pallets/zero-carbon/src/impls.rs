//! The logic behind the calls, and the ledger that `metering` and `power-purchase` write to.

use crate::{
	pallet::{
		Config, Error, Event, HoldReason, NextPeriodId, NextSourceId, OpenPeriods, Pallet, Periods,
		ReadingsPerDay, Sources,
	},
	types::{Period, PeriodOf, Source, SourceId, SourceKind, Sums},
};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungible::MutateHold, tokens::Precision, Get, UnixTime},
	BoundedVec,
};
use zeropark_primitives::{
	ids::PeriodId,
	metering::{AccuracyClass, DeviceKind, ReadingSink},
	purchase::PeriodLedger,
	time::{Interval, Seconds, HOUR},
	units::{MilliUnits, MilligramsPerUnit, WattHours},
};

impl<T: Config> Pallet<T> {
	/// The id of the period that was opened last; `None` before the first.
	pub fn newest_period() -> Option<PeriodId> {
		NextPeriodId::<T>::get().checked_sub(1)
	}

	pub(crate) fn do_open_period(
		depositor: T::AccountId,
		start: Seconds,
		end: Seconds,
		grid_factor: MilligramsPerUnit,
	) -> DispatchResult {
		ensure!(
			start < end
				&& start.is_multiple_of(HOUR)
				&& end.is_multiple_of(HOUR)
				&& end.saturating_sub(start) <= T::MaxPeriodLength::get(),
			Error::<T>::InvalidSpan
		);
		// No period can start before the newest one ends: one in the far future would be the last.
		let latest = T::Time::now().as_secs().saturating_add(T::MaxPeriodLength::get());
		ensure!(start <= latest, Error::<T>::TooFarAhead);
		let id = NextPeriodId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		let previous = id.checked_sub(1).and_then(Periods::<T>::get);
		ensure!(previous.is_none_or(|previous| previous.span.end <= start), Error::<T>::Overlap);
		let mut open = OpenPeriods::<T>::get();
		open.try_push(id).map_err(|_| Error::<T>::TooManyOpenPeriods)?;

		let deposit = T::PeriodDeposit::get();
		T::Currency::hold(&HoldReason::Period.into(), &depositor, deposit)?;

		let span = Interval { start, end };
		let mut period =
			Period { span, open: true, grid_factor, sums: Sums::default(), depositor, deposit };
		period.sums.coverage.expected = period.owed_from(ReadingsPerDay::<T>::get(), start);
		Periods::<T>::insert(id, period);
		OpenPeriods::<T>::put(open);
		NextPeriodId::<T>::put(next);
		Self::deposit_event(Event::PeriodOpened { period: id, start, end });
		Ok(())
	}

	pub(crate) fn do_close_period(id: PeriodId) -> DispatchResult {
		let mut period = Periods::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(period.open, Error::<T>::PeriodNotOpen);
		ensure!(period.span.end <= T::Time::now().as_secs(), Error::<T>::NotEnded);

		period.open = false;
		let statement = period.statement();
		Periods::<T>::insert(id, period);
		OpenPeriods::<T>::mutate(|open| open.retain(|open| *open != id));
		Self::deposit_event(Event::PeriodClosed { period: id, statement });
		Ok(())
	}

	pub(crate) fn do_register_source(
		depositor: T::AccountId,
		reporter: T::AccountId,
		kind: SourceKind,
		factor: MilligramsPerUnit,
		accuracy: AccuracyClass,
		label: BoundedVec<u8, T::MaxLabel>,
	) -> DispatchResult {
		ensure!(Sources::<T>::count() < T::MaxSources::get(), Error::<T>::TooManySources);
		ensure!(accuracy.is_valid(), Error::<T>::InvalidAccuracy);
		let id = NextSourceId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;

		let deposit = T::SourceDeposit::get();
		T::Currency::hold(&HoldReason::Source.into(), &depositor, deposit)?;

		let source = Source {
			reporter: reporter.clone(),
			kind,
			factor,
			accuracy,
			label,
			depositor,
			deposit,
		};
		Sources::<T>::insert(id, source);
		NextSourceId::<T>::put(next);
		Self::deposit_event(Event::SourceRegistered { source: id, reporter, kind });
		Ok(())
	}

	pub(crate) fn do_remove_source(id: SourceId) -> DispatchResult {
		let source = Sources::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		T::Currency::release(
			&HoldReason::Source.into(),
			&source.depositor,
			source.deposit,
			Precision::BestEffort,
		)?;
		Sources::<T>::remove(id);
		Self::deposit_event(Event::SourceRemoved { source: id });
		Ok(())
	}

	pub(crate) fn do_report_activity(
		reporter: T::AccountId,
		source_id: SourceId,
		period_id: PeriodId,
		quantity: MilliUnits,
	) -> DispatchResult {
		let source = Sources::<T>::get(source_id).ok_or(Error::<T>::NotFound)?;
		ensure!(source.reporter == reporter, Error::<T>::NotAuthorized);
		ensure!(quantity > MilliUnits::ZERO, Error::<T>::ZeroQuantity);
		let mut period = Periods::<T>::get(period_id).ok_or(Error::<T>::NotFound)?;
		ensure!(period.open, Error::<T>::PeriodNotOpen);

		let grams = match source.kind {
			SourceKind::Emission => quantity.emissions(source.factor),
			SourceKind::Capture | SourceKind::Sink => quantity.removals(source.factor),
		}
		.ok_or(Error::<T>::Overflow)?;
		period
			.sums
			.add_activity(source.kind, source.accuracy, grams)
			.ok_or(Error::<T>::Overflow)?;
		Periods::<T>::insert(period_id, period);
		Self::deposit_event(Event::ActivityReported {
			source: source_id,
			period: period_id,
			quantity,
			grams,
		});
		Ok(())
	}

	/// The period `id`; `None` if it does not exist or is closed.
	fn opened(id: PeriodId) -> Option<PeriodOf<T>> {
		Periods::<T>::get(id).filter(|period| period.open)
	}

	/// The open period that contains the whole of `interval`, and its id.
	fn open_period_of(interval: &Interval) -> Option<(PeriodId, PeriodOf<T>)> {
		OpenPeriods::<T>::get().into_iter().find_map(|id| {
			let period = Periods::<T>::get(id)?;
			period.span.encloses(interval).then_some((id, period))
		})
	}

	/// Adds or subtracts (`change`) the readings that a device with `per_day` readings a day owes
	/// from `at` on, in every open period and in the total for periods that are opened later.
	fn expect(per_day: u32, at: Seconds, change: fn(u64, u64) -> u64) {
		let per_day = u64::from(per_day);
		ReadingsPerDay::<T>::mutate(|total| *total = change(*total, per_day));
		for id in OpenPeriods::<T>::get() {
			Periods::<T>::mutate_extant(id, |period| {
				let owed = period.owed_from(per_day, at);
				let expected = &mut period.sums.coverage.expected;
				*expected = change(*expected, owed);
			});
		}
	}
}

impl<T: Config> ReadingSink for Pallet<T> {
	fn device_added(per_day: u32, at: Seconds) {
		Self::expect(per_day, at, u64::saturating_add);
	}

	fn device_removed(per_day: u32, at: Seconds) {
		Self::expect(per_day, at, u64::saturating_sub);
	}

	fn accepts(interval: &Interval) -> DispatchResult {
		Self::open_period_of(interval).map(|_| ()).ok_or(Error::<T>::PeriodNotOpen.into())
	}

	fn record(
		kind: DeviceKind,
		accuracy: AccuracyClass,
		interval: &Interval,
		energy: WattHours,
	) -> DispatchResult {
		let (id, mut period) = Self::open_period_of(interval).ok_or(Error::<T>::PeriodNotOpen)?;
		period.sums.add_reading(kind, accuracy, energy).ok_or(Error::<T>::Overflow)?;
		Periods::<T>::insert(id, period);
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(interval: &Interval) {
		crate::benchmarking::fill_open_periods::<T>(interval);
	}
}

impl<T: Config> PeriodLedger for Pallet<T> {
	fn open_span(period: PeriodId) -> Option<Interval> {
		Some(Self::opened(period)?.span)
	}

	fn shortfall(period: PeriodId) -> Option<WattHours> {
		Self::opened(period).map(|period| period.sums.shortfall())
	}

	fn add_purchased(id: PeriodId, energy: WattHours) -> DispatchResult {
		let mut period = Self::opened(id).ok_or(Error::<T>::PeriodNotOpen)?;
		let purchased = &mut period.sums.power.purchased;
		*purchased = purchased.checked_add(energy).ok_or(Error::<T>::Overflow)?;
		Periods::<T>::insert(id, period);
		Ok(())
	}

	fn remove_purchased(id: PeriodId, energy: WattHours) -> DispatchResult {
		Periods::<T>::try_mutate(id, |period| {
			let purchased = match period {
				Some(period) => &mut period.sums.power.purchased,
				None => return Err(Error::<T>::NotFound.into()),
			};
			*purchased = purchased.checked_sub(energy).ok_or(Error::<T>::Overflow)?;
			Ok(())
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(shortfall: WattHours) -> PeriodId {
		crate::benchmarking::open_period_lacking::<T>(shortfall)
	}
}
