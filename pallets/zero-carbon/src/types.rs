//! Periods, their sums, and emission sources.

use crate::pallet::{BalanceOf, Config};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::Get, BoundedVec, CloneNoBound, DebugNoBound};
use scale_info::TypeInfo;
use sp_core::H256;
use zeropark_primitives::{
	carbon::{
		Carbon, Coverage, Doubt, Eta, GreenShare, GridFactor, KindCoverage, Offsets, Power, Reason,
		Statement,
	},
	compliance::Covered,
	ids::{EntityId, PeriodId},
	metering::{AccuracyClass, ByKind, Totals},
	time::{Interval, Seconds},
	units::{GramsCo2e, MilliUnits, MilligramsPerUnit, WattHours},
};

pub use zeropark_primitives::ids::{RemovalId, SourceId};

/// The [`Period`] of a runtime.
pub type PeriodOf<T> = Period<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// The [`Source`] of a runtime.
pub type SourceOf<T> =
	Source<<T as frame_system::Config>::AccountId, BalanceOf<T>, <T as Config>::MaxLabel>;

/// The [`Activity`] of a runtime.
pub type ActivityOf<T> = Activity<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// The [`Removal`] of a runtime.
pub type RemovalOf<T> = Removal<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

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
	/// The digest of what the factor and the accuracy rest on.
	pub evidence: H256,
	/// The enterprise whose direct emissions these are; `None` if they are under no quota.
	pub entity: Option<EntityId>,
	/// The verifier that approved the source. `None` while it waits: it cannot report then.
	pub approved_by: Option<AccountId>,
	/// When the source ended, in seconds since the Unix epoch. `None` while it is in use.
	pub ended: Option<Seconds>,
	/// The account that paid the deposit.
	pub depositor: AccountId,
	/// The amount on hold, in the smallest unit of the currency.
	pub deposit: Balance,
}

/// How many sources there are that have not ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct InService {
	/// All of them, those that wait for approval among them.
	pub all: u32,
	/// The approved sources of emissions.
	pub emissions: u32,
}

/// What a source reported for a period.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Activity<AccountId, Balance> {
	/// The quantity, in thousandths of the source's unit.
	pub quantity: MilliUnits,
	/// The emissions, or the confirmed removals.
	pub grams: GramsCo2e,
	/// How many reports there were; removals count when they are confirmed.
	pub reports: u32,
	/// `blake2_256(previous digest, quantity, evidence)`, chained over the reports. It is zero
	/// before the first one.
	pub digest: H256,
	/// The account that paid the deposit.
	pub depositor: AccountId,
	/// The amount on hold, in the smallest unit of the currency.
	pub deposit: Balance,
}

/// A report of a capture or a sink that waits for the verifier.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Removal<AccountId, Balance> {
	/// The source.
	pub source: SourceId,
	/// The period.
	pub period: PeriodId,
	/// The quantity, in thousandths of the source's unit.
	pub quantity: MilliUnits,
	/// The digest of the evidence.
	pub evidence: H256,
	/// The account that reported, and paid the deposit.
	pub reporter: AccountId,
	/// The amount on hold, in the smallest unit of the currency.
	pub deposit: Balance,
}

/// What counts for a period beside its meters' totals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Sums {
	/// `Pl`: green power bought as certificates, in Wh.
	pub purchased: WattHours,
	/// What became void after the period was closed and was not made good, in Wh.
	pub voided: WattHours,
	/// The emissions of reported activities, in gCO2e: `C1` without the grid's share.
	pub activity: GramsCo2e,
	/// `CCUS`, in gCO2e.
	pub captured: GramsCo2e,
	/// The part of `C2` that sinks absorbed, in gCO2e.
	pub sinks: GramsCo2e,
	/// The largest error of all reported activities together, in gCO2e: never negative.
	pub activity_error: GramsCo2e,
	/// The approved sources of emissions that owe a report.
	pub sources_expected: u32,
	/// Those of them that reported.
	pub sources_reported: u32,
}

impl Sums {
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
			SourceKind::Sink => &mut self.sinks,
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
	/// The bounds of the period, on full quarters of an hour.
	pub span: Interval,
	/// Whether the period takes readings, activities and purchases.
	pub open: bool,
	/// The period before this one.
	pub previous: Option<PeriodId>,
	/// For how long before the period there was none, in seconds; `None` for the first one.
	pub gap_before: Option<Seconds>,
	/// Since when there was a period at every time until this one, in seconds since the Unix epoch.
	pub unbroken_since: Seconds,
	/// The emissions of the grid's power. They follow the verifier's publications while the period
	/// is open.
	pub grid: GridFactor<AccountId>,
	/// The sums of the period so far.
	pub sums: Sums,
	/// How many purchases for the period had not ended when it was closed.
	pub purchases_left: u32,
	/// The account that paid the deposit.
	pub depositor: AccountId,
	/// The amount on hold, in the smallest unit of the currency.
	pub deposit: Balance,
}

/// Equation (1) of a period, and what is in doubt about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnergyBalance {
	/// What was drawn.
	pub demand: WattHours,
	/// The terms of equation (1).
	pub power: Power,
	/// What the demand can have been more.
	pub doubt: Doubt,
}

impl EnergyBalance {
	/// The balance of what meters measured and of what was purchased, in Wh.
	pub fn of(totals: &ByKind<Totals>, purchased: WattHours) -> Self {
		let all = totals.values();
		let power = Power {
			wind: totals.wind.delivered,
			photovoltaic: totals.photovoltaic.delivered,
			biomass: totals.biomass.delivered,
			storage: totals.storage.delivered,
			purchased,
		};
		let doubt = Doubt {
			error: all.iter().map(|totals| totals.error).sum(),
			gap: all.iter().map(|totals| totals.gap()).sum(),
			unassured: all.iter().map(|totals| totals.unassured).sum(),
		};
		Self { demand: all.iter().map(|totals| totals.drawn).sum(), power, doubt }
	}

	/// The grid's share: the energy, in Wh, by which the demand exceeds green power, or 0. It is
	/// taken over the whole period, as in equation (1) (ADR 3).
	pub fn shortfall(&self) -> WattHours {
		(self.demand - self.power.total()).positive()
	}

	/// The grid's share if all that is in doubt was drawn from the grid, in Wh.
	pub fn shortfall_at_most(&self) -> WattHours {
		(self.demand + self.doubt.total() - self.power.total()).positive()
	}

	/// The grid's share if every meter read too much, in Wh.
	pub fn shortfall_at_least(&self) -> WattHours {
		(self.demand - self.doubt.error - self.power.total()).positive()
	}

	/// The share of green power.
	pub fn green_share(&self) -> GreenShare {
		let share = |demand: WattHours| {
			let (green, demand) = (self.power.total().0.max(0), demand.0.max(0));
			let permille = i128::from(green).saturating_mul(1_000).checked_div(demand.into());
			permille.map_or(1_000, |permille| permille.min(1_000) as u16)
		};
		GreenShare { measured: share(self.demand), worst: share(self.demand + self.doubt.total()) }
	}
}

impl<AccountId: Clone, Deposit> Period<AccountId, Deposit> {
	/// Equation (1).
	pub fn balance(&self, totals: &ByKind<Totals>) -> EnergyBalance {
		EnergyBalance::of(totals, self.sums.purchased)
	}

	/// The emissions of grid power, rounded up. They saturate, which counts against the park.
	fn of_grid(&self, energy: WattHours) -> GramsCo2e {
		let emissions = energy.as_quantity().emissions(self.grid.factor);
		emissions.unwrap_or(GramsCo2e(i64::MAX))
	}

	/// The period's statement: equations (1) and (2). All roundings are against the park.
	pub fn statement(
		&self,
		totals: &ByKind<Totals>,
		purchases_under_way: u32,
		covered: Covered,
	) -> Statement<AccountId> {
		let balance = self.balance(totals);
		let Sums { sinks, captured, activity_error, .. } = self.sums;
		// What was captured is not emitted, so nothing else may offset it: least of all the grid's
		// emissions, which are no enterprise's under quota.
		let Covered { allowances, credits: ccer, corrected } =
			covered.within(self.sums.activity - captured);
		let offset = Offsets { allowances, ccer, corrected, sinks };
		let offsets = allowances + ccer + corrected + sinks;
		let grid = self.of_grid(balance.shortfall());
		let activity = self.sums.activity + grid;
		let eta = Eta {
			low: grid - self.of_grid(balance.shortfall_at_least()) + activity_error,
			high: self.of_grid(balance.shortfall_at_most()) - grid + activity_error,
		};
		let net = activity - captured - offsets;
		let carbon = Carbon {
			activity,
			captured,
			offset,
			eta,
			net_low: net - eta.low,
			net_high: net + eta.high,
		};
		let sums = &self.sums;
		let sources_unreported = sums.sources_expected.saturating_sub(sums.sources_reported);
		let coverage = coverage(totals);
		let why = self.reasons(&balance, &carbon, &coverage, sources_unreported);
		Statement {
			period: self.span,
			closed: !self.open,
			gap_before: self.gap_before,
			coverage,
			demand: balance.demand,
			doubt: balance.doubt,
			power: balance.power,
			green: balance.green_share(),
			grid: self.grid.clone(),
			carbon,
			sources_unreported,
			purchases_under_way,
			is_zero: why.is_empty(),
			why,
		}
	}

	/// The reasons why the period is not at zero.
	fn reasons(
		&self,
		balance: &EnergyBalance,
		carbon: &Carbon,
		coverage: &Coverage,
		sources_unreported: u32,
	) -> Vec<Reason> {
		let Doubt { error, gap, unassured } = balance.doubt;
		let above = carbon.net_high > GramsCo2e::ZERO;
		let from_grid = above && balance.shortfall() > WattHours::ZERO;
		// What is in doubt is a reason of its own only where green power does not cover all of it.
		let in_doubt = |energy: WattHours| {
			above && energy > WattHours::ZERO && balance.shortfall_at_most() > WattHours::ZERO
		};
		let Offsets { allowances, ccer, corrected, sinks } = carbon.offset;
		let removed = carbon.captured + allowances + ccer + corrected + sinks;
		let emitted = self.sums.activity + self.sums.activity_error;
		[
			(self.open, Reason::NotClosed),
			(coverage.by_kind.load.expected == 0, Reason::NothingMetered),
			(
				coverage.by_kind.values().iter().any(|kind| kind.unapproved > 0),
				Reason::DeviceUnapproved,
			),
			(from_grid, Reason::GridPower),
			(in_doubt(gap), Reason::Gaps),
			(in_doubt(error), Reason::MeteringError),
			(in_doubt(unassured), Reason::UnassuredStorage),
			(above && emitted > removed, Reason::Activities),
			(sources_unreported > 0, Reason::SourceUnreported),
		]
		.into_iter()
		.filter_map(|(holds, reason)| holds.then_some(reason))
		.collect()
	}
}

/// How complete the readings are that made these totals.
fn coverage(totals: &ByKind<Totals>) -> Coverage {
	let all = totals.values();
	Coverage {
		expected: all.iter().fold(0, |sum, totals| sum.saturating_add(totals.expected)),
		received: all.iter().fold(0, |sum, totals| sum.saturating_add(totals.received)),
		by_kind: totals.map(|totals| KindCoverage {
			expected: totals.expected,
			received: totals.received,
			gap: totals.gap(),
			joined: totals.joined,
			ended: totals.ended,
			unapproved: totals.unapproved,
		}),
	}
}
