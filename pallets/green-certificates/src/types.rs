//! Generating devices, batches of certificates, and their retirements.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use zeropark_primitives::{
	certificates::{Claim, SerialRange, Technology},
	ids::DeviceId,
	market::{Balance, Quantity},
	time::{Interval, Month, Seconds},
	units::{WattHours, Watts},
};

pub use zeropark_primitives::{
	certificates::CERTIFICATE,
	ids::{BatchId, GeneratorId, RequestId, RetirementId},
};

/// A permit whose plant another chain's period ledger counts as its own green power.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Occupation<AccountId> {
	/// The meter of the plant.
	pub meter: Meter,
	/// The account that paid the deposit.
	pub depositor: AccountId,
	/// The amount on hold, in micro-units of the settlement currency.
	pub deposit: Balance,
}

/// A meter of another chain: the parachain id of the chain, and the number that it gave its
/// meter.
pub type Meter = (u32, DeviceId);

/// The most intervals of recertifiable output that are kept for a device: one for each month in
/// which certificates are valid.
pub const MAX_RECERTIFIABLE: u32 = 24;

/// The state of a device's accreditation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Status {
	/// The regulator has not decided yet.
	Pending,
	/// Its output earns certificates.
	Accredited,
	/// Its output no longer earns certificates. This is final.
	Revoked,
}

/// The description of a device, which its owner gives at registration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Description {
	/// How the device generates power.
	pub technology: Technology,
	/// The most power that the device can deliver, in W.
	pub capacity: Watts,
	/// Where the device is: the division code of GB/T 2260.
	pub region: u32,
	/// When the device was commissioned, in seconds since the Unix epoch.
	pub commissioned: Seconds,
	/// The digest of the permit that the device was built under. No two accredited devices share
	/// one.
	pub permit: H256,
	/// The meter whose chain reports the device's output; `None` if the owner requests issuance.
	pub meter: Option<Meter>,
}

/// A generating device.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Generator<AccountId> {
	/// The account that gets the certificates and pays the deposits.
	pub owner: AccountId,
	/// The description from the registration.
	pub description: Description,
	/// The state of its accreditation.
	pub status: Status,
	/// The end of the newest output that was ever certified, in seconds since the Unix epoch.
	/// Output from then on can be certified.
	pub certified_until: Seconds,
	/// The pending request. A device has at most one.
	pub pending: Option<RequestId>,
	/// The energy of output for sale that is in no certificate yet, in Wh. Negative if a withdrawn
	/// batch carried energy over that a later certificate already used.
	pub carry_over: WattHours,
	/// The same for output that the owner consumed, in Wh.
	pub own_use_carry_over: WattHours,
	/// The deposit that is held for the device, in micro-units of the settlement currency.
	pub deposit: Balance,
	/// Intervals before [`Self::certified_until`] that can be certified again, because their batch
	/// was withdrawn and none of its claims is valid. They are sorted by time, and no two touch or
	/// overlap. The oldest are dropped beyond [`MAX_RECERTIFIABLE`]. With one issuance a month, the
	/// certificates of a dropped interval would have expired anyway.
	pub recertifiable: BoundedVec<Interval, ConstU32<MAX_RECERTIFIABLE>>,
}

impl<AccountId> Generator<AccountId> {
	/// Whether all of `span` may be certified.
	pub fn is_free(&self, span: &Interval) -> bool {
		// Output after `certified_until` has never been certified.
		let past = Interval { start: span.start, end: span.end.min(self.certified_until) };
		past.duration() == 0 || self.recertifiable.iter().any(|free| free.encloses(&past))
	}

	/// Marks `span` as certified. The caller has checked that it may be.
	pub fn certify(&mut self, span: Interval) {
		let parts = self.recertifiable.iter().flat_map(|free| {
			[
				Interval { start: free.start, end: free.end.min(span.start) },
				Interval { start: free.start.max(span.end), end: free.end },
			]
		});
		let rest = parts.filter(|part| part.duration() > 0).collect();
		self.keep_newest(rest);
		self.certified_until = self.certified_until.max(span.end);
	}

	/// Makes `span`, which was certified, recertifiable.
	pub fn free(&mut self, span: Interval) {
		let mut spans = self.recertifiable.to_vec();
		spans.push(span);
		spans.sort_by_key(|span| span.start);
		let mut joined = Vec::<Interval>::new();
		for span in spans {
			match joined.last_mut() {
				Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
				_ => joined.push(span),
			}
		}
		self.keep_newest(joined);
	}

	/// Keeps the newest of `spans`, as many as fit.
	fn keep_newest(&mut self, mut spans: Vec<Interval>) {
		let excess = spans.len().saturating_sub(MAX_RECERTIFIABLE as usize);
		self.recertifiable = BoundedVec::truncate_from(spans.split_off(excess));
	}
}

/// The energy of so many certificates, in Wh. Saturates at the greatest energy.
pub(crate) fn energy_of(certificates: Quantity) -> WattHours {
	let certificates = i64::try_from(certificates).unwrap_or(i64::MAX);
	WattHours(certificates.saturating_mul(CERTIFICATE.0))
}

/// A request for certificates.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Request {
	/// The device that delivered the output.
	pub generator: GeneratorId,
	/// When the output was delivered; within one month.
	pub span: Interval,
	/// How much was delivered, in Wh.
	pub energy: WattHours,
	/// Whether the owner consumed the output, so that its certificates cannot be traded.
	pub own_use: bool,
	/// The evidence: the digest of the meter's register or of a document.
	pub evidence: H256,
	/// The deposit that is held from the device's owner, in micro-units of the settlement currency.
	pub deposit: Balance,
}

/// The state of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum BatchStatus {
	/// Its certificates can be retired, and traded if the batch is tradable.
	Valid,
	/// The validity ended, and the certificates that were still circulating expired.
	Expired,
	/// It should not have been issued.
	Withdrawn,
}

/// The certificates that were issued for one request.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Batch<AccountId> {
	/// The device that delivered the output.
	pub generator: GeneratorId,
	/// How the device generates power.
	pub technology: Technology,
	/// The owner of the device at issuance, who got the certificates.
	pub owner: AccountId,
	/// The month in which the output was delivered.
	pub month: Month,
	/// When the output of the request was delivered.
	pub span: Interval,
	/// The energy of the request, in Wh. The certificates of the batch and the new carry-over
	/// together have this energy and the carry-over from before.
	pub energy: WattHours,
	/// The serial numbers of the certificates.
	pub serials: SerialRange,
	/// The next serial number that leaves circulation; all lower ones have left.
	pub next: u64,
	/// Whether the certificates may change hands; not if they are of own use.
	pub tradable: bool,
	/// The state of the batch.
	pub status: BatchStatus,
	/// How many certificates are retired, with a claim that is valid.
	pub retired: Quantity,
	/// How many certificates the registry cancelled.
	pub cancelled: Quantity,
	/// How many certificates expired.
	pub expired: Quantity,
	/// How many certificates were withdrawn. Retired certificates move here when their claim
	/// becomes void.
	pub withdrawn: Quantity,
	/// The deposit that is held from the owner, in micro-units of the settlement currency.
	pub deposit: Balance,
}

impl<AccountId> Batch<AccountId> {
	/// How many certificates circulate. While the batch is valid, this is the supply of its class.
	pub fn circulating(&self) -> Quantity {
		match self.status {
			BatchStatus::Valid => self.serials.end.saturating_sub(self.next),
			BatchStatus::Expired | BatchStatus::Withdrawn => 0,
		}
	}

	/// The energy of all certificates of the batch, in Wh.
	pub fn certified(&self) -> WattHours {
		energy_of(self.serials.len())
	}

	/// Takes the next `quantity` serial numbers out of circulation. Returns `None`, and changes
	/// nothing, if fewer circulate.
	pub fn take(&mut self, quantity: Quantity) -> Option<SerialRange> {
		let range = SerialRange::new(self.next, quantity)?;
		if range.end > self.serials.end || quantity > self.circulating() {
			return None;
		}
		self.next = range.end;
		Some(range)
	}
}

/// The receipt of certificates that were retired.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Retirement<AccountId> {
	/// The batch of the certificates.
	pub batch: BatchId,
	/// The account that held and retired the certificates.
	pub holder: AccountId,
	/// The serial numbers of the certificates.
	pub serials: SerialRange,
	/// The claim: who uses the power, for which purpose and period.
	pub claim: Claim,
	/// When the certificates were retired, in seconds since the Unix epoch.
	pub time: Seconds,
	/// Whether the claim is void because the batch was withdrawn. The beneficiary then needs other
	/// certificates.
	pub voided: bool,
	/// The deposit that is held from the holder, in micro-units of the settlement currency.
	pub deposit: Balance,
}
