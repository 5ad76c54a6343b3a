//! Projects, their reports, and the batches of credits that were issued for them.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use zeropark_primitives::{
	certificates::{SerialRange, Text},
	compliance::EntityKey,
	ids::{CycleId, DeviceId, ParaId},
	market::Balance,
	time::{Interval, Seconds},
	units::{GramsCo2e, TonnesCo2e},
};

/// A project, in the order of registration.
pub type ProjectId = u32;

/// The use of credits, and so its receipt.
pub type UseId = u64;

/// The most meters of a project.
pub const MAX_DEVICES: u32 = 16;

/// What a project is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Description {
	/// The methodology by which its reductions are computed, as people read it.
	pub methodology: Text,
	/// Where it is: a GB/T 2260 code.
	pub region: u32,
	/// The time for which it may get credits.
	pub crediting: Interval,
	/// Whether it belongs to an enterprise under quota: its credits cannot be surrendered.
	pub under_quota: bool,
	/// Its meters, by chain and the number that they have there: the same power must not get
	/// certificates too.
	pub devices: BoundedVec<(ParaId, DeviceId), ConstU32<MAX_DEVICES>>,
	/// The digest of the project's documents.
	pub documents: H256,
}

/// How far a project is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Status<AccountId> {
	/// Nobody has validated it.
	Submitted,
	/// It was validated, and waits for the regulator.
	Validated {
		/// Who did it.
		by: AccountId,
		/// The digest of the report on it.
		report: H256,
	},
	/// The regulator registered it: its reductions can get credits.
	Registered {
		/// Who validated it.
		validated_by: AccountId,
		/// When it was registered, in seconds since the Unix epoch.
		at: Seconds,
	},
}

/// A report of what a project reduced.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Report<AccountId> {
	/// When.
	pub span: Interval,
	/// The reductions, in gCO2e: as reported, and not more after somebody verified them.
	pub reduced: GramsCo2e,
	/// The digest of the monitoring data.
	pub evidence: H256,
	/// Who is to verify it. No other verifier can.
	pub verifier: AccountId,
	/// The digest of the verifier's report on it, once there is one.
	pub verified: Option<H256>,
	/// The deposit that the project's owner paid, in micro-units of the settlement currency.
	pub deposit: Balance,
}

/// A project.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Project<AccountId> {
	/// Whose it is, and who gets the credits.
	pub owner: AccountId,
	/// What it is.
	pub description: Description,
	/// How far it is.
	pub status: Status<AccountId>,
	/// Until when its reductions were credited, in seconds since the Unix epoch.
	pub credited_until: Seconds,
	/// The report that waits to be verified and credited.
	pub report: Option<Report<AccountId>>,
	/// What was verified and credited in all, in gCO2e.
	pub credited: GramsCo2e,
	/// The part of it that was less than a tonne and waits for the next report, in gCO2e.
	pub carry_over: GramsCo2e,
	/// The credits that were issued for it.
	pub issued: TonnesCo2e,
	/// The deposit, in micro-units of the settlement currency.
	pub deposit: Balance,
}

/// Credits that were issued together. They are a class of asset.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Batch<AccountId> {
	/// The project.
	pub project: ProjectId,
	/// When the reductions were.
	pub span: Interval,
	/// The digest of the monitoring data.
	pub evidence: H256,
	/// Who verified them.
	pub verifier: AccountId,
	/// The digest of the verifier's report.
	pub report: H256,
	/// The serial numbers of the credits.
	pub serials: SerialRange,
	/// The serial number that is used next.
	pub next: u64,
	/// Whether the regulator withdrew it: what is left of it can be neither traded nor used.
	pub withdrawn: bool,
	/// Who paid the deposit.
	pub depositor: AccountId,
	/// The deposit, in micro-units of the settlement currency.
	pub deposit: Balance,
}

/// What credits were used for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Purpose {
	/// Emissions under quota.
	Surrender {
		/// The compliance cycle.
		cycle: CycleId,
		/// The enterprise: its park, and its number there.
		entity: EntityKey,
	},
	/// The holder's own will.
	Voluntary {
		/// Who may say that it did so.
		beneficiary: Text,
		/// What for.
		purpose: Text,
	},
}

/// Credits that were used up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Use<AccountId> {
	/// The batch, by its class of asset.
	pub class: u32,
	/// The serial numbers.
	pub serials: SerialRange,
	/// Whose they were.
	pub holder: AccountId,
	/// What for.
	pub purpose: Purpose,
	/// When, in seconds since the Unix epoch.
	pub time: Seconds,
	/// The deposit that the holder paid, in micro-units of the settlement currency.
	pub deposit: Balance,
}
