//! Emissions under a carbon quota, as a park and a carbon market tell each other.
//!
//! A park keeps a [`Register`] of each enterprise's direct emissions in a compliance cycle. It
//! reports the register to the carbon market, which answers with the enterprise's [`Position`].
//! Both are sums since the cycle began: one that is late, lost or doubled does no harm, because the
//! next one says everything again.

use crate::{
	certificates::SerialRange,
	ids::{CycleId, EntityId, ParaId, PeriodId},
	market::{Level, Price, Quantity},
	time::{Interval, Seconds},
	trading::{FillTerms, OrderPurpose},
	units::{GramsCo2e, TonnesCo2e},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::ops::Add;
use frame_support::{dispatch::DispatchResult, traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::{AccountId32, DispatchError};

/// Classes of asset on the carbon market: below this one, the allowances of the cycle with the same
/// number; from it on, batches of credits.
pub const FIRST_CREDIT_CLASS: u32 = 1 << 31;

/// Units of the carbon market that are alike to a buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum CarbonBasket {
	/// The allowances of a compliance cycle.
	Allowances(CycleId),
	/// Credits (CCER) that can be surrendered, of any batch.
	Credits,
}

/// What units that a park orders on the carbon market are for: an enterprise's emissions in a
/// compliance cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Compliance {
	/// The cycle.
	pub cycle: CycleId,
	/// The enterprise.
	pub entity: EntityKey,
}

/// Only its own park acts for an enterprise.
impl OrderPurpose for Compliance {
	fn is_of(&self, chain: ParaId) -> bool {
		let (park, _) = self.entity;
		park == chain
	}
}

/// What became of units that a park's order bought on the carbon market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum CarbonUse {
	/// Allowances went to the enterprise's compliance account, where what is due is set aside.
	Deposited,
	/// Credits were surrendered, with these serial numbers of their batch.
	Surrendered(SerialRange),
	/// They could not be used, and are in the beneficiary's account on the market's chain.
	Kept,
}

/// A trade of a park's order on the carbon market.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct CarbonFill {
	/// Who sold.
	pub seller: AccountId32,
	/// The class of asset: the cycle of the allowances, or the batch of the credits.
	pub class: u32,
	/// How many tonnes.
	pub quantity: Quantity,
	/// The price of one.
	pub price: Price,
	/// When they were bought, in seconds since the Unix epoch.
	pub time: Seconds,
	/// What became of them.
	pub used: CarbonUse,
}

impl FillTerms for CarbonFill {
	fn quantity(&self) -> Quantity {
		self.quantity
	}

	fn price(&self) -> Price {
		self.price
	}
}

/// An enterprise: its park, and the number that the park has given it.
pub type EntityKey = (ParaId, EntityId);

/// The most registers in a report, and the most positions in an answer.
pub const MAX_REPORTED: u32 = 64;

/// The direct emissions of an enterprise in a compliance cycle, added up by its park.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Register {
	/// How often something was added. A register with a higher number is newer.
	pub sequence: u32,
	/// The emissions, in gCO2e. They never fall.
	#[cfg_attr(feature = "std", serde(rename = "total_g"))]
	pub total: GramsCo2e,
	/// The digest chained over everything that was added.
	pub digest: H256,
}

/// The register of one enterprise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct EntityRegister {
	/// The enterprise, as its park numbers it.
	pub entity: EntityId,
	/// The register.
	pub register: Register,
}

/// The registers of a report.
pub type Registers = BoundedVec<EntityRegister, ConstU32<MAX_REPORTED>>;

/// Emissions that nothing is due for any more, in gCO2e: never more than was emitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Covered {
	/// Emissions that allowances cover.
	#[cfg_attr(feature = "std", serde(rename = "allowances_g"))]
	pub allowances: GramsCo2e,
	/// Emissions that credits (CCER) cover.
	#[cfg_attr(feature = "std", serde(rename = "credits_g"))]
	pub credits: GramsCo2e,
	/// Emissions that were reported, and that did not occur by what the carbon market's verifier
	/// found. Nothing was surrendered for them.
	#[cfg_attr(feature = "std", serde(rename = "corrected_g"))]
	pub corrected: GramsCo2e,
}

impl Covered {
	/// Nothing.
	pub const NONE: Self =
		Self { allowances: GramsCo2e::ZERO, credits: GramsCo2e::ZERO, corrected: GramsCo2e::ZERO };

	/// All of it.
	pub fn total(&self) -> GramsCo2e {
		self.allowances + self.credits + self.corrected
	}

	/// What it has of each part beyond `other`.
	pub fn beyond(&self, other: &Self) -> Self {
		Self {
			allowances: (self.allowances - other.allowances).max(GramsCo2e::ZERO),
			credits: (self.credits - other.credits).max(GramsCo2e::ZERO),
			corrected: (self.corrected - other.corrected).max(GramsCo2e::ZERO),
		}
	}

	/// As much of it as is not above `limit` in all: allowances first, corrections last.
	pub fn within(&self, limit: GramsCo2e) -> Self {
		let limit = limit.max(GramsCo2e::ZERO);
		let allowances = self.allowances.min(limit);
		let credits = self.credits.min(limit - allowances);
		let corrected = self.corrected.min(limit - allowances - credits);
		Self { allowances, credits, corrected }
	}
}

impl Add for Covered {
	type Output = Self;

	fn add(self, other: Self) -> Self {
		Self {
			allowances: self.allowances + other.allowances,
			credits: self.credits + other.credits,
			corrected: self.corrected + other.corrected,
		}
	}
}

/// How an enterprise stands in a compliance cycle, as the carbon market sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Position {
	/// How often the position changed. One with a higher number is newer.
	pub sequence: u32,
	/// The number of the newest register that the market has.
	pub register: u32,
	/// The emissions in that register, in gCO2e.
	#[cfg_attr(feature = "std", serde(rename = "reported_g"))]
	pub reported: GramsCo2e,
	/// The emissions that count, in gCO2e: the register's, or what the verifier found instead.
	#[cfg_attr(feature = "std", serde(rename = "emitted_g"))]
	pub emitted: GramsCo2e,
	/// What was surrendered for them. Corrections are not in it: they are in what was emitted.
	pub covered: Covered,
	/// Allowances that are set aside for the emissions so far, in tonnes.
	#[cfg_attr(feature = "std", serde(rename = "committed_t"))]
	pub committed: TonnesCo2e,
	/// The tonnes that nothing is there for.
	#[cfg_attr(feature = "std", serde(rename = "missing_t"))]
	pub missing: TonnesCo2e,
	/// Allowances that are there and not set aside, in tonnes.
	#[cfg_attr(feature = "std", serde(rename = "free_t"))]
	pub free: TonnesCo2e,
	/// The credits that can still be surrendered, in tonnes.
	#[cfg_attr(feature = "std", serde(rename = "credit_room_t"))]
	pub credit_room: TonnesCo2e,
	/// Whether the cycle is closed: what is reported from now on is not taken any more.
	pub closed: bool,
}

/// The position of one enterprise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct EntityPosition {
	/// The enterprise, as its park numbers it.
	pub entity: EntityId,
	/// Its position.
	pub position: Position,
}

/// The positions of an answer.
pub type Positions = BoundedVec<EntityPosition, ConstU32<MAX_REPORTED>>;

/// A compliance cycle, as the carbon market tells it to parks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct CycleSpan {
	/// Its number.
	pub cycle: CycleId,
	/// The time whose emissions count.
	pub span: Interval,
}

/// The enterprises of a park, as those see them that trade for them.
pub trait Enterprises<AccountId> {
	/// Whose an enterprise is. `None` if there is no such enterprise.
	fn owner(entity: EntityId) -> Option<AccountId>;

	/// How an enterprise stands in a cycle, by the newest position that the carbon market told. `None` if
	/// it is not enrolled, or the cycle is closed.
	fn position(entity: EntityId, cycle: CycleId) -> Option<Position>;

	/// Adds an enterprise of `owner` for benchmarks, and enrols it in cycle 0 with `position`.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(owner: &AccountId, position: Position) -> EntityId;
}

/// Hears how enterprises stand.
pub trait PositionListener {
	/// The carbon market told how an enterprise stands in a cycle.
	fn position_taken(entity: EntityId, cycle: CycleId);

	/// Has [`Self::position_taken`] do all that it can for this enterprise, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(entity: EntityId);
}

impl PositionListener for () {
	fn position_taken(_: EntityId, _: CycleId) {}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(_: EntityId) {}
}

/// The offers and bids of the carbon market.
pub trait CarbonQuotes {
	/// The offers of a basket, cheapest first.
	fn offered(basket: CarbonBasket) -> Vec<Level>;

	/// The bids for a cycle's allowances, dearest first, at the prices that a seller gets after the fee.
	fn wanted(cycle: CycleId) -> Vec<Level>;
}

/// Carries a park's registers to the carbon market.
pub trait CarbonMarket<AccountId> {
	/// Sends `registers` of `cycle`; `payer` pays for the report and for the answer.
	///
	/// Nothing is taken if it fails.
	fn report(payer: &AccountId, cycle: CycleId, registers: Registers) -> DispatchResult;
}

/// Carries the carbon market's answers to parks.
pub trait Parks<AccountId> {
	/// The account that pays for the answers to the reports of the park `chain`.
	fn payer(chain: ParaId) -> AccountId;

	/// Tells the park `chain` how its enterprises stand in a cycle; `payer` pays.
	///
	/// Nothing is taken if it fails.
	fn tell(
		payer: &AccountId,
		chain: ParaId,
		cycle: CycleSpan,
		positions: Positions,
	) -> DispatchResult;
}

/// Adds up the direct emissions of enterprises, by period and by compliance cycle.
pub trait EmissionRegisters {
	/// Adds emissions of `entity` in the period `span`, numbered `period`. `digest` is that of the
	/// report and its evidence.
	///
	/// Nothing is written if it fails.
	fn add(
		entity: EntityId,
		period: PeriodId,
		span: &Interval,
		emitted: GramsCo2e,
		digest: H256,
	) -> DispatchResult;

	/// Whether there is such an enterprise.
	fn exists(entity: EntityId) -> bool;

	/// What was surrendered for the emissions of a period, and what was found not to have occurred.
	fn covered(period: PeriodId) -> Covered;

	/// Adds an enterprise for benchmarks, in the worst state for [`Self::add`].
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare() -> EntityId;
}

/// Credits (CCER) that enterprises can surrender instead of allowances.
pub trait Credits<AccountId> {
	/// Uses up `quantity` of the batch `class` out of the account `owner`, for emissions of `entity`
	/// in `cycle`, and returns the serial numbers `[start, end)` that were used. The batch's project must have
	/// been registered at `registered_from`, in seconds since the Unix epoch, or later.
	///
	/// Nothing is taken if it fails.
	fn surrender(
		owner: &AccountId,
		class: u32,
		quantity: TonnesCo2e,
		registered_from: Seconds,
		cycle: CycleId,
		entity: EntityKey,
	) -> Result<SerialRange, DispatchError>;
}
