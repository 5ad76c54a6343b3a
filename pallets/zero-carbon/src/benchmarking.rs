//! Benchmarks of the calls.

use crate::{
	pallet::{
		Activities, Call, Config, GridFactors, NewestPeriod, NextPeriodId, OpenPeriods, Pallet,
		Periods, Removals, Sources, VintageMonths,
	},
	types::{SourceId, SourceKind, Sums},
	Period,
};
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungible::Mutate, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_core::H256;
use zeropark_primitives::{
	carbon::GridFactor,
	compliance::EmissionRegisters,
	ids::{EntityId, PeriodId},
	metering::{AccuracyClass, Meters},
	time::{Interval, Seconds, HOUR},
	units::{MilliUnits, MilligramsPerUnit, WattHours},
};

const GRID: MilligramsPerUnit = MilligramsPerUnit(570_300);

/// The runtime's part in the benchmarks.
pub trait BenchmarkHelper {
	/// Sets the clock to `seconds` after the Unix epoch.
	fn set_time(seconds: Seconds);
}

fn grid<T: Config>() -> GridFactor<T::AccountId> {
	GridFactor { year: 1970, factor: GRID, source: H256::zero(), publisher: whitelisted_caller() }
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
				previous: id.checked_sub(1),
				gap_before: None,
				unbroken_since: 0,
				grid: grid::<T>(),
				sums: Sums::default(),
				purchases_left: 0,
				depositor: depositor.clone(),
				deposit: Default::default(),
			},
		);
		OpenPeriods::<T>::mutate(|open| {
			let _ = open.try_push(id);
		});
		T::Meters::span_opened(id, &span);
		NewestPeriod::<T>::put(id);
		NextPeriodId::<T>::put(id + 1);
	}
}

/// Opens a period whose shortfall is `energy`, for benchmarks of purchases.
pub(crate) fn open_period_lacking<T: Config>(energy: WattHours) -> PeriodId {
	fill_open_periods::<T>(&Interval { start: 0, end: HOUR });
	let id = NextPeriodId::<T>::get() - 1;
	T::Meters::prepare(id, energy);
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
	fund::<T>(&account);
	Ok((origin, account))
}

fn verifier<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::VerifierOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn fund<T: Config>(account: &T::AccountId)
where
	T::Currency: Mutate<T::AccountId>,
{
	let deposits = T::PeriodDeposit::get() + T::SourceDeposit::get() + T::ActivityDeposit::get();
	let _ = T::Currency::mint_into(account, deposits * 100u32.into());
}

/// An enterprise that emissions can belong to, with as much to do for each of them as can be.
fn entity<T: Config>(kind: SourceKind) -> Option<EntityId> {
	(kind == SourceKind::Emission).then(T::Registers::prepare)
}

/// Registers a source with the longest label. Returns its id and the account that reports for it.
fn waiting_source<T: Config>(kind: SourceKind) -> Result<(SourceId, T::AccountId), BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let (origin, _) = operator::<T>()?;
	let reporter: T::AccountId = whitelisted_caller();
	fund::<T>(&reporter);
	Pallet::<T>::register_source(
		origin,
		reporter.clone(),
		kind,
		MilligramsPerUnit(2_680_000),
		AccuracyClass(100),
		BoundedVec::truncate_from(vec![b'x'; T::MaxLabel::get() as usize]),
		H256::zero(),
		entity::<T>(kind),
	)?;
	Ok((0, reporter))
}

/// Registers a source and has it approved, while as many periods are open as can be.
fn source<T: Config>(kind: SourceKind) -> Result<(SourceId, T::AccountId), BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	T::BenchmarkHelper::set_time(0);
	fill_open_periods::<T>(&Interval { start: 0, end: HOUR });
	let source = waiting_source::<T>(kind)?;
	Pallet::<T>::approve_source(verifier::<T>()?, source.0)?;
	Ok(source)
}

fn last_period<T: Config>() -> PeriodId {
	T::MaxOpenPeriods::get() - 1
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open_period() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(0);
		let (origin, _) = operator::<T>()?;
		GridFactors::<T>::insert(1970, grid::<T>());
		for index in 1..u64::from(T::MaxOpenPeriods::get()) {
			let start = (index - 1) * HOUR;
			Pallet::<T>::open_period(origin.clone(), Some(start), start + HOUR)?;
		}
		let end = (u64::from(T::MaxOpenPeriods::get()) + 1) * HOUR;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, None, end);
		assert_eq!(NextPeriodId::<T>::get(), T::MaxOpenPeriods::get());
		Ok(())
	}

	#[benchmark]
	fn close_period() -> Result<(), BenchmarkError> {
		let (origin, _) = operator::<T>()?;
		fill_open_periods::<T>(&Interval { start: 0, end: HOUR });
		T::BenchmarkHelper::set_time(HOUR);
		let period = last_period::<T>();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, period, true);
		assert_eq!(Periods::<T>::get(period).map(|period| period.open), Some(false));
		Ok(())
	}

	#[benchmark]
	fn cancel_period() -> Result<(), BenchmarkError> {
		let (origin, _) = operator::<T>()?;
		fill_open_periods::<T>(&Interval { start: 0, end: HOUR });
		let period = last_period::<T>();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, period);
		assert!(!Periods::<T>::contains_key(period));
		Ok(())
	}

	#[benchmark]
	fn register_source() -> Result<(), BenchmarkError> {
		let (origin, account) = operator::<T>()?;
		let label = BoundedVec::truncate_from(vec![b'x'; T::MaxLabel::get() as usize]);
		let entity = entity::<T>(SourceKind::Emission);
		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			account,
			SourceKind::Emission,
			MilligramsPerUnit(2_680_000),
			AccuracyClass(100),
			label,
			H256::zero(),
			entity,
		);
		assert!(Sources::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn withdraw_source() -> Result<(), BenchmarkError> {
		let (id, _) = waiting_source::<T>(SourceKind::Emission)?;
		let (origin, _) = operator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);
		assert!(!Sources::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn approve_source() -> Result<(), BenchmarkError> {
		fill_open_periods::<T>(&Interval { start: 0, end: HOUR });
		let (id, _) = waiting_source::<T>(SourceKind::Emission)?;
		let origin = verifier::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);
		assert!(Sources::<T>::get(id).is_some_and(|source| source.approved_by.is_some()));
		Ok(())
	}

	#[benchmark]
	fn end_source() -> Result<(), BenchmarkError> {
		let (id, _) = source::<T>(SourceKind::Emission)?;
		let origin = verifier::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, H256::zero());
		assert!(Sources::<T>::get(id).is_some_and(|source| source.ended.is_some()));
		Ok(())
	}

	#[benchmark]
	fn report_activity() -> Result<(), BenchmarkError> {
		let (id, reporter) = source::<T>(SourceKind::Emission)?;
		let (period, quantity) = (last_period::<T>(), MilliUnits(1_000));
		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), id, period, quantity, H256::zero());
		assert!(Activities::<T>::contains_key(period, id));
		Ok(())
	}

	#[benchmark]
	fn confirm_removal() -> Result<(), BenchmarkError> {
		let (id, reporter) = source::<T>(SourceKind::Sink)?;
		let (period, quantity) = (last_period::<T>(), MilliUnits(1_000));
		let report = RawOrigin::Signed(reporter).into();
		Pallet::<T>::report_activity(report, id, period, quantity, H256::zero())?;
		let origin = verifier::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);
		assert!(Activities::<T>::contains_key(period, id));
		Ok(())
	}

	#[benchmark]
	fn drop_removal() -> Result<(), BenchmarkError> {
		let (id, reporter) = source::<T>(SourceKind::Sink)?;
		let (period, quantity) = (last_period::<T>(), MilliUnits(1_000));
		let report = RawOrigin::Signed(reporter.clone()).into();
		Pallet::<T>::report_activity(report, id, period, quantity, H256::zero())?;
		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), 0);
		assert!(!Removals::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn publish_grid_factor() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(0);
		fill_open_periods::<T>(&Interval { start: 0, end: HOUR });
		let origin = verifier::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 1970, MilligramsPerUnit(1), H256::zero());
		let newest = Periods::<T>::get(last_period::<T>());
		assert_eq!(newest.map(|period| period.grid.factor), Some(MilligramsPerUnit(1)));
		Ok(())
	}

	#[benchmark]
	fn set_vintage() -> Result<(), BenchmarkError> {
		let origin = verifier::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 6);
		assert_eq!(VintageMonths::<T>::get(), 6);
		Ok(())
	}
}
