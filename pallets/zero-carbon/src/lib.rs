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
//! start and its end. While the period is open, its readings are added up (by `metering`, which
//! asks this [`Calendar`]), and it takes reported activities and purchased green power. After it
//! was closed, two things can still change it. If the claim of purchased certificates becomes void,
//! their energy is subtracted, and it may be bought anew. And what is surrendered for its emissions
//! is known only when the carbon market says so, which also takes back what it corrects. The
//! statement is available at any time.
//!
//! The operator would like the statement to be zero, so it decides nothing that makes it so. The
//! verifier, who is never an operator, publishes the grid's emission factor, approves the sources,
//! and confirms every removal of carbon. What is missing counts at its worst, and whatever counted
//! stays readable for ever.
//!
//! | call | who may make it |
//! |---|---|
//! | [`Call::open_period`] | the operator, who pays the deposit |
//! | [`Call::close_period`] | the operator |
//! | [`Call::cancel_period`] | the operator, while nothing counted; the deposit returns |
//! | [`Call::register_source`] | the operator, who pays the deposit |
//! | [`Call::withdraw_source`] | the operator, before it is approved; the deposit returns |
//! | [`Call::report_activity`] | the source's reporter, who pays the deposit of the record |
//! | [`Call::drop_removal`] | the source's reporter or the verifier; the deposit returns |
//! | [`Call::publish_grid_factor`] | the verifier |
//! | [`Call::approve_source`] | the verifier |
//! | [`Call::end_source`] | the verifier |
//! | [`Call::confirm_removal`] | the verifier |
//! | [`Call::set_vintage`] | the verifier |
//!
//! ```text
//! open_period --> open --(readings, activities, purchases)--> open --close_period--> closed
//!
//! register_source --> waits --approve_source--> in use --end_source--> ended
//!
//! report_activity --> emission: counts
//!                 --> capture, sink: waits --confirm_removal--> counts
//! ```
//!
//! ### Implementation and terminology
//!
//! Equation (1) (section 2 of the paper), in Wh of a period. Its terms are `Pf` (wind), `Pg`
//! (photovoltaic), `Ps` (biomass), `Pc` (storage) and `Pl` (purchased):
//!
//! ```text
//! P      = Pf + Pg + Ps + Pc + Pl
//! Pf ... = what the devices of the kind delivered
//! Pl     = energy of certificates that were retired for the period
//! D      = what all devices drew: loads, the own use of sources, the charging of storage
//! grid   = [D - P]+, which is D - P if it is positive and otherwise 0
//! ```
//!
//! Equation (2), in gCO2e of a period. (up) and (down) are the directions of rounding, all of them
//! against the park:
//!
//! ```text
//! C1   = grid x grid factor (up) + sum of emissions x factor (up)
//! CCUS = sum of confirmed captures x factor (down)
//! C2   = allowances + CCER + sum of confirmed sinks x factor (down)
//!        allowances and CCER that were surrendered for the enterprises' emissions of the period
//! e    = sum of |reading| x class (up)
//! gaps = what devices can draw in the time that was not read (up)
//! s    = what storage delivered beyond what it was seen to charge
//! a    = sum of the grams of all activities x class (up)
//! eta  = from - ([D - P]+ - [D - e - P]+) x grid factor - a
//!        to   + ([D + e + gaps + s - P]+ - [D - P]+) x grid factor + a
//! C    = C1 - CCUS - C2 + eta
//! ```
//!
//! - **Grid**: the energy by which the demand exceeds green power. It is taken over the whole
//!   period, as in equation (1), and not for each interval (ADR 3). Certificates beyond the
//!   shortfall lower the upper part of eta: they cover what is in doubt.
//! - **Emission source**: an activity with a unit and an emission factor. An *emission* adds to
//!   `C1`, a *capture* adds to `CCUS`, and a *sink* adds to `C2`. A source of emissions owes a
//!   report for every period, and reports zero if it did not run.
//! - **Enterprise**: a source of emissions may belong to one. Its emissions are then also added to the
//!   enterprise's register (`emission-registers`), for which allowances are surrendered on the carbon
//!   market. That never offsets anything but these emissions: not the grid's share, nor eta.
//! - **Eta**: the paper's measurement error, as an interval: what the accuracy classes (`class`
//!   above), the gaps and storage leave in doubt.
//! - **Zero**: a period is at zero if it is closed, loads owed readings in it, the verifier approved
//!   every device, every source of emissions reported, and `C` is at most 0 at the upper end of
//!   eta. Otherwise the statement says why it is not.
//! - **Following periods**: a period follows the one before unless the operator names a later
//!   start. The statement then says how long the gap was, and what storage holds after it is not
//!   green ([`OpenSpan::unbroken_since`]).
//! - **Grid factor**: that of the year in which the period starts, or else of one of the two years
//!   before. A publication reaches the open periods, too; closing a period fixes its factor.
//! - **Vintage**: certificates count for a period if their power was made in the month in which
//!   the period ends, or in one of the months before: [`VintageMonths`] months in all.
//!
//! ## Example
//!
#![doc = docify::embed!("src/tests/statement.rs", statement_should_be_zero_only_if_net_high_is)]
//!
//! ## Invariants
//!
//! 1. Every period, source, activity and waiting removal has its deposit on hold: an account's
//!    holds are the sums of the deposits that it paid.
//! 2. Every period but the first starts at or after the end of the one before, and the newest one
//!    is [`NewestPeriod`].
//! 3. [`OpenPeriods`] lists exactly the open periods, in the order of their ids.
//! 4. The sums of a period are never negative, and not more sources reported than were expected.
//! 5. [`SourcesInService`] counts the sources that have not ended, and the approved sources of
//!    emissions among them.
//! 6. The sums of activities are those of the records in [`Activities`].

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
pub use types::{
	Activity, EnergyBalance, InService, Period, PeriodOf, Removal, RemovalId, Source, SourceId,
	SourceKind, SourceOf, Sums,
};
pub use weights::WeightInfo;

#[cfg(doc)]
use zeropark_primitives::metering::{Calendar, OpenSpan};

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::types::{ActivityOf, RemovalOf};
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{Inspect, MutateHold},
			UnixTime,
		},
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use zeropark_primitives::{
		carbon::{GridFactor, Statement},
		compliance::EmissionRegisters,
		ids::{EntityId, PeriodId},
		metering::{AccuracyClass, Meters},
		purchase::Purchases,
		time::{Seconds, Year},
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
		/// The operator: opens and closes periods, registers emission sources, and pays the
		/// deposits.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// The verifier: publishes factors, approves sources and confirms removals. Never an
		/// operator.
		type VerifierOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// What the meters measured in each period.
		type Meters: Meters;

		/// The purchases for each period.
		type Purchases: Purchases;

		/// The registers of enterprises' emissions, and what was surrendered for them.
		type Registers: EmissionRegisters;

		/// Holds the deposits.
		type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The deposit for each period, in the smallest unit of the currency. It is never returned,
		/// because a period is kept for ever.
		#[pallet::constant]
		type PeriodDeposit: Get<BalanceOf<Self>>;

		/// The deposit for each emission source, in the smallest unit of the currency. It is
		/// returned only if the source was never approved.
		#[pallet::constant]
		type SourceDeposit: Get<BalanceOf<Self>>;

		/// The deposit for the record of what a source reports for a period, and for a removal that
		/// waits, in the smallest unit of the currency. That of a record is never returned.
		#[pallet::constant]
		type ActivityDeposit: Get<BalanceOf<Self>>;

		/// The chain's clock.
		type Time: UnixTime;

		/// The largest number of periods that may be open at a time.
		#[pallet::constant]
		type MaxOpenPeriods: Get<u32>;

		/// The greatest length of a period, in seconds.
		#[pallet::constant]
		type MaxPeriodLength: Get<Seconds>;

		/// The largest number of emission sources that have not ended.
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
		/// The deposit of what a source reported.
		#[codec(index = 2)]
		Activity,
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

	/// The period that was opened last and not cancelled.
	#[pallet::storage]
	pub type NewestPeriod<T: Config> = StorageValue<_, PeriodId, OptionQuery>;

	/// The emissions of the grid's power in each year. There is at most one entry for a year that
	/// has begun, and only the verifier makes them.
	#[pallet::storage]
	pub type GridFactors<T: Config> =
		StorageMap<_, Twox64Concat, Year, GridFactor<T::AccountId>, OptionQuery>;

	/// How many months old the power of certificates may be that count for a period: the month in
	/// which the period ends, and the months before it.
	#[pallet::storage]
	pub type VintageMonths<T: Config> = StorageValue<_, u16, ValueQuery, DefaultVintage>;

	/// A year.
	#[pallet::type_value]
	pub fn DefaultVintage() -> u16 {
		12
	}

	/// The id that the next emission source gets.
	#[pallet::storage]
	pub type NextSourceId<T: Config> = StorageValue<_, SourceId, ValueQuery>;

	/// The emission sources, for ever. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Sources<T: Config> = StorageMap<_, Twox64Concat, SourceId, SourceOf<T>, OptionQuery>;

	/// The number of sources that have not ended.
	#[pallet::storage]
	pub type SourcesInService<T: Config> = StorageValue<_, InService, ValueQuery>;

	/// What each source reported for each period, for ever. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Activities<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		PeriodId,
		Twox64Concat,
		SourceId,
		ActivityOf<T>,
		OptionQuery,
	>;

	/// The id that the next removal gets.
	#[pallet::storage]
	pub type NextRemovalId<T: Config> = StorageValue<_, RemovalId, ValueQuery>;

	/// The reports of captures and sinks that wait for the verifier. The deposit of each pays for
	/// its entry.
	#[pallet::storage]
	pub type Removals<T: Config> =
		StorageMap<_, Twox64Concat, RemovalId, RemovalOf<T>, OptionQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	#[allow(clippy::large_enum_variant, reason = "an event is encoded at once, and kept nowhere")]
	pub enum Event<T: Config> {
		/// A period was opened.
		PeriodOpened {
			/// The period's id.
			period: PeriodId,
			/// The first second of the period, in seconds since the Unix epoch.
			start: Seconds,
			/// The first second after the period, in seconds since the Unix epoch.
			end: Seconds,
			/// For how long there was no period before it, in seconds; `None` for the first one.
			gap_before: Option<Seconds>,
		},
		/// A period was cancelled before anything counted for it.
		PeriodCancelled {
			/// The period's id.
			period: PeriodId,
		},
		/// A period was closed: it takes no readings, activities or purchases any more.
		PeriodClosed {
			/// The period's id.
			period: PeriodId,
			/// The period's statement. Only a claim that becomes void can still change it.
			statement: Statement<T::AccountId>,
		},
		/// An emission source was admitted.
		SourceRegistered {
			/// The source's id.
			source: SourceId,
			/// The account that reports the source's activity.
			reporter: T::AccountId,
			/// The term of equation (2) that the source adds to.
			kind: SourceKind,
			/// The digest of what its factor and accuracy rest on.
			evidence: H256,
			/// The enterprise whose direct emissions these are.
			entity: Option<EntityId>,
		},
		/// The verifier approved an emission source: it can report from now on.
		SourceApproved {
			/// The source's id.
			source: SourceId,
			/// The verifier.
			verifier: T::AccountId,
		},
		/// An emission source was withdrawn before it was approved.
		SourceWithdrawn {
			/// The source's id.
			source: SourceId,
		},
		/// The verifier confirmed that an emission source is in use no more. Its reports stay.
		SourceEnded {
			/// The source's id.
			source: SourceId,
			/// The digest of the evidence.
			evidence: H256,
		},
		/// The verifier published the emissions of the grid's power in a year.
		GridFactorPublished {
			/// The year.
			year: Year,
			/// The emissions of a kilowatt-hour, in mgCO2e.
			factor: MilligramsPerUnit,
			/// The digest of the document that has it.
			source: H256,
		},
		/// The verifier changed how old the power of certificates may be.
		VintageSet {
			/// The number of months, that in which a period ends among them.
			months: u16,
		},
		/// A capture or a sink reported, and waits for the verifier.
		RemovalReported {
			/// The id of the report.
			removal: RemovalId,
			/// The source whose activity it was.
			source: SourceId,
			/// The period for which it was reported.
			period: PeriodId,
			/// The quantity, in thousandths of the source's unit.
			quantity: MilliUnits,
			/// The digest of the evidence.
			evidence: H256,
		},
		/// A report of a capture or a sink was dropped: it counts for nothing.
		RemovalDropped {
			/// The id of the report.
			removal: RemovalId,
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
			/// The digest of the evidence.
			evidence: H256,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No period, emission source or removal has this id. Use the id from the event that
		/// announced it.
		NotFound,
		/// A period must start and end on a full quarter of an hour, must end after its start, and
		/// must not be longer than `MaxPeriodLength`.
		InvalidSpan,
		/// A period must start no later than `MaxPeriodLength` from now.
		TooFarAhead,
		/// A period must start at or after the end of the period that was opened before it.
		Overlap,
		/// There is no period that the new one could follow. Name its start.
		NoPeriodBefore,
		/// The verifier must publish the grid's factor first: for the year in which the period
		/// starts, or for one of the two years before.
		NoGridFactor,
		/// No more than `MaxOpenPeriods` periods may be open at a time. Close one first.
		TooManyOpenPeriods,
		/// Every id of its kind has been used: this chain can have no more of them.
		IdsExhausted,
		/// The period has not ended yet. Close it after its end.
		NotEnded,
		/// The period has not started yet. Report for it after its start.
		NotStarted,
		/// The period must be open, and the present time in an open period when a source ends.
		PeriodNotOpen,
		/// Purchases for the period have not ended. Wait for them, or close the period without
		/// them: its statement then says how many there were.
		PurchasesUnderWay,
		/// Only the period that was opened last can be cancelled.
		NotNewest,
		/// Readings, activities or purchases count for the period already: it cannot be cancelled.
		AlreadyCounted,
		/// The park has no room for another emission source. One must end or be withdrawn first.
		TooManySources,
		/// The accuracy class must be from 10 to 10,000 ten-thousandths.
		InvalidAccuracy,
		/// A label must be readable text: UTF-8 without control characters.
		InvalidLabel,
		/// An emission factor must be above zero.
		ZeroFactor,
		/// The year must have begun, and be 1970 or later.
		InvalidYear,
		/// Only the source's reporter may report its activity, and drop its reports.
		NotAuthorized,
		/// The verifier has approved the source already.
		AlreadyApproved,
		/// The verifier must approve the source first.
		NotApproved,
		/// The source ended before the period began, or ended already.
		SourceEnded,
		/// The quantity of a capture or a sink must be above zero.
		ZeroQuantity,
		/// The amount, and the period's sum with it, must fit 64 bits.
		Overflow,
		/// Only a source of emissions can belong to an enterprise.
		NotAnEmission,
		/// There is no such enterprise. The operator must register it first.
		UnknownEntity,
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
		/// of equation (2) in gCO2e, what it rests on, whether the period is at zero, and if not,
		/// why.
		///
		/// If `period` is `None`, it is the statement of the period that was opened last. Returns
		/// `None` if there is no such period.
		pub fn statement(period: Option<PeriodId>) -> Option<Statement<T::AccountId>> {
			Self::statement_of(period)
		}

		/// Returns a period, open or closed: its bounds in seconds since the Unix epoch, the grid's
		/// factor in mgCO2e per kWh, and its sums. Returns `None` if no period has this id.
		pub fn period(period: PeriodId) -> Option<PeriodOf<T>> {
			Periods::<T>::get(period)
		}

		/// Returns an emission source, with its reporter and its factor in mgCO2e per unit. Returns
		/// `None` if no source has this id, or if it was withdrawn.
		pub fn source(source: SourceId) -> Option<SourceOf<T>> {
			Sources::<T>::get(source)
		}

		/// Returns the sources for which an account reports, in no order.
		pub fn sources_of(reporter: T::AccountId) -> Vec<SourceId> {
			Sources::<T>::iter()
				.filter_map(|(id, source)| (source.reporter == reporter).then_some(id))
				.collect()
		}

		/// Returns what a source reported for a period, if it did.
		pub fn activity(period: PeriodId, source: SourceId) -> Option<ActivityOf<T>> {
			Activities::<T>::get(period, source)
		}

		/// Returns the emissions of the grid's power in a year, and who published them.
		pub fn published_grid_factor(year: Year) -> Option<GridFactor<T::AccountId>> {
			GridFactors::<T>::get(year)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Opens a period, so that it takes readings, activities and purchases.
		///
		/// Origin: the operator, whose account pays the deposit. The deposit is not returned unless
		/// the period is cancelled.
		///
		/// - `start`: the first second of the period, since the Unix epoch, on a full quarter of an
		///   hour. `None` is the end of the period before;
		/// - `end`: the first second after the period, since the Unix epoch, on a full quarter of
		///   an hour.
		///
		/// Errors: `NoPeriodBefore`, `InvalidSpan`, `TooFarAhead`, `Overlap`, `NoGridFactor`,
		/// `TooManyOpenPeriods`, `IdsExhausted`, or the currency's error if the deposit cannot be
		/// held. Event: `PeriodOpened`.
		#[pallet::call_index(0)]
		pub fn open_period(
			origin: OriginFor<T>,
			start: Option<Seconds>,
			end: Seconds,
		) -> DispatchResult {
			let depositor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_open_period(depositor, start, end)
		}

		/// Closes a period that has ended: it takes no readings, activities or purchases any more.
		///
		/// Origin: the operator.
		///
		/// With `wait`, the call fails while purchases for the period are under way. Without, the
		/// statement says how many there were, and they count for nothing.
		///
		/// Errors: `NotFound`, `PeriodNotOpen`, `NotEnded`, `PurchasesUnderWay`. Event:
		/// `PeriodClosed`.
		#[pallet::call_index(1)]
		pub fn close_period(origin: OriginFor<T>, period: PeriodId, wait: bool) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_close_period(period, wait)
		}

		/// Cancels the period that was opened last, while nothing counts for it, and returns its
		/// deposit.
		///
		/// Origin: the operator.
		///
		/// Errors: `NotFound`, `PeriodNotOpen`, `NotNewest`, `AlreadyCounted`. Event:
		/// `PeriodCancelled`.
		#[pallet::call_index(2)]
		pub fn cancel_period(origin: OriginFor<T>, period: PeriodId) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_cancel_period(period)
		}

		/// Registers an emission source, which waits for the verifier's approval.
		///
		/// Origin: the operator, whose account pays the deposit.
		///
		/// - `reporter`: the account that reports the source's activity;
		/// - `kind`: the term of equation (2) that the source adds to;
		/// - `factor`: the emissions, or the removals, of a unit of the activity, in mgCO2e;
		/// - `accuracy`: the largest error of a report, in ten-thousandths of its emissions;
		/// - `label`: the activity and its unit as people read them, such as `diesel, litres`;
		/// - `evidence`: the digest of what factor and accuracy rest on;
		/// - `entity`: the enterprise whose direct emissions these are. They are added to its
		///   register, and allowances are set aside for them.
		///
		/// Errors: `TooManySources`, `ZeroFactor`, `InvalidAccuracy`, `InvalidLabel`,
		/// `NotAnEmission`, `UnknownEntity`, `IdsExhausted`, or the currency's error if the deposit cannot be held. Event: `SourceRegistered`.
		#[pallet::call_index(3)]
		pub fn register_source(
			origin: OriginFor<T>,
			reporter: T::AccountId,
			kind: SourceKind,
			factor: MilligramsPerUnit,
			accuracy: AccuracyClass,
			label: BoundedVec<u8, T::MaxLabel>,
			evidence: H256,
			entity: Option<EntityId>,
		) -> DispatchResult {
			let depositor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_register_source(
				depositor, reporter, kind, factor, accuracy, label, evidence, entity,
			)
		}

		/// Withdraws an emission source that waits for approval, and returns its deposit to the
		/// account that paid it.
		///
		/// Origin: the operator.
		///
		/// Errors: `NotFound`, `AlreadyApproved`. Event: `SourceWithdrawn`.
		#[pallet::call_index(4)]
		pub fn withdraw_source(origin: OriginFor<T>, source: SourceId) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_withdraw_source(source)
		}

		/// Approves an emission source, with its factor, accuracy, label and evidence: nothing of
		/// them can change. A source of emissions owes a report for every open period from now on.
		///
		/// Origin: the verifier.
		///
		/// Errors: `NotFound`, `AlreadyApproved`. Event: `SourceApproved`.
		#[pallet::call_index(5)]
		pub fn approve_source(origin: OriginFor<T>, source: SourceId) -> DispatchResult {
			let verifier = T::VerifierOrigin::ensure_origin(origin)?;
			Self::do_approve_source(verifier, source)
		}

		/// Confirms that an emission source is in use no more. It can still report for periods that
		/// had begun. The source and its deposit stay.
		///
		/// Origin: the verifier. `evidence` is the digest of what shows that the source ended.
		///
		/// Errors: `NotFound`, `NotApproved`, `SourceEnded`, or `PeriodNotOpen` if the present time
		/// is in no open period. Event: `SourceEnded`.
		#[pallet::call_index(6)]
		pub fn end_source(
			origin: OriginFor<T>,
			source: SourceId,
			evidence: H256,
		) -> DispatchResult {
			T::VerifierOrigin::ensure_origin(origin)?;
			Self::do_end_source(source, evidence)
		}

		/// Reports an activity of a source for an open period. An emission counts at once; a
		/// capture or a sink waits for the verifier, and counts for nothing if the period is closed
		/// first.
		///
		/// Origin: signed by the source's reporter, who pays a deposit for a source's first report
		/// in a period, and for each report of a removal.
		///
		/// `quantity` is in thousandths of the source's unit. It may be zero for an emission: the
		/// source then did not run. `evidence` is the digest of what the quantity rests on. The
		/// reporter chooses the period: the pallet does not know when the activity took place.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `NotApproved`, `ZeroQuantity`, `PeriodNotOpen`,
		/// `NotStarted`, `SourceEnded`, `Overflow`, `IdsExhausted`, or the currency's error if the
		/// deposit cannot be held. Event: `ActivityReported` or `RemovalReported`.
		#[pallet::call_index(7)]
		pub fn report_activity(
			origin: OriginFor<T>,
			source: SourceId,
			period: PeriodId,
			quantity: MilliUnits,
			evidence: H256,
		) -> DispatchResult {
			let reporter = ensure_signed(origin)?;
			Self::do_report_activity(reporter, source, period, quantity, evidence)
		}

		/// Confirms a report of a capture or a sink: it counts for its period.
		///
		/// Origin: the verifier. The deposit of the report pays for the record of the source's
		/// first report in the period, and is returned otherwise.
		///
		/// Errors: `NotFound`, `PeriodNotOpen`, `Overflow`. Event: `ActivityReported`.
		#[pallet::call_index(8)]
		pub fn confirm_removal(origin: OriginFor<T>, removal: RemovalId) -> DispatchResult {
			T::VerifierOrigin::ensure_origin(origin)?;
			Self::do_confirm_removal(removal)
		}

		/// Drops a report of a capture or a sink that was not confirmed, and returns its deposit.
		///
		/// Origin: the verifier, or signed by the account that reported.
		///
		/// Errors: `NotFound`, `NotAuthorized`. Event: `RemovalDropped`.
		#[pallet::call_index(9)]
		pub fn drop_removal(origin: OriginFor<T>, removal: RemovalId) -> DispatchResult {
			let reporter = match T::VerifierOrigin::try_origin(origin) {
				Ok(_) => None,
				Err(origin) => Some(ensure_signed(origin)?),
			};
			Self::do_drop_removal(reporter, removal)
		}

		/// Publishes the emissions of the grid's power in a year, or corrects them. Open periods
		/// follow; closed ones keep theirs.
		///
		/// Origin: the verifier.
		///
		/// - `year`: a year that has begun;
		/// - `factor`: the emissions of a kilowatt-hour, in mgCO2e: above zero;
		/// - `source`: the digest of the document that has it.
		///
		/// Errors: `ZeroFactor`, `InvalidYear`. Event: `GridFactorPublished`.
		#[pallet::call_index(10)]
		pub fn publish_grid_factor(
			origin: OriginFor<T>,
			year: Year,
			factor: MilligramsPerUnit,
			source: H256,
		) -> DispatchResult {
			let publisher = T::VerifierOrigin::ensure_origin(origin)?;
			Self::do_publish_grid_factor(publisher, year, factor, source)
		}

		/// Sets how many months old the power of certificates may be that count for a period, from
		/// the next purchase on. The month in which the period ends is one of them.
		///
		/// Origin: the verifier.
		///
		/// Event: `VintageSet`.
		#[pallet::call_index(11)]
		pub fn set_vintage(origin: OriginFor<T>, months: u16) -> DispatchResult {
			T::VerifierOrigin::ensure_origin(origin)?;
			VintageMonths::<T>::put(months);
			Self::deposit_event(Event::VintageSet { months });
			Ok(())
		}
	}
}
