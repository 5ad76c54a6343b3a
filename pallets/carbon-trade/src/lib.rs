//! # Carbon trade
//!
//! Buys what an enterprise of the park lacks for its emissions, as allowances and credits on the
//! carbon market's chain, and sells the allowances that it has left. Section 3.3 of the paper.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, view functions, storage, events and errors.
//!
//! ## Overview
//!
//! The owner of an enterprise says what to buy, how much, and the most it pays for a tonne. The
//! trading desk sends the money and the order to the carbon market. What is bought never comes here:
//! allowances go to the enterprise's compliance account over there, where they are set aside for what
//! is due, and credits are surrendered at once. Every trade is reported and stays on record.
//!
//! | call | who may make it |
//! |---|---|
//! | [`Call::buy`], [`Call::sell`] | the enterprise's owner |
//! | [`Call::cancel_order`] | whoever placed the order |
//! | [`Call::instruct`] | the enterprise's owner |
//! | [`Call::follow`] | anybody; the hook does it, too |
//!
//! ```text
//! buy --> order of the trading desk --> trade on the carbon market --> deposited or surrendered
//!                                                                      '-> purchase on record here
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Order**: one of the trading desk, which numbers it, follows it, and holds the deposits.
//! - **Basket**: the allowances of a cycle, or credits of any batch that can be surrendered in the
//!   newest one.
//! - **Sale**: the allowances are drawn from the enterprise's compliance account over there, as far as
//!   they are not set aside. What is not sold returns there, and the money comes home when the order
//!   ends.
//! - **Instruction**: what is to be ordered by itself, at which price: credits and allowances that are
//!   missing, and what is left over. Whenever the carbon market tells how the enterprise stands, the
//!   hook follows the instruction of one enterprise a block. The owner pays, as for its own orders.
//!   After an order has traded, nothing follows until a position has come that counts the trade, nor
//!   after one that was rejected or cancelled until there is news: `follow` must not waste the owner's
//!   money.
//! - **Kept**: units that could not be used, as credits beyond the share of what is due. They are in
//!   the account of the enterprise's owner on the market's chain.
//!
//! ## Example
//!
#![doc = docify::embed!("src/tests.rs", an_enterprise_should_buy_what_it_lacks)]
//!
//! ## Invariants
//!
//! 1. Each order counts its purchases, which are numbered without gaps.
//! 2. Each instruction has its deposit on hold, and its orders that are under way are on record.

#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(any(feature = "runtime-benchmarks", feature = "try-runtime", test))]
extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod instructions;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::{fill, order, BenchmarkHelper};
pub use pallet::*;
pub use types::{Instruction, InstructionRecord, Order, Surplus, UnderWay, Wanted};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, UnixTime},
	};
	use frame_system::pallet_prelude::*;
	use zeropark_primitives::{
		compliance::{CarbonBasket, CarbonFill, Compliance, Enterprises},
		ids::{CycleId, EntityId, ParaId, RemoteOrderId, RetirementId},
		market::{Balance, Price, Quantity, Side},
		time::Seconds,
		trading::{DeskListener, RemoteOrder, TradingDesk},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// This chain's parachain id, with which the carbon market names the enterprises.
		type ChainId: Get<ParaId>;

		/// The park's enterprises.
		type Enterprises: Enterprises<Self::AccountId>;

		/// The trading desk, which places orders on the carbon market.
		type Desk: TradingDesk<Self::AccountId, CarbonBasket, Compliance>;

		/// Holds the deposits of instructions.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Inspect<Self::AccountId, Balance = Balance>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The chain's clock.
		type Time: UnixTime;

		/// The deposit for an instruction, in micro-units of the settlement currency. It is returned when
		/// the instruction is withdrawn.
		#[pallet::constant]
		type InstructionDeposit: Get<Balance>;

		/// Weights of the calls and of the hook.
		type WeightInfo: WeightInfo;

		/// Prepares the state that benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// The reasons of this pallet's holds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The record of an instruction.
		#[codec(index = 0)]
		Instruction,
	}

	/// The most enterprises whose instructions wait to be followed. Those beyond are followed after their
	/// next position, or by `follow`.
	const MAX_DUE: u32 = 64;

	/// The instructions for each enterprise, and the orders that follow from them. The deposit pays for the
	/// entry.
	#[pallet::storage]
	pub type Instructions<T: Config> =
		StorageMap<_, Twox64Concat, EntityId, InstructionRecord<T::AccountId>>;

	/// The enterprises whose instructions are followed next, with the cycle.
	#[pallet::storage]
	pub type Due<T: Config> =
		StorageValue<_, BoundedVec<(EntityId, CycleId), ConstU32<MAX_DUE>>, ValueQuery>;

	/// What each of the desk's orders is for, for ever. The deposit for the order pays for the entry.
	#[pallet::storage]
	pub type Orders<T: Config> = StorageMap<_, Twox64Concat, RemoteOrderId, Order>;

	/// What each order bought, for ever, in the order of the trades. The deposit for the fill pays for
	/// the entry.
	#[pallet::storage]
	pub type Purchases<T: Config> =
		StorageDoubleMap<_, Twox64Concat, RemoteOrderId, Twox64Concat, u32, CarbonFill>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Allowances or credits were ordered. The money and the order are on their way to the market.
		UnitsOrdered {
			/// The desk's number of the order.
			number: RemoteOrderId,
			/// The enterprise.
			entity: EntityId,
			/// The compliance cycle.
			cycle: CycleId,
			/// What is to be bought.
			basket: CarbonBasket,
			/// How many tonnes.
			quantity: Quantity,
			/// The money that was sent, in micro-units of the settlement currency.
			sent: Balance,
		},
		/// Allowances were offered. The order is on its way to the market.
		UnitsOffered {
			/// The desk's number of the order.
			number: RemoteOrderId,
			/// The enterprise.
			entity: EntityId,
			/// The compliance cycle, whose allowances are to be sold.
			cycle: CycleId,
			/// How many tonnes.
			quantity: Quantity,
			/// The least to get for a tonne, in micro-units of the settlement currency.
			price: Price,
		},
		/// An enterprise's owner said what is to be ordered by itself from now on; nothing if `None`.
		Instructed {
			/// The enterprise.
			entity: EntityId,
			/// The instruction.
			instruction: Option<Instruction>,
		},
		/// An instruction could not be followed, as when its owner has too little money.
		NotFollowed {
			/// The enterprise.
			entity: EntityId,
			/// The compliance cycle.
			cycle: CycleId,
			/// The reason.
			error: DispatchError,
		},
		/// An order bought something.
		UnitsBought {
			/// The desk's number of the order.
			number: RemoteOrderId,
			/// The enterprise.
			entity: EntityId,
			/// The compliance cycle.
			cycle: CycleId,
			/// What, from whom, at which price, and what became of it.
			fill: CarbonFill,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such enterprise, or no such order.
		NotFound,
		/// Only the enterprise's owner may order for it.
		NotAuthorized,
		/// The carbon market has not enrolled the enterprise in the cycle, or has closed the cycle.
		NotEnrolled,
		/// Allowances of a cycle count in that cycle alone.
		OtherCycle,
		/// An instruction's orders stay in the market for 2 hours at least, and 2,159 at most.
		InvalidHours,
		/// There is no instruction for this enterprise.
		NoInstruction,
		/// Orders of the instruction are under way. Cancel them first, or give an instruction that wants
		/// nothing.
		OrdersUnderWay,
		/// An order of the instruction has traded, was rejected or was cancelled, and no position has come
		/// since. Have the carbon market tell the park again (`tell`), if it does not come.
		PositionUsed,
		/// By the instruction, and by what is on order, nothing is to be ordered now.
		NothingToOrder,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			match Self::follow_next() {
				true => T::WeightInfo::follow(),
				false => T::DbWeight::get().reads(1),
			}
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns what an order is for, and how often it has bought. `None` if there is no such order.
		pub fn order(number: RemoteOrderId) -> Option<Order> {
			Orders::<T>::get(number)
		}

		/// Returns what is ordered by itself for an enterprise, and which of these orders are under way.
		/// `None` if there is no instruction.
		pub fn instruction(entity: EntityId) -> Option<InstructionRecord<T::AccountId>> {
			Instructions::<T>::get(entity)
		}

		/// Returns what an order bought with one of its trades, numbered from 0.
		pub fn purchase(number: RemoteOrderId, index: u32) -> Option<CarbonFill> {
			Purchases::<T>::get(number, index)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Orders allowances or credits on the carbon market, for an enterprise's emissions in a
		/// compliance cycle.
		///
		/// Origin: signed by the enterprise's owner. It pays the price of `quantity` at `price`, and an
		/// allowance for deposits and messages. The money that is left comes home when the order ends.
		/// The trading desk holds deposits for the order and for as many trades as it has tonnes.
		///
		/// - `entity`: the enterprise;
		/// - `cycle`: the cycle;
		/// - `basket`: the allowances of the cycle, or credits;
		/// - `quantity`: how many tonnes of CO2 equivalent;
		/// - `price`: the most to pay for a tonne, in micro-units of the settlement currency;
		/// - `deadline`: when the order expires, in seconds since the Unix epoch, at a full hour.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `NotEnrolled`, `OtherCycle`, the desk's
		/// (`InvalidQuantity`, `InvalidPrice`, `InvalidDeadline`, `IdsExhausted`), the currency's if the
		/// caller has too little money, or the outbox's if too many messages wait. Events:
		/// `UnitsOrdered`, and the desk's `OrderSent`.
		#[pallet::call_index(0)]
		pub fn buy(
			origin: OriginFor<T>,
			entity: EntityId,
			cycle: CycleId,
			basket: CarbonBasket,
			#[pallet::compact] quantity: Quantity,
			price: Price,
			deadline: Seconds,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			let wanted = Wanted { side: Side::Bids, basket, quantity, price };
			Self::do_order(owner, entity, cycle, wanted, deadline).map(drop)
		}

		/// Cancels an order. What it has bought stays. The money that is left comes home with the report
		/// that the order ended.
		///
		/// Origin: signed by whoever placed the order, who pays the fee of the message; an unused part
		/// comes home too.
		///
		/// Errors: the desk's (`NotFound`, `NotAuthorized`, `AlreadyEnded`), the currency's, or the
		/// outbox's. Event: the desk's `CancellationSent`.
		#[pallet::call_index(1)]
		pub fn cancel_order(
			origin: OriginFor<T>,
			#[pallet::compact] number: RemoteOrderId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			T::Desk::cancel(&who, number)
		}

		/// Offers allowances of an enterprise that are not set aside on the carbon market.
		///
		/// Origin: signed by the enterprise's owner, which also owns it over there. It pays an allowance
		/// for deposits and messages. What is left of it comes home with what was earned when the order
		/// ends. The trading desk holds a deposit for the order.
		///
		/// - `entity`: the enterprise;
		/// - `cycle`: the cycle whose allowances are sold;
		/// - `quantity`: how many tonnes of CO2 equivalent. If less is free over there, the market rejects
		///   the order;
		/// - `price`: the least to get for a tonne before the market's fee, in micro-units of the
		///   settlement currency;
		/// - `deadline`: when the order expires, in seconds since the Unix epoch, at a full hour.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `NotEnrolled`, and those of the desk, the currency and the
		/// outbox, as for `buy`. Events: `UnitsOffered`, and the desk's `OrderSent`.
		#[pallet::call_index(2)]
		pub fn sell(
			origin: OriginFor<T>,
			entity: EntityId,
			cycle: CycleId,
			#[pallet::compact] quantity: Quantity,
			price: Price,
			deadline: Seconds,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			let basket = CarbonBasket::Allowances(cycle);
			let wanted = Wanted { side: Side::Asks, basket, quantity, price };
			Self::do_order(owner, entity, cycle, wanted, deadline).map(drop)
		}

		/// Says what is to be ordered by itself for an enterprise from now on. Orders that are under way go
		/// on.
		///
		/// Origin: signed by the enterprise's owner, from whom a deposit is held. It pays for the orders, as
		/// for its own.
		///
		/// - `instruction`: the limits for what is missing and for what is left over; `None` withdraws what
		///   was said before, and the deposit returns. It needs all orders of the instruction to have ended.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `InvalidHours`, `NoInstruction`, `OrdersUnderWay`, or that of
		/// the hold. Event:
		/// `Instructed`.
		#[pallet::call_index(3)]
		pub fn instruct(
			origin: OriginFor<T>,
			entity: EntityId,
			instruction: Option<Instruction>,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_instruct(owner, entity, instruction)
		}

		/// Follows an enterprise's instruction at once, as after an order has expired.
		///
		/// Origin: anybody.
		///
		/// Errors: `NoInstruction`, `NotEnrolled`, `PositionUsed`, `NothingToOrder`, or those of `buy` and
		/// `sell`. Events: `UnitsOrdered` or `UnitsOffered`, and the desk's.
		#[pallet::call_index(4)]
		pub fn follow(origin: OriginFor<T>, entity: EntityId, cycle: CycleId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_follow(entity, cycle)
		}
	}

	impl<T: Config> Pallet<T> {
		/// Places an order of `owner` for an enterprise in a cycle, and returns its number.
		pub(crate) fn do_order(
			owner: T::AccountId,
			entity: EntityId,
			cycle: CycleId,
			wanted: Wanted,
			deadline: Seconds,
		) -> Result<RemoteOrderId, DispatchError> {
			let of = T::Enterprises::owner(entity).ok_or(Error::<T>::NotFound)?;
			ensure!(of == owner, Error::<T>::NotAuthorized);
			ensure!(T::Enterprises::position(entity, cycle).is_some(), Error::<T>::NotEnrolled);
			let Wanted { side, basket, quantity, price } = wanted;
			let counts = match basket {
				CarbonBasket::Allowances(of) => of == cycle,
				CarbonBasket::Credits => true,
			};
			ensure!(counts, Error::<T>::OtherCycle);
			let (number, sent) = T::Desk::place(RemoteOrder {
				beneficiary: owner,
				side,
				basket,
				quantity,
				price,
				deadline,
				purpose: Some(Compliance { cycle, entity: (T::ChainId::get(), entity) }),
			})?;
			let order = Order { entity, cycle, side, quantity, purchases: 0 };
			Orders::<T>::insert(number, order);
			Self::deposit_event(match side {
				Side::Bids => Event::UnitsOrdered { number, entity, cycle, basket, quantity, sent },
				Side::Asks => Event::UnitsOffered { number, entity, cycle, quantity, price },
			});
			Ok(number)
		}
	}

	impl<T: Config> DeskListener<T::AccountId, CarbonFill> for Pallet<T> {
		fn filled(number: RemoteOrderId, _: &T::AccountId, fill: &CarbonFill) -> DispatchResult {
			let mut order = Orders::<T>::get(number).ok_or(Error::<T>::NotFound)?;
			Purchases::<T>::insert(number, order.purchases, fill);
			order.purchases = order.purchases.saturating_add(1);
			let Order { entity, cycle, .. } = order;
			Orders::<T>::insert(number, order);
			let fill = fill.clone();
			Self::deposit_event(Event::UnitsBought { number, entity, cycle, fill });
			Ok(())
		}

		fn ended(number: RemoteOrderId, unfilled: Quantity) {
			if let Some(order) = Orders::<T>::get(number) {
				Self::order_ended(number, &order, unfilled < order.quantity);
			}
		}

		/// The carbon market makes no claims.
		fn claim_voided(_: RemoteOrderId, _: RetirementId) -> DispatchResult {
			Err(Error::<T>::NotFound.into())
		}
	}
}
