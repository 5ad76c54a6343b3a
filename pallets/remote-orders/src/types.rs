//! Remote orders, and the tasks that wait for them.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zeropark_primitives::{
	ids::{OrderId, ParaId, RemoteOrderId, RetirementId},
	market::{Balance, Price, Quantity, Side},
	time::Seconds,
	trading::{Bought, Offer, OrderOutcome, RemoteAccount, Sold},
};

/// The key of a remote order: the parachain id of the ordering chain, which may be this one, and
/// the number that this order has there.
pub type OrderKey = (ParaId, RemoteOrderId);

/// The part of an order that is still to be bought or sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Remainder<Basket> {
	/// Whether it buys or sells.
	pub side: Side,
	/// The basket to buy, or to sell of.
	pub basket: Basket,
	/// How many whole units.
	pub quantity: Quantity,
	/// The most to pay for one unit, or the least to get for it, in micro-units of the settlement
	/// currency.
	pub price: Price,
	/// When the order expires, in seconds since the Unix epoch.
	pub deadline: Seconds,
}

/// An order that another chain placed, or that an account of this chain placed for another chain.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OrderRecord<AccountId, Basket, Purpose, Class> {
	/// The account on the ordering chain that gets the units and the money that is left.
	pub beneficiary: AccountId,
	/// The account that gets the units instead, if this chain placed the order.
	pub recipient: Option<RemoteAccount<AccountId>>,
	/// The purpose for which the units are used as they are bought; `None` sends them as they are. A
	/// sale takes them from there.
	pub purpose: Option<Purpose>,
	/// The part that is still to be bought or sold; `None` once the order was cancelled.
	pub remainder: Option<Remainder<Basket>>,
	/// The units that it has drawn for sale, until it gives back what it did not sell.
	pub offer: Option<Offer<Class>>,
	/// The sums of its sales.
	pub sold: Sold,
	/// The order, as the market numbers it; `None` if the market rejected it.
	pub order: Option<OrderId>,
	/// How many fills have not been handed to the outbox yet.
	pub outstanding: u32,
	/// The deposit for its record, in micro-units of the settlement currency.
	pub deposit: Balance,
}

/// A task that waits for an order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Task<AccountId, Class, Fill> {
	/// Report that the order is open.
	ReportPlaced(OrderId),
	/// Use or send the units of a trade, and report the trade.
	ReportFill(Bought<AccountId, Class>),
	/// Report a trade whose units were used when there was no room for the report.
	ReportUsed(Fill),
	/// Report that the order ended, and send the money that is left.
	ReportEnd(OrderOutcome),
	/// Report that the claim of a receipt is void, to the beneficiary of the order.
	ReportVoidClaim(RetirementId, AccountId),
}

/// The queue of tasks: the tasks with the numbers `[first, next)` wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Queue {
	/// The number of the oldest task.
	pub first: u64,
	/// The number that the next task gets.
	pub next: u64,
}

/// The turns of a chain whose remainders wait to be placed again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct ChainTurns {
	/// The turn of the remainder that was placed last.
	pub current: u64,
	/// How many remainders wait.
	pub waiting: u32,
}
