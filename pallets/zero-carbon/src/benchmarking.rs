//! Benchmarks of the calls.

use crate::{
	pallet::{Call, Config, NextPeriodId, OpenPeriods, Pallet, Periods, Sources},
	types::{SourceKind, Sums},
	Period,
};
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungible::Mutate, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use zeropark_primitives::{
	ids::PeriodId,
	metering::AccuracyClass,
	time::{Interval, Seconds, HOUR},
	units::{MilliUnits, MilligramsPerUnit, WattHours},
};

/// The runtime's part in the benchmarks.
pub trait BenchmarkHelper {
	/// Sets the clock to `seconds` after the Unix epoch.
	fn set_time(seconds: Seconds);
}

/// Opens as many periods as may be open at a time. The last one has the bounds `last`, so finding
/// it is the worst case of the search.
pub(crate) fn fill_open_periods<T: Config>(last: &Interval) {
	let depositor: T::AccountId = whitelisted_caller();
	for id in 0..T::MaxOpenPeriods::get() {
		let is_last = id + 1 == T::MaxOpenPeriods::get();
		let span = if is_last { *last } else { Interval { start: last.start, end: last.start } };
		Periods::<T>::insert(
			id,
			Period {
				span,
				open: true,
				grid_factor: MilligramsPerUnit(570_300),
				sums: Sums::default(),
				depositor: depositor.clone(),
				deposit: Default::default(),
			},
		);
		OpenPeriods::<T>::mutate(|open| {
			let _ = open.try_push(id);
		});
		NextPeriodId::<T>::put(id + 1);
	}
}

/// Opens a period whose shortfall is `energy`, for benchmarks of purchases.
pub(crate) fn open_period_lacking<T: Config>(energy: WattHours) -> PeriodId {
	fill_open_periods::<T>(&Interval { start: 0, end: HOUR });
	let id = NextPeriodId::<T>::get() - 1;
	Periods::<T>::mutate(id, |period| {
		if let Some(period) = period {
			period.sums.demand = energy;
		}
	});
	id
}

fn operator<T: Config>() -> Result<(T::RuntimeOrigin, T::AccountId), BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let origin =
		T::OperatorOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
	let account =
		T::OperatorOrigin::ensure_origin(origin.clone()).map_err(|_| BenchmarkError::Weightless)?;
	let funds = (T::PeriodDeposit::get() + T::SourceDeposit::get()) * 100u32.into();
	let _ = T::Currency::mint_into(&account, funds);
	Ok((origin, account))
}

fn source<T: Config>() -> Result<T::AccountId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let (origin, account) = operator::<T>()?;
	Pallet::<T>::register_source(
		origin,
		account.clone(),
		SourceKind::Emission,
		MilligramsPerUnit(2_680_000),
		AccuracyClass(100),
		BoundedVec::truncate_from(vec![b'x'; T::MaxLabel::get() as usize]),
	)?;
	Ok(account)
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open_period() -> Result<(), BenchmarkError> {
		let (origin, _) = operator::<T>()?;
		for index in 1..u64::from(T::MaxOpenPeriods::get()) {
			let start = (index - 1) * HOUR;
			Pallet::<T>::open_period(origin.clone(), start, start + HOUR, MilligramsPerUnit(1))?;
		}
		let start = u64::from(T::MaxOpenPeriods::get()) * HOUR;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, start, start + HOUR, MilligramsPerUnit(570_300));
		assert_eq!(NextPeriodId::<T>::get(), T::MaxOpenPeriods::get());
		Ok(())
	}

	#[benchmark]
	fn close_period() -> Result<(), BenchmarkError> {
		let (origin, _) = operator::<T>()?;
		fill_open_periods::<T>(&Interval { start: 0, end: HOUR });
		T::BenchmarkHelper::set_time(HOUR);
		let period = T::MaxOpenPeriods::get() - 1;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, period);
		assert_eq!(Periods::<T>::get(period).map(|period| period.open), Some(false));
		Ok(())
	}

	#[benchmark]
	fn register_source() -> Result<(), BenchmarkError> {
		let (origin, account) = operator::<T>()?;
		let label = BoundedVec::truncate_from(vec![b'x'; T::MaxLabel::get() as usize]);
		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			account,
			SourceKind::Emission,
			MilligramsPerUnit(2_680_000),
			AccuracyClass(100),
			label,
		);
		assert_eq!(Sources::<T>::count(), 1);
		Ok(())
	}

	#[benchmark]
	fn remove_source() -> Result<(), BenchmarkError> {
		source::<T>()?;
		let (origin, _) = operator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);
		assert_eq!(Sources::<T>::count(), 0);
		Ok(())
	}

	#[benchmark]
	fn report_activity() -> Result<(), BenchmarkError> {
		let reporter = source::<T>()?;
		fill_open_periods::<T>(&Interval { start: 0, end: HOUR });
		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), 0, 0, MilliUnits(1_000));
		assert!(Periods::<T>::get(0).is_some_and(|period| period.sums.activity.0 > 0));
		Ok(())
	}
}
