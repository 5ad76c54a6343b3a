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

/// The period ledger, as purchases see it.
pub trait PeriodLedger {
	/// When a period is, if it is open.
	fn open_span(period: PeriodId) -> Option<Interval>;

	/// How much the demand of an open period exceeds its green power.
	fn shortfall(period: PeriodId) -> Option<WattHours>;

	/// Adds certified green power to `Pl` of an open period.
	fn add_purchased(period: PeriodId, energy: WattHours) -> DispatchResult;

	/// Takes certified green power off `Pl` of a period again, open or closed, because its claim is
	/// void.
	fn remove_purchased(period: PeriodId, energy: WattHours) -> DispatchResult;

	/// Opens a period with a demand of `shortfall`, for benchmarks of its neighbours.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(shortfall: WattHours) -> PeriodId;
}

/// An agreement that counts towards a period: the evidence of `Pl` in its statement.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct PurchasedPower {
	/// The agreement.
	pub agreement: AgreementId,
	/// Who bought.
	pub buyer: AccountId32,
	/// The certificates.
	pub delivery: Delivery,
}
