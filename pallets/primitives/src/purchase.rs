//! Green power that the park buys as certificates, and the period ledger it counts in (the paper's
//! section 3.2).

use crate::{
	certificates::{Retired, SerialRange, Technology},
	ids::{AgreementId, BatchId, PeriodId},
	market::{Price, Quantity},
	time::{Interval, Month, Seconds},
	trading::FillTerms,
	units::WattHours,
};
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::dispatch::DispatchResult;
use scale_info::TypeInfo;
use sp_runtime::AccountId32;

/// The certificates that a purchase brought in one trade.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Delivery {
	/// Who sold.
	pub seller: AccountId32,
	/// The batch, which is the certificates' class of asset.
	pub batch: BatchId,
	/// The serial numbers of the batch; those delivered are among them.
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
	/// Their retirement; `None` if they were sent along. Units of a batch are interchangeable until
	/// one is used.
	pub retired: Option<Retired>,
}

impl FillTerms for Delivery {
	fn quantity(&self) -> Quantity {
		self.quantity
	}

	fn price(&self) -> Price {
		self.price
	}
}

/// How much a period lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum Shortfall {
	/// What the demand exceeds green power by, as measured.
	Measured,
	/// The same with all that the meters' errors, the gaps and storage leave in doubt.
	UpperBound,
}

/// The period ledger, as purchases see it.
pub trait PeriodLedger {
	/// When a period is, if certificates can still count towards it: it is open, or claims that
	/// counted towards it became void after it was closed.
	fn claimable_span(period: PeriodId) -> Option<Interval>;

	/// How much the demand of such a period exceeds its green power. For a closed period it is at
	/// most what became void.
	fn shortfall(period: PeriodId, shortfall: Shortfall) -> Option<WattHours>;

	/// Whether certificates of power made in `month` count towards a period.
	fn is_of_age(period: PeriodId, month: Month) -> bool;

	/// What a period counts as purchased: `Pl`. Zero if there is no such period.
	fn purchased(period: PeriodId) -> WattHours;

	/// Adds certified green power to `Pl` of an open period; to that of a closed one only as much
	/// as became void.
	fn add_purchased(period: PeriodId, energy: WattHours) -> DispatchResult;

	/// Takes certified green power off `Pl` of a period again, open or closed, because its claim is
	/// void.
	fn remove_purchased(period: PeriodId, energy: WattHours) -> DispatchResult;

	/// Opens a period with a demand of `shortfall`, for benchmarks of its neighbours.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(shortfall: WattHours) -> PeriodId;
}

/// Purchases, as the period ledger sees them.
pub trait Purchases {
	/// How many purchases for a period have not ended.
	fn under_way(period: PeriodId) -> u32;
}

/// An agreement that counts towards a period: the evidence of `Pl` in its statement.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct PurchasedPower {
	/// The agreement.
	pub agreement: AgreementId,
	/// Who bought, and is the beneficiary of the claim.
	pub buyer: AccountId32,
	/// The purpose of the claim.
	pub purpose: String,
	/// The certificates.
	pub delivery: Delivery,
}
