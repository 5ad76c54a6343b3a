//! # Order book
//!
//! Limit orders for classes of assets against the settlement currency, matched by price and then by time.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, storage, events and errors.
//!
//! ## Overview
//!
//! Every issuance makes a class of its own, so a market of single classes would be thin: a buyer wants *photovoltaic power of
//! this quarter*, not batch 17. So a bid names a class or a *basket* of classes, and an ask stands in the book of its class
//! and in those of its baskets. Whoever asks least is served first, whichever way the buyer came.
//!
//! What an order that stands could cost is in escrow until it closes: the price of a bid on hold with its owner, the
//! quantity of an ask in the market's account (a hold of assets would leave the last unit behind, see ADR 6). What it trades
//! before it stands is paid at once. A trade is at the price of the order that stood in the book. The fee is the seller's,
//! rounded up, and goes to a pot.
//!
//! | call | who |
//! |---|---|
//! | [`Call::place_bid`], [`Call::place_ask`] | anybody |
//! | [`Call::cancel_order`] | the owner, the market's operator; once it has expired, anybody |
//! | [`Call::set_halted`] | the market's operator |
//!
//! ```text
//!            .--> Filled
//! place --> standing --> Cancelled, Expired, SelfTrade, NotTradable
//!       \--> Filled, Unmatched, FillLimit, SelfTrade (nothing stands)
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Book**: the bids or the asks of a market, kept as a sorted list in pages (see `pages.rs`), so that what an order
//!   costs does not grow with the number of orders.
//! - **Self-trade prevention**: an order never trades with one of its owner; the older of the two is closed.
//! - **Fill limit**: an order names how many others it may meet, at most [`Config::MaxFills`], and pays for as many; what is
//!   left and would still match is closed rather than left to cross the book.
//! - **Expiry**: orders stand until a full hour, one hour at least. A block closes [`Config::MaxExpiries`] of those due,
//!   more if it has room, the oldest first, and none is skipped; one that is due and still stands is not matched.
//! - **Halt**: while the market is halted nothing is placed; orders stand, can be cancelled and expire.
//!
//! ## Invariants
//!
//! 1. Money on hold is, for each owner, the sum of its orders' deposits and of its bids' remaining quantity times price.
//! 2. The market's account has, of each class, the sum of the asks' remaining quantity at least.
//! 3. Each order that falls due stands in exactly its books, every book is sorted, and no page is empty.
//! 4. Books do not cross: the best bid of a market is below its best ask that has not expired.
//! 5. Each order is in the expiry queue once, not before the hour the queue is at; but for asks whose class was frozen when
//!    they closed, which are in no book either.

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
pub use types::{BasketOf, Book, ClassOf, Key, Order, OrderOf, Terms, TradeOf, Validity};
pub use weights::WeightInfo;

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
	use zeropark_primitives::market::{
		Balance, Catalogue, Closure, Level, Market, OrderId, OrderListener, Price, Quantity, Side,
	};

	/// Orders that a block closes at most beyond `MaxExpiries`, however idle it is.
	const MAX_IDLE: u64 = 256;

	/// Hours since the Unix epoch.
	pub type Hour = u32;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The settlement currency.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// What is traded.
		type Assets: fungibles::Mutate<Self::AccountId>
			+ Inspect<Self::AccountId, Balance = Balance, AssetId: Copy>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// Knows which classes may be traded and how they are alike.
		type Catalogue: Catalogue<Class = ClassOf<Self>, Basket: Parameter + Copy + MaxEncodedLen>;

		/// Who halts the market and lets it go on, and closes orders that should not be there.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Hears what becomes of orders.
		type Listener: OrderListener<Self::AccountId, ClassOf<Self>>;

		/// The chain's clock.
		type Time: UnixTime;

		/// Whose account keeps what is to be sold.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// The seller's fee, of the price.
		#[pallet::constant]
		type FeeRate: Get<Permill>;

		/// Whom it goes to; an account that exists.
		type FeePot: Get<Self::AccountId>;

		/// Held while an order stands, in micro-units of the settlement currency.
		#[pallet::constant]
		type OrderDeposit: Get<Balance>;

		/// The least quantity of an order.
		#[pallet::constant]
		type MinLot: Get<Quantity>;

		/// How long an order may stand at most, in seconds.
		#[pallet::constant]
		type MaxValidity: Get<u64>;

		/// Orders that one may meet at most when it is placed.
		#[pallet::constant]
		type MaxFills: Get<u32>;

		/// Orders, or hours without one, that a block goes through at most to close what has expired.
		#[pallet::constant]
		type MaxExpiries: Get<u32>;

		/// Orders in a page of a book.
		#[pallet::constant]
		type PageSize: Get<u32>;

		/// Pages of a book.
		#[pallet::constant]
		type MaxPages: Get<u32>;

		/// Trades that are kept.
		#[pallet::constant]
		type MaxTrades: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Makes markets for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self>;
	}

	/// Why something is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// An order that stands: the price of a bid, and any order's place in storage.
		#[codec(index = 0)]
		Order,
	}

	/// The id of the next order.
	#[pallet::storage]
	pub type NextOrderId<T: Config> = StorageValue<_, OrderId, ValueQuery>;

	/// Orders that stand, each paid for by its owner's deposit; as many as the books have room for.
	#[pallet::storage]
	pub type Orders<T: Config> = StorageMap<_, Twox64Concat, OrderId, OrderOf<T>>;

	/// The pages of a book in the order of their keys.
	#[pallet::storage]
	pub type Index<T: Config> =
		StorageMap<_, Blake2_128Concat, BookOf<T>, BoundedVec<Head, T::MaxPages>, ValueQuery>;

	/// The orders of a book, best first within a page.
	#[pallet::storage]
	pub type Pages<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		BookOf<T>,
		Twox64Concat,
		PageId,
		BoundedVec<Key, T::PageSize>,
		ValueQuery,
	>;

	/// Orders by the hour they fall due in.
	#[pallet::storage]
	pub type Expiries<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Hour, Twox64Concat, OrderId, (), OptionQuery>;

	/// The hour up to which every order that fell due is closed; none before the first order.
	#[pallet::storage]
	pub type ExpiredUntil<T: Config> = StorageValue<_, Hour, OptionQuery>;

	/// The id of the next trade.
	#[pallet::storage]
	pub type NextTradeId<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// The last [`Config::MaxTrades`] trades: trade `n` at `n mod MaxTrades`.
	#[pallet::storage]
	pub type Trades<T: Config> = StorageMap<_, Twox64Concat, u32, TradeOf<T>>;

	/// Whether the market is halted.
	#[pallet::storage]
	pub type Halted<T: Config> = StorageValue<_, bool, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An order stands in its books, after what it could trade at once.
		OrderPlaced {
			/// The order.
			order: OrderId,
			/// Whose it is.
			owner: T::AccountId,
			/// Its limit.
			price: Price,
			/// What is left of it.
			remaining: Quantity,
			/// When it lapses, in seconds since the Unix epoch.
			expires: u64,
		},
		/// Two orders met.
		Traded {
			/// What happened.
			trade: TradeOf<T>,
		},
		/// An order is done with; what was held for it is released.
		OrderClosed {
			/// The order.
			order: OrderId,
			/// Why.
			closure: Closure,
			/// What was left of it.
			remaining: Quantity,
		},
		/// The assets of an order cannot go back, for their class is frozen; the order can be cancelled again.
		AssetsStuck {
			/// The order.
			order: OrderId,
			/// Why.
			error: DispatchError,
		},
		/// The market was halted or goes on.
		HaltedSet {
			/// Whether it is halted.
			halted: bool,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No such order stands.
		NotFound,
		/// The order is not the caller's, and it has not expired.
		NotAuthorized,
		/// The market is halted: nothing is placed until its operator lets it go on.
		MarketHalted,
		/// The class is not traded, or not any more.
		NotTradable,
		/// An order is for the minimum lot at least.
		LotTooSmall,
		/// A price is above zero.
		InvalidPrice,
		/// An order lapses at a full hour, in one hour at least and within the longest validity.
		InvalidValidity,
		/// An order meets at most `MaxFills` others.
		TooManyFills,
		/// The book has no room for another order.
		BookFull,
		/// Order ids are used up.
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
			assert!(T::PageSize::get() >= 4, "a page splits in halves of two at least");
			assert!(T::MaxPages::get() > 0 && T::MaxPages::get() < u32::from(u16::MAX));
			assert!(T::MaxFills::get() > 0, "an order must be able to trade");
			assert!(T::MaxExpiries::get() > 0, "orders must be able to expire");
			assert!(T::MaxTrades::get() > 0, "trades are kept by number");
			assert!(T::MinLot::get() > 0, "an order of nothing never fills");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The best levels of a book, at most `levels` (up to 100), best first, of its best 1,000 orders. What has expired or
		/// cannot be sold at present is left out.
		pub fn depth(
			market: Market<ClassOf<T>, BasketOf<T>>,
			side: Side,
			levels: u32,
		) -> Vec<Level> {
			Self::levels(Book { market, side }, levels)
		}

		/// The last trades, newest first, at most `count`.
		pub fn trades(count: u32) -> Vec<TradeOf<T>> {
			Self::last_trades(count)
		}

		/// An order that stands.
		pub fn order(order: OrderId) -> Option<OrderOf<T>> {
			Orders::<T>::get(order)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Places an order to buy.
		///
		/// Origin: signed. Paid: what it trades. Held while the rest stands: what that costs at `price`, and
		/// [`Config::OrderDeposit`].
		///
		/// - `market`: a class, or a basket of them;
		/// - `price`: the most to pay for one, in micro-units of the settlement currency;
		/// - `quantity`: in whole units, [`Config::MinLot`] at least;
		/// - `validity`: at once or not at all, or until a time;
		/// - `max_fills`: how many asks it may meet now, which is what the call's weight pays for.
		///
		/// Errors: `MarketHalted`, `NotTradable`, `LotTooSmall`, `InvalidPrice`, `InvalidValidity`, `TooManyFills`,
		/// `BookFull`, or the currency's when there is too little of it. Events: `Traded`, `OrderPlaced` or `OrderClosed`.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::bid_weight(*max_fills))]
		pub fn place_bid(
			origin: OriginFor<T>,
			market: Market<ClassOf<T>, BasketOf<T>>,
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

		/// Places an order to sell.
		///
		/// Origin: signed. Kept while it stands: what is left of `quantity`; held: [`Config::OrderDeposit`].
		///
		/// - `price`: the least to take for one, in micro-units of the settlement currency, before the fee;
		/// - the rest as for [`Call::place_bid`].
		///
		/// Errors and events: as for [`Call::place_bid`].
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

		/// Closes an order and gives back what is kept for it.
		///
		/// Origin: signed by its owner; [`Config::OperatorOrigin`]; signed by anybody once it has expired.
		///
		/// Errors: `NotFound`, `NotAuthorized`. Event: `OrderClosed`, or `AssetsStuck`.
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

		/// Halts the market or lets it go on.
		///
		/// Origin: [`Config::OperatorOrigin`]. Event: `HaltedSet`.
		#[pallet::call_index(3)]
		pub fn set_halted(origin: OriginFor<T>, halted: bool) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Halted::<T>::put(halted);
			Self::deposit_event(Event::HaltedSet { halted });
			Ok(())
		}
	}
}
