//! # Green certificates
//!
//! Who may generate green power, and what becomes of each megawatt-hour of it: issued, traded, retired or written off,
//! each certificate by its number.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, storage, events and errors.
//!
//! ## Overview
//!
//! One certificate stands for 1 MWh of metered output. A device earns them once the regulator has accredited it; what it
//! delivered in a month becomes a *batch* of certificates with consecutive serial numbers, and a class of asset of its own, so
//! wallets move certificates as they move any asset. What does not make a whole certificate stays with the device and
//! counts next time. A certificate ends in exactly one of four ways: retired by who consumed the power, cancelled by the
//! registry, expired two years after its production month, or withdrawn because it should never have been issued.
//!
//! | call | who |
//! |---|---|
//! | [`Call::register_generator`] | anybody, for a device of theirs |
//! | [`Call::accredit`], [`Call::revoke_accreditation`] | regulator |
//! | [`Call::refuse_accreditation`], [`Call::refuse_issuance`] | regulator; owner of the device, to withdraw |
//! | [`Call::request_issuance`] | owner of the device, if it has no meter |
//! | [`Call::report_output`] | the chain of the device's meter |
//! | [`Call::approve_issuance`], [`Call::set_automatic`] | regulator |
//! | [`Call::retire`] | holder |
//! | [`Call::cancel`], [`Call::withdraw_batch`], [`Call::reopen_retirement`] | regulator |
//!
//! ```text
//! register_generator --> pending --accredit--> accredited --revoke_accreditation--> revoked
//!                              \--refuse_accreditation--> gone
//! request_issuance, report_output --> request --approve--> batch: circulating --retire----> retired --reopen--> withdrawn
//!                                           \--refuse--> gone       |  |  \----cancel----> cancelled
//!                                                                   |  \---(two years)---> expired --withdraw_batch
//!                                                                   \----withdraw_batch--> withdrawn
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Serial numbers** are one sequence over all batches; a batch has `[start, end)`. Numbers leave circulation in their
//!   order, whoever holds the certificate: units of a class are alike, and only what leaves needs a name.
//! - **No double issuance**: a device's output is certified in the order of time, so no two issuances overlap; only what was
//!   certified and is free again comes out of turn. A permit and a meter belong to one accredited device.
//! - **Own use**: output that its owner consumed is certified, but the certificates stay in the registry's own account: the
//!   owner can retire them and do nothing else.
//! - **Expiry and withdrawal** end a whole batch: what is left of it is a token that the market and the registry
//!   refuse, though wallets can still move it.
//!   Retirements out of a withdrawn batch stay on record until the regulator re-opens them one by one, which voids the
//!   claim and says so. The output of a withdrawn batch is free again once no claim out of it stands, and what was carried over is
//!   reckoned as if it had not been issued.
//! - **Automatic**: the regulator may have requests that the meter's own chain reported approved at once, but for output that was
//!   certified before.
//!
//! The rules are those of 国能发新能规〔2024〕67号: 1 certificate = 1,000 kWh with the remainder carried over, two years' validity,
//! own use not tradable.
//!
//! ## Invariants
//!
//! 1. For each batch: issued = circulating + retired + cancelled + expired + withdrawn.
//! 2. For a valid batch, what circulates is what the class of asset has in all; of own use, all of it in the registry's account.
//! 3. Retirements' serial numbers lie in their batch, before its next number, and no two overlap.
//! 4. Batches' serial numbers do not overlap and lie below [`NextSerial`].
//! 5. What a device carries over is what its issuances certified more than their certificates, but for those whose output is
//!    free again: no certificate is without output.
//! 6. Each request is its device's pending one; permits and meters are those of the devices that were accredited.
//! 7. Issuances of a device that were not withdrawn, or out of which a claim stands, overlap neither each other nor what is
//!    free again nor the request that waits; they and what is free again end by what it has certified.
//! 8. Valid batches are those that wait to expire, none of them before the month the queue is at.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::{
	Batch, BatchId, Description, Generator, GeneratorId, Meter, Request, RequestId, Retirement,
	RetirementId, Standing, Status, CERTIFICATE, MAX_FREED,
};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, fungibles, Contains, UnixTime},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use zeropark_primitives::{
		market::{Balance, Month, Quantity, SerialRange},
		purchase::{Claim, ClaimListener, Text},
		Interval, WattHours,
	};

	/// The [`Generator`] of a runtime.
	pub type GeneratorOf<T> = Generator<<T as frame_system::Config>::AccountId>;
	/// The [`Batch`] of a runtime.
	pub type BatchOf<T> = Batch<<T as frame_system::Config>::AccountId>;
	/// The [`Retirement`] of a runtime.
	pub type RetirementOf<T> = Retirement<<T as frame_system::Config>::AccountId>;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who accredits, approves and corrects.
		type RegulatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Another chain that reports what its meters read; its parachain id.
		type ReporterOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = u32>;

		/// Holds the deposits.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Inspect<Self::AccountId, Balance = Balance>;

		/// The certificates: a class for each batch.
		type Assets: fungibles::Create<Self::AccountId>
			+ fungibles::Mutate<Self::AccountId>
			+ fungibles::Inspect<Self::AccountId, AssetId = BatchId, Balance = Balance>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The chain's clock.
		type Time: UnixTime;

		/// Whose account owns the classes and keeps certificates of own use.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Held from a device's owner while it is registered, in micro-units of the settlement currency.
		#[pallet::constant]
		type GeneratorDeposit: Get<Balance>;

		/// Held from the owner while a request waits.
		#[pallet::constant]
		type RequestDeposit: Get<Balance>;

		/// Held from the owner for a batch, whose record stays.
		#[pallet::constant]
		type BatchDeposit: Get<Balance>;

		/// Held from the holder for a retirement, whose record stays.
		#[pallet::constant]
		type RetirementDeposit: Get<Balance>;

		/// Accounts that keep certificates for others, which the registry does not cancel.
		type Custodians: Contains<Self::AccountId>;

		/// Hears of claims that are void.
		type ClaimListener: ClaimListener;

		/// How many months a certificate is valid, its production month included.
		#[pallet::constant]
		type ValidityMonths: Get<u16>;

		/// Batches, or months without one, that a block goes through at most to write off what has expired.
		#[pallet::constant]
		type MaxExpiries: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets the scene for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// Why something is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For a device's place in storage.
		#[codec(index = 0)]
		Generator,
		/// For a request's.
		#[codec(index = 1)]
		Request,
		/// For a batch's.
		#[codec(index = 2)]
		Batch,
		/// For a retirement's.
		#[codec(index = 3)]
		Retirement,
	}

	/// The id of the next device.
	#[pallet::storage]
	pub type NextGeneratorId<T: Config> = StorageValue<_, GeneratorId, ValueQuery>;

	/// Devices, each with at most [`MAX_FREED`] stretches of freed output; paid for by its owner.
	#[pallet::storage]
	pub type Generators<T: Config> = StorageMap<_, Twox64Concat, GeneratorId, GeneratorOf<T>>;

	/// The accredited device of each permit, paid for with the device.
	#[pallet::storage]
	pub type Permits<T: Config> = StorageMap<_, Blake2_128Concat, H256, GeneratorId>;

	/// The accredited device of each meter, paid for with the device.
	#[pallet::storage]
	pub type Meters<T: Config> = StorageMap<_, Twox64Concat, Meter, GeneratorId>;

	/// The id of the next request.
	#[pallet::storage]
	pub type NextRequestId<T: Config> = StorageValue<_, RequestId, ValueQuery>;

	/// Requests that wait, at most one for each device; paid for by its owner.
	#[pallet::storage]
	pub type Requests<T: Config> = StorageMap<_, Twox64Concat, RequestId, Request>;

	/// Whether what meters' chains report is approved at once.
	#[pallet::storage]
	pub type Automatic<T: Config> = StorageValue<_, bool, ValueQuery>;

	/// The id of the next batch.
	#[pallet::storage]
	pub type NextBatchId<T: Config> = StorageValue<_, BatchId, ValueQuery>;

	/// The serial number of the next certificate.
	#[pallet::storage]
	pub type NextSerial<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// Batches, each paid for by its owner.
	#[pallet::storage]
	pub type Batches<T: Config> = StorageMap<_, Twox64Concat, BatchId, BatchOf<T>>;

	/// Valid batches by the month at whose start they expire.
	#[pallet::storage]
	pub type Expiries<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Month, Twox64Concat, BatchId, (), OptionQuery>;

	/// The first month whose batches may not all be written off; none before the first batch.
	#[pallet::storage]
	pub type ExpiredUntil<T: Config> = StorageValue<_, Month, OptionQuery>;

	/// The id of the next retirement.
	#[pallet::storage]
	pub type NextRetirementId<T: Config> = StorageValue<_, RetirementId, ValueQuery>;

	/// Retirements, each paid for by its holder.
	#[pallet::storage]
	pub type Retirements<T: Config> = StorageMap<_, Twox64Concat, RetirementId, RetirementOf<T>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A device asks for accreditation.
		GeneratorRegistered {
			/// The device.
			generator: GeneratorId,
			/// Whose it is.
			owner: T::AccountId,
		},
		/// A device may earn certificates.
		Accredited {
			/// The device.
			generator: GeneratorId,
		},
		/// A device was not accredited, or its owner withdrew it, and it is gone.
		AccreditationRefused {
			/// The device.
			generator: GeneratorId,
			/// Why.
			reason: Text,
		},
		/// A device may not earn certificates any more.
		AccreditationRevoked {
			/// The device.
			generator: GeneratorId,
			/// Why.
			reason: Text,
		},
		/// Output is to become certificates.
		IssuanceRequested {
			/// The request.
			request: RequestId,
			/// The device.
			generator: GeneratorId,
			/// When it was delivered.
			span: Interval,
			/// How much.
			energy: WattHours,
		},
		/// A request was not approved, or the device's owner withdrew it, and it is gone.
		IssuanceRefused {
			/// The request.
			request: RequestId,
			/// Why.
			reason: Text,
		},
		/// A request was approved; if there is a whole certificate in it, there is a batch.
		IssuanceApproved {
			/// The request.
			request: RequestId,
			/// The batch, if any.
			batch: Option<BatchId>,
			/// The numbers of its certificates.
			serials: SerialRange,
			/// What the device carries over.
			carry: WattHours,
		},
		/// Whether what meters' chains report is approved at once.
		AutomaticSet {
			/// Whether it is.
			automatic: bool,
		},
		/// Certificates were used up.
		Retired {
			/// The number of the receipt.
			retirement: RetirementId,
			/// The batch.
			batch: BatchId,
			/// Whose they were.
			holder: T::AccountId,
			/// Their numbers.
			serials: SerialRange,
		},
		/// The registry took certificates out.
		Cancelled {
			/// The batch.
			batch: BatchId,
			/// Whose they were.
			holder: T::AccountId,
			/// Their numbers.
			serials: SerialRange,
			/// Why.
			reason: Text,
		},
		/// What was left of a batch was written off.
		Expired {
			/// The batch.
			batch: BatchId,
			/// The numbers.
			serials: SerialRange,
		},
		/// A batch should not have been issued.
		BatchWithdrawn {
			/// The batch.
			batch: BatchId,
			/// The numbers that circulated.
			serials: SerialRange,
			/// Why.
			reason: Text,
		},
		/// A claim is void.
		RetirementReopened {
			/// The retirement.
			retirement: RetirementId,
			/// The batch.
			batch: BatchId,
			/// The numbers.
			serials: SerialRange,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such device, request, batch or retirement.
		NotFound,
		/// The device or batch is somebody else's, or its meter's chain reports, or the holder keeps certificates for others.
		NotAuthorized,
		/// The device is not accredited.
		NotAccredited,
		/// The device is accredited already.
		AlreadyAccredited,
		/// The permit or the meter belongs to another device.
		AlreadyExists,
		/// A device has a capacity above zero, and at most 10 GW.
		InvalidCapacity,
		/// Output is delivered in a time that has ended, within one month whose certificates have not expired, and not before the
		/// device was commissioned.
		InvalidSpan,
		/// Part of the time was certified already, or is older than what was and not free again.
		Overlap,
		/// More output than the device's capacity delivers in the time, or none.
		CapacityExceeded,
		/// The device has a request that waits.
		RequestPending,
		/// A quantity is above zero.
		InvalidQuantity,
		/// A claim has a beneficiary, a purpose, and a period that is not empty.
		InvalidClaim,
		/// The batch has expired or was withdrawn.
		NotValid,
		/// Only retirements out of a withdrawn batch are re-opened, and once.
		NotReopenable,
		/// Ids or serial numbers are used up.
		IdsExhausted,
		/// The device's accreditation was revoked, for good.
		AlreadyRevoked,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			T::WeightInfo::expire(Self::expire(T::MaxExpiries::get()))
		}

		fn integrity_test() {
			assert!(T::MaxExpiries::get() > 0, "certificates must be able to expire");
			let months = u32::from(T::ValidityMonths::get());
			assert!(months <= MAX_FREED, "months that are valid must have room to be free again");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A device.
		pub fn generator(generator: GeneratorId) -> Option<GeneratorOf<T>> {
			Generators::<T>::get(generator)
		}

		/// A batch.
		pub fn batch(batch: BatchId) -> Option<BatchOf<T>> {
			Batches::<T>::get(batch)
		}

		/// The receipt of a retirement.
		pub fn receipt(retirement: RetirementId) -> Option<RetirementOf<T>> {
			Retirements::<T>::get(retirement)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Registers a device and asks for its accreditation.
		///
		/// Origin: signed by its owner, who pays [`Config::GeneratorDeposit`].
		///
		/// Errors: `InvalidCapacity`, `IdsExhausted`. Event: `GeneratorRegistered`.
		#[pallet::call_index(0)]
		pub fn register_generator(
			origin: OriginFor<T>,
			description: Description,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_register_generator(owner, description)
		}

		/// Accredits a device.
		///
		/// Origin: [`Config::RegulatorOrigin`]. Errors: `NotFound`, `AlreadyAccredited`, `AlreadyRevoked`, `AlreadyExists`. Event:
		/// `Accredited`.
		#[pallet::call_index(1)]
		pub fn accredit(origin: OriginFor<T>, generator: GeneratorId) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_accredit(generator)
		}

		/// Refuses to accredit a device, which is gone then; its deposit goes back.
		///
		/// Origin: [`Config::RegulatorOrigin`], or signed by the device's owner, whose deposit a silent regulator does not keep.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `AlreadyAccredited`, `AlreadyRevoked`. Event: `AccreditationRefused`.
		#[pallet::call_index(2)]
		pub fn refuse_accreditation(
			origin: OriginFor<T>,
			generator: GeneratorId,
			reason: Text,
		) -> DispatchResult {
			let who = Self::ensure_regulator_or_signed(origin)?;
			Self::do_refuse_accreditation(who, generator, reason)
		}

		/// Asks for certificates for metered output of a device that has no meter on another chain.
		///
		/// Origin: signed by the device's owner, who pays [`Config::RequestDeposit`] while the request waits.
		///
		/// - `span`: when it was delivered, in seconds since the Unix epoch: within one month, and after what was certified last
		///   or within what is free again;
		/// - `energy`: how much, at most capacity times time;
		/// - `own_use`: whether the owner consumed it;
		/// - `evidence`: the digest of what proves it.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `NotAccredited`, `RequestPending`, `InvalidSpan`, `Overlap`,
		/// `CapacityExceeded`, `IdsExhausted`. Event: `IssuanceRequested`.
		#[pallet::call_index(3)]
		pub fn request_issuance(
			origin: OriginFor<T>,
			generator: GeneratorId,
			span: Interval,
			energy: WattHours,
			own_use: bool,
			evidence: H256,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_request_issuance(Some(who), generator, span, energy, own_use, evidence)
				.map(drop)
		}

		/// Asks for certificates for what a meter of the calling chain read.
		///
		/// Origin: [`Config::ReporterOrigin`]. `device` is the meter as that chain numbers it; the rest as for
		/// [`Call::request_issuance`]. Approved at once if the regulator has switched that on.
		///
		/// Errors: as for [`Call::request_issuance`]. Events: `IssuanceRequested`, `IssuanceApproved`.
		#[pallet::call_index(4)]
		pub fn report_output(
			origin: OriginFor<T>,
			device: zeropark_primitives::DeviceId,
			span: Interval,
			energy: WattHours,
			own_use: bool,
			evidence: H256,
		) -> DispatchResult {
			let chain = T::ReporterOrigin::ensure_origin(origin)?;
			Self::do_report_output((chain, device), span, energy, own_use, evidence)
		}

		/// Approves a request and issues its certificates.
		///
		/// Origin: [`Config::RegulatorOrigin`]. Errors: `NotFound`, `IdsExhausted`, or the currency's when the owner cannot
		/// pay [`Config::BatchDeposit`]. Event: `IssuanceApproved`.
		#[pallet::call_index(5)]
		pub fn approve_issuance(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_approve_issuance(request)
		}

		/// Refuses a request, whose time may then be asked for again; its deposit goes back.
		///
		/// Origin: [`Config::RegulatorOrigin`], or signed by the device's owner, also where the meter's chain reported, which may
		/// report again. Errors: `NotFound`, `NotAuthorized`. Event: `IssuanceRefused`.
		#[pallet::call_index(6)]
		pub fn refuse_issuance(
			origin: OriginFor<T>,
			request: RequestId,
			reason: Text,
		) -> DispatchResult {
			let who = Self::ensure_regulator_or_signed(origin)?;
			Self::do_refuse_issuance(who, request, reason)
		}

		/// Has what meters' chains report approved at once, or not.
		///
		/// Origin: [`Config::RegulatorOrigin`]. Event: `AutomaticSet`.
		#[pallet::call_index(7)]
		pub fn set_automatic(origin: OriginFor<T>, automatic: bool) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Automatic::<T>::put(automatic);
			Self::deposit_event(Event::AutomaticSet { automatic });
			Ok(())
		}

		/// Uses up certificates; the receipt names their serial numbers.
		///
		/// Origin: signed by their holder, who pays [`Config::RetirementDeposit`].
		///
		/// Errors: `NotFound`, `NotAuthorized` (own use), `NotValid`, `InvalidQuantity`, `InvalidClaim`, `IdsExhausted`, or the asset's when there are
		/// too few. Event: `Retired`.
		#[pallet::call_index(8)]
		pub fn retire(
			origin: OriginFor<T>,
			batch: BatchId,
			#[pallet::compact] quantity: Quantity,
			claim: Claim,
		) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_retire(holder, batch, quantity, claim).map(drop)
		}

		/// Takes a holder's certificates out of the registry.
		///
		/// Origin: [`Config::RegulatorOrigin`]. Errors: `NotFound`, `NotAuthorized`, `NotValid`, `InvalidQuantity`, or the asset's when there
		/// are too few. Event: `Cancelled`.
		#[pallet::call_index(9)]
		pub fn cancel(
			origin: OriginFor<T>,
			batch: BatchId,
			holder: T::AccountId,
			#[pallet::compact] quantity: Quantity,
			reason: Text,
		) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_cancel(batch, holder, quantity, reason)
		}

		/// Withdraws a batch that was issued in error: nothing of it is traded or retired any more, and its output may be
		/// certified anew, whole or in parts, once no claim out of it stands. What the device carried over is dropped.
		///
		/// Origin: [`Config::RegulatorOrigin`]. Errors: `NotFound`, `NotValid`. Event: `BatchWithdrawn`.
		#[pallet::call_index(10)]
		pub fn withdraw_batch(
			origin: OriginFor<T>,
			batch: BatchId,
			reason: Text,
		) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_withdraw_batch(batch, reason)
		}

		/// Voids the claim of a retirement out of a withdrawn batch.
		///
		/// Origin: [`Config::RegulatorOrigin`]. Errors: `NotFound`, `NotReopenable`. Event: `RetirementReopened`.
		#[pallet::call_index(11)]
		pub fn reopen_retirement(
			origin: OriginFor<T>,
			#[pallet::compact] retirement: RetirementId,
		) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_reopen_retirement(retirement)
		}

		/// Ends a device's accreditation. A request that waits is dropped; the record and its deposit stay.
		///
		/// Origin: [`Config::RegulatorOrigin`]. Errors: `NotFound`, `NotAccredited`. Event: `AccreditationRevoked`.
		#[pallet::call_index(12)]
		pub fn revoke_accreditation(
			origin: OriginFor<T>,
			generator: GeneratorId,
			reason: Text,
		) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_revoke_accreditation(generator, reason)
		}
	}
}
