//! # Zero carbon
//!
//! The period ledger of the park: the paper's equations (1) and (2), kept as readings and activities arrive, and the
//! statement that says whether a period is at zero.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, storage, events and errors.
//!
//! ## Overview
//!
//! A park claims to be at zero for a *period*, not for ever. The operator opens one with its bounds and the grid's
//! emission factor; until it closes, verified readings (from `metering`, through [`Ledger`]) and reported activities add up
//! in it; then only a claim that becomes void changes it. The statement can be asked for at any time.
//!
//! | call | who |
//! |---|---|
//! | [`Call::open_period`], [`Call::close_period`] | operator; the deposit is the operator's |
//! | [`Call::register_source`], [`Call::remove_source`] | operator; the deposit is the operator's |
//! | [`Call::report_activity`] | the reporter of the source |
//!
//! ```text
//! open_period --> open --(readings, activities)--> open --close_period, after its end--> closed
//! ```
//!
//! ### Implementation and terminology
//!
//! Equation (1), in Wh of a period, with readings `r` and `[r]+` the part of it above zero:
//!
//! ```text
//! wind, photovoltaic, biomass = sum [r]+ of the sources of that kind
//! storage                     = sum [r]+ of storage (discharged)
//! demand                      = sum r of loads + sum [-r]+ of every source (own consumption, charging)
//! grid                        = [demand - (wind + photovoltaic + biomass + storage + purchased)]+
//! ```
//!
//! Equation (2), in gCO2e of a period:
//!
//! ```text
//! C1   = grid x grid factor (up) + sum of activities x factor (up)
//! CCUS = sum of captures x factor (down)
//! C2   = allowances + CCER + sum of sinks x factor (down)
//! eta  = +- (sum |r| x class) x grid factor (up) + sum of activities' emissions or removals x class (up)
//! C    = C1 - CCUS - C2 +- eta
//! ```
//!
//! - **Grid**: what demand exceeds the sources' output by, over the period as equation (1) has it (ADR 3).
//! - **Source** (of emissions): an activity with a unit and a factor; an *emission* adds to `C1`, a *capture* is `CCUS`, a
//!   *sink* belongs to `C2`.
//! - **Eta**: the paper's metering error, bounded by what the accuracy classes allow. A period is zero only if its upper
//!   bound is.
//! - **Coverage**: readings received of those owed by the devices in service; a gap lowers it and is never filled. A device
//!   that was admitted within a period that was opened later owes from the period's start: coverage is never overstated.
//!
//! ## Invariants
//!
//! 1. Every period and every source holds exactly its deposit from its depositor.
//! 2. Periods do not overlap, and follow each other in the order of their ids.
//! 3. [`OpenPeriods`] lists exactly the periods that are open.
//! 4. No sum of a period that cannot be negative is. (Demand can: a load that feeds back reads negative.)

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
mod impls;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::{Period, PeriodOf, Source, SourceId, SourceKind, SourceOf, Sums};
pub use weights::WeightInfo;

#[cfg(doc)]
use zeropark_primitives::Ledger;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{Inspect, MutateHold},
			UnixTime,
		},
	};
	use frame_system::pallet_prelude::*;
	use zeropark_primitives::{
		AccuracyClass, GramsCo2e, MilliUnits, MilligramsPerUnit, PeriodId, Seconds, Statement,
	};

	/// The balance type of the currency.
	pub type BalanceOf<T> =
		<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who opens and closes periods and admits emission sources, and pays their deposits.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Holds the deposits.
		type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// Held for each period, in the smallest unit of the currency; never given back, as a period is kept for ever.
		#[pallet::constant]
		type PeriodDeposit: Get<BalanceOf<Self>>;

		/// Held for each emission source.
		#[pallet::constant]
		type SourceDeposit: Get<BalanceOf<Self>>;

		/// The chain's clock.
		type Time: UnixTime;

		/// The most periods open at a time.
		#[pallet::constant]
		type MaxOpenPeriods: Get<u32>;

		/// The longest period, in seconds.
		#[pallet::constant]
		type MaxPeriodLength: Get<Seconds>;

		/// The most emission sources.
		#[pallet::constant]
		type MaxSources: Get<u32>;

		/// The longest label of a source, in bytes.
		#[pallet::constant]
		type MaxLabel: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Moves the clock for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit of a period.
		#[codec(index = 0)]
		Period,
		/// The deposit of an emission source.
		#[codec(index = 1)]
		Source,
	}

	/// The id of the next period.
	#[pallet::storage]
	pub type NextPeriodId<T: Config> = StorageValue<_, PeriodId, ValueQuery>;

	/// Every period there was; each paid for by its depositor.
	#[pallet::storage]
	pub type Periods<T: Config> = StorageMap<_, Twox64Concat, PeriodId, PeriodOf<T>, OptionQuery>;

	/// The periods that take readings and activities, oldest first.
	#[pallet::storage]
	pub type OpenPeriods<T: Config> =
		StorageValue<_, BoundedVec<PeriodId, T::MaxOpenPeriods>, ValueQuery>;

	/// How many readings a day the devices in service owe together.
	#[pallet::storage]
	pub type ReadingsPerDay<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// The id of the next emission source.
	#[pallet::storage]
	pub type NextSourceId<T: Config> = StorageValue<_, SourceId, ValueQuery>;

	/// Emission sources, at most [`Config::MaxSources`]; each paid for by its depositor.
	#[pallet::storage]
	pub type Sources<T: Config> =
		CountedStorageMap<_, Twox64Concat, SourceId, SourceOf<T>, OptionQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A period was opened.
		PeriodOpened {
			/// Its id.
			period: PeriodId,
			/// The first second, since the Unix epoch.
			start: Seconds,
			/// The second after the last.
			end: Seconds,
		},
		/// A period takes no more.
		PeriodClosed {
			/// Its id.
			period: PeriodId,
			/// Its statement, from which only a claim that becomes void still takes.
			statement: Statement,
		},
		/// An emission source was admitted.
		SourceRegistered {
			/// Its id.
			source: SourceId,
			/// Who reports its activity.
			reporter: T::AccountId,
			/// Which term of equation (2) it adds to.
			kind: SourceKind,
		},
		/// An emission source was removed. What it added stays.
		SourceRemoved {
			/// Its id.
			source: SourceId,
		},
		/// An activity was added to a period.
		ActivityReported {
			/// The source.
			source: SourceId,
			/// The period.
			period: PeriodId,
			/// The quantity, in thousandths of the source's unit.
			quantity: MilliUnits,
			/// What it emits or removes.
			grams: GramsCo2e,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No such period or source.
		NotFound,
		/// A period starts and ends on a full hour, ends after it starts, and is no longer than allowed.
		InvalidSpan,
		/// A period starts no later than the longest period from now.
		TooFarAhead,
		/// A period starts no earlier than the one before it ends.
		Overlap,
		/// As many periods are open as may be at a time: close one.
		TooManyOpenPeriods,
		/// Every id has been used.
		IdsExhausted,
		/// The period has not ended yet.
		NotEnded,
		/// The period is closed, or no open period takes a reading of that time.
		PeriodNotOpen,
		/// There are as many emission sources as the park takes.
		TooManySources,
		/// An accuracy class is at most 10,000 ten-thousandths.
		InvalidAccuracy,
		/// Only the source's reporter may report its activity.
		NotAuthorized,
		/// The quantity is zero.
		ZeroQuantity,
		/// A sum would leave its type's range.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxOpenPeriods::get() > 0, "a period must be able to open");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The statement of a period, or of the newest one; `None` if there is no such period.
		pub fn statement(period: Option<PeriodId>) -> Option<Statement> {
			Periods::<T>::get(period.or_else(Self::newest_period)?).map(|period| period.statement())
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Opens the period `[start, end)`, in seconds since the Unix epoch, on full hours.
		///
		/// Origin: [`Config::OperatorOrigin`], whose account pays [`Config::PeriodDeposit`].
		///
		/// `grid_factor` is what a kilowatt-hour from the grid emits, in mgCO2e.
		///
		/// Errors: `InvalidSpan`, `TooFarAhead`, `Overlap`, `TooManyOpenPeriods`, `IdsExhausted`. Event: `PeriodOpened`.
		#[pallet::call_index(0)]
		pub fn open_period(
			origin: OriginFor<T>,
			start: Seconds,
			end: Seconds,
			grid_factor: MilligramsPerUnit,
		) -> DispatchResult {
			let depositor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_open_period(depositor, start, end, grid_factor)
		}

		/// Freezes a period that has ended.
		///
		/// Origin: [`Config::OperatorOrigin`]. Errors: `NotFound`, `PeriodNotOpen`, `NotEnded`. Event: `PeriodClosed`.
		#[pallet::call_index(1)]
		pub fn close_period(origin: OriginFor<T>, period: PeriodId) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_close_period(period)
		}

		/// Admits an emission source.
		///
		/// Origin: [`Config::OperatorOrigin`], whose account pays [`Config::SourceDeposit`].
		///
		/// - `reporter`: who reports its activity;
		/// - `kind`: which term of equation (2) it adds to;
		/// - `factor`: in mgCO2e per unit of the activity;
		/// - `accuracy`: the largest error of a report, in ten-thousandths;
		/// - `label`: activity and unit, for people, such as `diesel, litres`.
		///
		/// Errors: `TooManySources`, `InvalidAccuracy`, `IdsExhausted`. Event: `SourceRegistered`.
		#[pallet::call_index(2)]
		pub fn register_source(
			origin: OriginFor<T>,
			reporter: T::AccountId,
			kind: SourceKind,
			factor: MilligramsPerUnit,
			accuracy: AccuracyClass,
			label: BoundedVec<u8, T::MaxLabel>,
		) -> DispatchResult {
			let depositor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_register_source(depositor, reporter, kind, factor, accuracy, label)
		}

		/// Removes an emission source and gives its deposit back. What it added stays.
		///
		/// Origin: [`Config::OperatorOrigin`]. Error: `NotFound`. Event: `SourceRemoved`.
		#[pallet::call_index(3)]
		pub fn remove_source(origin: OriginFor<T>, source: SourceId) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_remove_source(source)
		}

		/// Adds an activity of a source to an open period; `quantity` in thousandths of the source's unit.
		///
		/// Origin: signed by the source's reporter.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `ZeroQuantity`, `PeriodNotOpen`, `Overflow`. Event: `ActivityReported`.
		#[pallet::call_index(4)]
		pub fn report_activity(
			origin: OriginFor<T>,
			source: SourceId,
			period: PeriodId,
			quantity: MilliUnits,
		) -> DispatchResult {
			let reporter = ensure_signed(origin)?;
			Self::do_report_activity(reporter, source, period, quantity)
		}
	}
}
