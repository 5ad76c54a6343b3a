//! # Carbon trade
//!
//! Buys what an enterprise of the park lacks for its emissions, as allowances and credits on the
//! carbon market's chain. Section 3.3 of the paper.
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
//! | [`Call::buy`] | the enterprise's owner |
//! | [`Call::cancel_order`] | whoever placed the order |
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

#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(feature = "runtime-benchmarks")]
extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
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
pub use types::Order;
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use zeropark_primitives::{
		compliance::{CarbonBasket, CarbonFill, Compliance, Enterprises},
		ids::{CycleId, EntityId, ParaId, RemoteOrderId, RetirementId},
		market::{Balance, Price, Quantity},
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

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Prepares the state that benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

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
		/// Returns what an order is for, and how often it has bought. `None` if there is no such order.
		pub fn order(number: RemoteOrderId) -> Option<Order> {
			Orders::<T>::get(number)
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
			Self::do_buy(owner, entity, cycle, basket, quantity, price, deadline)
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
	}

	impl<T: Config> Pallet<T> {
		pub(crate) fn do_buy(
			owner: T::AccountId,
			entity: EntityId,
			cycle: CycleId,
			basket: CarbonBasket,
			quantity: Quantity,
			price: Price,
			deadline: Seconds,
		) -> DispatchResult {
			let of = T::Enterprises::owner(entity).ok_or(Error::<T>::NotFound)?;
			ensure!(of == owner, Error::<T>::NotAuthorized);
			ensure!(T::Enterprises::is_enrolled(entity, cycle), Error::<T>::NotEnrolled);
			let counts = match basket {
				CarbonBasket::Allowances(of) => of == cycle,
				CarbonBasket::Credits => true,
			};
			ensure!(counts, Error::<T>::OtherCycle);
			let purpose = Compliance { cycle, entity: (T::ChainId::get(), entity) };
			let order = RemoteOrder {
				beneficiary: owner,
				basket,
				quantity,
				price,
				deadline,
				purpose: Some(purpose),
			};
			let (number, sent) = T::Desk::place(order)?;
			Orders::<T>::insert(number, Order { entity, cycle, purchases: 0 });
			Self::deposit_event(Event::UnitsOrdered {
				number,
				entity,
				cycle,
				basket,
				quantity,
				sent,
			});
			Ok(())
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

		fn ended(_: RemoteOrderId, _: Quantity) {}

		/// The carbon market makes no claims.
		fn claim_voided(_: RemoteOrderId, _: RetirementId) -> DispatchResult {
			Err(Error::<T>::NotFound.into())
		}
	}
}
