//! Orders of other chains, and what is still to be done for them.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zeropark_primitives::{
	market::{Balance, CertificateBasket, OrderId, Price, Quantity},
	purchase::{Claim, Ending, PurchaseId, RemoteAccount},
	Seconds,
};

/// A purchase, as this chain names it: the parachain id of the chain that buys, which may be this one, and that chain's number.
pub type Key = (u32, PurchaseId);

/// What an order is still to buy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Wanted {
	/// Which certificates.
	pub basket: CertificateBasket,
	/// How many.
	pub quantity: Quantity,
	/// The most to pay for one.
	pub price: Price,
	/// When the order lapses, in seconds since the Unix epoch.
	pub deadline: Seconds,
}

/// An order that was placed from another chain or for one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct RemoteOrder<AccountId> {
	/// Whose account on the buyer's chain gets what comes of it.
	pub beneficiary: AccountId,
	/// Who gets the certificates instead, if the buyer is of this chain.
	pub recipient: Option<RemoteAccount<AccountId>>,
	/// What the certificates are retired for.
	pub claim: Option<Claim>,
	/// What it is still to buy; `None` once it was called back.
	pub wanted: Option<Wanted>,
	/// The order; `None` if the market did not take it.
	pub order: Option<OrderId>,
	/// Deliveries that have not been sent yet.
	pub outstanding: u32,
	/// What is held for its place in storage.
	pub deposit: Balance,
}

/// Certificates that were bought for another chain.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Fill<AccountId> {
	/// Who sold.
	pub seller: AccountId,
	/// The batch.
	pub batch: u32,
	/// How many.
	pub quantity: Quantity,
	/// The price of one.
	pub price: Price,
	/// When, in seconds since the Unix epoch.
	pub time: Seconds,
}

/// What is to be told to a buyer's chain, or done before there is anything to tell.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum News<AccountId> {
	/// The order stands.
	Placed(OrderId),
	/// It brought certificates.
	Filled(Fill<AccountId>),
	/// It ended.
	Ended(Ending),
	/// The claim of a receipt is void; whose it was.
	Reopened(u64, AccountId),
	/// It met as many others as it may at once: the rest is ordered again.
	OrderAgain,
}

/// The queue of what is to be told: the numbers `[first, next)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Queue {
	/// The oldest.
	pub first: u64,
	/// The one after the newest.
	pub next: u64,
}
