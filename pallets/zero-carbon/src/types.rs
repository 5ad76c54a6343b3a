//! Periods, their sums, and emission sources.

use crate::pallet::{BalanceOf, Config};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::Get, BoundedVec, CloneNoBound, DebugNoBound};
use scale_info::TypeInfo;
use zeropark_primitives::{
	units::DAY, AccuracyClass, Carbon, Coverage, DeviceKind, GramsCo2e, Interval,
	MilligramsPerUnit, Offsets, PeriodSpan, Power, Seconds, Statement, WattHours,
};

/// An emission source; numbered from 0 and never given twice.
pub type SourceId = u32;

/// The [`Period`] of a runtime.
pub type PeriodOf<T> = Period<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// The [`Source`] of a runtime.
pub type SourceOf<T> =
	Source<<T as frame_system::Config>::AccountId, BalanceOf<T>, <T as Config>::MaxLabel>;

/// Which term of equation (2) a source adds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum SourceKind {
	/// `C1`.
	Emission,
	/// `CCUS`.
	Capture,
	/// `C2`.
	Sink,
}

/// An activity with a factor.
#[derive(CloneNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(MaxLabel))]
#[codec(mel_bound(AccountId: MaxEncodedLen, Balance: MaxEncodedLen))]
pub struct Source<
	AccountId: Clone + core::fmt::Debug,
	Balance: Clone + core::fmt::Debug,
	MaxLabel: Get<u32>,
> {
	/// Who reports its activity.
	pub reporter: AccountId,
	/// Which term it adds to.
	pub kind: SourceKind,
	/// What a unit of the activity emits or removes.
	pub factor: MilligramsPerUnit,
	/// How wrong a report may be.
	pub accuracy: AccuracyClass,
	/// Activity and unit, for people.
	pub label: BoundedVec<u8, MaxLabel>,
	/// Who paid the deposit.
	pub depositor: AccountId,
	/// What is held.
	pub deposit: Balance,
}

/// What has added up in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Sums {
	/// Readings owed and received.
	pub coverage: Coverage,
	/// Loads, the sources' own consumption and the charging of storage.
	pub demand: WattHours,
	/// Equation (1).
	pub power: Power,
	/// What the readings may be wrong by.
	pub metering_error: WattHours,
	/// Emissions of activities other than the grid's.
	pub activity: GramsCo2e,
	/// `CCUS`.
	pub captured: GramsCo2e,
	/// `C2`.
	pub offset: Offsets,
	/// What the reported activities may be wrong by.
	pub activity_error: GramsCo2e,
}

impl Sums {
	/// What the demand exceeds green power by: the grid's share. Equation (1) has it over the whole period (ADR 3).
	pub fn shortfall(&self) -> WattHours {
		(self.demand - self.power.total()).positive()
	}

	/// Adds a reading; `None` where a sum would overflow.
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

	/// Adds an activity's `grams`; `None` where a sum would overflow.
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
	/// When it begins and ends.
	pub span: Interval,
	/// Whether it takes readings and activities.
	pub open: bool,
	/// What a kilowatt-hour from the grid emits.
	pub grid_factor: MilligramsPerUnit,
	/// What has added up in it.
	pub sums: Sums,
	/// Who paid the deposit.
	pub depositor: AccountId,
	/// What is held.
	pub deposit: Balance,
}

impl<AccountId, Balance> Period<AccountId, Balance> {
	/// How many readings somebody who owes `per_day` owes from `at` to the end of the period.
	pub fn owed_from(&self, per_day: u64, at: Seconds) -> u64 {
		let rest = self.span.end.saturating_sub(at.max(self.span.start));
		per_day.saturating_mul(rest) / DAY
	}

	/// Equations (1) and (2).
	pub fn statement(&self) -> Statement {
		let Sums { coverage, demand, power, offset, .. } = self.sums;
		let grid = self.sums.shortfall();
		// What exceeds the type stands at its upper end: against the park.
		let of_grid = |energy: WattHours| {
			let emissions = energy.as_quantity().emissions(self.grid_factor);
			emissions.unwrap_or(GramsCo2e(i64::MAX))
		};
		let activity = self.sums.activity + of_grid(grid);
		let error = self.sums.activity_error + of_grid(self.sums.metering_error);
		let captured = self.sums.captured;
		let net = activity - captured - (offset.allowances + offset.ccer + offset.sinks);
		let (net_low, net_high) = (net - error, net + error);
		Statement {
			period: PeriodSpan { start: self.span.start, end: self.span.end },
			coverage,
			demand_wh: demand,
			p_wh: power,
			c_g: Carbon { activity, captured, offset, error, net_low, net_high },
			zero: net_high <= GramsCo2e::ZERO && (coverage.received > 0 || coverage.expected == 0),
		}
	}
}
