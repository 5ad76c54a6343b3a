//! The period statement: every term of the paper's equations (1) and (2).

use crate::units::{GramsCo2e, Seconds, WattHours};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A period of this park's ledger; numbered from 0 in the order of opening.
pub type PeriodId = u32;

macro_rules! part {
	($(#[$doc:meta])* pub struct $name:ident { $($(#[$field_doc:meta])* pub $field:ident: $type:ty,)* }) => {
		$(#[$doc])*
		#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
		#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
		#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
		pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }
	};
}

part! {
	/// When a period begins and ends, `[start, end)` in seconds since the Unix epoch.
	pub struct PeriodSpan {
		/// The first second.
		pub start: Seconds,
		/// The second after the last.
		pub end: Seconds,
	}
}

part! {
	/// How complete the readings of a period are.
	pub struct Coverage {
		/// Readings that the devices in service owed.
		pub expected: u64,
		/// Readings that were accepted.
		pub received: u64,
	}
}

part! {
	/// The terms of equation (1), in Wh.
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

part! {
	/// The parts of `C2` in equation (2), in gCO2e.
	pub struct Offsets {
		/// Allowances surrendered.
		pub allowances: GramsCo2e,
		/// CCER surrendered.
		pub ccer: GramsCo2e,
		/// Carbon sinks.
		pub sinks: GramsCo2e,
	}
}

part! {
	/// The terms of equation (2), in gCO2e.
	pub struct Carbon {
		/// `C1`: activities and the grid's share of the demand.
		pub activity: GramsCo2e,
		/// `CCUS`.
		pub captured: GramsCo2e,
		/// `C2`.
		pub offset: Offsets,
		/// The half width of eta: what the accuracy classes allow the rest to be wrong by.
		pub error: GramsCo2e,
		/// `C` if every device erred in the park's disfavour.
		pub net_low: GramsCo2e,
		/// `C` if every device erred in the park's favour.
		pub net_high: GramsCo2e,
	}
}

part! {
	/// Equations (1) and (2) of one period.
	pub struct Statement {
		/// The period.
		pub period: PeriodSpan,
		/// How complete it is.
		pub coverage: Coverage,
		/// Loads, the sources' own consumption and the charging of storage.
		pub demand_wh: WattHours,
		/// Equation (1).
		pub p_wh: Power,
		/// Equation (2).
		pub c_g: Carbon,
		/// Whether the period is at zero: only if the upper bound is, and never where devices owed readings and sent none.
		pub zero: bool,
	}
}

sp_api::decl_runtime_apis! {
	/// What people ask the park's period ledger.
	pub trait ZeroCarbonApi {
		/// The statement of a period, or of the newest one; `None` if there is no such period.
		fn statement(period: Option<PeriodId>) -> Option<Statement>;
	}
}
