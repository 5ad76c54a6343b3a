//! # Order book
//!
//! Limit orders for classes of assets against the settlement currency, matched by price and then by
//! age.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, storage, events and errors.
//!
//! ## Overview
//!
//! Every issuance makes a class of asset of its own, so a market for single classes would be thin:
//! a buyer wants *photovoltaic power of this quarter*, not batch 17. A bid therefore names a class
//! or a *basket* of classes. An ask rests in the book of its class and in the books of all baskets
//! that the class is in. The cheapest ask is served first, whichever of these books the bid looks
//! at.
//!
//! An incoming order trades at once with the resting orders that it matches. Each trade is paid
//! directly, at the price of the resting order. The remainder rests in the book and is held in
//! escrow until the order closes. The escrow of a bid is its price, on hold in the owner's account.
//! The escrow of an ask is its quantity, in the market's account, because a hold of assets would
//! leave the last unit with its owner (ADR 6). The seller alone pays the fee, which is rounded up
//! and goes to a pot.
//!
//! | call | who |
//! |---|---|
//! | [`Call::place_bid`], [`Call::place_ask`] | anybody |
//! | [`Call::cancel_order`] | the owner, the market's operator; anybody once the order has expired |
//! | [`Call::set_halted`] | the market's operator |
//!
//! ```text
//! place --> resting --> Filled, Cancelled, Expired, SelfTrade, NotTradable
//!      \--> Filled, Unmatched, FillLimit (the order never rests)
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Book**: the bids or the asks of one market, as a list that is sorted by price and then by
//!   age. The list is stored in pages (see `pages.rs`), so the cost of an order does not grow with
//!   the number of orders in the book.
//! - **Resting order**: an order that waits in its books for a counterparty. It is *open* until it
//!   closes.
//! - **Self-trade prevention**: if an incoming order would trade with one of its owner's, the older
//!   order is closed.
//! - **Fill limit**: an order names how many resting orders it may meet at once, at most
//!   [`Config::MaxFills`], and its weight pays for that many. If the remainder would still match
//!   more of them, it is closed; resting it would cross the book.
//! - **Expiry**: an order expires at a full hour, at least one hour ahead, which prevents flash
//!   orders meant to block the book. A block closes up to [`Config::MaxExpiries`] expired orders,
//!   the oldest hour first, and more if it is idle. An order that has expired is not matched, even
//!   while it still rests.
//! - **Halt**: while the market is halted, no order is placed. Resting orders stay, can be
//!   cancelled, and expire.
//!
//! ## Example
//!
//! A test has a bid trade with a cheaper ask, and looks at the payments and at the remainder:
#![doc = docify::embed!("src/tests/place_bid.rs", place_bid_should_trade_at_the_price_of_the_ask)]
//!
//! ## Invariants
//!
//! 1. The money on hold of an owner is the sum of the deposits of its orders, and of the remaining
//!    quantity times price of its bids.
//! 2. The market's account has at least the remaining quantity of all asks, for each class.
//! 3. Each order in the expiry queue is in exactly its books, every book is sorted, and no page is
//!    empty.
//! 4. Books do not cross: the best bid of a market is below its best ask that has not expired.
//! 5. Each order is in the expiry queue once, in no hour before [`ExpiredUntil`]. Exception:
//!    closed asks whose class is frozen are in neither the queue nor a book.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
mod matching;
#[cfg(test)]
mod mock;
mod pages;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pages::{Head, PageId};
pub use pallet::*;
pub use types::{BasketOf, Book, BookKey, ClassOf, Order, OrderOf, Terms, TradeOf, Validity};
pub use weights::WeightInfo;

/// The target of this pallet's log lines.
const LOG_TARGET: &str = "runtime::order-book";

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::types::BookOf;
	use alloc::vec::Vec;
	use frame_support::{
		dispatch::DispatchResultWithPostInfo,
		pallet_prelude::*,
		traits::{
			fungible,
			fungibles::{self, Inspect},
			UnixTime,
		},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::Permill;
	use zeropark_primitives::{
		ids::OrderId,
		market::{
			Balance, Catalogue, CloseReason, Instrument, Level, OrderListener, Price, Quantity,
			Side,
		},
	};

	/// The most expiry steps that an idle block takes beyond `MaxExpiries`, whatever weight is
	/// left.
	const MAX_IDLE: u64 = 256;

	/// A time in hours since the Unix epoch.
	pub type Hour = u32;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The settlement currency.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// The assets that are traded, in whole units.
		type Assets: fungibles::Mutate<Self::AccountId>
			+ Inspect<Self::AccountId, Balance = Balance, AssetId: Copy>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// Knows which classes may be traded, and which baskets they are in.
		type Catalogue: Catalogue<Class = ClassOf<Self>, Basket: Parameter + Copy + MaxEncodedLen>;

		/// The market's operator, who halts and resumes the market and may cancel any order.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Hears of trades and of orders that close.
		type Listener: OrderListener<Self::AccountId, ClassOf<Self>>;

		/// The chain's clock.
		type Time: UnixTime;

		/// The seed of the market's account, which keeps the assets of resting asks.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// The seller's fee, as a share of the price.
		#[pallet::constant]
		type FeeRate: Get<Permill>;

		/// The account that gets the fees. It must exist.
		type FeePot: Get<Self::AccountId>;

		/// The deposit for an order, in micro-units of the settlement currency. It is held from the
		/// owner while the order rests.
		#[pallet::constant]
		type OrderDeposit: Get<Balance>;

		/// The least quantity of an order, in whole units.
		#[pallet::constant]
		type MinLot: Get<Quantity>;

		/// The least price of an order, in micro-units of the settlement currency for one unit. Below
		/// it the fee, which is rounded up, would be most of the price.
		#[pallet::constant]
		type MinPrice: Get<Price>;

		/// The longest time that an order may rest, in seconds.
		#[pallet::constant]
		type MaxValidity: Get<u64>;

		/// The most resting orders that an incoming order may meet.
		#[pallet::constant]
		type MaxFills: Get<u32>;

		/// The most steps that a block takes to close expired orders before anything else. A step
		/// is one order, or the move to the next hour.
		#[pallet::constant]
		type MaxExpiries: Get<u32>;

		/// The number of orders in a full page of a book.
		#[pallet::constant]
		type PageSize: Get<u32>;

		/// The most pages of a book.
		#[pallet::constant]
		type MaxPages: Get<u32>;

		/// The number of recent trades that are kept.
		#[pallet::constant]
		type MaxTrades: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Prepares the markets that benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self>;
	}

	/// The reasons of this pallet's holds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A resting order: the deposit for its record, and the price of a bid.
		#[codec(index = 0)]
		Order,
	}

	/// The id of the next order.
	#[pallet::storage]
	pub type NextOrderId<T: Config> = StorageValue<_, OrderId, ValueQuery>;

	/// Open orders, as many as the books have room for. The owner pays a deposit for each.
	#[pallet::storage]
	pub type Orders<T: Config> = StorageMap<_, Twox64Concat, OrderId, OrderOf<T>>;

	/// The index of each book: its pages, with their first keys, in the order of the keys. The
	/// deposits of the orders pay for it.
	#[pallet::storage]
	pub type Index<T: Config> =
		StorageMap<_, Blake2_128Concat, BookOf<T>, BoundedVec<Head, T::MaxPages>, ValueQuery>;

	/// The keys of a book's orders, by page, best first within a page. The deposits of the orders
	/// pay for them.
	#[pallet::storage]
	pub type Pages<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		BookOf<T>,
		Twox64Concat,
		PageId,
		BoundedVec<BookKey, T::PageSize>,
		ValueQuery,
	>;

	/// Resting orders, by the hour in which they expire. The deposit of the order pays for the
	/// entry.
	#[pallet::storage]
	pub type Expiries<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Hour, Twox64Concat, OrderId, (), OptionQuery>;

	/// The first hour in which expired orders may still have to be closed; all earlier hours are
	/// done. `None` before the first order.
	#[pallet::storage]
	pub type ExpiredUntil<T: Config> = StorageValue<_, Hour, OptionQuery>;

	/// The id of the next trade.
	#[pallet::storage]
	pub type NextTradeId<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// The last `MaxTrades` trades: trade `n` is stored under `n mod MaxTrades`. A newer trade
	/// overwrites the oldest.
	#[pallet::storage]
	pub type Trades<T: Config> = StorageMap<_, Twox64Concat, u32, TradeOf<T>>;

	/// Whether the market is halted.
	#[pallet::storage]
	pub type Halted<T: Config> = StorageValue<_, bool, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An order rests in its books, after the trades that it could make at once.
		OrderPlaced {
			/// The order.
			order: OrderId,
			/// The owner of the order.
			owner: T::AccountId,
			/// The limit price for one unit, in micro-units of the settlement currency.
			price: Price,
			/// The quantity that rests, in whole units.
			remaining: Quantity,
			/// When the order expires, in seconds since the Unix epoch.
			expires: u64,
		},
		/// Two orders traded.
		Traded {
			/// The trade.
			trade: TradeOf<T>,
		},
		/// An order closed, and its escrow and deposit were released.
		OrderClosed {
			/// The order.
			order: OrderId,
			/// The reason.
			reason: CloseReason,
			/// The quantity that was not traded, in whole units.
			remaining: Quantity,
		},
		/// The assets of a closed ask cannot go back to their owner, because their class is frozen.
		/// The owner can cancel the order again later.
		AssetsStuck {
			/// The order.
			order: OrderId,
			/// The reason.
			error: DispatchError,
		},
		/// The market was halted or resumed.
		HaltedSet {
			/// Whether the market is halted now.
			halted: bool,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No open order has this id.
		NotFound,
		/// Only its owner or the market's operator may cancel an order that has not expired.
		NotAuthorized,
		/// The market is halted. Orders can be placed once its operator resumes it.
		MarketHalted,
		/// The class cannot be traded, or can no longer be traded.
		NotTradable,
		/// The quantity of an order must be at least the minimum lot.
		LotTooSmall,
		/// The price of an order must be at least the minimum price.
		InvalidPrice,
		/// An order must expire at a full hour, at least one hour ahead and within the longest
		/// validity.
		InvalidValidity,
		/// An order may ask for at most `MaxFills` fills.
		TooManyFills,
		/// The book has no room for another order at this price, and nothing was traded. Try again
		/// later, or at another price.
		BookFull,
		/// No order ids are left.
		IdsExhausted,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::expiry_weight(Self::close_expired(T::MaxExpiries::get()))
		}

		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let room = remaining.saturating_sub(Self::expiry_weight(0));
			let each = T::WeightInfo::cancel_order();
			let limit = room.checked_div_per_component(&each).unwrap_or(0).min(MAX_IDLE);
			if limit == 0 || ExpiredUntil::<T>::get().is_none() {
				return Weight::zero();
			}
			// Less than `MAX_IDLE`, which is 32 bits.
			Self::expiry_weight(Self::close_expired(limit as u32))
		}

		fn integrity_test() {
			assert!(T::PageSize::get() >= 4, "a page must split in halves of at least two orders");
			assert!(T::MaxPages::get() > 0 && T::MaxPages::get() < u32::from(u16::MAX));
			assert!(T::MaxFills::get() > 0, "an order must be able to trade");
			assert!(T::MaxExpiries::get() > 0, "orders must be able to expire");
			assert!(T::MaxTrades::get() > 0, "a trade must be kept");
			assert!(T::MinLot::get() > 0, "an order must have a quantity");
			assert!(T::MinPrice::get().0 > 0, "an order must have a price");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns the price levels of a book, best first: prices in micro-units of the settlement
		/// currency, quantities in whole units. There are at most `levels` of them, and at most
		/// 100, made of the best 1,000 orders. Orders that have expired or cannot be traded now are
		/// left out.
		pub fn depth(
			market: Instrument<ClassOf<T>, BasketOf<T>>,
			side: Side,
			levels: u32,
		) -> Vec<Level> {
			Self::levels(Book { market, side }, levels)
		}

		/// Returns the last trades, newest first: at most `count`, and at most `MaxTrades`.
		pub fn trades(count: u32) -> Vec<TradeOf<T>> {
			Self::last_trades(count)
		}

		/// Returns an open order: its owner, its limit price in micro-units of the settlement
		/// currency, its remaining quantity in whole units, and when it expires. `None` if the
		/// order has closed or never rested.
		pub fn order(order: OrderId) -> Option<OrderOf<T>> {
			Orders::<T>::get(order)
		}

		/// Returns the open orders of an owner, in no order.
		pub fn orders_of(owner: T::AccountId) -> Vec<OrderId> {
			Orders::<T>::iter()
				.filter_map(|(id, order)| (order.owner == owner).then_some(id))
				.collect()
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Places an order to buy. It trades at once with the asks that it matches, and the
		/// remainder rests.
		///
		/// Origin: signed. The caller pays for what trades at once. While the remainder rests, its
		/// price and the deposit for an order are held from the caller.
		///
		/// - `market`: the class or the basket to buy;
		/// - `price`: the most to pay for one unit, in micro-units of the settlement currency;
		/// - `quantity`: how many whole units, at least the minimum lot;
		/// - `validity`: whether the remainder is closed at once, or rests until a full hour;
		/// - `max_fills`: how many resting asks the order may meet now. The call's weight pays for
		///   that many.
		///
		/// Errors: `MarketHalted`, `NotTradable`, `LotTooSmall`, `InvalidPrice`, `InvalidValidity`,
		/// `TooManyFills`, `BookFull`, `IdsExhausted`, or the currency's error if the caller has
		/// too little money. Events: `Traded` for each trade, then `OrderPlaced` or `OrderClosed`.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::bid_weight(*max_fills))]
		pub fn place_bid(
			origin: OriginFor<T>,
			market: Instrument<ClassOf<T>, BasketOf<T>>,
			price: Price,
			#[pallet::compact] quantity: Quantity,
			validity: Validity,
			max_fills: u32,
		) -> DispatchResultWithPostInfo {
			let owner = ensure_signed(origin)?;
			let terms = Terms::Bid { market };
			let (_, steps) = Self::do_place(owner, terms, price, quantity, validity, max_fills)?;
			Ok(Some(Self::bid_weight(steps)).into())
		}

		/// Places an order to sell. It trades at once with the bids that it matches, and the
		/// remainder rests.
		///
		/// Origin: signed. While the remainder rests, the market's account keeps its quantity, and
		/// the deposit for an order is held from the caller.
		///
		/// - `class`: the class to sell;
		/// - `price`: the least to take for one unit, in micro-units of the settlement currency,
		///   before the fee is taken off;
		/// - `quantity`, `validity`, `max_fills`: as for `place_bid`.
		///
		/// Errors: those of `place_bid`, or the asset's error if the caller has too few units.
		/// Events: as for `place_bid`.
		#[pallet::call_index(1)]
		#[pallet::weight(Pallet::<T>::ask_weight(*max_fills))]
		pub fn place_ask(
			origin: OriginFor<T>,
			class: ClassOf<T>,
			price: Price,
			#[pallet::compact] quantity: Quantity,
			validity: Validity,
			max_fills: u32,
		) -> DispatchResultWithPostInfo {
			let owner = ensure_signed(origin)?;
			let baskets = T::Catalogue::baskets(&class).ok_or(Error::<T>::NotTradable)?;
			let terms = Terms::Ask { class, baskets };
			let (_, steps) = Self::do_place(owner, terms, price, quantity, validity, max_fills)?;
			Ok(Some(Self::ask_weight(steps)).into())
		}

		/// Cancels an open order and releases its escrow and deposit.
		///
		/// Origin: signed by its owner, the market's operator, or signed by anybody once the order
		/// has expired.
		///
		/// Errors: `NotFound`, `NotAuthorized`. Event: `OrderClosed`, or `AssetsStuck` if the class
		/// of an ask is frozen.
		#[pallet::call_index(2)]
		pub fn cancel_order(
			origin: OriginFor<T>,
			#[pallet::compact] order: OrderId,
		) -> DispatchResult {
			let who = match T::OperatorOrigin::ensure_origin(origin.clone()) {
				Ok(_) => None,
				Err(_) => Some(ensure_signed(origin)?),
			};
			Self::do_cancel(who, order)
		}

		/// Halts or resumes the market. While it is halted no order is placed; resting orders stay,
		/// can be cancelled, and expire.
		///
		/// Origin: the market's operator. Event: `HaltedSet`.
		#[pallet::call_index(3)]
		pub fn set_halted(origin: OriginFor<T>, halted: bool) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Halted::<T>::put(halted);
			Self::deposit_event(Event::HaltedSet { halted });
			Ok(())
		}
	}
}
