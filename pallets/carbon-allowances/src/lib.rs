//! # Carbon allowances
//!
//! Allocates allowances to the enterprises of parks, sets them aside as emissions are reported, and
//! takes them when they are surrendered. An allowance stands for one tonne of CO2 equivalent.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, view functions, storage, events and errors.
//!
//! ## Overview
//!
//! The regulator opens a compliance cycle with its rules, and enrols enterprises in it. The park of
//! an enterprise reports what the enterprise emitted so far, and learns how it stands. Allowances
//! are deducted as the emissions occur: what is due for them is set aside at once, and cannot be
//! sold. Surrendering burns what is set aside.
//!
//! | call | who may make it |
//! |---|---|
//! | [`Call::report`] | a park, by a message |
//! | [`Call::open_cycle`], [`Call::set_cap`], [`Call::close_cycle`] | the regulator |
//! | [`Call::register_entity`], [`Call::set_roles`], [`Call::enrol`], [`Call::allocate`] | the regulator |
//! | [`Call::confirm`], [`Call::correct`] | the enterprise's verifier |
//! | [`Call::settle`] | the enterprise's owner; after the deadline, anybody |
//! | [`Call::fine`] | anybody, after the cycle was closed and the enterprise verified |
//! | [`Call::surrender_credits`], [`Call::withdraw`], [`Call::carry_over`] | the enterprise's owner |
//! | [`Call::deposit`], [`Call::cancel_voluntarily`] | anybody, of their own allowances |
//! | [`Call::tell`] | anybody, who pays for the message |
//!
//! ```text
//! enrol --> allocate --> report (sets aside) --> confirm or correct --> settle --> carry_over
//!                          ^------- again and again -------/       '-> close_cycle --> fine
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Class**: the allowances of a cycle are one class of asset, which has the cycle's number.
//! - **Compliance account**: an enterprise's allowances of all cycles are in an account that nobody
//!   signs for. Its owner takes out what is not set aside. What came there by another way than this
//!   pallet's calls counts for nothing, until its owner takes it out and deposits it.
//! - **Register**: what a park reports is a sum since the cycle began. A register that is late or
//!   doubled is ignored, and the one after a lost one says everything. Each is answered, so a park
//!   that has not heard an answer reports again.
//! - **Correction**: what the verifier found beyond the register. It stays as the register grows. A
//!   correction downwards makes less due; it is no allowance.
//! - **Set aside**, or *committed*: `min(held, due - surrendered - credits + debt)`. It is computed
//!   whenever it is asked for, so it is always right. `due` is the emissions in whole tonnes,
//!   rounded up.
//! - **Credits** count up to a share of what is due. The share is taken of what is due in the end:
//!   if a correction lowers it, the credits beyond it do not count any more.
//! - **Debt**: if a final allocation is below an earlier one, the difference is taken back. What is
//!   not there is owed.
//! - **Closed**: nothing is reported, allocated, deposited or traded any more. What was reported is
//!   still verified, and what is set aside surrendered. What is missing then is recorded with the **fine** for it, for good;
//!   if the rules say so, it is also taken off the enterprise's next allocations.
//! - **Sold**: what an enterprise's owner sold on the market beyond what it bought there, as far as
//!   the enterprise does not have it any more. It raises what the enterprise may carry over. An
//!   account owns one enterprise at most, so that it is known whose a trade is.
//! - **Position**: what the park is told. Telling it costs money; whoever changes a position pays. A
//!   park that could not be told learns the same from the next message, or by [`Call::tell`].
//!
//! ## Example
//!
#![doc = docify::embed!("src/tests/settle.rs", a_cycle_should_end_with_everything_surrendered)]
//!
//! ## Invariants
//!
//! 1. The supply of a cycle's class is what was allocated and carried in, less what was surrendered,
//!    cancelled and carried out.
//! 2. The sums of a cycle are those of its enterprises, and not more is allocated than the cap. No
//!    enterprise owes back more than it got, and only in closed cycles something is recorded as
//!    missing.
//! 3. Every compliance account has at least what counts as held there. An enterprise has surrendered no more allowances than are due, and its park was told of it
//!    under rising numbers.
//! 4. Every entity, cycle, obligation and cancellation has its deposit on hold: the holds of an
//!    account are the sums of the deposits that it paid.
//! 5. Every enterprise is the one that its owner acts for, and no other account acts for any.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod allocation;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
mod plan;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

pub use allocation::{Method, Output};
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::{due, watch, BenchmarkHelper};
pub use pallet::*;
pub use plan::{Part, Plan, Quotes};
pub use types::{
	Banking, Cancellation, Cycle, Entity, Fine, Obligation, Rules, Standing, Turnover,
};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, fungibles, Contains, UnixTime},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use zeropark_primitives::{
		certificates::{SerialRange, Text},
		compliance::{
			CarbonBasket, CarbonQuotes, Credits, EntityKey, Parks, Registers, FIRST_CREDIT_CLASS,
		},
		ids::{CycleId, EntityId, ParaId},
		market::Balance,
		time::{Interval, Month, Seconds},
		units::{GramsCo2e, TonnesCo2e},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The regulator, who opens cycles, registers enterprises and allocates, and pays the
		/// deposits of what it adds.
		type RegulatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// A park, which reports the emissions of its enterprises. Succeeds with its parachain id.
		type ParkOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ParaId>;

		/// The accounts that may not own an enterprise: those that regulate and run the market
		/// (Decree 775).
		type Barred: Contains<Self::AccountId>;

		/// The accounts that may verify. None of them may own an enterprise that it verifies.
		type Verifiers: Contains<Self::AccountId>;

		/// The settlement currency, in which deposits are held.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Inspect<Self::AccountId, Balance = Balance>;

		/// The allowances: one class of asset for each cycle, in whole tonnes. They must take names
		/// of 50 bytes, and no deposit for them: the deposit for a cycle pays.
		type Assets: fungibles::Create<Self::AccountId>
			+ fungibles::Mutate<Self::AccountId>
			+ fungibles::metadata::Mutate<Self::AccountId>
			+ fungibles::Inspect<Self::AccountId, AssetId = u32, Balance = Balance>;

		/// The registry of credits.
		type Credits: Credits<Self::AccountId>;

		/// The market, for plans.
		type Quotes: CarbonQuotes;

		/// Tells parks how their enterprises stand.
		type Parks: Parks<Self::AccountId>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The chain's clock.
		type Time: UnixTime;

		/// The seed of the registry's account, which owns the classes, and of the compliance
		/// accounts.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// The deposit for a cycle, in micro-units of the settlement currency. It is never returned.
		#[pallet::constant]
		type CycleDeposit: Get<Balance>;

		/// The deposit for an enterprise, in micro-units of the settlement currency. It is never
		/// returned.
		#[pallet::constant]
		type EntityDeposit: Get<Balance>;

		/// The deposit for an enterprise in a cycle, in micro-units of the settlement currency. It
		/// is never returned.
		#[pallet::constant]
		type ObligationDeposit: Get<Balance>;

		/// The deposit for a voluntary cancellation, in micro-units of the settlement currency. It
		/// is never returned, because the record stays.
		#[pallet::constant]
		type CancellationDeposit: Get<Balance>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Prepares the state that benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// The reasons of this pallet's holds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The records of cycles, enterprises and cancellations.
		#[codec(index = 0)]
		Records,
	}

	/// The number of the next cycle.
	#[pallet::storage]
	pub type NextCycleId<T: Config> = StorageValue<_, CycleId, ValueQuery>;

	/// All cycles. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Cycles<T: Config> = StorageMap<_, Twox64Concat, CycleId, Cycle<T::AccountId>>;

	/// All enterprises, by park and the number that it has there. The deposit of each pays for its
	/// entry.
	#[pallet::storage]
	pub type Entities<T: Config> =
		StorageMap<_, Twox64Concat, EntityKey, Entity<T::AccountId>, OptionQuery>;

	/// The enterprise that each owner acts for. The deposit for the enterprise pays for the entry.
	#[pallet::storage]
	pub type Owners<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, EntityKey, OptionQuery>;

	/// The enterprises of each cycle. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Obligations<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		CycleId,
		Twox64Concat,
		EntityKey,
		Obligation<T::AccountId>,
		OptionQuery,
	>;

	/// The number of the next voluntary cancellation.
	#[pallet::storage]
	pub type NextCancellationId<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// All voluntary cancellations. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Cancellations<T: Config> =
		StorageMap<_, Twox64Concat, u32, Cancellation<T::AccountId>, OptionQuery>;

	/// The turnover of each cycle's allowances in each month, which gives the cycle's fines their price,
	/// and of all credits together, as the first class of credits. There is one entry for each month with
	/// trades while a cycle is open, and one for credits.
	#[pallet::storage]
	pub type MonthlyTurnovers<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u32, Twox64Concat, Month, Turnover, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	#[allow(clippy::large_enum_variant, reason = "an event is encoded at once, and kept nowhere")]
	pub enum Event<T: Config> {
		/// A compliance cycle was opened.
		CycleOpened {
			/// The cycle, which is also its allowances' class of asset.
			cycle: CycleId,
			/// The time whose emissions count.
			span: Interval,
			/// Until when allowances can be surrendered, in seconds since the Unix epoch.
			deadline: Seconds,
			/// Its rules.
			rules: Rules,
			/// The most allowances that may be allocated, in tonnes.
			cap: TonnesCo2e,
		},
		/// The cap of a cycle was changed.
		CapSet {
			/// The cycle.
			cycle: CycleId,
			/// The most allowances that may be allocated, in tonnes.
			cap: TonnesCo2e,
		},
		/// A cycle was closed.
		CycleClosed {
			/// The cycle.
			cycle: CycleId,
		},
		/// An enterprise was registered.
		EntityRegistered {
			/// Its park and its number there.
			entity: EntityKey,
			/// The account that acts for it.
			owner: T::AccountId,
			/// The account that verifies what was reported for it.
			verifier: T::AccountId,
		},
		/// Others act for an enterprise, or verify what is reported for it.
		RolesSet {
			/// Its park and its number there.
			entity: EntityKey,
			/// The account that acts for it.
			owner: T::AccountId,
			/// The account that verifies what was reported for it.
			verifier: T::AccountId,
		},
		/// An enterprise was enrolled in a cycle.
		Enrolled {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityKey,
		},
		/// An enterprise was allocated allowances, or some of them were taken back.
		Allocated {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityKey,
			/// What it has been allocated in all, in tonnes.
			allocated: TonnesCo2e,
			/// What is to be taken back and was not there, in tonnes.
			debt: TonnesCo2e,
			/// What was taken off for what it missed in earlier cycles, in tonnes.
			deducted: TonnesCo2e,
		},
		/// A park reported a newer register, and allowances were set aside for it.
		Reported {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityKey,
			/// The number of the register.
			sequence: u32,
			/// The emissions since the cycle began, in gCO2e.
			total: GramsCo2e,
			/// The digest over all that was added to the register.
			digest: H256,
			/// The allowances that are set aside now, in tonnes.
			committed: TonnesCo2e,
			/// The tonnes for which nothing is there.
			missing: TonnesCo2e,
		},
		/// A register of a report was not taken, because the enterprise is not enrolled, as new a
		/// one was reported before, the register fell, or the cycle is closed.
		RegisterIgnored {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityKey,
			/// The number of the register.
			sequence: u32,
		},
		/// A park could not be told how its enterprises stand. The next message says the same; `tell`
		/// sends one.
		ParkNotTold {
			/// The cycle.
			cycle: CycleId,
			/// The park.
			chain: ParaId,
			/// The reason.
			error: DispatchError,
		},
		/// The verifier checked a register.
		Verified {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityKey,
			/// The number of the register.
			sequence: u32,
			/// The emissions that count, in gCO2e.
			emitted: GramsCo2e,
			/// The digest of the evidence of a correction; zero if there is none.
			evidence: H256,
			/// Surrendered allowances that were not due after all and came back, in tonnes.
			returned: TonnesCo2e,
		},
		/// An enterprise surrendered allowances, and gave back what it owed.
		Settled {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityKey,
			/// The allowances that it surrendered, in tonnes.
			surrendered: TonnesCo2e,
			/// The allowances that were taken back, in tonnes.
			taken_back: TonnesCo2e,
			/// What is due and still missing, in tonnes.
			missing: TonnesCo2e,
		},
		/// An enterprise surrendered credits.
		CreditsSurrendered {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityKey,
			/// The class of the credits.
			class: u32,
			/// How many, in tonnes.
			quantity: TonnesCo2e,
			/// Their serial numbers.
			serials: SerialRange,
		},
		/// Allowances came to a compliance account, or came back because nobody bought them.
		Deposited {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityKey,
			/// Who gave them.
			from: T::AccountId,
			/// How many, in tonnes.
			quantity: TonnesCo2e,
		},
		/// Allowances left a compliance account, for the owner's or for that of a sale.
		Withdrawn {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityKey,
			/// How many, in tonnes.
			quantity: TonnesCo2e,
		},
		/// What an enterprise missed when its cycle was closed was recorded.
		Fined {
			/// The cycle.
			cycle: CycleId,
			/// The enterprise.
			entity: EntityKey,
			/// What was due and not surrendered, in tonnes.
			missing: TonnesCo2e,
			/// The fine for it, in micro-units of the settlement currency.
			amount: Balance,
		},
		/// Allowances were cancelled voluntarily: the total falls by them.
		Cancelled {
			/// The number of the record.
			cancellation: u32,
			/// The cycle of the allowances.
			cycle: CycleId,
			/// Whose they were.
			holder: T::AccountId,
			/// How many, in tonnes.
			quantity: TonnesCo2e,
		},
		/// Allowances of a cycle were recovered, and as many of a later one issued.
		CarriedOver {
			/// The cycle of the recovered ones.
			from: CycleId,
			/// The cycle of the new ones.
			to: CycleId,
			/// The enterprise.
			entity: EntityKey,
			/// How many, in tonnes.
			quantity: TonnesCo2e,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such cycle, enterprise, or enterprise in this cycle.
		NotFound,
		/// The enterprise is already registered, or enrolled in this cycle.
		AlreadyExists,
		/// The call is for the enterprise's owner, or for its verifier.
		NotAuthorized,
		/// A cycle has a span, and its deadline is at or after the end of the span. The time of
		/// emissions must not belong to two cycles: start at or after the end of the newest one.
		InvalidSpan,
		/// The cycle is closed.
		CycleClosed,
		/// The cycle can be closed only after its deadline.
		BeforeDeadline,
		/// Credits can be surrendered only until the cycle's deadline.
		AfterDeadline,
		/// The cycle must be closed first.
		NotClosed,
		/// The enterprise misses nothing.
		NothingMissing,
		/// What the enterprise missed in this cycle was recorded, and stays.
		Final,
		/// More would be allocated than the cycle's cap. Raise the cap first.
		AboveCap,
		/// The figures give no quota, or emissions below zero: a benchmark is zero, a product is too
		/// large, or more is corrected downwards than was reported.
		InvalidFigures,
		/// An enterprise's owner must be neither its verifier, nor a regulator, nor the market.
		InvalidOwner,
		/// The account owns another enterprise. Each enterprise needs an owner's account of its own, as
		/// in a registry.
		OwnerTaken,
		/// An enterprise's verifier must be one of the registered verifiers.
		InvalidVerifier,
		/// No such register was reported, or a later one was verified before.
		UnknownRegister,
		/// The enterprise's verifier must confirm or correct the newest register first: a quota that
		/// depends on emissions, and a fine, go by what was verified.
		NotVerified,
		/// Texts are readable UTF-8.
		InvalidText,
		/// The quantity must be above zero.
		InvalidQuantity,
		/// Nothing is set aside that could be surrendered. Deposit allowances first.
		NothingToSettle,
		/// So many allowances are not free: the rest is set aside for emissions.
		Committed,
		/// Credits may cover only a share of what is due, and not what is covered already.
		AboveCreditLimit,
		/// Only what the cycle's rules allow can be carried over, by an enterprise whose verified
		/// emissions are covered, once the cycle's span has ended.
		NotBankable,
		/// No numbers are left.
		IdsExhausted,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns a cycle: its span, deadline, rules and sums. `None` if there is none.
		pub fn cycle(cycle: CycleId) -> Option<Cycle<T::AccountId>> {
			Cycles::<T>::get(cycle)
		}

		/// Returns an enterprise, by its park and its number there. `None` if it is not registered.
		pub fn entity(chain: ParaId, entity: EntityId) -> Option<Entity<T::AccountId>> {
			Entities::<T>::get((chain, entity))
		}

		/// Returns what an enterprise emitted, got and surrendered in a cycle. `None` if it is not
		/// enrolled.
		pub fn obligation(
			cycle: CycleId,
			chain: ParaId,
			entity: EntityId,
		) -> Option<Obligation<T::AccountId>> {
			Obligations::<T>::get(cycle, (chain, entity))
		}

		/// Returns how an enterprise stands in a cycle: what is due, set aside and missing, in
		/// tonnes. `None` if it is not enrolled.
		pub fn standing(cycle: CycleId, chain: ParaId, entity: EntityId) -> Option<Standing> {
			Self::what_if(cycle, chain, entity, GramsCo2e::ZERO)
		}

		/// Returns how an enterprise would stand if it emitted `more` than it did. `None` if it is
		/// not enrolled.
		pub fn what_if(
			cycle: CycleId,
			chain: ParaId,
			entity: EntityId,
			more: GramsCo2e,
		) -> Option<Standing> {
			let record = Cycles::<T>::get(cycle)?;
			let mut obligation = Obligations::<T>::get(cycle, (chain, entity))?;
			obligation.register.total = obligation.register.total + more;
			Some(Self::standing_of(&record, &obligation))
		}

		/// Returns the cheapest legal way in which an enterprise covers what is due in a cycle, by what the
		/// market offers and wants now: what it buys, what it surrenders of its own, and what it sells.
		/// `None` if it is not enrolled.
		pub fn plan(cycle: CycleId, chain: ParaId, entity: EntityId) -> Option<Plan> {
			let standing = Self::standing(cycle, chain, entity)?;
			let quotes = Quotes {
				allowances: T::Quotes::offered(CarbonBasket::Allowances(cycle)),
				credits: T::Quotes::offered(CarbonBasket::Credits),
				wanted: T::Quotes::wanted(cycle),
			};
			let due = standing.committed + standing.missing;
			Some(Plan::new(due, standing.held, standing.credit_room, &quotes))
		}

		/// Returns the fine for what an enterprise misses now, in micro-units of the settlement
		/// currency: by the mean price of the month before the deadline, or of the newest one with
		/// trades in the year before it, and not below the least price of the rules. `None` if the
		/// enterprise is not enrolled.
		pub fn fine_so_far(cycle: CycleId, chain: ParaId, entity: EntityId) -> Option<Balance> {
			let missing = Self::standing(cycle, chain, entity)?.missing;
			Some(Self::fine_for(cycle, &Cycles::<T>::get(cycle)?, missing))
		}

		/// Returns what was traded of a cycle's allowances in a month, counted from January 1970: the
		/// money, in micro-units of the settlement currency, and the tonnes. For the class of any
		/// credits, returns what was traded of all credits.
		pub fn turnover(class: u32, month: Month) -> Turnover {
			MonthlyTurnovers::<T>::get(class.min(FIRST_CREDIT_CLASS), month)
		}

		/// Returns the account that keeps an enterprise's allowances.
		pub fn compliance_account(chain: ParaId, entity: EntityId) -> T::AccountId {
			Self::account_of((chain, entity))
		}

		/// Returns a voluntary cancellation. `None` if no record has this number.
		pub fn cancellation(cancellation: u32) -> Option<Cancellation<T::AccountId>> {
			Cancellations::<T>::get(cancellation)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Takes the registers of a park's enterprises, sets allowances aside, and tells the park
		/// how the enterprises stand. The park's account on this chain pays for the answer.
		///
		/// Origin: a park.
		///
		/// - `cycle`: the compliance cycle. If it is closed, nothing is taken, and the answer says so;
		/// - `registers`: what the enterprises emitted since it began, at most 64.
		///
		/// Errors: `NotFound`. Events: `Reported` or `RegisterIgnored` for each enterprise;
		/// `ParkNotTold` if the answer could not be sent.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::report(registers.len() as u32))]
		pub fn report(
			origin: OriginFor<T>,
			cycle: CycleId,
			registers: Registers,
		) -> DispatchResult {
			let chain = T::ParkOrigin::ensure_origin(origin)?;
			Self::do_report(chain, cycle, registers)
		}

		/// Opens a compliance cycle. The deposit is held from the regulator.
		///
		/// Origin: the regulator.
		///
		/// - `span`: the time whose emissions count, at or after the end of the newest cycle;
		/// - `deadline`: until when allowances can be surrendered, in seconds since the Unix epoch;
		/// - `rules`: the rules of the cycle;
		/// - `cap`: the most allowances that may be allocated, in tonnes.
		///
		/// Errors: `InvalidSpan`, `IdsExhausted`, or that of the hold. Event: `CycleOpened`.
		#[pallet::call_index(1)]
		pub fn open_cycle(
			origin: OriginFor<T>,
			span: Interval,
			deadline: Seconds,
			rules: Rules,
			cap: TonnesCo2e,
		) -> DispatchResult {
			let regulator = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_open_cycle(&regulator, span, deadline, rules, cap)
		}

		/// Changes the cap of a cycle.
		///
		/// Origin: the regulator.
		///
		/// - `cap`: the most allowances that may be allocated, in tonnes; not below what was.
		///
		/// Errors: `NotFound`, `CycleClosed`, `AboveCap`. Event: `CapSet`.
		#[pallet::call_index(2)]
		pub fn set_cap(origin: OriginFor<T>, cycle: CycleId, cap: TonnesCo2e) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_set_cap(cycle, cap)
		}

		/// Registers an enterprise of a park. The deposit is held from the regulator.
		///
		/// Origin: the regulator.
		///
		/// - `chain`, `entity`: the park, and the number that the enterprise has there;
		/// - `owner`: the account that acts for it on this chain, and for no other enterprise;
		/// - `verifier`: the account that verifies what is reported for it: a registered verifier;
		/// - `label`: its sector and name;
		/// - `listed`: whether it must take part.
		///
		/// Errors: `AlreadyExists`, `OwnerTaken`, `InvalidOwner`, `InvalidVerifier`, `InvalidText`, or
		/// that of the hold. Event: `EntityRegistered`.
		#[pallet::call_index(3)]
		pub fn register_entity(
			origin: OriginFor<T>,
			chain: ParaId,
			entity: EntityId,
			owner: T::AccountId,
			verifier: T::AccountId,
			label: Text,
			listed: bool,
		) -> DispatchResult {
			let regulator = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_register_entity(regulator, (chain, entity), owner, verifier, label, listed)
		}

		/// Enrols an enterprise in a cycle, and tells its park. The deposit and the message are paid
		/// by the regulator.
		///
		/// Origin: the regulator.
		///
		/// Errors: `NotFound`, `CycleClosed`, `AlreadyExists`, or that of the hold. Events:
		/// `Enrolled`; `ParkNotTold` if the message could not be sent.
		#[pallet::call_index(4)]
		pub fn enrol(
			origin: OriginFor<T>,
			cycle: CycleId,
			chain: ParaId,
			entity: EntityId,
		) -> DispatchResult {
			let regulator = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_enrol(regulator, cycle, (chain, entity))
		}

		/// Allocates allowances to an enterprise: it gets what it lacks to a share of its quota. If
		/// it has more, the difference is taken back. Repeating the call changes nothing.
		///
		/// Origin: the regulator.
		///
		/// - `method`: the quota, by one of the methods of allocation;
		/// - `share`: how much of it is allocated now, as 70 % before the year's end.
		///
		/// What the enterprise missed in closed cycles whose rules say so is taken off, as far as the
		/// quota goes.
		///
		/// Errors: `NotFound`, `CycleClosed`, `NotVerified`, `InvalidFigures`, `AboveCap`. Events:
		/// `Allocated`;
		/// `ParkNotTold` if the park could not be told.
		#[pallet::call_index(5)]
		pub fn allocate(
			origin: OriginFor<T>,
			cycle: CycleId,
			chain: ParaId,
			entity: EntityId,
			method: Method,
			share: sp_runtime::Permill,
		) -> DispatchResult {
			let regulator = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_allocate(&regulator, cycle, (chain, entity), &method, share)
		}

		/// Confirms a register of an enterprise, with the correction that was found before. A closed
		/// cycle's registers can be verified until they are fined.
		///
		/// Origin: the enterprise's verifier.
		///
		/// - `sequence`: the number of the register that was checked. What was reported later is not
		///   verified yet.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `Final`, `UnknownRegister`. Event: `Verified`.
		#[pallet::call_index(6)]
		pub fn confirm(
			origin: OriginFor<T>,
			cycle: CycleId,
			chain: ParaId,
			entity: EntityId,
			sequence: u32,
		) -> DispatchResult {
			let verifier = ensure_signed(origin)?;
			Self::do_verify(&verifier, cycle, (chain, entity), sequence, None)
		}

		/// Corrects a register of an enterprise, before or after it was surrendered for. Allowances
		/// that were surrendered and are not due after all come back.
		///
		/// Origin: the enterprise's verifier, who pays for telling the park.
		///
		/// - `sequence`: the number of the register that was checked;
		/// - `difference`: what was emitted beyond that register since the cycle began, or below it if
		///   negative, in gCO2e. It replaces the difference that was found before, and stays as the
		///   register grows;
		/// - `evidence`: the digest of the evidence.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `Final`, `UnknownRegister`, `InvalidFigures`.
		/// Events: `Verified`; `ParkNotTold` if the park could not be told.
		#[pallet::call_index(7)]
		pub fn correct(
			origin: OriginFor<T>,
			cycle: CycleId,
			chain: ParaId,
			entity: EntityId,
			sequence: u32,
			difference: GramsCo2e,
			evidence: H256,
		) -> DispatchResult {
			let verifier = ensure_signed(origin)?;
			let correction = Some((difference, evidence));
			Self::do_verify(&verifier, cycle, (chain, entity), sequence, correction)
		}

		/// Surrenders the allowances that are set aside for an enterprise's emissions.
		///
		/// Origin: the enterprise's owner, who pays for telling the park; after the deadline,
		/// anybody.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `Final`, `NothingToSettle`. Events: `Settled`;
		/// `ParkNotTold` if the park could not be told.
		#[pallet::call_index(8)]
		pub fn settle(
			origin: OriginFor<T>,
			cycle: CycleId,
			chain: ParaId,
			entity: EntityId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_settle(&who, cycle, (chain, entity))
		}

		/// Surrenders credits of the owner's for an enterprise's emissions.
		///
		/// Origin: the enterprise's owner, who pays for telling the park.
		///
		/// - `class`: the batch of the credits;
		/// - `quantity`: how many, in tonnes: not more than the rules allow, nor than is due.
		///
		/// Errors: `NotFound`, `CycleClosed`, `NotAuthorized`, `InvalidQuantity`, `AfterDeadline`,
		/// `AboveCreditLimit`, or that of the registry of credits. Events: `CreditsSurrendered`;
		/// `ParkNotTold` if the park could not be told.
		#[pallet::call_index(9)]
		pub fn surrender_credits(
			origin: OriginFor<T>,
			cycle: CycleId,
			chain: ParaId,
			entity: EntityId,
			class: u32,
			quantity: TonnesCo2e,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			let key = (chain, entity);
			Self::do_surrender_credits(&owner, &owner, cycle, key, class, quantity).map(drop)
		}

		/// Gives allowances of the caller's to an enterprise's compliance account.
		///
		/// Origin: anybody, who pays for telling the park.
		///
		/// - `quantity`: how many, in tonnes.
		///
		/// Errors: `NotFound`, `CycleClosed`, `InvalidQuantity`, or that of the transfer. Events:
		/// `Deposited`; `ParkNotTold` if the park could not be told.
		#[pallet::call_index(10)]
		pub fn deposit(
			origin: OriginFor<T>,
			cycle: CycleId,
			chain: ParaId,
			entity: EntityId,
			quantity: TonnesCo2e,
		) -> DispatchResult {
			let from = ensure_signed(origin)?;
			Self::do_deposit(from.clone(), cycle, (chain, entity), quantity)?;
			Self::try_tell(&from, cycle, chain, alloc::vec![entity]);
			Ok(())
		}

		/// Takes allowances that are not set aside out of an enterprise's compliance account.
		///
		/// Origin: the enterprise's owner, who gets them and pays for telling the park.
		///
		/// - `quantity`: how many, in tonnes.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `InvalidQuantity`, `Committed`. Events: `Withdrawn`;
		/// `ParkNotTold` if the park could not be told.
		#[pallet::call_index(11)]
		pub fn withdraw(
			origin: OriginFor<T>,
			cycle: CycleId,
			chain: ParaId,
			entity: EntityId,
			quantity: TonnesCo2e,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_draw(&owner, &owner, cycle, (chain, entity), quantity)?;
			Self::try_tell(&owner, cycle, chain, alloc::vec![entity]);
			Ok(())
		}

		/// Cancels allowances of the caller's for good, which lowers the total (MEE Order 19,
		/// article 19). The deposit is held from the caller.
		///
		/// Origin: anybody.
		///
		/// - `quantity`: how many, in tonnes;
		/// - `beneficiary`, `purpose`: who may say that it did so, and what for.
		///
		/// Errors: `NotFound`, `CycleClosed`, `InvalidQuantity`, `InvalidText`, or that of the hold or
		/// of the burn. Event: `Cancelled`.
		#[pallet::call_index(12)]
		pub fn cancel_voluntarily(
			origin: OriginFor<T>,
			cycle: CycleId,
			quantity: TonnesCo2e,
			beneficiary: Text,
			purpose: Text,
		) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_cancel_voluntarily(holder, cycle, quantity, beneficiary, purpose)
		}

		/// Carries allowances over: those of a cycle are recovered, and as many of a later cycle
		/// issued to the same compliance account.
		///
		/// Origin: the enterprise's owner, who pays for telling the park of both.
		///
		/// - `from`, `to`: the cycles. The enterprise is enrolled in both;
		/// - `quantity`: how many, in tonnes.
		///
		/// Errors: `NotFound`, `CycleClosed`, `NotAuthorized`, `InvalidQuantity`, `NotBankable`. Events:
		/// `CarriedOver`; `ParkNotTold` if the park could not be told.
		#[pallet::call_index(13)]
		pub fn carry_over(
			origin: OriginFor<T>,
			from: CycleId,
			to: CycleId,
			chain: ParaId,
			entity: EntityId,
			quantity: TonnesCo2e,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_carry_over(&owner, from, to, (chain, entity), quantity)
		}

		/// Closes a cycle after its deadline. What enterprises miss then can be fined.
		///
		/// Origin: the regulator.
		///
		/// Errors: `NotFound`, `CycleClosed`, `BeforeDeadline`. Event: `CycleClosed`.
		#[pallet::call_index(14)]
		pub fn close_cycle(origin: OriginFor<T>, cycle: CycleId) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_close_cycle(cycle)
		}

		/// Has others act for an enterprise, or verify what is reported for it.
		///
		/// Origin: the regulator.
		///
		/// - `owner`, `verifier`: as for `register_entity`.
		///
		/// Errors: `NotFound`, `OwnerTaken`, `InvalidOwner`, `InvalidVerifier`. Event: `RolesSet`.
		#[pallet::call_index(15)]
		pub fn set_roles(
			origin: OriginFor<T>,
			chain: ParaId,
			entity: EntityId,
			owner: T::AccountId,
			verifier: T::AccountId,
		) -> DispatchResult {
			let regulator = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_set_roles(&regulator, (chain, entity), owner, verifier)
		}

		/// Tells a park again how an enterprise stands, as when a message was lost.
		///
		/// Origin: anybody, who pays for the message.
		///
		/// Errors: `NotFound`, or that of the message.
		#[pallet::call_index(16)]
		pub fn tell(
			origin: OriginFor<T>,
			cycle: CycleId,
			chain: ParaId,
			entity: EntityId,
		) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_tell(&payer, cycle, chain, alloc::vec![entity])
		}

		/// Records what an enterprise missed when its cycle was closed, and the fine for it. What is
		/// set aside is surrendered first. The record is final.
		///
		/// Origin: anybody, who pays for telling the park.
		///
		/// Errors: `NotFound`, `NotClosed`, `NotVerified`, `Final`, `NothingMissing`. Events: `Settled` if something
		/// was set aside; `Fined`; `ParkNotTold` if the park could not be told.
		#[pallet::call_index(17)]
		pub fn fine(
			origin: OriginFor<T>,
			cycle: CycleId,
			chain: ParaId,
			entity: EntityId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_fine(&who, cycle, (chain, entity))
		}
	}
}
