//! An order book's terms: prices, orders, trades, and who takes part in a market.

use crate::{ids::OrderId, time::Seconds, trading::RejectReason};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{dispatch::DispatchResult, traits::ConstU32, weights::Weight, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// An amount of the settlement currency, in micro-units: 1,000,000 are one PCNY.
pub type Balance = u128;

/// A number of whole certificates, allowances or credits.
pub type Quantity = u64;

/// A price in micro-units of the settlement currency for one whole unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(transparent))]
pub struct Price(pub u64);

impl Price {
	/// What `quantity` costs; exact, for two 64-bit factors always fit.
	pub fn of(self, quantity: Quantity) -> Balance {
		Balance::from(self.0) * Balance::from(quantity)
	}
}

/// What a bid asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum Instrument<Class, Basket> {
	/// This class and no other.
	Class(Class),
	/// Whatever is cheapest of a basket.
	Basket(Basket),
}

/// One side of a market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum Side {
	/// Those who buy.
	Bids,
	/// Those who sell.
	Asks,
}

/// The most baskets a class of asset is in.
pub const MAX_BASKETS: u32 = 2;

/// The baskets a class is in.
pub type Baskets<Basket> = BoundedVec<Basket, ConstU32<MAX_BASKETS>>;

/// Knows the classes of asset there are, and which of them are alike.
pub trait Catalogue {
	/// A class of asset.
	type Class;
	/// What buyers ask for who do not care which class it is.
	type Basket;

	/// The baskets the class is in; `None` for a class that is not traded, or not any more.
	fn baskets(class: &Self::Class) -> Option<Baskets<Self::Basket>>;
}

/// Two orders met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Trade<AccountId, Class> {
	/// The order that bought.
	pub bid: OrderId,
	/// The order that sold.
	pub ask: OrderId,
	/// Whose the bid was.
	pub buyer: AccountId,
	/// Whose the ask was.
	pub seller: AccountId,
	/// What changed hands.
	pub class: Class,
	/// How much of it.
	pub quantity: Quantity,
	/// The price of one: that of the order that stood in the book.
	pub price: Price,
	/// What of the price went to the pot; the seller got the rest.
	pub fee: Balance,
	/// When, in seconds since the Unix epoch.
	pub time: Seconds,
}

/// Why an order is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum CloseReason {
	/// All of it was executed.
	Filled,
	/// Its owner called it back.
	Cancelled,
	/// Its time ran out.
	Expired,
	/// It was immediate, and nothing more was to be had at its price.
	Unmatched,
	/// It would have traded with an order of its own owner.
	SelfTrade,
	/// It met more orders than it was to be matched with.
	FillLimit,
	/// What it sells may not be traded any more.
	NotTradable,
	/// The book had no room for what was left after it traded.
	BookFull,
}

/// Hears what becomes of orders, as it happens.
pub trait OrderListener<AccountId, Class> {
	/// Two orders met.
	fn traded(trade: &Trade<AccountId, Class>);

	/// An order is done with, and what was held for it is released.
	fn closed(order: OrderId, owner: &AccountId, closure: CloseReason);
}

impl<AccountId, Class> OrderListener<AccountId, Class> for () {
	fn traded(_: &Trade<AccountId, Class>) {}
	fn closed(_: OrderId, _: &AccountId, _: CloseReason) {}
}

impl<AccountId, Class, A, B> OrderListener<AccountId, Class> for (A, B)
where
	A: OrderListener<AccountId, Class>,
	B: OrderListener<AccountId, Class>,
{
	fn traded(trade: &Trade<AccountId, Class>) {
		A::traded(trade);
		B::traded(trade);
	}

	fn closed(order: OrderId, owner: &AccountId, closure: CloseReason) {
		A::closed(order, owner, closure);
		B::closed(order, owner, closure);
	}
}

/// What stands in a book at one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Level {
	/// The price.
	pub price: Price,
	/// How much in all.
	pub quantity: Quantity,
	/// In how many orders.
	pub orders: u32,
}

/// A market, for a pallet that places orders in it for others.
pub trait Venue<AccountId> {
	/// A set of classes that are the same to a buyer.
	type Basket;
	/// A class of asset.
	type Class;

	/// The most that [`Self::bid`] weighs.
	fn bid_weight() -> Weight;

	/// The most that [`Self::ask`] weighs.
	fn ask_weight() -> Weight;

	/// The weight of [`Self::cancel`].
	fn cancel_weight() -> Weight;

	/// Places an order to buy, which meets as many others as it may at once; returns the order and
	/// the weight of all this. The owner has the price and the deposit.
	///
	/// The listener hears of the order before this returns, if it trades or closes at once.
	fn bid(
		owner: AccountId,
		basket: Self::Basket,
		price: Price,
		quantity: Quantity,
		deadline: Seconds,
	) -> Result<(OrderId, Weight), DispatchError>;

	/// Places an order to sell, like [`Self::bid`]. The owner has the units and the deposit.
	fn ask(
		owner: AccountId,
		class: Self::Class,
		price: Price,
		quantity: Quantity,
		deadline: Seconds,
	) -> Result<(OrderId, Weight), DispatchError>;

	/// Why [`Self::bid`] or [`Self::ask`] failed, as another chain understands it.
	fn reject_reason(error: DispatchError) -> RejectReason;

	/// Whether an order is open.
	fn is_open(order: OrderId) -> bool;

	/// Closes an order.
	fn cancel(order: OrderId) -> DispatchResult;
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	proptest! {
		#[test]
		fn a_price_should_be_exact(price: u64, quantity: u64) {
			let whole = Price(price).of(quantity);
			prop_assert_eq!(whole.checked_div(quantity.into()).unwrap_or_default(), if quantity == 0 { 0 } else { price.into() });
		}
	}
}
