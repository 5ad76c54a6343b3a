//! Periods, their sums, and emission sources.

use crate::pallet::{BalanceOf, Config};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::Get, BoundedVec, CloneNoBound, DebugNoBound};
use scale_info::TypeInfo;
use zeropark_primitives::{
	carbon::{Carbon, Coverage, Offsets, Power, Statement},
	metering::{AccuracyClass, DeviceKind},
	time::{Interval, Seconds, DAY},
	units::{GramsCo2e, MilligramsPerUnit, WattHours},
};

pub use zeropark_primitives::ids::SourceId;

/// The [`Period`] of a runtime.
pub type PeriodOf<T> = Period<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// The [`Source`] of a runtime.
pub type SourceOf<T> =
	Source<<T as frame_system::Config>::AccountId, BalanceOf<T>, <T as Config>::MaxLabel>;

/// The term of equation (2) that a source adds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum SourceKind {
	/// Adds to `C1`: emissions of an activity, such as burning diesel.
	Emission,
	/// Adds to `CCUS`: carbon captured and then used or stored.
	Capture,
	/// Adds to `C2`: carbon that a sink absorbs.
	Sink,
}

/// An emission source: an activity of the park, and its emissions or removals per unit.
#[derive(CloneNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(MaxLabel))]
#[codec(mel_bound(AccountId: MaxEncodedLen, Balance: MaxEncodedLen))]
pub struct Source<
	AccountId: Clone + core::fmt::Debug,
	Balance: Clone + core::fmt::Debug,
	MaxLabel: Get<u32>,
> {
	/// The account that reports the source's activity.
	pub reporter: AccountId,
	/// The term of equation (2) that the source adds to.
	pub kind: SourceKind,
	/// The emissions, or the removals, of a unit of the activity.
	pub factor: MilligramsPerUnit,
	/// The largest error of a report.
	pub accuracy: AccuracyClass,
	/// The activity and its unit as people read them, such as `diesel, litres`.
	pub label: BoundedVec<u8, MaxLabel>,
	/// The account that paid the deposit.
	pub depositor: AccountId,
	/// The amount on hold, in the smallest unit of the currency.
	pub deposit: Balance,
}

/// The sums of a period, from which its statement is computed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Sums {
	/// The numbers of readings owed and received.
	pub coverage: Coverage,
	/// The consumption of loads, the generators' own use and the charging of storage, in Wh.
	pub demand: WattHours,
	/// The terms of equation (1), in Wh.
	pub power: Power,
	/// The largest error of all readings together, in Wh: never negative.
	pub metering_error: WattHours,
	/// The emissions of reported activities, in gCO2e: `C1` without the grid's share.
	pub activity: GramsCo2e,
	/// `CCUS`, in gCO2e.
	pub captured: GramsCo2e,
	/// The parts of `C2`, in gCO2e.
	pub offset: Offsets,
	/// The largest error of all reported activities together, in gCO2e: never negative.
	pub activity_error: GramsCo2e,
}

impl Sums {
	/// The grid's share: the energy, in Wh, by which the demand exceeds green power, or 0. It is
	/// taken over the whole period, as in equation (1) (ADR 3).
	pub fn shortfall(&self) -> WattHours {
		(self.demand - self.power.total()).positive()
	}

	/// Adds a reading, in Wh. Returns `None` if a sum would overflow; the sums are then undefined,
	/// and must not be stored.
	pub fn add_reading(
		&mut self,
		kind: DeviceKind,
		accuracy: AccuracyClass,
		energy: WattHours,
	) -> Option<()> {
		let (delivered, drawn) = (energy.positive(), (-energy).positive());
		let source = match kind {
			DeviceKind::Load => None,
			DeviceKind::Wind => Some(&mut self.power.wind),
			DeviceKind::Photovoltaic => Some(&mut self.power.photovoltaic),
			DeviceKind::Biomass => Some(&mut self.power.biomass),
			DeviceKind::Storage => Some(&mut self.power.storage),
		};
		match source {
			Some(source) => {
				*source = source.checked_add(delivered)?;
				self.demand = self.demand.checked_add(drawn)?;
			},
			None => self.demand = self.demand.checked_add(energy)?,
		}
		let error = WattHours(accuracy.error_of(energy.0));
		self.metering_error = self.metering_error.checked_add(error)?;
		self.coverage.received = self.coverage.received.checked_add(1)?;
		Some(())
	}

	/// Adds an activity, in gCO2e. Returns `None` if a sum would overflow; the sums are then
	/// undefined, and must not be stored.
	pub fn add_activity(
		&mut self,
		kind: SourceKind,
		accuracy: AccuracyClass,
		grams: GramsCo2e,
	) -> Option<()> {
		let term = match kind {
			SourceKind::Emission => &mut self.activity,
			SourceKind::Capture => &mut self.captured,
			SourceKind::Sink => &mut self.offset.sinks,
		};
		*term = term.checked_add(grams)?;
		let error = GramsCo2e(accuracy.error_of(grams.0));
		self.activity_error = self.activity_error.checked_add(error)?;
		Some(())
	}
}

/// A period of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Period<AccountId, Balance> {
	/// The bounds of the period, on full hours.
	pub span: Interval,
	/// Whether the period takes readings, activities and purchases.
	pub open: bool,
	/// The emissions of a kilowatt-hour from the grid.
	pub grid_factor: MilligramsPerUnit,
	/// The sums of the period so far.
	pub sums: Sums,
	/// The account that paid the deposit.
	pub depositor: AccountId,
	/// The amount on hold, in the smallest unit of the currency.
	pub deposit: Balance,
}

impl<AccountId, Balance> Period<AccountId, Balance> {
	/// The number of readings, rounded down, that are owed between `at` (in seconds since the Unix
	/// epoch) and the end of the period, at a rate of `per_day`.
	pub fn owed_from(&self, per_day: u64, at: Seconds) -> u64 {
		let rest = self.span.end.saturating_sub(at.max(self.span.start));
		per_day.saturating_mul(rest) / DAY
	}

	/// The period's statement: equations (1) and (2). All roundings are against the park.
	pub fn statement(&self) -> Statement {
		let Sums { coverage, demand, power, offset, .. } = self.sums;
		let grid = self.sums.shortfall();
		// Saturates on overflow, which counts against the park.
		let of_grid = |energy: WattHours| {
			let emissions = energy.as_quantity().emissions(self.grid_factor);
			emissions.unwrap_or(GramsCo2e(i64::MAX))
		};
		let activity = self.sums.activity + of_grid(grid);
		let uncertainty = self.sums.activity_error + of_grid(self.sums.metering_error);
		let captured = self.sums.captured;
		let net = activity - captured - (offset.allowances + offset.ccer + offset.sinks);
		let (net_low, net_high) = (net - uncertainty, net + uncertainty);
		Statement {
			period: self.span,
			coverage,
			demand,
			power,
			carbon: Carbon { activity, captured, offset, uncertainty, net_low, net_high },
			is_zero: net_high <= GramsCo2e::ZERO
				&& (coverage.received > 0 || coverage.expected == 0),
		}
	}
}
