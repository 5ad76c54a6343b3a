//! # Remote orders
//!
//! Places orders to buy for other chains, and sends home what they bring: certificates or the receipts of their retirement,
//! and the money that is left. Places orders of this chain's own accounts, too, whose certificates go to another chain.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, storage, events and errors.
//!
//! ## Overview
//!
//! Somebody on another chain wants certificates from this chain's market, without an account here. The buyer's chain sends
//! the money to an account that belongs to this one purchase, and says what to order; whatever happens then is told to
//! that chain: the order stands, it brought certificates, it ended. The last report has all the money that is left.
//!
//! | call | who |
//! |---|---|
//! | [`Call::place`], [`Call::cancel`] | another chain, by a message |
//! | [`Call::place_for`] | anybody |
//! | [`Call::cancel_own`] | who placed the order |
//!
//! ```text
//! place --> Placed --> Filled, as often as it trades --> Ended (filled, expired, cancelled, ...)
//!     |\--> Filled, as often as it may at once --> place, in a later block
//!      \--> Ended (refused)
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Account**: each purchase has its own, derived from the chain and the purchase's number, so no purchase can spend
//!   another's money, and what is left is whatever the account has.
//! - **Retirement**: if the order has a claim, certificates are retired as they come, in the block that reports
//!   them; a receipt travels in their stead, so that none is counted on one chain while it can be sold on the other. What
//!   cannot be retired, because its batch has ended meanwhile, is sent along as it is.
//! - **Reopened**: who withdraws a batch may void the claims made with it. The buyer's chain counts them, so it is told; what that
//!   costs is held from the moment the receipt is sent, for the purchase may have ended long before.
//! - **Recipient**: an order of this chain names an account on another one, to which what it buys is sent on. It is a purchase
//!   that this chain numbers, with an account, deposits and news like any other; but nobody is to be told, and the money that is
//!   left stays here.
//! - **News** is kept in a queue and sent when a block starts, at most [`Config::MaxNews`] each, and by an idle block; what cannot
//!   be sent (the channel is crowded or closed) goes to the end of the queue and is tried again. A purchase ends when all it
//!   brought has been sent.
//! - **Ordered again** is what an order leaves that met as many others as it may at once, one order a block, until it stands, is
//!   filled, or is refused.
//! - **Refused** orders, and those whose money came and that could not be placed, end like any other, by [`Call::cancel`] if
//!   nothing else: money comes home exactly once, since it is what the account has.
//!
//! ## Invariants
//!
//! 1. Each order holds exactly its deposit from its purchase's account.
//! 2. [`Purchases`] names exactly the accounts of the orders there are.
//! 3. Each order has as many unsent deliveries in the queue as it says.
//! 4. The queue's numbers are without gaps, and each delivery and end in it is of an order there is.
//! 5. An order that is not in the market has its end in the queue once, or that it is ordered again.
//! 6. An order has a recipient exactly if it is of this chain.
//! 7. Each receipt, and each void claim in the queue, has its deposit on hold in its purchase's account.

#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(any(feature = "runtime-benchmarks", feature = "try-runtime", test))]
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
pub use benchmarking::{watch, watch_retirement, BenchmarkHelper};
pub use pallet::*;
pub use types::{Fill, Key, News, Queue, RemoteOrder, Wanted};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, Contains},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::AccountId32;
	use zeropark_primitives::{
		market::{Balance, CertificateBasket, OrderId, Price, Quantity},
		purchase::{Courier, Ending, Exchange, PowerOrder, PurchaseId, Registry, RemoteAccount},
		Seconds,
	};

	/// News that a block sends at most beyond `MaxNews`, however idle it is.
	const MAX_IDLE: u64 = 64;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<AccountId = AccountId32> {
		/// A chain whose orders are taken; its parachain id.
		type ChainOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = u32>;

		/// This chain's parachain id, under which its own accounts' orders are numbered.
		type ChainId: Get<u32>;

		/// Chains that take certificates, by their parachain ids.
		type Destinations: Contains<u32>;

		/// The settlement currency.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// Where orders are placed.
		type Exchange: Exchange<Self::AccountId>;

		/// Where certificates are retired.
		type Registry: Registry<Self::AccountId>;

		/// Carries the news.
		type Courier: Courier<Self::AccountId>;

		/// What the purchases' accounts are derived from.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Held from a purchase's account until it ends, in micro-units of the settlement currency.
		#[pallet::constant]
		type Deposit: Get<Balance>;

		/// Held from a purchase's account for each receipt it got, which pays for its entry and for the report that it is void.
		#[pallet::constant]
		type ReceiptDeposit: Get<Balance>;

		/// What a report takes along to pay for its execution on the buyer's chain.
		#[pallet::constant]
		type ReportFee: Get<Balance>;

		/// News that a block sends at most before anything else; an idle one sends more.
		#[pallet::constant]
		type MaxNews: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets the scene for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// Why something is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For an order's place in storage.
		#[codec(index = 0)]
		Deposit,
		/// For telling that a receipt's claim is void, if it ever is.
		#[codec(index = 1)]
		Receipt,
	}

	/// The number of this chain's next own purchase.
	#[pallet::storage]
	pub type NextOwn<T: Config> = StorageValue<_, PurchaseId, ValueQuery>;

	/// Orders from other chains and for them, each paid for by its purchase's account.
	#[pallet::storage]
	pub type Orders<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u32, Twox64Concat, PurchaseId, RemoteOrder<T::AccountId>>;

	/// The purchase an account belongs to, paid for with the order.
	#[pallet::storage]
	pub type Purchases<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, Key>;

	/// Where receipts went: the purchase, and whose it was on the buyer's chain; each paid for by its deposit.
	#[pallet::storage]
	pub type Receipts<T: Config> = StorageMap<_, Twox64Concat, u64, (Key, T::AccountId)>;

	/// News to be sent; paid for by the fee that it will take along, and the end of an order of this chain when it is placed.
	#[pallet::storage]
	pub type NewsQueue<T: Config> =
		StorageMap<_, Twox64Concat, u64, (Key, News<T::AccountId>), OptionQuery>;

	/// Which numbers of [`NewsQueue`] wait.
	#[pallet::storage]
	pub type Waiting<T: Config> = StorageValue<_, Queue, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An order was placed.
		OrderPlaced {
			/// The chain that buys.
			chain: u32,
			/// The purchase, as the chain numbers it.
			purchase: PurchaseId,
			/// The order, as the market numbers it.
			order: OrderId,
		},
		/// The market did not take an order; its money goes home.
		OrderRefused {
			/// The chain.
			chain: u32,
			/// The purchase.
			purchase: PurchaseId,
			/// Why.
			error: DispatchError,
		},
		/// Certificates could not be retired and are sent along.
		RetirementFailed {
			/// The chain.
			chain: u32,
			/// The purchase.
			purchase: PurchaseId,
			/// The batch.
			batch: u32,
			/// Why.
			error: DispatchError,
		},
		/// Certificates were sent to the recipient that an order of this chain names.
		CertificatesSent {
			/// The purchase.
			purchase: PurchaseId,
			/// To whom.
			recipient: RemoteAccount<T::AccountId>,
			/// The batch.
			batch: u32,
			/// How many.
			quantity: Quantity,
		},
		/// A report could not be sent and is tried again.
		ReportPostponed {
			/// The chain.
			chain: u32,
			/// The purchase.
			purchase: PurchaseId,
			/// Why.
			error: DispatchError,
		},
		/// A purchase ended, and what was left of its money was sent home.
		PurchaseEnded {
			/// The chain.
			chain: u32,
			/// The purchase.
			purchase: PurchaseId,
			/// Why.
			ending: Ending,
			/// What was left, before the fee of sending it.
			money: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The chain has used this number before.
		AlreadyExists,
		/// What the purchase brought has not all been sent.
		DeliveriesOutstanding,
		/// There is no such batch.
		BatchNotFound,
		/// The chain does not take certificates.
		UnknownDestination,
		/// No such order stands.
		NotFound,
		/// The order is not the caller's.
		NotAuthorized,
		/// Purchase ids are used up.
		IdsExhausted,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			let (sent, ordering) = Self::send_news(T::MaxNews::get(), true);
			Self::weight_of(sent).saturating_add(ordering)
		}

		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let least = T::WeightInfo::send_news(0);
			let each = T::WeightInfo::send_news(1).saturating_sub(least);
			let room = remaining.saturating_sub(least).checked_div_per_component(&each);
			let (sent, _) = Self::send_news(room.unwrap_or(0).min(MAX_IDLE) as u32, false);
			Self::weight_of(sent)
		}

		fn integrity_test() {
			assert!(T::MaxNews::get() > 0, "news must be able to leave");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// An order from another chain or for one.
		pub fn order(chain: u32, purchase: PurchaseId) -> Option<RemoteOrder<T::AccountId>> {
			Orders::<T>::get(chain, purchase)
		}

		/// The account of a purchase.
		pub fn account(chain: u32, purchase: PurchaseId) -> T::AccountId {
			Self::account_of((chain, purchase))
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Places an order to buy, with the money in the purchase's account.
		///
		/// Origin: [`Config::ChainOrigin`]. Held from the purchase's account until it ends: [`Config::Deposit`].
		///
		/// An order that the market does not take ends at once, and its money goes home; that is not an error.
		///
		/// Errors: `AlreadyExists`, or the currency's when there is too little for the deposit. Events: `OrderPlaced` or
		/// `OrderRefused`, and the market's.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::place().saturating_add(T::Exchange::bid_weight()))]
		pub fn place(
			origin: OriginFor<T>,
			#[pallet::compact] purchase: PurchaseId,
			order: PowerOrder<T::AccountId>,
		) -> DispatchResultWithPostInfo {
			let chain = T::ChainOrigin::ensure_origin(origin)?;
			let market = Self::do_place((chain, purchase), order)?;
			Ok(Some(T::WeightInfo::place().saturating_add(market)).into())
		}

		/// Ends a purchase: calls its order back if it stands. If there is no such order, because it never arrived or has
		/// ended, what the purchase's account has goes to `beneficiary`.
		///
		/// Origin: [`Config::ChainOrigin`]. Event: `PurchaseEnded`, when the money is sent.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::cancel().saturating_add(T::Exchange::cancel_weight()))]
		pub fn cancel(
			origin: OriginFor<T>,
			#[pallet::compact] purchase: PurchaseId,
			beneficiary: T::AccountId,
		) -> DispatchResult {
			let chain = T::ChainOrigin::ensure_origin(origin)?;
			Self::do_cancel((chain, purchase), beneficiary)
		}

		/// Places an order to buy certificates for an account on another chain, to which they are sent as they are bought.
		///
		/// Origin: signed. Taken: what `quantity` costs at `price`, and what deposits and messages may cost, which
		/// is the more the more deliveries there may be; what is left comes back when the order ends.
		///
		/// - `recipient`: whose the certificates are, on a chain that takes them;
		/// - `basket`: which certificates;
		/// - `price`: the most to pay for one, in micro-units of the settlement currency;
		/// - `quantity`: in whole certificates;
		/// - `deadline`: when the order lapses, on a full hour.
		///
		/// Errors: `UnknownDestination`, `IdsExhausted`, the market's, or the currency's when there is too little of it. Events:
		/// `OrderPlaced`, and the market's; later `CertificatesSent` and `PurchaseEnded`.
		#[pallet::call_index(2)]
		#[pallet::weight(Pallet::<T>::place_for_weight(T::Exchange::bid_weight()))]
		pub fn place_for(
			origin: OriginFor<T>,
			recipient: RemoteAccount<T::AccountId>,
			basket: CertificateBasket,
			price: Price,
			#[pallet::compact] quantity: Quantity,
			deadline: Seconds,
		) -> DispatchResultWithPostInfo {
			let beneficiary = ensure_signed(origin)?;
			let order = PowerOrder { beneficiary, basket, quantity, price, deadline, claim: None };
			let market = Self::do_place_for(recipient, order)?;
			Ok(Some(Self::place_for_weight(market)).into())
		}

		/// Calls an order of this chain back; what it has bought is still sent on, and the money that is left comes back.
		///
		/// Origin: signed by who placed it.
		///
		/// Errors: `NotFound`, `NotAuthorized`. Event: `PurchaseEnded`, when all it bought is sent.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::cancel().saturating_add(T::Exchange::cancel_weight()))]
		pub fn cancel_own(
			origin: OriginFor<T>,
			#[pallet::compact] purchase: PurchaseId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let key = (T::ChainId::get(), purchase);
			let order = Orders::<T>::get(key.0, key.1).ok_or(Error::<T>::NotFound)?;
			ensure!(order.beneficiary == who, Error::<T>::NotAuthorized);
			Self::do_cancel(key, who)
		}
	}
}
