//! # Trading desk
//!
//! Places orders of this chain's accounts on the market of another chain: numbers them, pays for
//! them, and follows each one to its end.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, storage, events and errors. Other pallets place orders
//! through [`TradingDesk`](zeropark_primitives::trading::TradingDesk), and hear of their orders
//! through [`DeskListener`](zeropark_primitives::trading::DeskListener).
//!
//! ## Overview
//!
//! An account of this chain wants to buy or sell on another chain's market. The desk sends the money
//! and the order to that chain, and keeps a record of the order's progress. The market's chain reports
//! every trade that buys, and its last report brings the money that is left or was earned. Each market has its own instance
//! of this pallet.
//!
//! | call | who |
//! |---|---|
//! | [`Call::report`] | the market's chain, by a message |
//!
//! ```text
//! place --> InTransit --> Open --> Ended (filled, expired, cancelled, ...)
//!                \-----------------^ (filled at once, rejected)
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Number**: the desk numbers its orders from 0. The market's chain identifies an order by this
//!   chain's id and the order's number.
//! - **Fill**: one trade of an order. The record of a fill stays, so an order holds a deposit for
//!   as many fills as it has units. The end of the order releases the deposit of fills that did not
//!   happen.
//! - **Sale**: it sends no units, which are on the market's chain already, and only an allowance for
//!   deposits and messages. What it sold and earned is reported at its end.
//! - **Silence is no failure**: money comes home only when the market's chain reports that the
//!   order ended. An owner who hears nothing cancels the order, which also recovers the money of an
//!   order that could not be placed.
//!
//! ## Example
//!
//! A test has the market's chain report two trades and the end of an order for six units:
#![doc = docify::embed!("src/tests/report.rs", the_end_should_release_the_deposit_of_missing_fills)]
//!
//! ## Invariants
//!
//! 1. The deposits on hold of an owner are the sum of the deposits of its orders.
//! 2. The deposit of an order pays for its record and for fills: one fill for each unit to be bought
//!    while the order is going on, and the fills that happened once it has ended.
//! 3. An order is filled with at most its quantity, in at most as many fills as units.

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
pub use types::{DeskOrder, OrderState};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, UnixTime},
	};
	use frame_system::pallet_prelude::*;
	use zeropark_primitives::{
		ids::{OrderId, RemoteOrderId},
		market::{Balance, Price, Quantity},
		time::Seconds,
		trading::{DeskListener, FillTerms, OrderOutcome, RemoteMarket, Report},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T, I = ()>(_);

	#[pallet::config]
	pub trait Config<I: 'static = ()>: frame_system::Config {
		/// The chain of the market.
		type MarketOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The settlement currency.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Inspect<Self::AccountId, Balance = Balance>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason<I>>;

		/// A set of classes that a buyer considers interchangeable.
		type Basket: Parameter + MaxEncodedLen;

		/// The purpose for which units are bought.
		type Purpose: Parameter;

		/// The description of a trade that the market's chain reports.
		type Fill: Parameter + FillTerms;

		/// Carries orders and cancellations to the market's chain.
		type Market: RemoteMarket<Self::AccountId, Self::Basket, Self::Purpose>;

		/// Hears of fills, of ended orders and of void claims.
		type Listener: DeskListener<Self::AccountId, Self::Fill>;

		/// The chain's clock.
		type Time: UnixTime;

		/// The deposit for an order, in micro-units of the settlement currency. It is held from the
		/// owner for good, because the record of the order stays.
		#[pallet::constant]
		type OrderDeposit: Get<Balance>;

		/// The deposit for a fill, in micro-units of the settlement currency. It is held for as
		/// many fills as the order has units. When the order ends, only that of the fills that
		/// happened stays.
		#[pallet::constant]
		type FillDeposit: Get<Balance>;

		/// The longest time from the placing of an order to its deadline, in seconds.
		#[pallet::constant]
		type MaxValidity: Get<Seconds>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Prepares the state that benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self, I>;
	}

	/// The reasons of this pallet's holds.
	#[pallet::composite_enum]
	pub enum HoldReason<I: 'static = ()> {
		/// The records of an order and its fills.
		#[codec(index = 0)]
		Records,
	}

	/// The number of the next order.
	#[pallet::storage]
	pub type NextNumber<T: Config<I>, I: 'static = ()> = StorageValue<_, RemoteOrderId, ValueQuery>;

	/// All orders that were ever placed. The owner pays a deposit for each.
	#[pallet::storage]
	pub type Orders<T: Config<I>, I: 'static = ()> =
		StorageMap<_, Twox64Concat, RemoteOrderId, DeskOrder<T::AccountId, T::Basket>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config<I>, I: 'static = ()> {
		/// The money and the order are on their way to the market.
		OrderSent {
			/// The order.
			number: RemoteOrderId,
			/// The owner of the order.
			owner: T::AccountId,
			/// How many units.
			quantity: Quantity,
			/// The money that was sent, in micro-units of the settlement currency.
			sent: Balance,
		},
		/// The order is open in the market.
		OrderOpened {
			/// The order.
			number: RemoteOrderId,
			/// The order, as the market numbers it.
			order: OrderId,
		},
		/// The order traded.
		OrderFilled {
			/// The order.
			number: RemoteOrderId,
			/// How many units.
			quantity: Quantity,
			/// The price of one unit, in micro-units of the settlement currency.
			price: Price,
		},
		/// The owner cancelled the order. The cancellation is on its way to the market.
		CancellationSent {
			/// The order.
			number: RemoteOrderId,
		},
		/// The order ended, and the money that was left came home.
		OrderEnded {
			/// The order.
			number: RemoteOrderId,
			/// How the order ended.
			outcome: OrderOutcome,
			/// How many units it bought or sold.
			filled: Quantity,
			/// The money that these units cost, in micro-units of the settlement currency.
			spent: Balance,
			/// The money that sold units earned, in micro-units of the settlement currency.
			earned: Balance,
			/// The money that came home, before the fee of bringing it, in micro-units of the
			/// settlement currency.
			returned: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T, I = ()> {
		/// No order has this number.
		NotFound,
		/// Only its owner may cancel an order.
		NotAuthorized,
		/// The quantity must be above zero. Trades of a sale are not reported one by one.
		InvalidQuantity,
		/// The price must be above zero.
		InvalidPrice,
		/// The deadline must be at a full hour, at least two hours ahead and within the longest
		/// validity.
		InvalidDeadline,
		/// The order has already ended.
		AlreadyEnded,
		/// The report exceeds the quantity that is still to be bought or sold.
		QuantityExceeded,
		/// No order numbers are left.
		IdsExhausted,
	}

	#[pallet::hooks]
	impl<T: Config<I>, I: 'static> Hooks<BlockNumberFor<T>> for Pallet<T, I> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config<I>, I: 'static> Pallet<T, I> {
		/// Returns an order: its owner, its state, how many units it bought, and what they cost in
		/// micro-units of the settlement currency. `None` if no order has this number.
		pub fn order(number: RemoteOrderId) -> Option<DeskOrder<T::AccountId, T::Basket>> {
			Orders::<T, I>::get(number)
		}

		/// Returns the orders of an owner, open and ended, in no order.
		pub fn orders_of(owner: T::AccountId) -> Vec<RemoteOrderId> {
			Orders::<T, I>::iter()
				.filter_map(|(number, order)| (order.owner == owner).then_some(number))
				.collect()
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config<I>, I: 'static> Pallet<T, I> {
		/// Receives a report of the market's chain about an order.
		///
		/// Origin: the market's chain.
		///
		/// - `number`: the order, as this desk numbers it;
		/// - `report`: whether the order is open, traded or ended, or which claim became void.
		///
		/// Errors: `NotFound`, `AlreadyEnded`, `InvalidQuantity`, `QuantityExceeded`, or the
		/// listener's. Events: `OrderOpened`, `OrderFilled` or `OrderEnded`, and the listener's.
		#[pallet::call_index(0)]
		pub fn report(
			origin: OriginFor<T>,
			#[pallet::compact] number: RemoteOrderId,
			report: Report<T::Fill>,
		) -> DispatchResult {
			T::MarketOrigin::ensure_origin(origin)?;
			Self::do_report(number, report)
		}
	}
}
