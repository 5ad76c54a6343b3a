//! # Remote orders
//!
//! Buys units on this chain's market for other chains, and sends home the result: the units or the
//! receipts of their use, and the money that is left. It also buys units for accounts of this chain
//! and sends them to accounts on another chain.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, storage, events and errors.
//!
//! ## Overview
//!
//! A customer on another chain wants units (certificates, allowances) from this chain's market, but
//! has no account here. The trading desk of that chain sends the money to an account that belongs
//! to this one order, and says what to buy. This chain reports when the order is open, every trade
//! that it makes, and its end. The last report brings all the money that is left.
//!
//! | call | who |
//! |---|---|
//! | [`Call::place`], [`Call::cancel`] | another chain, by a message |
//! | [`Call::place_for`] | anybody |
//! | [`Call::cancel_local_order`] | the account that placed the order |
//!
//! ```text
//! place --> open --filled, any number of times--> ended (filled, expired, cancelled, ...)
//!     |\--> fill limit reached --> the remainder is placed again in a later block
//!      \--> ended (rejected)
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Account**: each order has its own, derived from the ordering chain and the order's number.
//!   So no order can spend the money of another, and the money that is left is the balance of the
//!   account.
//! - **Purpose**: an order can say what its units are used for. Such units are used in the block
//!   that reports them ([`Fulfilment`](zeropark_primitives::trading::Fulfilment)), and a receipt
//!   travels instead of them. So no unit counts on one chain while it can be sold on the other.
//!   Units that cannot be used, because their batch has ended meanwhile, are sent as they are.
//! - **Void claim**: when a batch is withdrawn, the claims on it may become void. The other chain
//!   counts these claims, so it is told. The cost of this report is held from the day the receipt
//!   is sent, because the order may have ended long before.
//! - **Recipient**: an order of this chain names an account on another chain, to which its units
//!   are sent. This chain numbers the order, and gives it an account, deposits and tasks like any
//!   other. But nobody is sent a report, and the money that is left stays on this chain.
//! - **Tasks** wait in a queue. A block does up to [`Config::MaxTasks`] of them before anything
//!   else, and more if it is idle. Their messages go to the outbox, which keeps them until their
//!   channel has room. A task that fails, as when its lane in the outbox is full, goes to the end
//!   of the queue. An order ends when all its fills have been handed over.
//! - **Replaced remainder**: if an order closes because it hit the fill limit, its remainder is
//!   placed again in a later block, until it rests, is filled or is rejected. A block places as many
//!   remainders as fit into [`Config::MaxPlacing`], and at least one.
//! - **Turns**: remainders are placed in turns: first the ordering chains take turns, of which this
//!   chain is one, and then the beneficiaries of a chain. So nobody's orders, however many, keep
//!   the remainder of another waiting.
//! - **Watermark**: the messages of a chain arrive in the order of their numbers. So a number below
//!   the chain's watermark belongs to an order that was placed or cancelled before, and a message
//!   that is executed late cannot place it again.
//! - **Rejected** orders end like any other. The message of an order whose `place` fails calls
//!   [`Call::cancel`] instead. Money goes home exactly once, because the amount is always the
//!   balance of the account.
//!
//! ## Example
//!
//! A test places an order for an account of this chain, whose units go to a recipient on another
//! chain:
#![doc = docify::embed!("src/tests/place_for.rs", place_for_should_deliver_units_and_keep_the_change)]
//!
//! ## Invariants
//!
//! 1. Each order holds exactly its deposit from its account.
//! 2. [`OrderAccounts`] names exactly the accounts of the orders on record.
//! 3. Each order has as many fills in the queue as its record counts.
//! 4. The numbers in the queue have no gaps, and each fill and each end belongs to an order on
//!    record.
//! 5. Of an order that is not open in the market, exactly one thing waits: its end or its remainder.
//!    Of an open order, neither does.
//! 6. An order has a recipient exactly if this chain placed it.
//! 7. Each receipt, and each void claim in the queue, has its deposit on hold in its order's
//!    account.
//! 8. Orders of other chains have numbers below the watermark of their chain.
//! 9. [`Turns`] counts the remainders that wait. Those of a beneficiary have turns without gaps, from
//!    the current or the next turn of the chain to that in [`LastTurns`], which has no other entries.
//! 10. Only a sale draws units, and it gives back once what it did not sell.

#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(any(feature = "runtime-benchmarks", feature = "try-runtime", test))]
extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
mod remainders;
mod tasks;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::{watch, watch_retirement, BenchmarkHelper};
pub use pallet::*;
pub use types::{ChainTurns, OrderKey, OrderRecord, Queue, Remainder, Task};
pub use weights::WeightInfo;

/// The target of this pallet's log lines.
const LOG_TARGET: &str = "runtime::remote-orders";

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, Contains},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use zeropark_primitives::{
		ids::{OrderId, ParaId, RemoteOrderId, RetirementId},
		market::{Balance, Price, Quantity, Side, Venue},
		time::Seconds,
		trading::{
			DeliveryTransport, Fulfilment, OrderOutcome, OrderPurpose, RemoteAccount, RemoteOrder,
			Sales,
		},
	};

	/// The most tasks that an idle block does, whatever weight is left.
	const MAX_IDLE: u64 = 64;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The [`RemoteOrder`] of a runtime.
	pub type RemoteOrderOf<T> = RemoteOrder<
		<T as frame_system::Config>::AccountId,
		<T as Config>::Basket,
		<T as Config>::Purpose,
	>;

	/// The [`OrderRecord`] of a runtime.
	pub type OrderRecordOf<T> = OrderRecord<
		<T as frame_system::Config>::AccountId,
		<T as Config>::Basket,
		<T as Config>::Purpose,
		<T as Config>::Class,
	>;

	/// The `Task` of a runtime.
	pub type TaskOf<T> = types::Task<
		<T as frame_system::Config>::AccountId,
		<T as Config>::Class,
		<T as Config>::Fill,
	>;

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// A chain whose orders this chain accepts. Succeeds with the chain's parachain id.
		type ChainOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ParaId>;

		/// This chain's parachain id. Orders of this chain's own accounts are recorded under it.
		type ChainId: Get<ParaId>;

		/// The chains that accept the units, by their parachain ids.
		type Destinations: Contains<ParaId>;

		/// The settlement currency.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// A class of asset, whose units are bought.
		type Class: Parameter + MaxEncodedLen + Copy;

		/// A set of classes that a buyer considers interchangeable.
		type Basket: Parameter + MaxEncodedLen + Copy;

		/// A purpose for which units can be used as they are bought.
		type Purpose: Parameter + MaxEncodedLen + OrderPurpose;

		/// The description of a trade that is reported to the ordering chain.
		type Fill: Parameter + MaxEncodedLen;

		/// The market in which orders are placed.
		type Venue: Venue<Self::AccountId, Basket = Self::Basket, Class = Self::Class>;

		/// Uses units for their purpose.
		type Fulfilment: Fulfilment<
			Self::AccountId,
			Class = Self::Class,
			Purpose = Self::Purpose,
			Fill = Self::Fill,
		>;

		/// Takes units for sale, and gives back what was not sold.
		type Sales: Sales<Self::AccountId, Self::Class, Self::Basket, Self::Purpose>;

		/// Carries reports and units to other chains.
		type Transport: DeliveryTransport<Self::AccountId, Self::Class, Self::Fill>;

		/// The seed of the orders' accounts.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// The deposit for an order, in micro-units of the settlement currency. It is held from the
		/// order's account until the order ends.
		#[pallet::constant]
		type Deposit: Get<Balance>;

		/// The deposit for a receipt, in micro-units of the settlement currency. It is held from
		/// the order's account, and pays for the record and for the report that the claim became
		/// void.
		#[pallet::constant]
		type ReceiptDeposit: Get<Balance>;

		/// The money that a report takes along to pay for its execution on the ordering chain, in
		/// micro-units of the settlement currency.
		#[pallet::constant]
		type ReportFee: Get<Balance>;

		/// The most tasks that a block does before anything else. An idle block does more.
		#[pallet::constant]
		type MaxTasks: Get<u32>;

		/// The weight in which a block places remainders again, before anything else. It places at
		/// least one.
		#[pallet::constant]
		type MaxPlacing: Get<Weight>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Prepares the state that benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self>;
	}

	/// The reasons of this pallet's holds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The record of an order.
		#[codec(index = 0)]
		Deposit,
		/// The record of a receipt, and the report that its claim became void.
		#[codec(index = 1)]
		Receipt,
	}

	/// The number of the next order of this chain's own accounts.
	#[pallet::storage]
	pub type NextLocalOrderId<T: Config> = StorageValue<_, RemoteOrderId, ValueQuery>;

	/// For each ordering chain, the least number that it can still use: all lower ones were placed
	/// or cancelled. There is one entry for each chain that has ordered.
	#[pallet::storage]
	pub type Watermarks<T: Config> = StorageMap<_, Twox64Concat, ParaId, RemoteOrderId, ValueQuery>;

	/// Orders that have not ended, by ordering chain and number. The order's account pays a deposit
	/// for each.
	#[pallet::storage]
	pub type Orders<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ParaId, Twox64Concat, RemoteOrderId, OrderRecordOf<T>>;

	/// The order that an account belongs to. The order's deposit pays for the entry.
	#[pallet::storage]
	pub type OrderAccounts<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, OrderKey>;

	/// For each receipt that was sent to another chain, its order and the beneficiary on that
	/// chain. The deposit for a receipt pays for the entry.
	#[pallet::storage]
	pub type Receipts<T: Config> =
		StorageMap<_, Twox64Concat, RetirementId, (OrderKey, T::AccountId)>;

	/// Tasks that wait, by their number in the queue. Each report carries a fee that pays for it;
	/// the end of an order of this chain is paid for when the order is placed.
	#[pallet::storage]
	pub type Tasks<T: Config> = StorageMap<_, Twox64Concat, u64, (OrderKey, TaskOf<T>)>;

	/// The range of numbers of the tasks that wait.
	#[pallet::storage]
	pub type TaskQueue<T: Config> = StorageValue<_, Queue, ValueQuery>;

	/// For each chain with remainders that wait, whose turn it is among its beneficiaries.
	#[pallet::storage]
	pub type Turns<T: Config> = StorageMap<_, Twox64Concat, ParaId, ChainTurns, ValueQuery>;

	/// The chain that placed a remainder last. The chain after it is next.
	#[pallet::storage]
	pub type LastChain<T: Config> = StorageValue<_, ParaId, OptionQuery>;

	/// For each beneficiary with remainders that wait, the last of its turns. The deposits of its
	/// orders pay for the entry.
	#[pallet::storage]
	pub type LastTurns<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ParaId, Blake2_128Concat, T::AccountId, u64, OptionQuery>;

	/// Orders whose remainders wait to be placed again, by their number: for each turn of a chain,
	/// at most one of each beneficiary. The order's deposit pays for the entry.
	#[pallet::storage]
	pub type Remainders<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		(ParaId, u64),
		Blake2_128Concat,
		T::AccountId,
		RemoteOrderId,
		OptionQuery,
	>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An order was placed in the market.
		OrderPlaced {
			/// The parachain id of the ordering chain.
			chain: ParaId,
			/// The order, as the ordering chain numbers it.
			number: RemoteOrderId,
			/// The order, as the market numbers it.
			order: OrderId,
		},
		/// The market rejected an order. Its money goes home.
		OrderRejected {
			/// The parachain id of the ordering chain.
			chain: ParaId,
			/// The order, as the ordering chain numbers it.
			number: RemoteOrderId,
			/// The reason.
			error: DispatchError,
		},
		/// Units could not be used for their purpose. They are sent to the beneficiary as they are.
		FulfilmentFailed {
			/// The parachain id of the ordering chain.
			chain: ParaId,
			/// The order, as the ordering chain numbers it.
			number: RemoteOrderId,
			/// The class of the units.
			class: T::Class,
			/// The reason.
			error: DispatchError,
		},
		/// Units were sent to the recipient that an order of this chain names.
		UnitsSent {
			/// The order, as the ordering chain numbers it.
			number: RemoteOrderId,
			/// The recipient.
			recipient: RemoteAccount<T::AccountId>,
			/// The class of the units.
			class: T::Class,
			/// How many units.
			quantity: Quantity,
		},
		/// A task failed and is tried again later.
		TaskPostponed {
			/// The parachain id of the ordering chain.
			chain: ParaId,
			/// The order, as the ordering chain numbers it.
			number: RemoteOrderId,
			/// The reason.
			error: DispatchError,
		},
		/// An order ended. The money that was left was sent home, or paid to the owner on this
		/// chain.
		OrderEnded {
			/// The parachain id of the ordering chain.
			chain: ParaId,
			/// The order, as the ordering chain numbers it.
			number: RemoteOrderId,
			/// How the order ended.
			outcome: OrderOutcome,
			/// The money that was left, before the fee of sending it, in micro-units of the
			/// settlement currency.
			money: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The chain has already placed or cancelled this number or a later one.
		AlreadyExists,
		/// All fills of the order must be handed over before it ends.
		FillsOutstanding,
		/// The recipient's chain does not accept the units.
		UnknownDestination,
		/// No order with this number is on record.
		NotFound,
		/// Only the account that placed the order may cancel it. A chain may not order for the enterprises
		/// of another one.
		NotAuthorized,
		/// No order numbers are left.
		IdsExhausted,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			let done = Self::do_tasks(T::MaxTasks::get());
			Self::weight_of(done).saturating_add(Self::place_remainders())
		}

		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let least = T::WeightInfo::do_tasks(0);
			let each = T::WeightInfo::do_tasks(1).saturating_sub(least);
			let room = remaining.saturating_sub(least).checked_div_per_component(&each);
			let limit = u32::try_from(room.unwrap_or(0).min(MAX_IDLE)).unwrap_or(0);
			Self::weight_of(Self::do_tasks(limit))
		}

		fn integrity_test() {
			assert!(T::MaxTasks::get() > 0, "a block must be able to do a task");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns an order that has not ended, by the parachain id of the ordering chain and the
		/// order's number there: its beneficiary, its remainder, and the fills that are not handed
		/// over yet. `None` if there is no such order, or if it has ended.
		pub fn order(chain: ParaId, number: RemoteOrderId) -> Option<OrderRecordOf<T>> {
			Orders::<T>::get(chain, number)
		}

		/// Returns the account that holds an order's money and units, by the parachain id of the
		/// ordering chain and the order's number there. The account can be derived before the order
		/// exists.
		pub fn account(chain: ParaId, number: RemoteOrderId) -> T::AccountId {
			Self::account_of((chain, number))
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Places an order, which spends the money in the order's account. A sale draws the units from
		/// where its purpose says, and what it does not sell returns there.
		///
		/// Origin: a chain whose orders this chain accepts. The deposit for an order is held from
		/// the order's account.
		///
		/// - `number`: the order's number, higher than all that the chain has used before;
		/// - `order`: what to buy or sell, the limit price in micro-units of the settlement currency,
		///   and the deadline in seconds since the Unix epoch.
		///
		/// An order that the market rejects ends at once, and its money goes home. That is not an
		/// error of this call.
		///
		/// Errors: `AlreadyExists`, `NotAuthorized`, `IdsExhausted`, or the currency's error if the order's
		/// account cannot pay the deposit. Events: `OrderPlaced` or `OrderRejected`, and the market's.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::place_weight(order.side, None))]
		pub fn place(
			origin: OriginFor<T>,
			#[pallet::compact] number: RemoteOrderId,
			order: RemoteOrderOf<T>,
		) -> DispatchResultWithPostInfo {
			let chain = T::ChainOrigin::ensure_origin(origin)?;
			let side = order.side;
			let market = Self::do_place((chain, number), order)?;
			Ok(Some(Self::place_weight(side, Some(market))).into())
		}

		/// Cancels an order. If no such order is on record, because it never arrived or has ended,
		/// the money in its account goes to `beneficiary`.
		///
		/// Origin: a chain whose orders this chain accepts.
		///
		/// Errors: `IdsExhausted`, or the market's. Event: `OrderEnded`, once the money is sent.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::cancel().saturating_add(T::Venue::cancel_weight()))]
		pub fn cancel(
			origin: OriginFor<T>,
			#[pallet::compact] number: RemoteOrderId,
			beneficiary: T::AccountId,
		) -> DispatchResult {
			let chain = T::ChainOrigin::ensure_origin(origin)?;
			Self::do_cancel((chain, number), beneficiary)
		}

		/// Places an order to buy units for an account on another chain. Units are sent there as
		/// they are bought.
		///
		/// Origin: signed. The caller pays the price of `quantity` at `price`, and an allowance for
		/// deposits and messages that grows with `quantity`. The money that is left comes back when
		/// the order ends.
		///
		/// - `recipient`: the account that gets the units, on a chain that accepts them;
		/// - `basket`: the basket to buy;
		/// - `price`: the most to pay for one unit, in micro-units of the settlement currency;
		/// - `quantity`: how many whole units;
		/// - `deadline`: when the order expires, in seconds since the Unix epoch, at a full hour.
		///
		/// Errors: `UnknownDestination`, `IdsExhausted`, the market's, or the currency's error if
		/// the caller has too little money. Events: `OrderPlaced` and the market's; later
		/// `UnitsSent` and `OrderEnded`.
		#[pallet::call_index(2)]
		#[pallet::weight(Pallet::<T>::place_for_weight(T::Venue::bid_weight()))]
		pub fn place_for(
			origin: OriginFor<T>,
			recipient: RemoteAccount<T::AccountId>,
			basket: T::Basket,
			price: Price,
			#[pallet::compact] quantity: Quantity,
			deadline: Seconds,
		) -> DispatchResultWithPostInfo {
			let beneficiary = ensure_signed(origin)?;
			let order = RemoteOrder {
				beneficiary,
				side: Side::Bids,
				basket,
				quantity,
				price,
				deadline,
				purpose: None,
			};
			let market = Self::do_place_for(recipient, order)?;
			Ok(Some(Self::place_for_weight(market)).into())
		}

		/// Cancels an order of this chain. Units that it has bought are still sent to the
		/// recipient, and the money that is left comes back.
		///
		/// Origin: signed by the account that placed the order.
		///
		/// Errors: `NotFound`, `NotAuthorized`, or the market's. Event: `OrderEnded`, once all its
		/// units are sent.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::cancel().saturating_add(T::Venue::cancel_weight()))]
		pub fn cancel_local_order(
			origin: OriginFor<T>,
			#[pallet::compact] number: RemoteOrderId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let key = (T::ChainId::get(), number);
			let order = Orders::<T>::get(key.0, key.1).ok_or(Error::<T>::NotFound)?;
			ensure!(order.beneficiary == who, Error::<T>::NotAuthorized);
			Self::do_cancel(key, who)
		}
	}
}
