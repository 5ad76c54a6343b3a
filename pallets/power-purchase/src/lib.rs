//! # Power purchase
//!
//! Green power that the park lacks, bought as certificates on another chain; each arrival signs a green-power purchase
//! agreement by itself (the paper's section 3.2).
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, storage, events and errors.
//!
//! ## Overview
//!
//! An enterprise says what it wants, how much of it, and the most it pays for one; money and order travel to the market's
//! chain. Every trade over there comes back as a *delivery*: the receipt of certificates that were retired, or the
//! certificates themselves. It signs an *agreement* on arrival, and what was retired counts towards `Pl` of equation (1).
//! When the order is filled or its deadline is past, what was not spent comes home.
//!
//! | call | who |
//! |---|---|
//! | [`Call::order_power`] | anybody |
//! | [`Call::order_shortfall`] | the park's operator |
//! | [`Call::cancel_purchase`] | the buyer |
//! | [`Call::report`] | the market's chain, by a message |
//!
//! ```text
//! order_power, order_shortfall --> UnderWay --> Standing --> Ended (filled, expired, cancelled, ...)
//!                                      \----------------------^ (filled at once, refused)
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Retired or held**: certificates for a period are retired at home, in the block that reports them, so that none is
//!   counted here while it can be sold there (ADR 7). Certificates that are held are the buyer's, and count nowhere.
//! - **Shortfall**: what a period's demand exceeds its green power by, rounded up to whole certificates, less what the operator
//!   has on order for it already. What others order counts once it has come: an order may never be served.
//! - **Silence is no failure**: money comes home only when the market's chain says that the purchase has ended. Whoever
//!   hears nothing calls it back with [`Call::cancel_purchase`], which also recovers the money of an order that could not be placed.
//! - **Reopened claims**: when the batch behind a receipt is withdrawn, the market's chain says so, however late. The agreement
//!   stays on record, and what it stood for is taken off its period, also if that is closed.
//! - **Late deliveries**, whose period was closed before they came, are agreed but count towards nothing.
//!
//! ## Invariants
//!
//! 1. A buyer's deposits on hold are the sum of its purchases' deposits.
//! 2. [`Ordered`] is, for each period, what the operator's purchases for it may still bring.
//! 3. A purchase brought what its agreements say, in their number and at their price, and no more than was ordered.
//! 4. [`PeriodAgreements`] lists exactly the agreements that count towards the period; each of them retired certificates.
//! 5. [`Retirements`] names only agreements whose certificates were retired, by their receipts, and all of those that count.

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
pub use types::{Agreement, Purchase, State, Usage};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, UnixTime},
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::AccountId32;
	use zeropark_primitives::{
		market::{Balance, CertificateBasket, OrderId, Price, Quantity},
		purchase::{AgreementId, Broker, Delivery, Ending, PowerLedger, PurchaseId, Report},
		PeriodId, Seconds,
	};

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<AccountId = AccountId32> {
		/// Who buys what a period lacks.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// The chain of the market.
		type MarketOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The settlement currency.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Inspect<Self::AccountId, Balance = Balance>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// Carries orders to the market.
		type Broker: Broker<Self::AccountId>;

		/// What is bought for a period counts there.
		type Ledger: PowerLedger;

		/// The chain's clock.
		type Time: UnixTime;

		/// Held for a purchase, whose record stays, in micro-units of the settlement currency.
		#[pallet::constant]
		type PurchaseDeposit: Get<Balance>;

		/// Held for each agreement, whose record stays: for as many as there may be while the purchase goes on.
		#[pallet::constant]
		type AgreementDeposit: Get<Balance>;

		/// How far ahead a deadline may be, in seconds.
		#[pallet::constant]
		type MaxValidity: Get<Seconds>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets the scene for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// Why something is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For the records of a purchase and its agreements.
		#[codec(index = 0)]
		Records,
	}

	/// The id of the next purchase.
	#[pallet::storage]
	pub type NextPurchaseId<T: Config> = StorageValue<_, PurchaseId, ValueQuery>;

	/// Every purchase there was, each paid for by its buyer.
	#[pallet::storage]
	pub type Purchases<T: Config> = StorageMap<_, Twox64Concat, PurchaseId, Purchase<T::AccountId>>;

	/// The id of the next agreement.
	#[pallet::storage]
	pub type NextAgreementId<T: Config> = StorageValue<_, AgreementId, ValueQuery>;

	/// Every agreement there was, each paid for by its buyer.
	#[pallet::storage]
	pub type Agreements<T: Config> =
		StorageMap<_, Twox64Concat, AgreementId, Agreement<T::AccountId>>;

	/// The agreements that count towards a period, paid for with the agreement.
	#[pallet::storage]
	pub type PeriodAgreements<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PeriodId, Twox64Concat, AgreementId, (), OptionQuery>;

	/// The agreement of a receipt, by the receipt's number, while its claim stands; paid for with the agreement.
	#[pallet::storage]
	pub type Retirements<T: Config> = StorageMap<_, Twox64Concat, u64, AgreementId, OptionQuery>;

	/// What the operator's purchases may still bring for a period; paid for by them.
	#[pallet::storage]
	pub type Ordered<T: Config> = StorageMap<_, Twox64Concat, PeriodId, Quantity, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Money and order are on their way to the market.
		PowerOrdered {
			/// The purchase.
			purchase: PurchaseId,
			/// Who buys.
			buyer: T::AccountId,
			/// How many certificates.
			quantity: Quantity,
			/// What was sent.
			sent: Balance,
		},
		/// The order stands in the market.
		OrderStanding {
			/// The purchase.
			purchase: PurchaseId,
			/// The order, as the market numbers it.
			order: OrderId,
		},
		/// A delivery arrived and signed its agreement.
		AgreementSigned {
			/// The agreement.
			agreement: AgreementId,
			/// The purchase.
			purchase: PurchaseId,
			/// Who bought.
			buyer: T::AccountId,
			/// What was delivered.
			delivery: Delivery,
			/// The period it counts towards.
			period: Option<PeriodId>,
		},
		/// The claim of a receipt is void, and counts no more.
		ClaimReopened {
			/// The agreement.
			agreement: AgreementId,
			/// The purchase.
			purchase: PurchaseId,
			/// The number of the receipt.
			retirement: u64,
			/// The period it counted towards.
			period: Option<PeriodId>,
		},
		/// The buyer calls the purchase back.
		CancellationSent {
			/// The purchase.
			purchase: PurchaseId,
		},
		/// The purchase ended, and what was left of the money came home.
		PurchaseEnded {
			/// The purchase.
			purchase: PurchaseId,
			/// Why.
			ending: Ending,
			/// How many certificates it brought.
			delivered: Quantity,
			/// What they cost.
			spent: Balance,
			/// What came home, before the fee of bringing it.
			returned: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such purchase or receipt.
		NotFound,
		/// The purchase is somebody else's.
		NotAuthorized,
		/// A quantity is above zero.
		InvalidQuantity,
		/// A price is above zero.
		InvalidPrice,
		/// A deadline is at a full hour, two hours ahead at least and within the longest validity.
		InvalidDeadline,
		/// A claim has a beneficiary and a purpose.
		InvalidClaim,
		/// There is no such period, or it is closed.
		PeriodNotOpen,
		/// The period lacks nothing that is not on order already.
		NoShortfall,
		/// The purchase has ended.
		AlreadyEnded,
		/// More was delivered than was ordered.
		QuantityExceeded,
		/// Ids are used up.
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
		/// A purchase.
		pub fn purchase(purchase: PurchaseId) -> Option<Purchase<T::AccountId>> {
			Purchases::<T>::get(purchase)
		}

		/// An agreement.
		pub fn agreement(agreement: AgreementId) -> Option<Agreement<T::AccountId>> {
			Agreements::<T>::get(agreement)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Orders green power.
		///
		/// Origin: signed. Sent to the market: what `quantity` costs at `price`, and what orders and messages need beside it;
		/// held: [`Config::PurchaseDeposit`], and [`Config::AgreementDeposit`] for each certificate, which may come alone.
		///
		/// - `basket`: what is wanted;
		/// - `quantity`: how many certificates, of 1 MWh each;
		/// - `price`: the most to pay for one, in micro-units of the settlement currency;
		/// - `deadline`: when the order lapses, in seconds since the Unix epoch, on a full hour;
		/// - `usage`: what becomes of the certificates.
		///
		/// Errors: `InvalidQuantity`, `InvalidPrice`, `InvalidDeadline`, `InvalidClaim`, `PeriodNotOpen`, `IdsExhausted`, the
		/// currency's when there is too little of it, or the carrier's when the market cannot be reached. Event: `PowerOrdered`.
		#[pallet::call_index(0)]
		pub fn order_power(
			origin: OriginFor<T>,
			basket: CertificateBasket,
			#[pallet::compact] quantity: Quantity,
			price: Price,
			deadline: Seconds,
			usage: Usage,
		) -> DispatchResult {
			let buyer = ensure_signed(origin)?;
			Self::do_order(buyer, basket, quantity, price, deadline, usage, false)
		}

		/// Orders what a period lacks, and has it retired for it.
		///
		/// Origin: [`Config::OperatorOrigin`], whose account buys. `period` is one that is open; the rest as for
		/// [`Call::order_power`].
		///
		/// Errors: `NoShortfall`, and those of [`Call::order_power`]. Event: `PowerOrdered`.
		#[pallet::call_index(1)]
		pub fn order_shortfall(
			origin: OriginFor<T>,
			period: PeriodId,
			basket: CertificateBasket,
			price: Price,
			deadline: Seconds,
			beneficiary: zeropark_primitives::purchase::Text,
			purpose: zeropark_primitives::purchase::Text,
		) -> DispatchResult {
			let buyer = T::OperatorOrigin::ensure_origin(origin)?;
			let quantity = Self::certificates_lacking(period)?;
			let usage = Usage::Retire { period, beneficiary, purpose };
			Self::do_order(buyer, basket, quantity, price, deadline, usage, true)
		}

		/// Calls a purchase back. What it has brought stays; what is left of the money comes home with the report of its end.
		///
		/// Origin: signed by the buyer, who pays for the message; what that leaves over comes home too.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `AlreadyEnded`, or the carrier's. Event: `CancellationSent`.
		#[pallet::call_index(2)]
		pub fn cancel_purchase(
			origin: OriginFor<T>,
			#[pallet::compact] purchase: PurchaseId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel(who, purchase)
		}

		/// Takes what the market's chain has to say.
		///
		/// Origin: [`Config::MarketOrigin`].
		///
		/// Errors: `NotFound`, `AlreadyEnded`, `QuantityExceeded`, `IdsExhausted`. Events: `OrderStanding`, `AgreementSigned`,
		/// `PurchaseEnded`, `ClaimReopened`.
		#[pallet::call_index(3)]
		pub fn report(
			origin: OriginFor<T>,
			#[pallet::compact] purchase: PurchaseId,
			report: Report,
		) -> DispatchResult {
			T::MarketOrigin::ensure_origin(origin)?;
			Self::do_report(purchase, report)
		}
	}
}
