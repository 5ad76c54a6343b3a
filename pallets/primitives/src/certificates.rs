//! Green certificates: how their power was made, their serial numbers, and what they are retired
//! for.

use crate::{
	ids::{BatchId, ParaId, RetirementId},
	market::{Instrument, Quantity},
	time::{Interval, Month, Quarter, Seconds},
	trading::OrderPurpose,
	units::WattHours,
};
use alloc::{format, string::String};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::AccountId32;

/// The energy that one certificate stands for: 1 MWh.
pub const CERTIFICATE: WattHours = WattHours(1_000_000);

/// The longest text of a claim, in bytes.
pub const MAX_TEXT: u32 = 128;

/// A text of a claim.
pub type Text = BoundedVec<u8, ConstU32<MAX_TEXT>>;

/// The symbol of a batch's class of asset, at its home and where its certificates come.
pub fn symbol(batch: BatchId) -> String {
	format!("GEC{batch}")
}

/// Whether people can read `text` for what it is: it is UTF-8, has more than white space, and has
/// none of the characters that control a terminal or change the direction or place of others.
pub fn is_readable(text: &[u8]) -> bool {
	let Ok(text) = core::str::from_utf8(text) else { return false };
	let hides = |character: char| {
		character.is_control()
			|| matches!(
				character,
				'\u{61c}'
					| '\u{200b}'..='\u{200f}'
					| '\u{2028}'..='\u{202e}'
					| '\u{2060}'..='\u{206f}'
					| '\u{feff}'
			)
	};
	!text.trim().is_empty() && !text.contains(hides)
}

/// How green power is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum Technology {
	/// From wind.
	Wind,
	/// From sunlight.
	Photovoltaic,
	/// From biomass.
	Biomass,
}

impl Technology {
	/// What people call it.
	pub fn name(self) -> &'static str {
		match self {
			Self::Wind => "wind",
			Self::Photovoltaic => "photovoltaic",
			Self::Biomass => "biomass",
		}
	}
}

/// Certificates that are alike to a buyer: of a quarter, and of a technology if it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct CertificateBasket {
	/// How the power was made; any way if `None`.
	pub technology: Option<Technology>,
	/// When.
	pub quarter: Quarter,
}

/// Serial numbers `[start, end)` of certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct SerialRange {
	/// The first.
	pub start: u64,
	/// The one after the last.
	pub end: u64,
}

impl SerialRange {
	/// `length` numbers from `start`; `None` where they end.
	pub fn new(start: u64, length: Quantity) -> Option<Self> {
		start.checked_add(length).map(|end| Self { start, end })
	}

	/// How many.
	pub fn len(&self) -> Quantity {
		self.end.saturating_sub(self.start)
	}

	/// Whether there is none.
	pub fn is_empty(&self) -> bool {
		self.len() == 0
	}
}

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

/// Any chain may have certificates retired for a claim of its own.
impl OrderPurpose for Claim {
	fn is_of(&self, _: ParaId) -> bool {
		true
	}
}

/// Certificates that were retired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Retired {
	/// The number of the receipt.
	pub retirement: RetirementId,
	/// The numbers of the certificates.
	pub serials: SerialRange,
}

/// What proves that green power was used.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Receipt {
	/// Its number.
	pub retirement: RetirementId,
	/// The batch of the certificates, which is their class of asset.
	pub batch: BatchId,
	/// How the power was made.
	pub technology: Technology,
	/// The month it was made in, counted from January 1970.
	pub month: Month,
	/// The numbers of the certificates.
	pub serials: SerialRange,
	/// Whose they were.
	pub holder: AccountId32,
	/// Who may say that it used green power.
	pub beneficiary: String,
	/// What for.
	pub purpose: String,
	/// The consumption it covers, in seconds since the Unix epoch.
	pub period: Interval,
	/// When the certificates were retired, in seconds since the Unix epoch.
	pub time: Seconds,
	/// Whether the claim is void because the batch was withdrawn.
	pub voided: bool,
}

/// A market of green certificates.
pub type CertificateInstrument = Instrument<BatchId, CertificateBasket>;

/// Hears of claims that are void.
pub trait ClaimListener {
	/// The claim of a retirement is void.
	fn claim_voided(retirement: RetirementId);
}

impl ClaimListener for () {
	fn claim_voided(_: RetirementId) {}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn texts_should_be_readable_for_what_they_are() {
		for text in ["The park", "绿色电力", "Ünïted, 2019 – week 41"] {
			assert!(is_readable(text.as_bytes()), "{text}");
		}
		for text in ["", "  ", "\u{a0}\t", "a\0b", "a\nb", "\u{202e}krap", "a\u{200b}", "\u{1b}[2J"]
		{
			assert!(!is_readable(text.as_bytes()), "{text:?}");
		}
		assert!(!is_readable(&[0xff, b'a']));
	}
}
