//! Enterprises, and what each emitted.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;
use sp_core::H256;
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
	/// The part for which something was surrendered.
	pub covered: Covered,
}

/// An enterprise in a compliance cycle.
#[derive(CloneNoBound, DebugNoBound, PartialEqNoBound, EqNoBound)]
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(MaxPeriods))]
pub struct Account<MaxPeriods: Get<u32>> {
	/// What it emitted since the cycle began.
	pub register: Register,
	/// How the carbon market sees it: the newest position that arrived.
	pub position: Position,
	/// The periods whose emissions are in the register, in the order in which they came.
	pub periods: BoundedVec<PeriodId, MaxPeriods>,
	/// The first of these periods that is not wholly covered.
	pub cursor: u32,
	/// What was assigned to periods as covered.
	pub assigned: Covered,
}

impl<MaxPeriods: Get<u32>> Account<MaxPeriods> {
	/// An enterprise that has just been enrolled.
	pub fn new(position: Position) -> Self {
		Self {
			register: Register::default(),
			position,
			periods: BoundedVec::new(),
			cursor: 0,
			assigned: Covered::default(),
		}
	}

	/// What should be assigned to periods as covered.
	///
	/// What the market says is not covered is not covered here. So if the verifier finds more than
	/// was registered, the surplus has to be surrendered before the last gram here is covered; and
	/// if it finds less, what it finds is enough.
	pub fn target(&self) -> Covered {
		let Position { reported, emitted, covered, .. } = self.position;
		let uncovered = emitted - covered.total();
		let total = (reported - uncovered).max(GramsCo2e::ZERO).min(self.register.total);
		let credits = covered.credits.min(total);
		Covered { allowances: total - credits, credits }
	}
}

/// The cycles that an enterprise is enrolled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Enrolment {
	/// The cycle.
	pub cycle: CycleId,
	/// The time whose emissions count.
	pub span: Interval,
}
