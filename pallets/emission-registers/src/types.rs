//! Enterprises, and what each emitted.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::traits::{BlakeTwo256, Hash};
use zeropark_primitives::{
	certificates::Text,
	compliance::{Covered, Position, Register},
	ids::{CycleId, PeriodId},
	time::Interval,
	units::GramsCo2e,
};

/// An enterprise of the park.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Entity<AccountId, Balance> {
	/// Whose it is.
	pub owner: AccountId,
	/// Its name, as people read it.
	pub label: Text,
	/// Who paid the deposit.
	pub depositor: AccountId,
	/// The deposit, in the smallest unit of the currency.
	pub deposit: Balance,
}

/// What an enterprise emitted in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct PeriodEmissions {
	/// The emissions, in gCO2e.
	pub total: GramsCo2e,
	/// The digest chained over the reports.
	pub digest: H256,
	/// The cycle whose register they are in; `None` if they are in none yet.
	pub cycle: Option<CycleId>,
	/// The part that nothing is due for any more.
	pub covered: Covered,
}

/// Emissions of an enterprise of which only the sum is kept, until a cycle takes them: of periods that
/// no list has room for, and what came after its cycle was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Remainder {
	/// From when the first of the periods began to when the last of them ended. It has no end if any
	/// cycle may take them, as what came too late for its own.
	pub span: Interval,
	/// The emissions, in gCO2e.
	pub total: GramsCo2e,
	/// The digest chained over them.
	pub digest: H256,
}

/// An enterprise in a compliance cycle.
#[derive(CloneNoBound, DebugNoBound, PartialEqNoBound, EqNoBound)]
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(MaxPeriods))]
pub struct Account<MaxPeriods: Get<u32>> {
	/// The time whose emissions count.
	pub span: Interval,
	/// What it emitted since the cycle began.
	pub register: Register,
	/// How the carbon market sees it: the newest position that arrived.
	pub position: Position,
	/// The periods to which something can be assigned, in the order in which they came. All of their
	/// emissions are in the register.
	pub periods: BoundedVec<PeriodId, MaxPeriods>,
	/// The emissions of these periods, in gCO2e. The register may have more.
	pub listed: GramsCo2e,
	/// The first of these periods that may not be wholly covered.
	pub cursor: u32,
	/// One beyond the period from which the next surplus is taken back.
	pub top: u32,
	/// What was assigned to periods as covered.
	pub assigned: Covered,
	/// The emissions that came into the register after the market closed the cycle, in gCO2e. They were
	/// passed on to the next cycle, where they are due.
	pub late: GramsCo2e,
}

impl<MaxPeriods: Get<u32>> Account<MaxPeriods> {
	/// An enterprise that has just been enrolled in a cycle with this span.
	pub fn new(span: Interval, position: Position) -> Self {
		Self {
			span,
			register: Register::default(),
			position,
			periods: BoundedVec::new(),
			listed: GramsCo2e::ZERO,
			cursor: 0,
			top: 0,
			assigned: Covered::NONE,
			late: GramsCo2e::ZERO,
		}
	}

	/// What should be assigned to periods as covered.
	///
	/// What the market says is not covered is not covered here. So if the verifier finds more than
	/// was registered, the surplus has to be surrendered before the last gram here is covered; and
	/// if it finds less, what it finds is enough, and the difference is a correction.
	pub fn target(&self) -> Covered {
		let Position { reported, emitted, covered, .. } = self.position;
		let uncovered = (emitted - covered.total()).max(GramsCo2e::ZERO);
		let corrected = (reported - emitted).max(GramsCo2e::ZERO);
		Covered { corrected, ..covered }.within((reported - uncovered).min(self.listed))
	}

	/// Takes emissions into the register, and says whether something can be assigned to them.
	pub fn add(&mut self, period: PeriodId, emitted: GramsCo2e, digest: H256) -> bool {
		self.register_total(emitted, (period, digest));
		let known = self.periods.iter().position(|known| *known == period);
		let is_listed = match known.map(|index| u32::try_from(index).unwrap_or(u32::MAX)) {
			// It may have been covered before.
			Some(index) => {
				self.cursor = self.cursor.min(index);
				true
			},
			None => self.periods.try_push(period).is_ok(),
		};
		if is_listed {
			self.listed = self.listed + emitted;
		}
		is_listed
	}

	/// Takes emissions of many periods into the register. Nothing can be assigned to them.
	pub fn add_remainder(&mut self, remainder: &Remainder) {
		self.register_total(remainder.total, (remainder.span, remainder.digest));
	}

	fn register_total(&mut self, emitted: GramsCo2e, evidence: impl Encode) {
		let Register { sequence, total, digest } = self.register;
		self.register = Register {
			sequence: sequence.saturating_add(1),
			total: total + emitted,
			digest: BlakeTwo256::hash_of(&(digest, emitted, evidence)),
		};
	}
}
