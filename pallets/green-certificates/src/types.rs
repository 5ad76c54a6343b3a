//! Devices that generate, batches of certificates, and their retirements.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::H256;
use zeropark_primitives::{
	market::{Balance, Month, Quantity, SerialRange, Technology},
	purchase::Claim,
	DeviceId, Interval, Seconds, WattHours, Watts,
};

pub use zeropark_primitives::purchase::CERTIFICATE;

/// A registered device; numbered from 0 and never given twice.
pub type GeneratorId = u32;

/// A request for issuance; numbered from 0 and never given twice.
pub type RequestId = u32;

/// A batch, which is also its class of asset; numbered from 0 and never given twice.
pub type BatchId = u32;

/// A retirement, which is also the number of its receipt.
pub type RetirementId = u64;

/// A meter of another chain: the chain's parachain id, and the device as that chain numbers it.
pub type Meter = (u32, DeviceId);

/// Where a device stands.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Status {
	/// It waits for the regulator.
	Pending,
	/// Its output earns certificates.
	Accredited,
	/// Its output earns none any more.
	Revoked,
}

/// What is told of a device when it is registered.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Description {
	/// How it makes power.
	pub technology: Technology,
	/// What it can deliver at most.
	pub capacity: Watts,
	/// Where it stands: the division code of GB/T 2260.
	pub region: u32,
	/// When it was commissioned, in seconds since the Unix epoch.
	pub commissioned: Seconds,
	/// The digest of the permit it was built under: no two accredited devices have the same.
	pub permit: H256,
	/// The meter whose chain reports its output, if there is one.
	pub meter: Option<Meter>,
}

/// A device that generates.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Generator<AccountId> {
	/// Who gets its certificates.
	pub owner: AccountId,
	/// What it is.
	pub description: Description,
	/// Where it stands with the regulator.
	pub status: Status,
	/// The end of the output that was certified last; what comes next starts there or later.
	pub certified_until: Seconds,
	/// The request that waits, of which there is one at a time.
	pub pending: Option<RequestId>,
	/// Output that was sold and is not a whole certificate yet; below [`CERTIFICATE`].
	pub carry: WattHours,
	/// Output that its owner consumed and that is not a whole certificate yet; below [`CERTIFICATE`].
	pub carry_own: WattHours,
	/// What is held for it.
	pub deposit: Balance,
}

/// Metered output that is to become certificates.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Request {
	/// The device.
	pub generator: GeneratorId,
	/// When it delivered this; within a month.
	pub span: Interval,
	/// How much.
	pub energy: WattHours,
	/// Whether its owner consumed it: such certificates cannot be traded.
	pub own_use: bool,
	/// What proves it: the digest of the meter's register or of a document.
	pub evidence: H256,
	/// What is held for it, from the device's owner.
	pub deposit: Balance,
}

/// What has become of a batch.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Standing {
	/// Certificates can be retired, and traded if they are tradable.
	Valid,
	/// Two years after the production month what was left of it was written off.
	Expired,
	/// It was issued in error.
	Withdrawn,
}

/// Certificates of one request.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Batch<AccountId> {
	/// The device.
	pub generator: GeneratorId,
	/// How it makes power.
	pub technology: Technology,
	/// Whom the certificates were issued to.
	pub owner: AccountId,
	/// The production month.
	pub month: Month,
	/// When the device delivered the output of the request.
	pub span: Interval,
	/// The numbers of the certificates.
	pub serials: SerialRange,
	/// The first number that has not left circulation: numbers leave in their order.
	pub next: u64,
	/// Whether they may change hands.
	pub tradable: bool,
	/// What has become of it.
	pub standing: Standing,
	/// How many were retired.
	pub retired: Quantity,
	/// How many the registry cancelled.
	pub cancelled: Quantity,
	/// How many expired.
	pub expired: Quantity,
	/// How many were withdrawn, those of re-opened retirements included.
	pub withdrawn: Quantity,
	/// What is held for it, from its owner.
	pub deposit: Balance,
}

impl<AccountId> Batch<AccountId> {
	/// How many circulate: they are what the class of asset has in all while the batch is valid.
	pub fn circulating(&self) -> Quantity {
		match self.standing {
			Standing::Valid => self.serials.end.saturating_sub(self.next),
			Standing::Expired | Standing::Withdrawn => 0,
		}
	}

	/// Takes the next `quantity` numbers out of circulation; `None` if there are not so many.
	pub fn take(&mut self, quantity: Quantity) -> Option<SerialRange> {
		let range = SerialRange::new(self.next, quantity)?;
		if range.end > self.serials.end || quantity > self.circulating() {
			return None;
		}
		self.next = range.end;
		Some(range)
	}
}

/// Certificates that were used up.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Retirement<AccountId> {
	/// The batch.
	pub batch: BatchId,
	/// Whose certificates they were.
	pub holder: AccountId,
	/// Their numbers.
	pub serials: SerialRange,
	/// What for.
	pub claim: Claim,
	/// When, in seconds since the Unix epoch.
	pub time: Seconds,
	/// Whether the claim is void, because the batch was withdrawn: its beneficiary owes other certificates.
	pub reopened: bool,
	/// What is held for the record, from the holder.
	pub deposit: Balance,
}
