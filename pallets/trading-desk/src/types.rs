//! Orders on another chain's market, and their state.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zeropark_primitives::{
	ids::OrderId,
	market::{Balance, Price, Quantity, Side},
	time::Seconds,
	trading::OrderOutcome,
};

/// The state of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum OrderState {
	/// The money and the order are on their way to the market, or the market has not reported yet.
	InTransit,
	/// The order is open in the market, which gave it this number.
	Open(OrderId),
	/// The order ended, and the money that was left came home.
	Ended(OrderOutcome),
}

/// An order on another chain's market.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct DeskOrder<AccountId, Basket> {
	/// The account that ordered and paid.
	pub owner: AccountId,
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
	/// The state of the order.
	pub state: OrderState,
	/// Whether the owner has sent a cancellation.
	pub cancel_requested: bool,
	/// How many units it has bought; or sold, once it has ended.
	pub filled: Quantity,
	/// How many trades were reported: those that bought.
	pub fills: u32,
	/// The money that was sent to the market's chain, in micro-units of the settlement currency:
	/// an allowance for deposits and messages, and the price at the limit of what it buys.
	pub sent: Balance,
	/// The money that the units cost, in micro-units of the settlement currency.
	pub spent: Balance,
	/// The money that sold units earned, after the market's fee, in micro-units of the settlement
	/// currency.
	pub earned: Balance,
	/// The money that came home at the end, before the fee of bringing it, in micro-units of the
	/// settlement currency.
	pub returned: Balance,
	/// The deposit that is held from the owner for the records, in micro-units of the settlement
	/// currency.
	pub deposit: Balance,
}

impl<AccountId, Basket> DeskOrder<AccountId, Basket> {
	/// Returns how many units the order may still buy or sell; zero once it has ended.
	pub fn unfilled(&self) -> Quantity {
		match self.state {
			OrderState::Ended(_) => 0,
			_ => self.quantity.saturating_sub(self.filled),
		}
	}
}
