//! Purchases, and the agreements that their deliveries sign.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zeropark_primitives::{
	certificates::Text,
	ids::{PeriodId, RemoteOrderId},
	purchase::Delivery,
	time::Seconds,
};

/// What the certificates of a purchase are used for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Usage {
	/// The certificates are retired as they are bought, and count towards a period. The beneficiary
	/// of the claim is the buyer's account.
	Retire {
		/// The period.
		period: PeriodId,
		/// The purpose of the claim.
		purpose: Text,
	},
	/// The buyer gets the certificates. They count towards nothing.
	Hold,
}

/// A purchase that is for a period.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Purchase {
	/// The period for which its certificates are retired.
	pub period: PeriodId,
	/// The purpose of the claim.
	pub purpose: Text,
	/// Whether the operator ordered it for the shortfall of the period.
	pub for_shortfall: bool,
}

/// A green-power purchase agreement: who sold which certificates to whom. A delivery signs it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Agreement<AccountId> {
	/// The purchase.
	pub purchase: RemoteOrderId,
	/// The account that bought.
	pub buyer: AccountId,
	/// The certificates, who sold them, and their price.
	pub delivery: Delivery,
	/// The period that it counts towards; `None` if the certificates were not retired, if the
	/// period was closed before they came, or if the claim is void.
	pub period: Option<PeriodId>,
	/// When the agreement was signed, in seconds since the Unix epoch.
	pub signed: Seconds,
}
