//! # Emission registers
//!
//! Adds up the direct emissions of the park's enterprises by compliance cycle, reports them to the
//! carbon market, and keeps what was surrendered for them by period.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, view functions, storage, events and errors.
//!
//! ## Overview
//!
//! The operator registers the enterprises of the park. An emission source of `zero-carbon` may belong
//! to one; what it reports for a period is added here too. The carbon market enrols an enterprise in
//! a compliance cycle, and tells the park by a message. From then on the enterprise has a register
//! for that cycle. Registers go to the carbon market by themselves. Its answers say what was
//! surrendered, which the period ledger counts as offset.
//!
//! | call | who may make it |
//! |---|---|
//! | [`Call::take_positions`] | the carbon market, by a message |
//! | [`Call::register_entity`] | the operator |
//! | [`Call::assign`] | anybody |
//!
//! ```text
//! emissions of a period --> register of a cycle --report--> carbon market
//!                                                               |
//!     covered by period <--assigned, oldest period first-- position
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Register**: the sum since the cycle began, with a number and a digest chained over all that
//!   was added. The next report says everything again, so a lost one does no harm.
//! - **Report**: at most one message a block, with the registers of up to 64 enterprises of a cycle.
//!   When all were reported, nothing is for [`Config::ReportInterval`]. [`Config::Payer`] pays for
//!   the report and for the answer. Without money, or without room in the channel, registers wait
//!   here.
//! - **Cycle of a period**: the first one that it overlaps, whole. So no emissions fall between two
//!   cycles, or before the first.
//! - **Waiting**: a period that began before the market enrolled the enterprise is added to the
//!   register when it does. At most [`Config::MaxPeriods`] wait for that. The emissions of the oldest
//!   then go to a **remainder**, of which the sum is kept. The next cycle takes it that any of them may
//!   belong to.
//! - **Late**: what comes into a register after the market closed the cycle is due in the next one:
//!   it goes to the remainder, which any later cycle takes.
//! - **Left out**: a register lists [`Config::MaxPeriods`] periods. The emissions of others, and of
//!   remainders, are in the register and due like any, and nothing is ever assigned to them: the
//!   statement of such a period stays above zero.
//! - **Covered**: what was surrendered is assigned to the periods of a cycle in the order in which
//!   they came, so a later period takes nothing from an earlier one. If the verifier finds less than
//!   was reported, the difference is assigned as *corrected*, never as allowances.
//!
//! ## Example
//!
#![doc = docify::embed!("src/tests/positions.rs", what_is_surrendered_should_be_assigned_oldest_period_first)]
//!
//! ## Invariants
//!
//! 1. Every gram of an enterprise is in one place: a register that it was not passed on from, a period
//!    that waits, or the remainder.
//! 2. What is covered of a period is not more than was emitted in it, and the sum of it for a cycle
//!    is what was assigned. All periods before the cursor are wholly covered.
//! 3. [`CoveredByPeriod`] is the sum over the enterprises.
//! 4. A period that waits is in no register, and a listed one is in the register that lists it.
//! 5. Every enterprise has its deposit on hold.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::{Account, Entity, PeriodEmissions, Remainder};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::fungible::{Inspect, MutateHold},
	};
	use frame_system::pallet_prelude::*;
	use zeropark_primitives::{
		certificates::Text,
		compliance::{CarbonMarket, Covered, CycleSpan, PositionListener, Positions, Register},
		ids::{CycleId, EntityId, PeriodId},
		time::Interval,
		units::GramsCo2e,
	};

	/// The most cycles in which an enterprise can have emissions to report: the one that runs, the
	/// one that is being settled, and some that are open for corrections.
	pub(crate) const MAX_ENROLMENTS: u32 = 8;

	/// The most periods to which one position assigns what was surrendered.
	pub(crate) const MAX_ASSIGNED: u32 = 4;

	/// The balance type of the currency.
	pub type BalanceOf<T> =
		<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

	/// The [`Account`] of a runtime.
	pub type AccountOf<T> = Account<<T as Config>::MaxPeriods>;

	/// The [`Entity`] of a runtime.
	pub type EntityOf<T> = Entity<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The operator, who registers enterprises and pays the deposits.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// The chain of the carbon market.
		type MarketOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Carries reports to the carbon market.
		type Market: CarbonMarket<Self::AccountId>;

		/// Hears how enterprises stand.
		type Listener: PositionListener;

		/// The account that pays for reports and answers. Whoever wants them sent gives it money.
		type Payer: Get<Self::AccountId>;

		/// Holds the deposits.
		type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The deposit for an enterprise, in the smallest unit of the currency. It is never
		/// returned, because enterprises stay on record.
		#[pallet::constant]
		type EntityDeposit: Get<BalanceOf<Self>>;

		/// The largest number of enterprises.
		#[pallet::constant]
		type MaxEntities: Get<u32>;

		/// The largest number of registers that wait to be reported.
		#[pallet::constant]
		type MaxUnreported: Get<u32>;

		/// The largest number of periods of an enterprise in a cycle to which something can be
		/// assigned, and of those that wait for a cycle.
		#[pallet::constant]
		type MaxPeriods: Get<u32>;

		/// The least number of blocks from a report of all registers that changed to the next report.
		#[pallet::constant]
		type ReportInterval: Get<BlockNumberFor<Self>>;

		/// Weights of the calls and of the hook.
		type WeightInfo: WeightInfo;

		/// Prepares the state that benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// The reasons for which this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit of an enterprise.
		#[codec(index = 0)]
		Entity,
	}

	/// The number that the next enterprise gets.
	#[pallet::storage]
	pub type NextEntityId<T: Config> = StorageValue<_, EntityId, ValueQuery>;

	/// The enterprises, for ever. There are at most `MaxEntities`, and the deposit of each pays for
	/// its entry.
	#[pallet::storage]
	pub type Entities<T: Config> = StorageMap<_, Twox64Concat, EntityId, EntityOf<T>>;

	/// The newest cycles that each enterprise is enrolled in, as the carbon market says.
	#[pallet::storage]
	pub type Enrolments<T: Config> = StorageMap<
		_,
		Twox64Concat,
		EntityId,
		BoundedVec<CycleSpan, ConstU32<MAX_ENROLMENTS>>,
		ValueQuery,
	>;

	/// The enterprises of each cycle, for ever. The market's regulator paid for enrolling them.
	#[pallet::storage]
	pub type Accounts<T: Config> =
		StorageDoubleMap<_, Twox64Concat, CycleId, Twox64Concat, EntityId, AccountOf<T>>;

	/// What each enterprise emitted in each period, for ever. The deposit of the activity that was
	/// reported pays for the entry.
	#[pallet::storage]
	pub type Emissions<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		PeriodId,
		Twox64Concat,
		EntityId,
		PeriodEmissions,
		OptionQuery,
	>;

	/// What was surrendered for the emissions of each period, of all enterprises together.
	#[pallet::storage]
	pub type CoveredByPeriod<T: Config> =
		StorageMap<_, Twox64Concat, PeriodId, Covered, ValueQuery>;

	/// The periods of each enterprise that are in no register yet, in the order in which they came,
	/// and when each was.
	#[pallet::storage]
	pub type Waiting<T: Config> = StorageMap<
		_,
		Twox64Concat,
		EntityId,
		BoundedVec<(PeriodId, Interval), T::MaxPeriods>,
		ValueQuery,
	>;

	/// The emissions of each enterprise that are in no register and wait in no period: there were too many
	/// periods, or they came after their cycle was closed.
	#[pallet::storage]
	pub type Remainders<T: Config> = StorageMap<_, Twox64Concat, EntityId, Remainder, OptionQuery>;

	/// The registers that have to be reported, in the order in which they changed.
	#[pallet::storage]
	pub type Unreported<T: Config> =
		StorageValue<_, BoundedVec<(CycleId, EntityId), T::MaxUnreported>, ValueQuery>;

	/// The block from which registers may be reported.
	#[pallet::storage]
	pub type NextReport<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

	/// Whether the last report could not be sent.
	#[pallet::storage]
	pub type Delayed<T: Config> = StorageValue<_, bool, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An enterprise was registered.
		EntityRegistered {
			/// Its number.
			entity: EntityId,
			/// Whose it is.
			owner: T::AccountId,
		},
		/// The carbon market enrolled an enterprise in a cycle.
		Enrolled {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityId,
		},
		/// Emissions were added to a register.
		Registered {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityId,
			/// The register.
			register: Register,
		},
		/// There are too many periods: nothing will be assigned to this one, though its emissions
		/// are due.
		LeftOut {
			/// The enterprise.
			entity: EntityId,
			/// The period.
			period: PeriodId,
		},
		/// Emissions came after the market closed their cycle, and will be due in the next.
		PassedOn {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityId,
			/// The emissions, in gCO2e.
			late: GramsCo2e,
		},
		/// What is covered of a period's emissions changed.
		PeriodCovered {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityId,
			/// The period.
			period: PeriodId,
			/// What is covered now.
			covered: Covered,
		},
		/// Registers were reported to the carbon market.
		Reported {
			/// The cycle.
			cycle: CycleId,
			/// The enterprises.
			entities: Vec<EntityId>,
		},
		/// A register changed while as many others as can be wait to be reported. It is reported after its
		/// next change, or when somebody calls `assign`.
		NotListed {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityId,
		},
		/// Registers could not be reported: the payer has too little money, or the channel no room.
		/// They are reported as soon as that changes.
		ReportDelayed {
			/// The reason.
			error: DispatchError,
		},
		/// A position could not be taken. The next one says the same.
		PositionRefused {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityId,
			/// The reason.
			error: DispatchError,
		},
		/// The carbon market said how an enterprise stands.
		PositionTaken {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityId,
			/// The number of the position.
			sequence: u32,
			/// What was surrendered, as far as it is assigned to periods.
			assigned: Covered,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such enterprise, or it is not enrolled in the cycle.
		NotFound,
		/// There are as many enterprises as there can be.
		TooManyEntities,
		/// Texts are readable UTF-8.
		InvalidText,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			T::WeightInfo::report(Self::report(now))
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns an enterprise: whose it is, and its name. `None` if there is none of this number.
		pub fn entity(entity: EntityId) -> Option<EntityOf<T>> {
			Entities::<T>::get(entity)
		}

		/// Returns the enterprises of an owner, in no order.
		pub fn entities_of(owner: T::AccountId) -> Vec<EntityId> {
			Entities::<T>::iter()
				.filter_map(|(id, entity)| (entity.owner == owner).then_some(id))
				.collect()
		}

		/// Returns the register of an enterprise in a cycle, and its position on the carbon market.
		/// `None` if it is not enrolled.
		pub fn account(cycle: CycleId, entity: EntityId) -> Option<AccountOf<T>> {
			Accounts::<T>::get(cycle, entity)
		}

		/// Returns what an enterprise emitted in a period, in gCO2e, and how much of it was
		/// surrendered for. `None` if it reported nothing.
		pub fn emissions(period: PeriodId, entity: EntityId) -> Option<PeriodEmissions> {
			Emissions::<T>::get(period, entity)
		}

		/// Returns what all enterprises together emitted in a period, in gCO2e.
		pub fn emitted(period: PeriodId) -> GramsCo2e {
			Emissions::<T>::iter_prefix_values(period).map(|emissions| emissions.total).sum()
		}

		/// Returns the account that pays for reports to the carbon market.
		pub fn payer() -> T::AccountId {
			T::Payer::get()
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Takes what the carbon market says of the park's enterprises: that they are enrolled in a
		/// cycle, and what was surrendered for them.
		///
		/// Origin: the chain of the carbon market.
		///
		/// - `cycle`: the compliance cycle;
		/// - `positions`: how enterprises stand, at most 64. One that is unknown, or not newer than
		///   what is known, is left alone.
		///
		/// Events: `Enrolled`, `Registered`, `LeftOut`, `PeriodCovered`, `PositionTaken` or
		/// `PositionRefused`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::take_positions(positions.len() as u32))]
		pub fn take_positions(
			origin: OriginFor<T>,
			cycle: CycleSpan,
			positions: Positions,
		) -> DispatchResult {
			T::MarketOrigin::ensure_origin(origin)?;
			Self::do_take_positions(cycle, positions)
		}

		/// Registers an enterprise of the park. The deposit is held from the operator.
		///
		/// Origin: the operator.
		///
		/// - `owner`: whose it is;
		/// - `label`: its name.
		///
		/// Errors: `TooManyEntities`, `InvalidText`, or that of the hold. Event: `EntityRegistered`.
		#[pallet::call_index(1)]
		pub fn register_entity(
			origin: OriginFor<T>,
			owner: T::AccountId,
			label: Text,
		) -> DispatchResult {
			let operator = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_register_entity(operator, owner, label)
		}

		/// Goes on with an enterprise for which one message could not do everything: takes periods
		/// that wait into the register of a cycle, and assigns what was surrendered, for four periods
		/// each. A register of which the carbon market has not confirmed the newest state is reported
		/// again, unless the cycle is closed.
		///
		/// Origin: anybody.
		///
		/// Errors: `NotFound`. Events: `Registered`, `PeriodCovered`, `PositionTaken`.
		#[pallet::call_index(2)]
		pub fn assign(origin: OriginFor<T>, cycle: CycleId, entity: EntityId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_assign(cycle, entity)
		}
	}
}
