//! Cycles, enterprises, and what an enterprise owes in a cycle.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::Permill;
use zeropark_primitives::{
	certificates::Text,
	compliance::{Covered, Register},
	ids::CycleId,
	market::{Balance, Price},
	time::{Interval, Seconds},
	units::{GramsCo2e, TonnesCo2e},
};

/// How much an enterprise may carry over to a later cycle:
/// `T = base + of_sold x max(0, sold - bought)`, in whole tonnes, rounded down (plan of 2023-24,
/// annex 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Banking {
	/// What every enterprise may carry over: 10,000 t.
	pub base: TonnesCo2e,
	/// What is added for each tonne that it sold, in thousandths: 1,500.
	pub of_sold: u32,
}

/// The rules of a cycle. They differ from cycle to cycle, so they are data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Rules {
	/// The share of what is due that credits may cover: 5 % (MEE Order 19, article 29).
	pub credits: Permill,
	/// Credits count if their project was registered then or later, in seconds since the Unix
	/// epoch.
	pub credits_registered_from: Seconds,
	/// The fine for a missing tonne, in thousandths of the mean price of the month before the
	/// deadline: 5,000 to 10,000 (Decree 775, article 24). If nothing was traded in that month, the
	/// newest one counts in which something was, at most a year earlier.
	pub fine: u32,
	/// The least price of a tonne by which fines are computed.
	pub fine_price: Price,
	/// Whether what is missing when the cycle is closed is taken off later allocations.
	pub deduct: bool,
	/// How much may be carried over; nothing if `None`.
	pub banking: Option<Banking>,
}

/// A compliance cycle: a year in reality.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Cycle<AccountId> {
	/// The time whose emissions count.
	pub span: Interval,
	/// Until when allowances can be surrendered, in seconds since the Unix epoch.
	pub deadline: Seconds,
	/// Its rules.
	pub rules: Rules,
	/// The most allowances that may be allocated, in tonnes.
	pub cap: TonnesCo2e,
	/// The allowances that were allocated, less those that were taken back.
	pub allocated: TonnesCo2e,
	/// The allowances that were surrendered.
	pub surrendered: TonnesCo2e,
	/// The allowances that were cancelled voluntarily.
	pub cancelled: TonnesCo2e,
	/// The allowances that were issued for others of an earlier cycle.
	pub carried_in: TonnesCo2e,
	/// The allowances that were recovered, and issued anew in a later cycle.
	pub carried_out: TonnesCo2e,
	/// Whether it is closed: nothing is allocated, reported or surrendered any more.
	pub closed: bool,
	/// Who paid the deposit.
	pub depositor: AccountId,
	/// The deposit, in micro-units of the settlement currency.
	pub deposit: Balance,
}

impl<AccountId> Cycle<AccountId> {
	/// The allowances that there must be in all accounts together.
	pub fn circulating(&self) -> TonnesCo2e {
		self.allocated + self.carried_in - self.surrendered - self.cancelled - self.carried_out
	}
}

/// An enterprise under quota.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Entity<AccountId> {
	/// The account that acts for it.
	pub owner: AccountId,
	/// The account that verifies what was reported for it: one of the verifiers, never the owner.
	pub verifier: AccountId,
	/// Its sector and name, as people read them.
	pub label: Text,
	/// What it missed in closed cycles and is still to be taken off its allocations.
	pub deduction: TonnesCo2e,
	/// Whether it must take part: 26,000 t of direct emissions a year, or more. The others do so of
	/// their own will.
	pub listed: bool,
	/// Who paid the deposit.
	pub depositor: AccountId,
	/// The deposit, in micro-units of the settlement currency.
	pub deposit: Balance,
}

/// What an enterprise emitted, got and surrendered in a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Obligation<AccountId> {
	/// The newest register that its park reported.
	pub register: Register,
	/// What the verifier found above (or below) the register. It stays when the register grows.
	pub correction: GramsCo2e,
	/// The number of the register that the verifier checked last.
	pub verified: Option<u32>,
	/// The digest of the evidence for the last correction.
	pub evidence: H256,
	/// The allowances that were allocated to it, less those that were taken back.
	pub allocated: TonnesCo2e,
	/// Allowances that are to be taken back and were not there.
	pub debt: TonnesCo2e,
	/// The allowances that it surrendered.
	pub surrendered: TonnesCo2e,
	/// The credits that it surrendered.
	pub credits: TonnesCo2e,
	/// The allowances that are there for it: those that came into its compliance account by this
	/// pallet's calls, and are not gone. The account may have others, which count for nothing.
	pub held: TonnesCo2e,
	/// The allowances that its owner sold on the market.
	pub sold: TonnesCo2e,
	/// The allowances that its owner bought on the market.
	pub bought: TonnesCo2e,
	/// The allowances that it carried over from earlier cycles.
	pub carried_in: TonnesCo2e,
	/// The allowances that it carried over to later cycles.
	pub carried_out: TonnesCo2e,
	/// What was taken off its allocation, because it missed as much in earlier cycles.
	pub deducted: TonnesCo2e,
	/// What it missed when the cycle was closed, once somebody has recorded that.
	pub fined: Option<Fine>,
	/// How often its park was told of its position.
	pub told: u32,
	/// Who paid the deposit.
	pub depositor: AccountId,
	/// The deposit, in micro-units of the settlement currency.
	pub deposit: Balance,
}

/// What an enterprise missed when its cycle was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Fine {
	/// What was due and not surrendered.
	pub missing: TonnesCo2e,
	/// The fine for it, in micro-units of the settlement currency.
	pub amount: Balance,
}

/// How an enterprise stands: the sums that follow from its [`Obligation`] by the rules of the cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Standing {
	/// The emissions that count, in gCO2e.
	pub emitted: GramsCo2e,
	/// What is due for them.
	pub due: TonnesCo2e,
	/// The most that credits may cover.
	pub credit_limit: TonnesCo2e,
	/// The credits that count.
	pub credits: TonnesCo2e,
	/// The allowances that are there for it.
	pub held: TonnesCo2e,
	/// Those of them that are set aside for the emissions so far.
	pub committed: TonnesCo2e,
	/// What is due and nothing is there for.
	pub missing: TonnesCo2e,
	/// The credits that can still be surrendered.
	pub credit_room: TonnesCo2e,
	/// The emissions for which something was surrendered.
	pub covered: Covered,
}

impl<AccountId> Obligation<AccountId> {
	/// An enterprise that has just been enrolled.
	pub fn new(depositor: AccountId, deposit: Balance) -> Self {
		Self {
			register: Register::default(),
			correction: GramsCo2e::ZERO,
			verified: None,
			evidence: H256::zero(),
			allocated: TonnesCo2e::ZERO,
			debt: TonnesCo2e::ZERO,
			surrendered: TonnesCo2e::ZERO,
			credits: TonnesCo2e::ZERO,
			held: TonnesCo2e::ZERO,
			sold: TonnesCo2e::ZERO,
			bought: TonnesCo2e::ZERO,
			carried_in: TonnesCo2e::ZERO,
			carried_out: TonnesCo2e::ZERO,
			deducted: TonnesCo2e::ZERO,
			fined: None,
			told: 0,
			depositor,
			deposit,
		}
	}

	/// The emissions that count.
	pub fn emitted(&self) -> GramsCo2e {
		(self.register.total + self.correction).max(GramsCo2e::ZERO)
	}

	/// Whether the verifier has checked the newest register.
	pub fn is_verified(&self) -> bool {
		self.verified == Some(self.register.sequence)
	}

	/// How the enterprise stands by `rules`.
	pub fn standing(&self, rules: &Rules) -> Standing {
		let held = self.held;
		let emitted = self.emitted();
		let due = emitted.tonnes_due();
		let credit_limit = TonnesCo2e(rules.credits.mul_floor(due.0));
		let credits = self.credits.min(credit_limit);
		let open = due - self.surrendered - credits + self.debt;
		let committed = held.min(open);
		// Credits first: the last tonne, which is not whole, is an allowance.
		let by_credits = credits.as_grams().min(emitted);
		let allowances = self.surrendered.as_grams().min(emitted - by_credits);
		let covered = Covered { allowances, credits: by_credits, ..Covered::NONE };
		let missing = open - committed;
		let uncovered = due - self.surrendered - credits;
		let credit_room = (credit_limit - self.credits).min(uncovered);
		Standing {
			emitted,
			due,
			credit_limit,
			credits,
			held,
			committed,
			missing,
			credit_room,
			covered,
		}
	}

	/// How much more the enterprise may carry over.
	///
	/// It sold what its owner sold on the market beyond what the owner bought there, but not more than
	/// is gone of what it got: what came back by any other way is not sold.
	pub fn bankable(&self, banking: &Banking) -> TonnesCo2e {
		let has = self.surrendered + self.carried_out + self.held;
		let gone = self.allocated + self.carried_in - has;
		let sold = (self.sold - self.bought).min(gone);
		let of_sold = u128::from(sold.0).saturating_mul(banking.of_sold.into()) / 1_000;
		let of_sold = TonnesCo2e(u64::try_from(of_sold).unwrap_or(u64::MAX));
		banking.base + of_sold - self.carried_out
	}
}

/// Allowances that their holder cancelled of its own will.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Cancellation<AccountId> {
	/// The cycle of the allowances.
	pub cycle: CycleId,
	/// Whose they were.
	pub holder: AccountId,
	/// How many.
	pub quantity: TonnesCo2e,
	/// Who may say that it did so.
	pub beneficiary: Text,
	/// What for.
	pub purpose: Text,
	/// When, in seconds since the Unix epoch.
	pub time: Seconds,
	/// The deposit that the holder paid, in micro-units of the settlement currency.
	pub deposit: Balance,
}

/// The turnover of a class on the market in a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Turnover {
	/// The money, in micro-units of the settlement currency.
	pub money: Balance,
	/// The tonnes.
	pub quantity: TonnesCo2e,
}

impl Turnover {
	/// The fine for `missing` tonnes at the mean price, but not below the rules' least price. It is
	/// rounded up, so it is never below the formula; held at the bounds of the type.
	pub fn fine(&self, missing: TonnesCo2e, rules: &Rules) -> Balance {
		let factor = Balance::from(missing.0).saturating_mul(rules.fine.into());
		let at = |money: Balance, tonnes: u64| {
			let tonnes = Balance::from(tonnes).saturating_mul(1_000);
			factor.saturating_mul(money).div_ceil(tonnes.max(1))
		};
		let mean = at(self.money, self.quantity.0);
		mean.max(at(rules.fine_price.0.into(), 1))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const RULES: Rules = Rules {
		credits: Permill::from_percent(5),
		credits_registered_from: 0,
		fine: 5_000,
		fine_price: Price(50_000_000),
		deduct: false,
		banking: Some(Banking { base: TonnesCo2e(10_000), of_sold: 1_500 }),
	};

	/// An enterprise that emitted `grams` and has `held` allowances.
	fn obligation(grams: i64, held: u64) -> Obligation<u64> {
		let mut obligation = Obligation::new(0, 0);
		obligation.register.total = GramsCo2e(grams);
		obligation.held = TonnesCo2e(held);
		obligation
	}

	#[test]
	fn the_heating_plant_should_stand_as_the_design_has_it() {
		// 21,000 m3 of gas at 2.1622 kg.
		let mut plant = obligation(45_406_200, 41);
		let standing = plant.standing(&RULES);
		assert_eq!(standing.due, TonnesCo2e(46));
		assert_eq!(standing.credit_limit, TonnesCo2e(2));
		assert_eq!((standing.committed, standing.missing), (TonnesCo2e(41), TonnesCo2e(5)));
		(plant.credits, plant.held) = (TonnesCo2e(2), TonnesCo2e(44));
		let standing = plant.standing(&RULES);
		assert_eq!((standing.committed, standing.missing), (TonnesCo2e(44), TonnesCo2e(0)));
		(plant.surrendered, plant.held) = (TonnesCo2e(44), TonnesCo2e::ZERO);
		let covered = plant.standing(&RULES).covered;
		assert_eq!(covered.credits, GramsCo2e(2_000_000));
		assert_eq!(covered.allowances, GramsCo2e(43_406_200));
	}

	#[test]
	fn credits_beyond_the_limit_should_not_count() {
		let mut plant = obligation(100_000_000, 0);
		plant.credits = TonnesCo2e(5);
		assert_eq!(plant.standing(&RULES).missing, TonnesCo2e(95));
		// The verifier finds less: 60 t are due, and credits cover 3 of them.
		plant.correction = GramsCo2e(-40_000_000);
		let standing = plant.standing(&RULES);
		assert_eq!((standing.credits, standing.missing), (TonnesCo2e(3), TonnesCo2e(57)));
	}

	#[test]
	fn what_is_to_be_taken_back_should_be_owed() {
		let mut plant = obligation(10_000_000, 12);
		plant.debt = TonnesCo2e(4);
		let standing = plant.standing(&RULES);
		assert_eq!((standing.committed, standing.missing), (TonnesCo2e(12), TonnesCo2e(2)));
	}

	#[test]
	fn banking_should_grow_with_what_was_sold() {
		let banking = RULES.banking.expect("is allowed");
		let mut plant = obligation(0, 20_100);
		plant.allocated = TonnesCo2e(20_000);
		let bankable = |plant: &Obligation<u64>| plant.bankable(&banking);
		assert_eq!(bankable(&plant), TonnesCo2e(10_000), "who was given more");
		plant.held = TonnesCo2e(19_999);
		assert_eq!(bankable(&plant), TonnesCo2e(10_000), "one was withdrawn, and not sold");
		(plant.sold, plant.bought) = (TonnesCo2e(6), TonnesCo2e(5));
		assert_eq!(bankable(&plant), TonnesCo2e(10_001), "1.5 t, rounded down");
		plant.sold = TonnesCo2e(100);
		assert_eq!(bankable(&plant), TonnesCo2e(10_001), "not more is sold than is gone");
		(plant.carried_out, plant.held) = (TonnesCo2e(10_001), TonnesCo2e(9_998));
		assert_eq!(bankable(&plant), TonnesCo2e::ZERO);
		// What was surrendered is not sold, though it came from an earlier cycle.
		plant = obligation(0, 0);
		plant.carried_in = TonnesCo2e(50);
		plant.surrendered = TonnesCo2e(50);
		plant.sold = TonnesCo2e(50);
		assert_eq!(bankable(&plant), TonnesCo2e(10_000));
	}

	#[test]
	fn a_fine_should_follow_the_mean_price() {
		let month = Turnover { money: 700_000_000, quantity: TonnesCo2e(9) };
		// 77.78 PCNY a tonne, five times, two tonnes: 777.78 PCNY.
		assert_eq!(month.fine(TonnesCo2e(2), &RULES), 777_777_778);
		// At least 50 PCNY a tonne, if nothing was traded or for next to nothing.
		assert_eq!(Turnover::default().fine(TonnesCo2e(2), &RULES), 500_000_000);
		let sham = Turnover { money: 1, quantity: TonnesCo2e(1) };
		assert_eq!(sham.fine(TonnesCo2e(2), &RULES), 500_000_000);
	}
}
