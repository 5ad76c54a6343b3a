//! Green power bought on one chain and delivered to another, as the chains tell each other (the paper's section 3.2).
//!
//! The buyer's chain sends money and a [`PowerOrder`]; the market's chain answers with [`Report`]s. A purchase is numbered by
//! the buyer's chain.

use crate::{
	carbon::{PeriodId, PeriodSpan},
	market::{
		Balance, CertificateBasket, Closure, Month, OrderId, Price, Quantity, SerialRange,
		Technology,
	},
	metering::Interval,
	units::{Seconds, WattHours},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{dispatch::DispatchResult, traits::ConstU32, weights::Weight, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::{AccountId32, DispatchError};

/// A purchase; numbered from 0 by the chain that buys, and never given twice.
pub type PurchaseId = u64;

/// A green-power purchase agreement; numbered from 0 and never given twice.
pub type AgreementId = u64;

/// What one certificate stands for.
pub const CERTIFICATE: WattHours = WattHours(1_000_000);

/// The longest text of a claim, in bytes.
pub const MAX_TEXT: u32 = 128;

/// A text of a claim.
pub type Text = BoundedVec<u8, ConstU32<MAX_TEXT>>;

/// What certificates are retired for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Claim {
	/// Who may say that it used green power.
	pub beneficiary: Text,
	/// What for.
	pub purpose: Text,
	/// The consumption it covers.
	pub period: Interval,
}

/// An order to buy green power on another chain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct PowerOrder<AccountId> {
	/// Whose account on the buyer's chain gets the certificates, and the money that is left.
	pub beneficiary: AccountId,
	/// What is wanted.
	pub basket: CertificateBasket,
	/// How many certificates.
	pub quantity: Quantity,
	/// The most to pay for one.
	pub price: Price,
	/// When the order lapses, on a full hour.
	pub deadline: Seconds,
	/// What the certificates are retired for as they are bought; `None` sends them to the beneficiary.
	pub claim: Option<Claim>,
}

/// An account on another chain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct RemoteAccount<AccountId> {
	/// The chain's parachain id.
	pub chain: u32,
	/// The account.
	pub account: AccountId,
}

/// Certificates that were retired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Retired {
	/// The number of the receipt.
	pub retirement: u64,
	/// The numbers of the certificates.
	pub serials: SerialRange,
}

/// What a purchase brought in one trade.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Delivery {
	/// Who sold.
	pub seller: AccountId32,
	/// The batch, which is the certificates' class of asset.
	pub batch: u32,
	/// The numbers of the batch, of which those delivered are some.
	pub batch_serials: SerialRange,
	/// How the power was made.
	pub technology: Technology,
	/// When.
	pub month: Month,
	/// How many certificates.
	pub quantity: Quantity,
	/// The price of one.
	pub price: Price,
	/// When they were bought, in seconds since the Unix epoch.
	pub time: Seconds,
	/// What became of them: retired, or sent along if `None`; units of a batch are alike until one is used.
	pub retired: Option<Retired>,
}

/// Why the market did not take an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum Refusal {
	/// It is halted.
	MarketHalted,
	/// When the order arrived, its deadline was less than an hour ahead, or further than the market takes.
	InvalidDeadline,
	/// The market takes orders for more only.
	LotTooSmall,
	/// The book has no room for another order.
	BookFull,
	/// The order had not arrived when it was called back, or could not be executed.
	NeverPlaced,
	/// Something else; the event on the market's chain says what.
	Other,
}

/// Why a purchase ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum Ending {
	/// Its order is closed.
	Closed(Closure),
	/// The market did not take its order.
	Refused(Refusal),
}

/// What the market's chain tells the buyer's about a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Report {
	/// Its order stands.
	Placed {
		/// The order.
		order: OrderId,
	},
	/// Certificates were bought.
	Delivered(Delivery),
	/// It ended: the last report of it, with the money that is left.
	Ended {
		/// Why.
		ending: Ending,
		/// What came home, before the fee of bringing it.
		money: Balance,
	},
	/// A claim is void, because the batch of its certificates was withdrawn; it may come long after the end.
	Reopened {
		/// The number of the receipt.
		retirement: u64,
	},
}

/// The market, for a pallet that places orders in it for others.
pub trait Exchange<AccountId> {
	/// The most that [`Self::bid`] weighs.
	fn bid_weight() -> Weight;

	/// What [`Self::cancel`] weighs.
	fn cancel_weight() -> Weight;

	/// Places an order to buy, which meets as many others as it may at once; the order, and what that weighed. The owner has
	/// the price and the deposit.
	///
	/// The listener hears of the order before this returns, if it trades or closes at once.
	fn bid(
		owner: AccountId,
		basket: CertificateBasket,
		price: Price,
		quantity: Quantity,
		deadline: Seconds,
	) -> Result<(OrderId, Weight), DispatchError>;

	/// What [`Self::bid`] failed for, as another chain understands it.
	fn refusal(error: DispatchError) -> Refusal;

	/// Whether an order stands.
	fn is_open(order: OrderId) -> bool;

	/// Closes an order.
	fn cancel(order: OrderId) -> DispatchResult;
}

/// What a registry knows of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchInfo {
	/// How the power was made.
	pub technology: Technology,
	/// When.
	pub month: Month,
	/// The numbers of its certificates.
	pub serials: SerialRange,
}

/// The registry, for a pallet that retires certificates for others.
pub trait Registry<AccountId> {
	/// A batch.
	fn batch(batch: u32) -> Option<BatchInfo>;

	/// Retires certificates of `holder`.
	fn retire(
		holder: AccountId,
		batch: u32,
		quantity: Quantity,
		claim: Claim,
	) -> Result<Retired, DispatchError>;
}

/// Hears of claims that are void.
pub trait ClaimListener {
	/// The claim of a retirement is void.
	fn reopened(retirement: u64);
}

impl ClaimListener for () {
	fn reopened(_: u64) {}
}

/// Carries what the market brings to other chains.
pub trait Courier<AccountId> {
	/// The money that `order` needs beside its price, most of which comes home: deposits and the fees of messages.
	fn overhead(order: &PowerOrder<AccountId>) -> Balance;

	/// Sends `report` on `purchase` to `chain`, with `certificates` (batch and quantity) and what is left of `money` after the
	/// message's fees for `beneficiary`; all of it is taken from `from` on this chain.
	///
	/// Nothing is taken if it fails.
	fn send(
		chain: u32,
		beneficiary: AccountId,
		purchase: PurchaseId,
		report: Report,
		from: &AccountId,
		certificates: Option<(u32, Quantity)>,
		money: Balance,
	) -> DispatchResult;

	/// Sends `certificates` (batch and quantity) to `recipient`, with what is left of `money` after the message's fees; all of
	/// it is taken from `from` on this chain.
	///
	/// Nothing is taken if it fails.
	fn deliver(
		recipient: RemoteAccount<AccountId>,
		from: &AccountId,
		certificates: (u32, Quantity),
		money: Balance,
	) -> DispatchResult;
}

/// Carries orders to the market's chain.
pub trait Broker<AccountId> {
	/// The money that `order` needs beside its price, most of which comes home: deposits and the fees of messages.
	fn overhead(order: &PowerOrder<AccountId>) -> Balance;

	/// Sends `order` as `purchase`, with its price and overhead, taken from `payer`. Nothing is taken if it fails.
	fn place(
		payer: &AccountId,
		purchase: PurchaseId,
		order: PowerOrder<AccountId>,
	) -> DispatchResult;

	/// Calls `purchase` back; `payer` pays, and the rest comes home to it.
	fn cancel(payer: &AccountId, purchase: PurchaseId) -> DispatchResult;
}

/// The period ledger, as purchases see it.
pub trait PowerLedger {
	/// When a period is, if it is open.
	fn open_span(period: PeriodId) -> Option<PeriodSpan>;

	/// What the demand of an open period exceeds its green power by.
	fn shortfall(period: PeriodId) -> Option<WattHours>;

	/// Adds certified green power to `Pl` of an open period.
	fn add_purchased(period: PeriodId, energy: WattHours) -> DispatchResult;

	/// Takes certified green power off `Pl` of a period again, open or closed, because its claim is void.
	fn remove_purchased(period: PeriodId, energy: WattHours) -> DispatchResult;

	/// Opens a period with a demand of `shortfall`, for benchmarks of its neighbours.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(shortfall: WattHours) -> PeriodId;
}

/// A certificate's way into a period: what its statement links `Pl` to.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct PurchasedPower {
	/// The agreement.
	pub agreement: AgreementId,
	/// Who bought.
	pub buyer: AccountId32,
	/// What was delivered.
	pub delivery: Delivery,
}

sp_api::decl_runtime_apis! {
	/// What people ask of the park's purchases.
	pub trait PowerPurchaseApi {
		/// The agreements that count towards a period, or the newest one: at most `count` from the one numbered `start`.
		fn purchased_power(
			period: Option<PeriodId>,
			start: AgreementId,
			count: u32,
		) -> Vec<PurchasedPower>;
	}
}
