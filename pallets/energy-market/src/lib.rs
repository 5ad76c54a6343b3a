//! # Energy market
//!
//! Members of a carrier's consortium bid for delivery slots of a quarter of an hour. Each slot clears at
//! one price, and is settled against what the meters read. Section 3.4 of the paper.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, view functions, storage, events and errors.
//!
//! ## Overview
//!
//! A bid is a curve: what a point buys and sells at which price (see `zeropark-clearing`). It can be
//! changed and cancelled until the gate closes, an hour before delivery. The chain then adds up all
//! curves and finds the price. A market maker takes what members offer too much, and gives what they
//! lack, at a tariff that was known before. An hour after delivery, what each point traded is compared
//! with what its meters read; the difference costs and brings the market maker's prices, so keeping to
//! one's schedule is never worse.
//!
//! | call | who may make it |
//! |---|---|
//! | [`Call::bid`] | the owner of the point |
//! | [`Call::report_reading`] | a meter, free of charge |
//! | [`Call::set_terms`] | the provider |
//!
//! ```text
//! open --gate closes--> folding --> cleared --delivery, readings--> collecting --> paying --> record
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Slot**: a quarter of an hour, counted from the Unix epoch. It takes bids from four hours to one
//!   hour before it begins.
//! - **Page**: the orders of 16 points for a slot. The hook works through [`Config::PagesPerBlock`] of
//!   them in a block, for one slot at a time; what is due waits in the order of slots.
//! - **Terms**: the market maker's prices, the losses and the fee of the grid. They can be changed only
//!   for slots that take no bids yet.
//! - **Market maker**: an account that nobody signs for. Whoever likes gives it money. A slot is opened
//!   only if it has as much as all that it could have to pay out in the slots that are not settled; if
//!   it has not, the slot is skipped, and nobody trades in it.
//! - **Missing reading**: if a meter of a point says nothing, what the point generates counts as
//!   nothing, and what it draws as all that it can. So silence never helps.
//! - **Standstill**: if there was no block for [`STANDSTILL`], meters have an hour more from then on.
//! - **Fair chance**: if less is there than is wanted at the very price, each gets its share rounded down
//!   or up. Which of the two depends on a hash that nobody knows before the gate has closed.
//!
//! ## Example
//!
#![doc = docify::embed!("src/tests/slots.rs", a_slot_should_be_traded_delivered_and_settled)]
//!
//! ## Invariants
//!
//! 1. Slots are settled, cleared and opened in order, and not more are unsettled than the margins cover.
//! 2. Orders are valid curves within the capacities of their points, for slots that are not settled.
//! 3. In each record: what is paid is what is received, with fees and dust; what is bought is what is
//!    sold; what was metered is what was scheduled with what was short and long.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
mod slots;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use slots::STANDSTILL;
pub use types::{
	Levels, Metered, Page, PointResult, Progress, Record, Schedule, Stage, Steps, Sums, Terms,
	MAX_TERMS, PAGE_SIZE,
};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, Randomness, UnixTime},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use zeropark_clearing::{Grid, Tariff, Tick};
	use zeropark_primitives::{
		energy::{PointId, Points, Slot},
		market::Balance,
		time::Seconds,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The carrier's provider, who sets the terms.
		type ProviderOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The consortium's points, with their margins.
		type Points: Points<Self::AccountId>;

		/// The settlement currency.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// The chain's clock.
		type Time: UnixTime;

		/// Decides who gets the last watt-hour of a share. Nobody must know it before the gate closes;
		/// who can influence it afterwards gains a watt-hour at most.
		type Randomness: Randomness<Self::Hash, BlockNumberFor<Self>>;

		/// The account that gets the grid's fees and the dust.
		type GridAccount: Get<Self::AccountId>;

		/// The seed of the market maker's account.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// The dearest tariff that the terms may have. Margins are for it.
		#[pallet::constant]
		type MaxRetail: Get<Tick>;

		/// The largest losses that the terms may have, in parts per million. Margins are for them.
		#[pallet::constant]
		type MaxLosses: Get<u32>;

		/// The largest fee that the terms may have, in µPCNY per kWh. Margins are for it.
		#[pallet::constant]
		type MaxFee: Get<u32>;

		/// How many pages are worked through in a block.
		#[pallet::constant]
		type PagesPerBlock: Get<u32>;

		/// Weights of the calls and of the hook.
		type WeightInfo: WeightInfo;

		/// Prepares the state that benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// The terms, oldest first: those that apply now, and those that will.
	#[pallet::storage]
	pub type TermsSchedule<T: Config> = StorageValue<_, Schedule, ValueQuery>;

	/// The first slot that is not settled; zero before the first is opened.
	#[pallet::storage]
	pub type ToSettle<T: Config> = StorageValue<_, Slot, ValueQuery>;

	/// The first slot that is not cleared.
	#[pallet::storage]
	pub type ToClear<T: Config> = StorageValue<_, Slot, ValueQuery>;

	/// The first slot that is not open yet.
	#[pallet::storage]
	pub type ToOpen<T: Config> = StorageValue<_, Slot, ValueQuery>;

	/// The slots from the one that is settled next to the last open one. A slot that is skipped has no
	/// entry.
	#[pallet::storage]
	pub type Slots<T: Config> = StorageMap<_, Twox64Concat, Slot, Stage>;

	/// What is bought and sold at each tick in the slot whose pages are being added up.
	#[pallet::storage]
	pub type FoldedLevels<T: Config> = StorageValue<_, Levels, ValueQuery>;

	/// The orders of these slots, by page. The members' margins stand for them; they are removed when
	/// they are settled.
	#[pallet::storage]
	pub type Orders<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Slot, Twox64Concat, u32, Page, ValueQuery>;

	/// What meters read in slots that are not settled.
	#[pallet::storage]
	pub type Readings<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Slot, Twox64Concat, PointId, Metered, ValueQuery>;

	/// The chain's clock when the hook worked last, in seconds since the Unix epoch.
	#[pallet::storage]
	pub type WorkedAt<T: Config> = StorageValue<_, Seconds, ValueQuery>;

	/// Nothing is settled before, in seconds since the Unix epoch: the chain stood still, and meters could
	/// not report.
	#[pallet::storage]
	pub type ReadingsUntil<T: Config> = StorageValue<_, Seconds, ValueQuery>;

	/// The records of the slots of the last day, with their slots: each takes the place of the slot a day
	/// before.
	#[pallet::storage]
	pub type Records<T: Config> = StorageMap<_, Twox64Concat, u32, (Slot, Record)>;

	/// How many records are kept: a day's. Older ones are in the blocks' events.
	pub const KEPT_RECORDS: u32 = 96;

	/// The terms that a chain starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The market maker's lower and upper price, in ticks.
		pub tariff: (Tick, Tick),
		/// What the grid loses, in parts per million of what is delivered.
		pub losses: u32,
		/// The grid's fee, in µPCNY for each kWh delivered.
		pub fee: u32,
		/// The type of the runtime.
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let (feed_in, retail) = self.tariff;
			let terms = Terms {
				from: 0,
				tariff: Tariff { feed_in, retail },
				grid: Grid { losses: self.losses, fee: self.fee },
			};
			assert!(Pallet::<T>::are_valid(&terms), "the terms are within the limits");
			TermsSchedule::<T>::put(Schedule::truncate_from(alloc::vec![terms]));
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The terms change from a slot on.
		TermsSet {
			/// The terms.
			terms: Terms,
		},
		/// A slot takes bids.
		SlotOpened {
			/// The slot.
			slot: Slot,
		},
		/// Slots are skipped: nobody trades in them, and nothing is settled. The market maker has too
		/// little money, or the chain stood still.
		SlotsSkipped {
			/// The first of them.
			from: Slot,
			/// The first that is not skipped.
			to: Slot,
		},
		/// A point bids for a slot, or has changed its bid.
		BidPlaced {
			/// The slot.
			slot: Slot,
			/// The point.
			point: PointId,
			/// What it buys and sells at which price.
			steps: Steps,
		},
		/// A bid was cancelled.
		BidCancelled {
			/// The slot.
			slot: Slot,
			/// The point.
			point: PointId,
		},
		/// A slot has a price.
		SlotCleared {
			/// The slot.
			slot: Slot,
			/// The price at the hub, in µPCNY per kWh; `None` if nothing is traded.
			price: Option<u32>,
			/// What members buy, in Wh at the hub.
			bought: u64,
			/// What members sell, in Wh at the hub.
			sold: u64,
		},
		/// A meter reported what it read in a slot.
		ReadingTaken {
			/// The slot.
			slot: Slot,
			/// The point.
			point: PointId,
			/// What was drawn, in Wh.
			drawn: u32,
			/// What was delivered, in Wh.
			delivered: u32,
		},
		/// The readings of a point exceed what it can draw or deliver. They count up to that; its owner needs
		/// a point with more capacity.
		CapacityExceeded {
			/// The slot.
			slot: Slot,
			/// The point.
			point: PointId,
		},
		/// A point was settled with for a slot.
		PointSettled {
			/// The slot.
			slot: Slot,
			/// The point.
			point: PointId,
			/// What it traded, what was metered, and what it pays and gets.
			result: PointResult,
		},
		/// A point could not be paid. The market maker has too little money; this cannot be while its
		/// collateral is complete.
		PointUnpaid {
			/// The slot.
			slot: Slot,
			/// The point.
			point: PointId,
			/// What it is owed, in micro-units of the settlement currency.
			amount: Balance,
		},
		/// A slot is settled: its final record.
		SlotRecorded {
			/// The slot.
			slot: Slot,
			/// The record.
			record: Record,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such point, or the account is no meter.
		NotFound,
		/// Only the point's owner may bid for it.
		NotAuthorized,
		/// The point is suspended or leaves, or it was accepted when the slot was open already.
		NotActive,
		/// The slot takes no bids: its gate is closed, or it is more than four hours ahead.
		NotOpen,
		/// The steps are no curve: see `Curve::is_valid` of `zeropark-clearing`. Purchases come first,
		/// with falling limits, then sales with rising ones, and none is below 100 Wh.
		InvalidCurve,
		/// There is nothing to cancel.
		NothingToCancel,
		/// A reading is taken once, after its slot and before the slot is settled.
		NotInTime,
		/// The meter has reported this slot.
		AlreadyReported,
		/// Readings are free: they must not offer a tip.
		TipRefused,
		/// The tariff crosses, or the terms are beyond the limits of the margins.
		InvalidTerms,
		/// Terms can be changed only for slots that take no bids yet.
		TooLate,
		/// Terms can be set a year ahead at most.
		TooEarly,
		/// The schedule is full. Wait until old terms are over.
		TooManyTerms,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::work()
		}

		fn integrity_test() {
			assert!(T::PagesPerBlock::get() > 0, "PagesPerBlock must be above zero");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns the slots that take bids: the first, and the first that does not yet. A slot is a
		/// quarter of an hour, counted from the Unix epoch.
		pub fn open_slots() -> (Slot, Slot) {
			(ToClear::<T>::get(), ToOpen::<T>::get())
		}

		/// Returns the terms of a slot.
		pub fn terms(slot: Slot) -> Option<Terms> {
			Self::terms_of(slot)
		}

		/// Returns how far a slot is. `None` if it is not open yet, was settled or skipped.
		pub fn slot(slot: Slot) -> Option<Stage> {
			Slots::<T>::get(slot)
		}

		/// Returns what a point bids for a slot. `None` if it does not.
		pub fn order(slot: Slot, point: PointId) -> Option<Steps> {
			Orders::<T>::get(slot, point / PAGE_SIZE).get(&point).cloned()
		}

		/// Returns what is bought and sold at each tick of an open slot, in Wh at the hub.
		pub fn depth(slot: Slot) -> Vec<(Tick, u64, u64)> {
			Self::depth_of(slot)
		}

		/// Returns the final record of a slot of the last day. `None` if there is none.
		pub fn record(slot: Slot) -> Option<Record> {
			let (of, record) = Records::<T>::get(slot % KEPT_RECORDS)?;
			(of == slot).then_some(record)
		}

		/// Returns the market maker's account.
		pub fn market_maker() -> T::AccountId {
			Self::account_id()
		}

		/// Returns what the market maker must have for slots to be opened, in micro-units of the
		/// settlement currency.
		pub fn collateral() -> Balance {
			Self::needed_collateral()
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Bids for a slot, instead of what the point has bid before. Without steps, the bid is
		/// cancelled.
		///
		/// Origin: the owner of the point.
		///
		/// - `point`: the delivery point;
		/// - `slot`: the slot, which takes bids;
		/// - `steps`: what is bought and sold at which price, within the point's capacity.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `NotActive`, `NotOpen`, `InvalidCurve`,
		/// `NothingToCancel`. Event: `BidPlaced` or `BidCancelled`.
		#[pallet::call_index(0)]
		pub fn bid(
			origin: OriginFor<T>,
			point: PointId,
			slot: Slot,
			steps: Steps,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_bid(&owner, point, slot, steps)
		}

		/// Reports what a meter read in a slot. It is free of charge and takes no tip: what does not
		/// hold does not enter the pool.
		///
		/// Origin: the meter's own key.
		///
		/// - `slot`: the slot, which is over and not settled;
		/// - `drawn`, `delivered`: the energy, in Wh.
		///
		/// It has a part of each block that no other transaction takes, so that nobody silences a meter.
		///
		/// Errors, the same in the pool and in a block: `NotFound`, `NotInTime`, `AlreadyReported`,
		/// `NotActive`; in the pool also `TipRefused`. Events: `ReadingTaken`, and `CapacityExceeded` if it
		/// counts in part only.
		#[pallet::call_index(1)]
		#[pallet::weight((T::WeightInfo::report_reading(), DispatchClass::Operational, Pays::No))]
		pub fn report_reading(
			origin: OriginFor<T>,
			slot: Slot,
			drawn: u32,
			delivered: u32,
		) -> DispatchResult {
			let meter = ensure_signed(origin)?;
			Self::do_report_reading(&meter, slot, drawn, delivered)
		}

		/// Changes the terms from a slot on. Terms that were set for that slot or later ones are withdrawn.
		///
		/// Origin: the provider.
		///
		/// - `terms`: the prices of the market maker, the losses and the fee of the grid, and the first
		///   slot that they are for. It takes no bids yet, and is a year ahead at most.
		///
		/// Errors: `InvalidTerms`, `TooLate`, `TooEarly`, `TooManyTerms`. Event: `TermsSet`.
		#[pallet::call_index(2)]
		pub fn set_terms(origin: OriginFor<T>, terms: Terms) -> DispatchResult {
			T::ProviderOrigin::ensure_origin(origin)?;
			Self::do_set_terms(terms)
		}
	}
}
