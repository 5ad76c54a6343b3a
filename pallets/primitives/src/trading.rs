//! Orders of one chain's accounts on another chain's market, as the two chains tell each other.
//!
//! A trading desk on the customer's chain sends money and a [`RemoteOrder`]; the market's chain
//! answers with [`Report`]s. The desk numbers its orders. What is traded is the market's business:
//! a basket, a purpose and a fill are type parameters.

use crate::{
	ids::{OrderId, ParaId, RemoteOrderId, RetirementId},
	market::{Balance, CloseReason, Price, Quantity, Side},
	time::Seconds,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::dispatch::DispatchResult;
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// An order on another chain's market.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct RemoteOrder<AccountId, Basket, Purpose> {
	/// Whose account on the customer's chain gets what was bought or earned, and the money that is left.
	pub beneficiary: AccountId,
	/// Whether it buys or sells.
	pub side: Side,
	/// The units to buy, or to sell.
	pub basket: Basket,
	/// How many units.
	pub quantity: Quantity,
	/// The most to pay for one, or the least to get for it before the market's fee.
	pub price: Price,
	/// When the order expires, in seconds since the Unix epoch, on a full hour.
	pub deadline: Seconds,
	/// The use of the units that are bought; `None` sends them to the beneficiary. A sale takes units from
	/// where its purpose says.
	pub purpose: Option<Purpose>,
}

/// The purpose of an order on another chain's market.
pub trait OrderPurpose {
	/// Whether the chain `chain` may order for it.
	fn is_of(&self, chain: ParaId) -> bool;
}

/// The sums of an order's sales.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Sold {
	/// How many units.
	pub quantity: Quantity,
	/// The money that they earned, after the market's fee, in micro-units of the settlement currency.
	pub earned: Balance,
}

/// An account on another chain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct RemoteAccount<AccountId> {
	/// The chain's parachain id.
	pub chain: ParaId,
	/// The account.
	pub account: AccountId,
}

/// Why a market did not take an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum RejectReason {
	/// The market is halted.
	MarketHalted,
	/// When the order arrived, its deadline was less than an hour ahead, or further than the market
	/// takes.
	InvalidDeadline,
	/// The market takes only larger orders.
	LotTooSmall,
	/// The book has no room for another order.
	BookFull,
	/// The order had not arrived when it was called back, or could not be executed.
	NeverPlaced,
	/// Another reason; the event on the market's chain names it.
	Other,
}

/// How an order on another chain's market ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum OrderOutcome {
	/// The market closed it.
	Closed(CloseReason),
	/// The market did not take it.
	Rejected(RejectReason),
}

/// What the market's chain tells the customer's chain about an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Report<Fill> {
	/// The order is open.
	Placed {
		/// The order, as the market numbers it.
		order: OrderId,
	},
	/// The order traded.
	Filled(Fill),
	/// The order ended, and this is its last report except for void claims. It brings the money
	/// that is left.
	Ended {
		/// How.
		outcome: OrderOutcome,
		/// The money that came home, before the fee of bringing it.
		money: Balance,
		/// The sums of its sales. Its purchases were reported trade by trade.
		sold: Sold,
	},
	/// A claim that the order brought is void, because its batch was withdrawn; this may come long
	/// after the end.
	ClaimVoided {
		/// The number of the receipt.
		retirement: RetirementId,
	},
}

/// What any fill says, whatever was traded.
pub trait FillTerms {
	/// How many units.
	fn quantity(&self) -> Quantity;

	/// The price of one.
	fn price(&self) -> Price;
}

/// Carries orders to another chain's market.
pub trait RemoteMarket<AccountId, Basket, Purpose> {
	/// The money that an order of `quantity` needs beside what it pays, most of which comes home:
	/// deposits and the fees of messages.
	fn overhead(side: Side, quantity: Quantity, has_purpose: bool) -> Balance;

	/// Sends `order` under `number`, with `money` of `payer`: its price and overhead. Nothing is
	/// taken if it fails.
	fn place(
		payer: &AccountId,
		number: RemoteOrderId,
		order: RemoteOrder<AccountId, Basket, Purpose>,
		money: Balance,
	) -> DispatchResult;

	/// Calls order `number` back; `payer` pays, and the rest comes home to it.
	fn cancel(payer: &AccountId, number: RemoteOrderId) -> DispatchResult;
}

/// Carries what a market brings to the chains and accounts that ordered it.
pub trait DeliveryTransport<AccountId, Class, Fill> {
	/// The money that an order of `quantity` needs beside its price, most of which comes back:
	/// deposits and the fees of messages.
	fn overhead(quantity: Quantity, has_purpose: bool) -> Balance;

	/// Sends `report` on order `number` to `chain`, with `units` and what is left of `money` after
	/// the message's fees for `beneficiary`; all of it is taken from `from` on this chain.
	///
	/// Nothing is taken if it fails.
	fn report(
		chain: ParaId,
		beneficiary: AccountId,
		number: RemoteOrderId,
		report: Report<Fill>,
		from: &AccountId,
		units: Option<(Class, Quantity)>,
		money: Balance,
	) -> DispatchResult;

	/// Sends `units` to `recipient`, with what is left of `money` after the message's fees; all of
	/// it is taken from `from` on this chain.
	///
	/// Nothing is taken if it fails.
	fn deliver(
		recipient: RemoteAccount<AccountId>,
		from: &AccountId,
		units: (Class, Quantity),
		money: Balance,
	) -> DispatchResult;
}

/// A trade that a remote order's account made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Bought<AccountId, Class> {
	/// Who sold.
	pub seller: AccountId,
	/// The class of the units.
	pub class: Class,
	/// How many units.
	pub quantity: Quantity,
	/// The price of one.
	pub price: Price,
	/// When, in seconds since the Unix epoch.
	pub time: Seconds,
}

/// A fill as it is reported, and what became of its units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fulfilled<Fill> {
	/// What is told to the customer's chain.
	pub fill: Fill,
	/// What became of the units.
	pub units: Disposal,
}

/// What became of the units that an order bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposal {
	/// They are still in the order's account, to be sent along.
	ToSend,
	/// They have left the order's account for good.
	Used,
	/// They were used up with this receipt, and the claim may become void.
	Claimed(RetirementId),
}

/// Does with bought units what their order asks for.
pub trait Fulfilment<AccountId> {
	/// A class of units.
	type Class;
	/// What units can be used for.
	type Purpose;
	/// What the customer's chain is told.
	type Fill;

	/// Uses the units that `holder` bought on behalf of `beneficiary` for `purpose`, if there is
	/// one; an error changes nothing.
	fn fulfil(
		holder: &AccountId,
		beneficiary: &AccountId,
		bought: &Bought<AccountId, Self::Class>,
		purpose: Option<&Self::Purpose>,
	) -> Result<Fulfilled<Self::Fill>, DispatchError>;
}

/// Units that a remote order sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Offer<Class> {
	/// Their class.
	pub class: Class,
	/// How many are not sold.
	pub unsold: Quantity,
}

/// Takes units for sale from where a purpose says, and gives back what was not sold.
pub trait Sales<AccountId, Class, Basket, Purpose> {
	/// Whether there are sales at all.
	const ENABLED: bool;

	/// Moves free units on behalf of `beneficiary` to the account `holder`, and returns their class; an
	/// error changes nothing.
	fn draw(
		holder: &AccountId,
		beneficiary: &AccountId,
		basket: &Basket,
		quantity: Quantity,
		purpose: Option<&Purpose>,
	) -> Result<Class, DispatchError>;

	/// Takes back what `holder` did not sell of an offer, and hears what it sold; an error changes
	/// nothing.
	fn settle(
		holder: &AccountId,
		beneficiary: &AccountId,
		offer: Offer<Class>,
		sold: Quantity,
		purpose: Option<&Purpose>,
	) -> DispatchResult;
}

/// Nothing is sold.
impl<AccountId, Class, Basket, Purpose> Sales<AccountId, Class, Basket, Purpose> for () {
	const ENABLED: bool = false;

	fn draw(
		_: &AccountId,
		_: &AccountId,
		_: &Basket,
		_: Quantity,
		_: Option<&Purpose>,
	) -> Result<Class, DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn settle(
		_: &AccountId,
		_: &AccountId,
		_: Offer<Class>,
		_: Quantity,
		_: Option<&Purpose>,
	) -> DispatchResult {
		Ok(())
	}
}

/// Places orders on another chain's market for accounts of this one.
pub trait TradingDesk<AccountId, Basket, Purpose> {
	/// Sends `order` to the market and keeps it on record; its beneficiary pays. Returns its number
	/// and the money that was sent.
	fn place(
		order: RemoteOrder<AccountId, Basket, Purpose>,
	) -> Result<(RemoteOrderId, Balance), DispatchError>;

	/// Calls an order of `owner` back.
	fn cancel(owner: &AccountId, number: RemoteOrderId) -> DispatchResult;
}

/// Hears what becomes of a trading desk's orders.
pub trait DeskListener<AccountId, Fill> {
	/// An order of `owner` traded.
	fn filled(number: RemoteOrderId, owner: &AccountId, fill: &Fill) -> DispatchResult;

	/// An order ended; `unfilled` units were neither bought nor sold.
	fn ended(number: RemoteOrderId, unfilled: Quantity);

	/// A claim that an order brought is void.
	fn claim_voided(number: RemoteOrderId, retirement: RetirementId) -> DispatchResult;
}
