//! # Power purchase
//!
//! Buys the green power that the park lacks, as certificates on another chain. Every delivery of
//! certificates signs a green-power purchase agreement on its own (section 3.2 of the paper).
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, storage, events and errors.
//!
//! ## Overview
//!
//! An enterprise says which certificates it wants, how many, and the most it pays for one. The
//! trading desk sends the money and the order to the certificate market, and keeps track of the
//! order. Every trade comes back as a *delivery*: either the certificates themselves, or the
//! receipt of certificates that were retired. Each delivery signs an *agreement*, and retired
//! certificates count towards `Pl` of equation (1).
//!
//! | call | who |
//! |---|---|
//! | [`Call::order_power`] | anybody; for a period, the operator and the owners of loads |
//! | [`Call::order_shortfall`] | the park's operator |
//! | [`Call::cancel_purchase`] | the buyer |
//!
//! ```text
//! order_power, order_shortfall --> order of the trading desk --delivery--> agreement, per trade
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Purchase**: an order of the trading desk. The desk numbers it, and holds the deposits for
//!   the order and its agreements.
//! - **Retired or held**: certificates for a period are retired on the market's chain, in the block
//!   that reports the trade; the park receives only the receipt. So no certificate counts here
//!   while it can be sold there (ADR 7). Held certificates belong to the buyer and count towards
//!   nothing.
//! - **Beneficiary**: the claim of certificates for a period is always for the buyer, named by its
//!   account, who must be the operator or own a load. So a receipt that counts here names nobody
//!   else.
//! - **Vintage**: certificates count for a period only if the ledger finds their power young enough
//!   ([`PeriodLedger::is_of_age`]). An order for others is refused.
//! - **Shortfall**: the energy by which the demand of a period exceeds its green power, as measured
//!   or at its upper bound, rounded up to whole certificates, less the certificates that the
//!   operator has on order for the period. Orders of others count only once they are delivered, because they may never trade.
//! - **Void claim**: when the batch of a receipt is withdrawn, the market's chain reports the claim
//!   as void, however late. The agreement stays on record, and its energy is taken off its period,
//!   even if the period is closed. As much as became void of a closed period may be bought anew.
//! - **Late delivery**: a delivery that arrives after its period was closed signs an agreement, but
//!   counts towards nothing.
//!
//! ## Example
//!
//! A test orders certificates for a period, and receives a delivery of two of them:
#![doc = docify::embed!("src/tests/deliveries.rs", a_receipt_should_count_towards_its_period)]
//!
//! ## Invariants
//!
//! 1. [`OnOrder`] is never zero, and has entries only for periods with a purchase for their
//!    shortfall.
//! 2. [`PeriodAgreements`] lists exactly the agreements that count towards each period. All of them
//!    are for certificates that were retired.
//! 3. [`UnderWay`] is never zero, and has entries only for periods with a purchase.
//! 4. [`Retirements`] maps receipts to their agreements, and has every receipt that counts towards
//!    a period.
//! 5. What the ledger counts as purchased for a period, `Pl`, is the energy of the agreements that
//!    count towards it.

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

#[cfg(doc)]
use zeropark_primitives::purchase::PeriodLedger;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::{delivery, order, BenchmarkHelper};
pub use pallet::*;
pub use types::{Agreement, Purchase, Usage};
pub use weights::WeightInfo;

/// The target of this pallet's log lines.
const LOG_TARGET: &str = "runtime::power-purchase";

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{pallet_prelude::*, traits::UnixTime};
	use frame_system::pallet_prelude::*;
	use sp_runtime::AccountId32;
	use zeropark_primitives::{
		certificates::{CertificateBasket, Claim, Text},
		ids::{AgreementId, PeriodId, RemoteOrderId, RetirementId},
		market::{Balance, Price, Quantity},
		metering::Consumers,
		purchase::{Delivery, PeriodLedger, Shortfall},
		time::Seconds,
		trading::TradingDesk,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<AccountId = AccountId32> {
		/// The park's operator, who buys the shortfall of a period. Succeeds with the account that
		/// pays.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// The trading desk, which places orders on the certificate market.
		type Desk: TradingDesk<Self::AccountId, CertificateBasket, Claim>;

		/// The period ledger, in which retired certificates count.
		type Ledger: PeriodLedger;

		/// Those who use the park's power.
		type Consumers: Consumers<Self::AccountId>;

		/// The chain's clock.
		type Time: UnixTime;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Prepares the state that benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// Every purchase that is for a period, by the desk's number. The deposit for the order pays
	/// for the entry.
	#[pallet::storage]
	pub type Purchases<T: Config> = StorageMap<_, Twox64Concat, RemoteOrderId, Purchase>;

	/// The id of the next agreement.
	#[pallet::storage]
	pub type NextAgreementId<T: Config> = StorageValue<_, AgreementId, ValueQuery>;

	/// All agreements that were ever signed. The buyer's deposit for the order pays for each.
	#[pallet::storage]
	pub type Agreements<T: Config> =
		StorageMap<_, Twox64Concat, AgreementId, Agreement<T::AccountId>>;

	/// The agreements that count towards each period. The deposit that pays for the agreement also
	/// pays for its entry.
	#[pallet::storage]
	pub type PeriodAgreements<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PeriodId, Twox64Concat, AgreementId, (), OptionQuery>;

	/// The agreement of each receipt, by the receipt's number, while its claim is valid. The
	/// deposit that pays for the agreement also pays for this entry.
	#[pallet::storage]
	pub type Retirements<T: Config> =
		StorageMap<_, Twox64Concat, RetirementId, AgreementId, OptionQuery>;

	/// How many certificates the operator has on order for the shortfall of each period. The
	/// deposits for the orders pay for the entries.
	#[pallet::storage]
	pub type OnOrder<T: Config> = StorageMap<_, Twox64Concat, PeriodId, Quantity, ValueQuery>;

	/// How many purchases for each period have not ended. The deposits for the orders pay for the
	/// entries.
	#[pallet::storage]
	pub type UnderWay<T: Config> = StorageMap<_, Twox64Concat, PeriodId, u32, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Green power was ordered. The money and the order are on their way to the market.
		PowerOrdered {
			/// The purchase, which is the number of the desk's order.
			purchase: RemoteOrderId,
			/// The account that buys.
			buyer: T::AccountId,
			/// How many certificates, of 1 MWh each.
			quantity: Quantity,
			/// The money that was sent, in micro-units of the settlement currency.
			sent: Balance,
			/// The period for which they are retired; `None` if the buyer holds them.
			period: Option<PeriodId>,
		},
		/// A delivery arrived and signed its agreement.
		AgreementSigned {
			/// The agreement.
			agreement: AgreementId,
			/// The purchase.
			purchase: RemoteOrderId,
			/// The account that bought.
			buyer: T::AccountId,
			/// The certificates.
			delivery: Delivery,
			/// The period that it counts towards, if any.
			period: Option<PeriodId>,
		},
		/// The claim of a receipt became void. Its certificates no longer count.
		ClaimVoided {
			/// The agreement.
			agreement: AgreementId,
			/// The purchase.
			purchase: RemoteOrderId,
			/// The number of the receipt.
			retirement: RetirementId,
			/// The period that it counted towards, if any.
			period: Option<PeriodId>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// This purchase has no receipt with this number and a valid claim.
		NotFound,
		/// A claim must name a purpose in readable text: UTF-8 without control characters.
		InvalidClaim,
		/// The period must exist and be open, or claims for it must have become void.
		PeriodNotOpen,
		/// Only the park's operator and owners of its loads may buy for a period.
		NotAConsumer,
		/// Certificates that the order would buy do not count for the period: power of this quarter
		/// is too old, or of a month after the period that is over before the deadline.
		InvalidVintage,
		/// The period has no shortfall, or certificates for all of it are on order already.
		NoShortfall,
		/// No agreement ids are left.
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
		/// Returns an agreement: who sold which certificates to whom and at which price in
		/// micro-units of the settlement currency, and the period that it counts towards. `None` if
		/// no agreement has this number.
		pub fn agreement(agreement: AgreementId) -> Option<Agreement<T::AccountId>> {
			Agreements::<T>::get(agreement)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Orders green power as certificates on the market's chain.
		///
		/// Origin: signed; for a period, by the operator or an owner of a load in service. The caller
		/// pays the price of `quantity` at `price`, and an allowance for
		/// deposits and messages. The money that is left comes home when the order ends. The
		/// trading desk holds deposits for the order and for as many agreements as the order has
		/// certificates.
		///
		/// - `basket`: which certificates to buy;
		/// - `quantity`: how many, of 1 MWh each;
		/// - `price`: the most to pay for one certificate, in micro-units of the settlement
		///   currency;
		/// - `deadline`: when the order expires, in seconds since the Unix epoch, at a full hour;
		/// - `usage`: whether the certificates are retired for a period, or held by the caller.
		///
		/// Errors: `NotAConsumer`, `InvalidClaim`, `InvalidVintage`, `PeriodNotOpen`, the desk's (`InvalidQuantity`, `InvalidPrice`,
		/// `InvalidDeadline`, `IdsExhausted`), the currency's error if the caller has too little
		/// money, or the outbox's error if too many messages wait for the market's chain. Events:
		/// `PowerOrdered`, and the desk's `OrderSent`.
		#[pallet::call_index(0)]
		pub fn order_power(
			origin: OriginFor<T>,
			basket: CertificateBasket,
			#[pallet::compact] quantity: Quantity,
			price: Price,
			deadline: Seconds,
			usage: Usage,
		) -> DispatchResult {
			let (buyer, is_operator) = match T::OperatorOrigin::try_origin(origin) {
				Ok(operator) => (operator, true),
				Err(origin) => (ensure_signed(origin)?, false),
			};
			let may = is_operator || usage == Usage::Hold || T::Consumers::has_load(&buyer);
			ensure!(may, Error::<T>::NotAConsumer);
			Self::do_order(buyer, basket, quantity, price, deadline, usage, false)
		}

		/// Orders certificates for the shortfall of a period, and has them retired for the period.
		///
		/// Origin: the park's operator, whose account buys.
		///
		/// - `period`: the period, which must be open. Of a closed one, what became void can be
		///   ordered;
		/// - `shortfall`: the shortfall as measured, or with all that meters, gaps and storage leave
		///   in doubt;
		/// - `purpose`: the purpose of the claim, in up to 128 bytes of text;
		/// - `basket`, `price`, `deadline`: as for `order_power`.
		///
		/// Errors: `NoShortfall`, and those of `order_power`. Events: `PowerOrdered`, and the
		/// desk's `OrderSent`.
		#[pallet::call_index(1)]
		pub fn order_shortfall(
			origin: OriginFor<T>,
			period: PeriodId,
			shortfall: Shortfall,
			basket: CertificateBasket,
			price: Price,
			deadline: Seconds,
			purpose: Text,
		) -> DispatchResult {
			let buyer = T::OperatorOrigin::ensure_origin(origin)?;
			let quantity = Self::certificates_lacking(period, shortfall)?;
			let usage = Usage::Retire { period, purpose };
			Self::do_order(buyer, basket, quantity, price, deadline, usage, true)
		}

		/// Cancels a purchase. Certificates that were delivered stay. The money that is left comes
		/// home with the report that the order ended.
		///
		/// Origin: signed by the buyer, who pays the fee of the message; an unused part comes home
		/// too.
		///
		/// Errors: the desk's (`NotFound`, `NotAuthorized`, `AlreadyEnded`), the currency's, or the
		/// outbox's. Event: the desk's `CancellationSent`.
		#[pallet::call_index(2)]
		pub fn cancel_purchase(
			origin: OriginFor<T>,
			#[pallet::compact] purchase: RemoteOrderId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			T::Desk::cancel(&who, purchase)
		}
	}
}
