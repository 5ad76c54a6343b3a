//! Purchases and the agreements that come of them.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zeropark_primitives::{
	market::{Balance, CertificateBasket, OrderId, Price, Quantity},
	purchase::{Delivery, Ending, PurchaseId, Text},
	PeriodId, Seconds,
};

/// What becomes of the certificates that a purchase brings.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Usage {
	/// They are retired as they are bought, and count towards a period.
	Retire {
		/// The period.
		period: PeriodId,
		/// Who may say that it used green power.
		beneficiary: Text,
		/// What for.
		purpose: Text,
	},
	/// The buyer gets them, and counts them nowhere until they are retired.
	Hold,
}

/// How far a purchase has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum State {
	/// Money and order are on their way.
	UnderWay,
	/// The order stands in the market.
	Standing(OrderId),
	/// It ended; what was left of the money came home.
	Ended(Ending),
}

/// An order of green power.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Purchase<AccountId> {
	/// Who buys.
	pub buyer: AccountId,
	/// What.
	pub basket: CertificateBasket,
	/// How many certificates, of 1 MWh each.
	pub quantity: Quantity,
	/// The most to pay for one.
	pub price: Price,
	/// When the order lapses, in seconds since the Unix epoch.
	pub deadline: Seconds,
	/// The period the certificates are retired for; `None` if they are held.
	pub period: Option<PeriodId>,
	/// Whether the operator ordered it for what the period lacks.
	pub for_shortfall: bool,
	/// How far it has come.
	pub state: State,
	/// Whether the buyer has called it back.
	pub called_back: bool,
	/// How many certificates it brought.
	pub delivered: Quantity,
	/// In how many agreements.
	pub agreements: u32,
	/// What was sent to the market: the price at the limit, and what orders and messages need beside it.
	pub sent: Balance,
	/// What the certificates cost.
	pub spent: Balance,
	/// What came home at the end, before the fee of bringing it.
	pub returned: Balance,
	/// What is held from the buyer for the records.
	pub deposit: Balance,
}

impl<AccountId> Purchase<AccountId> {
	/// How many certificates it may still bring.
	pub fn outstanding(&self) -> Quantity {
		match self.state {
			State::Ended(_) => 0,
			State::UnderWay | State::Standing(_) => self.quantity.saturating_sub(self.delivered),
		}
	}
}

/// A green-power purchase agreement: who sold what to whom, signed by its arrival.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Agreement<AccountId> {
	/// The purchase.
	pub purchase: PurchaseId,
	/// Who bought.
	pub buyer: AccountId,
	/// What was delivered, by whom, and for how much.
	pub delivery: Delivery,
	/// The period it counts towards; `None` if the certificates were not retired, the period was closed before they came, or
	/// the claim is void.
	pub period: Option<PeriodId>,
	/// When it was signed, in seconds since the Unix epoch.
	pub signed: Seconds,
}
