//! Devices that generate, batches of certificates, and their retirements.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
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

/// The most stretches of freed output that are kept of a device: one for each month that certificates are valid.
pub const MAX_FREED: u32 = 24;

/// Where a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Status {
	/// It waits for the regulator.
	Pending,
	/// Its output earns certificates.
	Accredited,
	/// Its output earns none any more.
	Revoked,
}

/// What is told of a device when it is registered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
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
	/// The end of the newest output that was ever certified; what starts there or later is free.
	pub certified_until: Seconds,
	/// The request that waits, of which there is one at a time.
	pub pending: Option<RequestId>,
	/// Output that was sold and is in no certificate yet; negative if certificates were made of more, in a batch that was withdrawn.
	pub carry: WattHours,
	/// Output that its owner consumed and that is in no certificate yet; negative as above.
	pub carry_own: WattHours,
	/// What is held for it.
	pub deposit: Balance,
	/// Output before [`Self::certified_until`] that is free again, because its batch was withdrawn and no claim out of it
	/// stands: in the order of time, with something between any two. Of more than [`MAX_FREED`] the oldest are dropped,
	/// which with one issuance a month are of months whose certificates have expired.
	pub freed: BoundedVec<Interval, ConstU32<MAX_FREED>>,
}

impl<AccountId> Generator<AccountId> {
	/// Whether `span` may be certified.
	pub fn is_free(&self, span: &Interval) -> bool {
		// What is newer than all that was certified is free anyway.
		let past = Interval { start: span.start, end: span.end.min(self.certified_until) };
		past.duration() == 0 || self.freed.iter().any(|freed| freed.encloses(&past))
	}

	/// Marks `span` as certified.
	pub fn certify(&mut self, span: Interval) {
		let parts = self.freed.iter().flat_map(|freed| {
			[
				Interval { start: freed.start, end: freed.end.min(span.start) },
				Interval { start: freed.start.max(span.end), end: freed.end },
			]
		});
		let rest = parts.filter(|part| part.duration() > 0).collect();
		self.keep_freed(rest);
		self.certified_until = self.certified_until.max(span.end);
	}

	/// Lets `span`, which was certified, be certified anew.
	pub fn free(&mut self, span: Interval) {
		let mut spans = self.freed.to_vec();
		spans.push(span);
		spans.sort_by_key(|span| span.start);
		let mut joined = Vec::<Interval>::new();
		for span in spans {
			match joined.last_mut() {
				Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
				_ => joined.push(span),
			}
		}
		self.keep_freed(joined);
	}

	/// Keeps the newest of `spans`, as many as there is room for.
	fn keep_freed(&mut self, mut spans: Vec<Interval>) {
		let excess = spans.len().saturating_sub(MAX_FREED as usize);
		self.freed = BoundedVec::truncate_from(spans.split_off(excess));
	}
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
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
	/// How much that was: with what was carried over, these certificates and what is carried over since.
	pub energy: WattHours,
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

	/// The energy of all its certificates.
	pub fn certified(&self) -> WattHours {
		let certificates = i64::try_from(self.serials.len()).unwrap_or(i64::MAX);
		WattHours(certificates.saturating_mul(CERTIFICATE.0))
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
