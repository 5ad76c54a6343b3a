//! # Zero carbon
//!
//! Keeps the park's period ledger: the terms of the paper's equations (1) and (2), added up as
//! readings and activities arrive. From them it computes the statement that says whether the park
//! was at zero in a period.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, view functions, storage, events and errors.
//!
//! ## Overview
//!
//! A park claims to be at zero for a *period*, not for ever. The operator opens a period with its
//! start, its end and the grid's emission factor. While the period is open, it takes verified
//! readings (from `metering`, through [`ReadingSink`]), reported activities and purchased green
//! power. After it was closed, only one thing can still change it: if the claim of purchased
//! certificates becomes void, their energy is subtracted. The statement is available at any time.
//!
//! | call | who may make it |
//! |---|---|
//! | [`Call::open_period`] | the operator, who pays the deposit |
//! | [`Call::close_period`] | the operator |
//! | [`Call::register_source`] | the operator, who pays the deposit |
//! | [`Call::remove_source`] | the operator; the deposit returns to the account that paid it |
//! | [`Call::report_activity`] | the source's reporter |
//!
//! ```text
//! open_period --> open --(readings, activities, purchases)--> open --close_period--> closed
//! ```
//!
//! ### Implementation and terminology
//!
//! Equation (1) (section 2 of the paper), in Wh of a period. Its terms are `Pf` (wind), `Pg`
//! (photovoltaic), `Ps` (biomass), `Pc` (storage) and `Pl` (purchased). A reading is `r`, and
//! `[r]+` is `r` if it is positive and otherwise 0:
//!
//! ```text
//! wind, photovoltaic, biomass = sum of [r]+ of the generators of that kind
//! storage                     = sum of [r]+ of storage (discharging)
//! purchased                   = energy of certificates that were retired for the period
//! demand                      = sum of r of loads
//!                             + sum of [-r]+ of all other devices (own use, charging)
//! grid                        = [demand - wind - photovoltaic - biomass - storage - purchased]+
//! ```
//!
//! Equation (2), in gCO2e of a period. (up) and (down) are the directions of rounding, all of them
//! against the park:
//!
//! ```text
//! C1   = grid x grid factor (up) + sum of emissions x factor (up)
//! CCUS = sum of captures x factor (down)
//! C2   = allowances + CCER + sum of sinks x factor (down)
//! eta  = +- (  (sum of |r| x class) x grid factor (up)
//!            + sum of the grams of all activities x class (up)  )
//! C    = C1 - CCUS - C2 + eta
//! ```
//!
//! - **Grid**: the energy by which the demand exceeds green power. It is taken over the whole
//!   period, as in equation (1), and not for each interval (ADR 3).
//! - **Emission source**: an activity with a unit and an emission factor. An *emission* adds to
//!   `C1`, a *capture* adds to `CCUS`, and a *sink* adds to `C2`.
//! - **Eta**: the paper's measurement error, bounded by the accuracy classes (`class` above) of
//!   devices and sources. A period is at zero only if `C` is at most 0 at eta's upper bound, and
//!   never if devices owed readings and none arrived.
//! - **Coverage**: the number of readings received, and the number that the devices in service
//!   owed. A gap lowers the coverage and is never filled. If a device is admitted first, and a
//!   period with an earlier start is opened later, the device owes readings from the start of that
//!   period: coverage is never overstated.
//!
//! ## Example
//!
#![doc = docify::embed!("src/tests/statement.rs", statement_should_be_zero_only_if_net_high_is)]
//!
//! ## Invariants
//!
//! 1. Every period and every source has its deposit on hold: an account's holds for periods and
//!    for sources are the sums of the deposits that it paid.
//! 2. A period starts at or after the end of the period with the id before.
//! 3. [`OpenPeriods`] lists exactly the open periods, in the order of their ids.
//! 4. The sums of a period are never negative. The demand is the exception, because a load that
//!    feeds back reads negative.

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
use zeropark_primitives::metering::ReadingSink;

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
		carbon::Statement,
		ids::PeriodId,
		metering::AccuracyClass,
		time::Seconds,
		units::{GramsCo2e, MilliUnits, MilligramsPerUnit},
	};

	/// The balance type of the currency.
	pub type BalanceOf<T> =
		<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The operator: opens and closes periods, admits and removes emission sources, and pays
		/// the deposits.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Holds the deposits.
		type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The deposit for each period, in the smallest unit of the currency. It is never returned,
		/// because a period is kept for ever.
		#[pallet::constant]
		type PeriodDeposit: Get<BalanceOf<Self>>;

		/// The deposit for each emission source, in the smallest unit of the currency.
		#[pallet::constant]
		type SourceDeposit: Get<BalanceOf<Self>>;

		/// The chain's clock.
		type Time: UnixTime;

		/// The largest number of periods that may be open at a time.
		#[pallet::constant]
		type MaxOpenPeriods: Get<u32>;

		/// The greatest length of a period, in seconds.
		#[pallet::constant]
		type MaxPeriodLength: Get<Seconds>;

		/// The largest number of emission sources.
		#[pallet::constant]
		type MaxSources: Get<u32>;

		/// The greatest length of a source's label, in bytes.
		#[pallet::constant]
		type MaxLabel: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets the clock for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// The reasons for which this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit of a period.
		#[codec(index = 0)]
		Period,
		/// The deposit of an emission source.
		#[codec(index = 1)]
		Source,
	}

	/// The id that the next period gets.
	#[pallet::storage]
	pub type NextPeriodId<T: Config> = StorageValue<_, PeriodId, ValueQuery>;

	/// All periods, for ever. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Periods<T: Config> = StorageMap<_, Twox64Concat, PeriodId, PeriodOf<T>, OptionQuery>;

	/// The ids of the open periods, oldest first. There are at most `MaxOpenPeriods`.
	#[pallet::storage]
	pub type OpenPeriods<T: Config> =
		StorageValue<_, BoundedVec<PeriodId, T::MaxOpenPeriods>, ValueQuery>;

	/// The number of readings that the devices in service owe together in a day.
	#[pallet::storage]
	pub type ReadingsPerDay<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// The id that the next emission source gets.
	#[pallet::storage]
	pub type NextSourceId<T: Config> = StorageValue<_, SourceId, ValueQuery>;

	/// The emission sources. There are at most `MaxSources`, and the deposit of each pays for its
	/// entry.
	#[pallet::storage]
	pub type Sources<T: Config> =
		CountedStorageMap<_, Twox64Concat, SourceId, SourceOf<T>, OptionQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A period was opened.
		PeriodOpened {
			/// The period's id.
			period: PeriodId,
			/// The first second of the period, in seconds since the Unix epoch.
			start: Seconds,
			/// The first second after the period, in seconds since the Unix epoch.
			end: Seconds,
		},
		/// A period was closed: it takes no readings, activities or purchases any more.
		PeriodClosed {
			/// The period's id.
			period: PeriodId,
			/// The period's statement. Only a claim that becomes void can still change it.
			statement: Statement,
		},
		/// An emission source was admitted.
		SourceRegistered {
			/// The source's id.
			source: SourceId,
			/// The account that reports the source's activity.
			reporter: T::AccountId,
			/// The term of equation (2) that the source adds to.
			kind: SourceKind,
		},
		/// An emission source was removed. Its reports stay in their periods.
		SourceRemoved {
			/// The source's id.
			source: SourceId,
		},
		/// An activity was added to a period.
		ActivityReported {
			/// The source whose activity it was.
			source: SourceId,
			/// The period to which it was added.
			period: PeriodId,
			/// The quantity, in thousandths of the source's unit.
			quantity: MilliUnits,
			/// The emissions, or the removals of a capture or sink, in gCO2e.
			grams: GramsCo2e,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No period, or no emission source, has this id. Use the id from the event that announced
		/// it.
		NotFound,
		/// A period must start and end on a full hour, must end after its start, and must not be
		/// longer than `MaxPeriodLength`.
		InvalidSpan,
		/// A period must start no later than `MaxPeriodLength` from now.
		TooFarAhead,
		/// A period must start at or after the end of the period that was opened before it.
		Overlap,
		/// No more than `MaxOpenPeriods` periods may be open at a time. Close one first.
		TooManyOpenPeriods,
		/// Every period id, or every source id, has been used: this chain can have no more of them.
		IdsExhausted,
		/// The period has not ended yet. Close it after its end.
		NotEnded,
		/// The period must be open. A reading must lie wholly within one open period.
		PeriodNotOpen,
		/// The park has no room for another emission source. Remove one first.
		TooManySources,
		/// The accuracy class must be at most 10,000 ten-thousandths, which is 100 %.
		InvalidAccuracy,
		/// Only the source's reporter may report its activity.
		NotAuthorized,
		/// The quantity must be above zero.
		ZeroQuantity,
		/// The amount, and the period's sum with it, must fit 64 bits.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxOpenPeriods::get() > 0, "MaxOpenPeriods must be above zero");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns the statement of a period, open or closed: every term of equation (1) in Wh and
		/// of equation (2) in gCO2e, and whether the period is at zero.
		///
		/// If `period` is `None`, it is the statement of the period that was opened last. Returns
		/// `None` if there is no such period.
		pub fn statement(period: Option<PeriodId>) -> Option<Statement> {
			Periods::<T>::get(period.or_else(Self::newest_period)?).map(|period| period.statement())
		}

		/// Returns a period, open or closed: its bounds in seconds since the Unix epoch, the grid's
		/// factor in mgCO2e per kWh, and its sums. Returns `None` if no period has this id.
		pub fn period(period: PeriodId) -> Option<PeriodOf<T>> {
			Periods::<T>::get(period)
		}

		/// Returns an emission source, with its reporter and its factor in mgCO2e per unit. Returns
		/// `None` if no source has this id, or if it was removed.
		pub fn source(source: SourceId) -> Option<SourceOf<T>> {
			Sources::<T>::get(source)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Opens a period, so that it takes readings, activities and purchases.
		///
		/// Origin: the operator, whose account pays the deposit. The deposit is not returned.
		///
		/// - `start`: the first second of the period, since the Unix epoch, on a full hour;
		/// - `end`: the first second after the period, since the Unix epoch, on a full hour;
		/// - `grid_factor`: the emissions of a kilowatt-hour from the grid, in mgCO2e.
		///
		/// Errors: `InvalidSpan`, `TooFarAhead`, `Overlap`, `TooManyOpenPeriods`, `IdsExhausted`,
		/// or the currency's error if the deposit cannot be held. Event: `PeriodOpened`.
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

		/// Closes a period that has ended: it takes no readings, activities or purchases any more.
		///
		/// Origin: the operator.
		///
		/// Errors: `NotFound`, `PeriodNotOpen`, `NotEnded`. Event: `PeriodClosed`.
		#[pallet::call_index(1)]
		pub fn close_period(origin: OriginFor<T>, period: PeriodId) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_close_period(period)
		}

		/// Admits an emission source.
		///
		/// Origin: the operator, whose account pays the deposit.
		///
		/// - `reporter`: the account that reports the source's activity;
		/// - `kind`: the term of equation (2) that the source adds to;
		/// - `factor`: the emissions, or the removals, of a unit of the activity, in mgCO2e;
		/// - `accuracy`: the largest error of a report, in ten-thousandths of its emissions;
		/// - `label`: the activity and its unit as people read them, such as `diesel, litres`.
		///
		/// Errors: `TooManySources`, `InvalidAccuracy`, `IdsExhausted`, or the currency's error if
		/// the deposit cannot be held. Event: `SourceRegistered`.
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

		/// Removes an emission source and returns its deposit to the account that paid it. The
		/// source's reports stay in their periods.
		///
		/// Origin: the operator.
		///
		/// Errors: `NotFound`. Event: `SourceRemoved`.
		#[pallet::call_index(3)]
		pub fn remove_source(origin: OriginFor<T>, source: SourceId) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_remove_source(source)
		}

		/// Adds an activity of a source to an open period.
		///
		/// Origin: signed by the source's reporter.
		///
		/// `quantity` is in thousandths of the source's unit. The reporter chooses the period: the
		/// pallet does not know when the activity took place.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `ZeroQuantity`, `PeriodNotOpen`, `Overflow`. Event:
		/// `ActivityReported`.
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
