//! The period statement: every term of the paper's equations (1) and (2).

use crate::{
	time::Interval,
	units::{GramsCo2e, WattHours},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// How complete the readings of a period are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Coverage {
	/// Readings that the devices in service owed.
	pub expected: u64,
	/// Readings that were accepted.
	pub received: u64,
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
	/// Carbon sinks.
	pub sinks: GramsCo2e,
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
	/// The half width of eta: what the accuracy classes allow the rest to be wrong by.
	#[cfg_attr(feature = "std", serde(rename = "error"))]
	pub uncertainty: GramsCo2e,
	/// `C` if every device erred in the park's disfavour.
	pub net_low: GramsCo2e,
	/// `C` if every device erred in the park's favour.
	pub net_high: GramsCo2e,
}

/// Equations (1) and (2) of one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Statement {
	/// The period.
	pub period: Interval,
	/// How complete it is.
	pub coverage: Coverage,
	/// Loads, the sources' own consumption and the charging of storage.
	#[cfg_attr(feature = "std", serde(rename = "demand_wh"))]
	pub demand: WattHours,
	/// Equation (1).
	#[cfg_attr(feature = "std", serde(rename = "p_wh"))]
	pub power: Power,
	/// Equation (2).
	#[cfg_attr(feature = "std", serde(rename = "c_g"))]
	pub carbon: Carbon,
	/// Whether the period is at zero: only if the upper bound is, and never where devices owed
	/// readings and sent none.
	#[cfg_attr(feature = "std", serde(rename = "zero"))]
	pub is_zero: bool,
}
