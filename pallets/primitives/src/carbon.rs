//! The period statement: every term of the paper's equations (1) and (2).

use crate::{
	ids::{EntityId, SourceId},
	metering::ByKind,
	time::{Interval, Seconds, Year},
	units::{GramsCo2e, MilliUnits, MilligramsPerUnit, WattHours},
};
use alloc::{string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::H256;

/// How complete the readings of a period are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Coverage {
	/// The readings that the devices in service owed.
	pub expected: u64,
	/// The readings that were accepted.
	pub received: u64,
	/// The same for each kind of device, and what is missing.
	pub by_kind: ByKind<KindCoverage>,
}

/// How complete the readings of one kind of device are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct KindCoverage {
	/// The readings that the devices in service owed.
	pub expected: u64,
	/// The readings that were accepted.
	pub received: u64,
	/// The most that the devices can have drawn in the time that was not read.
	#[cfg_attr(feature = "std", serde(rename = "gap_wh"))]
	pub gap: WattHours,
	/// How many devices took up their work in the period.
	pub joined: u32,
	/// How many devices ended their work in the period, as the verifier confirmed.
	pub ended: u32,
	/// How many devices the verifier had not approved when the period was closed, or has not now.
	pub unapproved: u32,
}

/// The emissions of the grid's power in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct GridFactor<AccountId> {
	/// The year.
	pub year: Year,
	/// The emissions of a kilowatt-hour, in mgCO2e: above zero.
	#[cfg_attr(feature = "std", serde(rename = "mg_per_kwh"))]
	pub factor: MilligramsPerUnit,
	/// The digest of the document that has it.
	pub source: H256,
	/// The verifier that published it here.
	pub publisher: AccountId,
}

/// A quantity as it was measured, and as bad as it can have been. In thousandths, rounded down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct GreenShare {
	/// Green power of the demand, as measured.
	pub measured: u16,
	/// Green power of the demand, if every meter erred and every gap was as bad as it can be.
	pub worst: u16,
}

/// What the demand can exceed its measured value by, in Wh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Doubt {
	/// The largest error of all readings together.
	#[cfg_attr(feature = "std", serde(rename = "error_wh"))]
	pub error: WattHours,
	/// What devices can have drawn in the time that was not read.
	#[cfg_attr(feature = "std", serde(rename = "gap_wh"))]
	pub gap: WattHours,
	/// What storage delivered beyond what it was seen to charge.
	#[cfg_attr(feature = "std", serde(rename = "unassured_wh"))]
	pub unassured: WattHours,
}

impl Doubt {
	/// All of it.
	pub fn total(&self) -> WattHours {
		self.error + self.gap + self.unassured
	}
}

/// The terms of equation (1), in Wh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Power {
	/// `Pf`.
	pub wind: WattHours,
	/// `Pg`.
	pub photovoltaic: WattHours,
	/// `Ps`.
	pub biomass: WattHours,
	/// `Pc`: what storage discharged.
	pub storage: WattHours,
	/// `Pl`: green power bought as certificates.
	pub purchased: WattHours,
}

impl Power {
	/// What the park's own sources delivered: equation (1) without `Pl`.
	pub fn own(&self) -> WattHours {
		self.wind + self.photovoltaic + self.biomass + self.storage
	}

	/// The sum of equation (1).
	pub fn total(&self) -> WattHours {
		self.own() + self.purchased
	}
}

/// The parts of `C2` in equation (2), in gCO2e.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Offsets {
	/// Allowances surrendered.
	pub allowances: GramsCo2e,
	/// CCER surrendered.
	pub ccer: GramsCo2e,
	/// Emissions in `C1` that did not occur by what the carbon market's verifier found. Nothing was
	/// surrendered for them.
	pub corrected: GramsCo2e,
	/// Carbon sinks.
	pub sinks: GramsCo2e,
}

/// The paper's eta: how far `C` can be from what was measured, in gCO2e. Neither is negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Eta {
	/// How far below it can be.
	pub low: GramsCo2e,
	/// How far above it can be.
	pub high: GramsCo2e,
}

/// The terms of equation (2), in gCO2e.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Carbon {
	/// `C1`: activities and the grid's share of the demand.
	pub activity: GramsCo2e,
	/// `CCUS`.
	pub captured: GramsCo2e,
	/// `C2`.
	pub offset: Offsets,
	/// What the accuracy classes and the gaps allow the rest to be wrong by.
	pub eta: Eta,
	/// `C` less the lower part of eta.
	pub net_low: GramsCo2e,
	/// `C` with the upper part of eta.
	pub net_high: GramsCo2e,
}

/// Why a period is not at zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum Reason {
	/// The period is still open.
	NotClosed,
	/// No load owed a reading, so nobody knows what the park used.
	NothingMetered,
	/// The verifier has not approved a device: its kind, its limits and its class may be wrong.
	DeviceUnapproved,
	/// The grid covered a part of the demand.
	GridPower,
	/// Readings are missing, and no green power covers what devices can have drawn meanwhile.
	Gaps,
	/// No green power covers what the meters can have read too little.
	MeteringError,
	/// No green power covers what storage delivered beyond what it was seen to charge.
	UnassuredStorage,
	/// The emissions of activities, with their error, exceed what was removed and offset.
	Activities,
	/// An approved source of emissions has not reported for the period.
	SourceUnreported,
}

/// Equations (1) and (2) of one period, and what they rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Statement<AccountId> {
	/// The period.
	pub period: Interval,
	/// Whether it is closed: only then it can be at zero.
	pub closed: bool,
	/// For how long before the period there was none, in seconds. `None` if it was the first.
	#[cfg_attr(feature = "std", serde(rename = "gap_before_s"))]
	pub gap_before: Option<Seconds>,
	/// How complete it is.
	pub coverage: Coverage,
	/// What loads, the sources' own consumption and the charging of storage drew.
	#[cfg_attr(feature = "std", serde(rename = "demand_wh"))]
	pub demand: WattHours,
	/// How much higher the demand can have been.
	#[cfg_attr(feature = "std", serde(flatten))]
	pub doubt: Doubt,
	/// Equation (1).
	#[cfg_attr(feature = "std", serde(rename = "p_wh"))]
	pub power: Power,
	/// The share of green power, in thousandths.
	#[cfg_attr(feature = "std", serde(rename = "green_permille"))]
	pub green: GreenShare,
	/// The emissions of the grid's power, and who published them.
	pub grid: GridFactor<AccountId>,
	/// Equation (2).
	#[cfg_attr(feature = "std", serde(rename = "c_g"))]
	pub carbon: Carbon,
	/// The approved sources of emissions that have not reported.
	pub sources_unreported: u32,
	/// The purchases for the period that were under way when it was closed, or are now.
	pub purchases_under_way: u32,
	/// Whether the period is at zero: only if it is closed and the upper bound is.
	#[cfg_attr(feature = "std", serde(rename = "zero"))]
	pub is_zero: bool,
	/// The reasons why it is not.
	pub why: Vec<Reason>,
}

/// What a source reported for a period.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct SourceActivity<AccountId> {
	/// The source.
	pub source: SourceId,
	/// The account that reported.
	pub reporter: AccountId,
	/// The activity and its unit as people read them.
	pub label: String,
	/// The quantity, in thousandths of the unit.
	pub quantity: MilliUnits,
	/// The emissions, or the confirmed removals.
	#[cfg_attr(feature = "std", serde(rename = "g"))]
	pub grams: GramsCo2e,
	/// How many reports there were.
	pub reports: u32,
	/// The digest chained over the reports and their evidence.
	pub digest: H256,
	/// The digest of the evidence on which the source was approved.
	pub evidence: H256,
	/// The enterprise whose direct emissions these are.
	pub entity: Option<EntityId>,
	/// The verifier that approved the source.
	pub approved_by: Option<AccountId>,
}
