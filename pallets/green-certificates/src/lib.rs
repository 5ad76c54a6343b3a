//! # Green certificates
//!
//! The registry of green power: it records which devices may generate it, and what happens to every
//! certificate between its issuance and its end.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, storage, events and errors.
//!
//! ## Overview
//!
//! One certificate represents 1 MWh of metered output. The output of a device earns certificates
//! once the regulator has accredited the device. An approved request becomes a *batch*:
//! certificates of one production month with consecutive serial numbers. Each batch is a class of
//! asset of its own, so wallets transfer certificates as they transfer any asset. Energy that does
//! not fill a certificate stays with the device and counts at its next issuance.
//!
//! A certificate ends in exactly one of four ways. Its holder *retires* it to claim the power as
//! consumed. The registry *cancels* it. It *expires* two years after the start of its production
//! month. Or the regulator *withdraws* its whole batch, which should not have been issued.
//!
//! | call | who |
//! |---|---|
//! | [`Call::register_generator`] | anybody, for their own device |
//! | [`Call::accredit`], [`Call::revoke_accreditation`] | regulator |
//! | [`Call::refuse_accreditation`], [`Call::refuse_issuance`] | regulator; owner, to withdraw |
//! | [`Call::request_issuance`] | owner of a device that has no meter on another chain |
//! | [`Call::report_output`] | the chain of the device's meter |
//! | [`Call::approve_issuance`], [`Call::set_auto_approval`] | regulator |
//! | [`Call::retire`] | holder |
//! | [`Call::cancel`], [`Call::withdraw_batch`], [`Call::void_claim`] | regulator |
//!
//! ```text
//! device       register_generator --> pending --accredit--> accredited --revoke_...--> revoked
//!                                           \--refuse_accreditation--> removed
//!
//! request      request_issuance, report_output --> pending --approve_issuance--> batch
//!                                                        \--refuse_issuance--> removed
//!
//! certificate  circulating --retire--> retired --void_claim--> withdrawn
//!                         |--cancel--> cancelled
//!                         |--validity ends--> expired
//!                         \--withdraw_batch--> withdrawn
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Serial numbers** form one sequence over all batches; a batch has the numbers `[start, end)`.
//!   Units of a class are interchangeable, so a certificate gets its number only when it leaves
//!   circulation. The numbers of a batch leave in ascending order, whoever the holder is.
//! - **No double issuance**: the output of a device is certified in chronological order, so no two
//!   issuances overlap. Only recertifiable output is certified out of order. A permit and a meter
//!   each belong to at most one device that was accredited.
//! - **Carry-over**: the energy of a device that is in no certificate yet, in Wh. Output for sale
//!   and output for own use are carried over separately.
//! - **Own use**: output that its owner consumed is certified as well, but the certificates stay in
//!   the registry's own account. The owner can retire them and do nothing else with them.
//! - **Expiry and withdrawal** end a whole batch. The market and the registry refuse the
//!   certificates that were still circulating, although wallets can still transfer them. A batch
//!   that has expired can still be withdrawn.
//! - **End of trade**: certificates are not traded in the last [`Config::MinRemainingLife`] before
//!   their expiry, so that nobody buys what lapses before it can be used. Their holders can still
//!   retire them.
//! - **Void claim**: retirements from a withdrawn batch stay on record, and the regulator voids
//!   their claims one by one. Whoever relies on a claim is told when it becomes void.
//! - **Recertifiable output**: once a batch is withdrawn and none of its claims is valid, its
//!   output can be certified again, and the carry-over becomes what it would be without that
//!   issuance. The carry-over turns negative if a later certificate already used the energy; later
//!   output makes up for it first.
//! - **Automatic approval**: the regulator may let reports of a meter's own chain be approved at
//!   once. Reports of recertifiable output still wait for the regulator.
//!
//! The rules are those of 国能发新能规〔2024〕67号: one certificate for 1,000 kWh with the remainder
//! carried over, a validity of two years, and no trade in certificates of own use.
//!
//! ## Example
//!
//! A test retires certificates of two holders and reads the receipt:
#![doc = docify::embed!("src/tests/retire.rs", retire_should_name_serials_and_leave_a_receipt)]
//!
//! ## Invariants
//!
//! 1. For each batch: issued = circulating + retired + cancelled + expired + withdrawn.
//! 2. The supply of a valid batch's class equals the circulating certificates of the batch. For own
//!    use, the registry's account holds all of them.
//! 3. The serial numbers of retirements lie within their batch and below its next number, and no
//!    two retirements overlap.
//! 4. The serial numbers of batches do not overlap and lie below [`NextSerial`].
//! 5. For each device: carry-over ≥ certified energy − energy of issued certificates. Of batches
//!    whose output is recertifiable, only the certificates that were cancelled count. So no
//!    certificate lacks output.
//! 6. Each request is the pending request of its device. [`Permits`] and [`Meters`] name exactly
//!    the permits and meters of the devices that were accredited, revoked ones included.
//! 7. A device's certified intervals overlap neither each other, nor its recertifiable intervals,
//!    nor its pending request. Certified and recertifiable intervals end no later than
//!    `certified_until`. An interval is certified while its batch is not withdrawn, or a claim on
//!    the batch is valid.
//! 8. [`Expiries`] contains exactly the valid batches, and none in a month before [`ExpiredUntil`].

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
	Batch, BatchId, BatchStatus, Description, Generator, GeneratorId, Meter, Occupation, Request,
	RequestId, Retirement, RetirementId, Status, CERTIFICATE, MAX_RECERTIFIABLE,
};
pub use weights::WeightInfo;

/// The target of this pallet's log lines.
const LOG_TARGET: &str = "runtime::green-certificates";

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, fungibles, Contains, UnixTime},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use zeropark_primitives::{
		certificates::{Claim, ClaimListener, SerialRange, Text},
		market::{Balance, Quantity},
		time::{Interval, Month, Seconds},
		units::WattHours,
	};

	/// The [`Generator`] of a runtime.
	pub type GeneratorOf<T> = Generator<<T as frame_system::Config>::AccountId>;
	/// The [`Batch`] of a runtime.
	pub type BatchOf<T> = Batch<<T as frame_system::Config>::AccountId>;
	/// The [`Retirement`] of a runtime.
	pub type RetirementOf<T> = Retirement<<T as frame_system::Config>::AccountId>;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The regulator, who accredits devices, approves issuance and corrects the registry.
		type RegulatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// A chain that reports the output of its meters. Succeeds with the chain's parachain id.
		type ReporterOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = u32>;

		/// The settlement currency, in which deposits are held.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Inspect<Self::AccountId, Balance = Balance>;

		/// The certificates: one class of asset for each batch, in whole certificates.
		/// They must take names of 50 bytes, and no deposit for them: the deposit for a batch pays.
		type Assets: fungibles::Create<Self::AccountId>
			+ fungibles::Mutate<Self::AccountId>
			+ fungibles::metadata::Mutate<Self::AccountId>
			+ fungibles::Inspect<Self::AccountId, AssetId = BatchId, Balance = Balance>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The chain's clock.
		type Time: UnixTime;

		/// The seed of the registry's account, which owns the classes and keeps certificates of own
		/// use.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// The deposit for a device, in micro-units of the settlement currency. It is held from the
		/// owner while the device is registered.
		#[pallet::constant]
		type GeneratorDeposit: Get<Balance>;

		/// The deposit for a pending request, in micro-units of the settlement currency. It is held
		/// from the device's owner until the request is decided.
		#[pallet::constant]
		type RequestDeposit: Get<Balance>;

		/// The deposit for a batch, in micro-units of the settlement currency. It is held from the
		/// device's owner for good, because the record of the batch stays.
		#[pallet::constant]
		type BatchDeposit: Get<Balance>;

		/// The deposit for an occupied permit, in micro-units of the settlement currency. It is held
		/// from the account that the calling chain names, until the regulator frees the permit.
		#[pallet::constant]
		type PermitDeposit: Get<Balance>;

		/// The deposit for a retirement, in micro-units of the settlement currency. It is held from
		/// the holder for good, because the receipt stays.
		#[pallet::constant]
		type RetirementDeposit: Get<Balance>;

		/// Accounts that keep certificates in custody for others. The registry cancels none of
		/// theirs: they go back to their owners first.
		type Custodians: Contains<Self::AccountId>;

		/// Hears of claims that became void.
		type ClaimListener: ClaimListener;

		/// The number of months in which a certificate is valid, its production month included.
		#[pallet::constant]
		type ValidityMonths: Get<u16>;

		/// The time before its expiry, in seconds, from which a certificate is not traded any more: who
		/// buys it can still use it. A purchase from another chain is reported and delivered in this
		/// time.
		#[pallet::constant]
		type MinRemainingLife: Get<Seconds>;

		/// The most steps that a block takes to expire batches. A step is one batch, or the move to
		/// the next month.
		#[pallet::constant]
		type MaxExpiries: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Prepares the state that benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// The reasons of this pallet's holds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The record of a device.
		#[codec(index = 0)]
		Generator,
		/// The record of a pending request.
		#[codec(index = 1)]
		Request,
		/// The record of a batch.
		#[codec(index = 2)]
		Batch,
		/// The receipt of a retirement.
		#[codec(index = 3)]
		Retirement,
		/// The record of an occupied permit.
		#[codec(index = 4)]
		Permit,
	}

	/// The id of the next device.
	#[pallet::storage]
	pub type NextGeneratorId<T: Config> = StorageValue<_, GeneratorId, ValueQuery>;

	/// Registered devices, each with at most 24 intervals of recertifiable output. The owner pays a
	/// deposit for each.
	#[pallet::storage]
	pub type Generators<T: Config> = StorageMap<_, Twox64Concat, GeneratorId, GeneratorOf<T>>;

	/// For each permit, the device that was accredited with it. The device's deposit pays for the
	/// entry.
	#[pallet::storage]
	pub type Permits<T: Config> = StorageMap<_, Blake2_128Concat, H256, GeneratorId>;

	/// The permits of plants that another chain's period ledger counts. Their output can only be
	/// certified for own use, as that chain reports it. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Occupations<T: Config> =
		StorageMap<_, Blake2_128Concat, H256, Occupation<T::AccountId>>;

	/// For each meter of another chain, the device that was accredited with it. The device's
	/// deposit pays for the entry.
	#[pallet::storage]
	pub type Meters<T: Config> = StorageMap<_, Twox64Concat, Meter, GeneratorId>;

	/// The id of the next request.
	#[pallet::storage]
	pub type NextRequestId<T: Config> = StorageValue<_, RequestId, ValueQuery>;

	/// Pending requests, at most one for each device. The device's owner pays a deposit for each.
	#[pallet::storage]
	pub type Requests<T: Config> = StorageMap<_, Twox64Concat, RequestId, Request>;

	/// Whether reports of meters' chains are approved at once.
	#[pallet::storage]
	pub type AutoApproval<T: Config> = StorageValue<_, bool, ValueQuery>;

	/// The id of the next batch.
	#[pallet::storage]
	pub type NextBatchId<T: Config> = StorageValue<_, BatchId, ValueQuery>;

	/// The serial number of the next certificate.
	#[pallet::storage]
	pub type NextSerial<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// All batches that were ever issued. The device's owner pays a deposit for each.
	#[pallet::storage]
	pub type Batches<T: Config> = StorageMap<_, Twox64Concat, BatchId, BatchOf<T>>;

	/// Valid batches, by the month at whose start they expire. The batch's deposit pays for the
	/// entry.
	#[pallet::storage]
	pub type Expiries<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Month, Twox64Concat, BatchId, (), OptionQuery>;

	/// The first month in which valid batches may still have to expire; all earlier months are
	/// done. `None` before the first batch.
	#[pallet::storage]
	pub type ExpiredUntil<T: Config> = StorageValue<_, Month, OptionQuery>;

	/// The id of the next retirement.
	#[pallet::storage]
	pub type NextRetirementId<T: Config> = StorageValue<_, RetirementId, ValueQuery>;

	/// The receipts of all retirements. The holder who retired pays a deposit for each.
	#[pallet::storage]
	pub type Retirements<T: Config> = StorageMap<_, Twox64Concat, RetirementId, RetirementOf<T>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A chain occupied a permit: its output can only be certified as that chain reports it.
		PermitOccupied {
			/// The digest of the permit.
			permit: H256,
			/// The meter of the plant.
			meter: Meter,
		},
		/// The regulator freed a permit.
		PermitFreed {
			/// The digest of the permit.
			permit: H256,
			/// Why.
			reason: Text,
		},
		/// A device was registered and waits for accreditation.
		GeneratorRegistered {
			/// The device.
			generator: GeneratorId,
			/// The owner of the device.
			owner: T::AccountId,
		},
		/// A device was accredited: its output can earn certificates.
		Accredited {
			/// The device.
			generator: GeneratorId,
		},
		/// The regulator refused a device, or its owner withdrew it. The device was removed.
		AccreditationRefused {
			/// The device.
			generator: GeneratorId,
			/// The reason that the caller gave.
			reason: Text,
		},
		/// The accreditation of a device was revoked: its output earns no more certificates.
		AccreditationRevoked {
			/// The device.
			generator: GeneratorId,
			/// The reason that the caller gave.
			reason: Text,
		},
		/// Certificates were requested for output of a device.
		IssuanceRequested {
			/// The request.
			request: RequestId,
			/// The device.
			generator: GeneratorId,
			/// When the output was delivered.
			span: Interval,
			/// How much was delivered, in Wh.
			energy: WattHours,
		},
		/// The regulator refused a request, or the device's owner withdrew it. The request was
		/// removed.
		IssuanceRefused {
			/// The request.
			request: RequestId,
			/// The reason that the caller gave.
			reason: Text,
		},
		/// A request was approved. A batch was issued if the energy filled at least one
		/// certificate.
		IssuanceApproved {
			/// The request.
			request: RequestId,
			/// The batch; `None` if the energy filled no certificate.
			batch: Option<BatchId>,
			/// The serial numbers of its certificates.
			serials: SerialRange,
			/// The energy that the device carries over to its next issuance, in Wh.
			carry_over: WattHours,
		},
		/// Automatic approval of the reports of meters' chains was switched on or off.
		AutoApprovalSet {
			/// The new setting.
			auto_approval: bool,
		},
		/// A holder retired certificates and claims their power as consumed.
		Retired {
			/// The retirement, which is the number of the receipt.
			retirement: RetirementId,
			/// The batch.
			batch: BatchId,
			/// The holder of the certificates.
			holder: T::AccountId,
			/// The serial numbers of the certificates.
			serials: SerialRange,
		},
		/// The registry cancelled certificates of a holder.
		Cancelled {
			/// The batch.
			batch: BatchId,
			/// The holder of the certificates.
			holder: T::AccountId,
			/// The serial numbers of the certificates.
			serials: SerialRange,
			/// The reason that the caller gave.
			reason: Text,
		},
		/// A batch expired, with the certificates that were still circulating.
		Expired {
			/// The batch.
			batch: BatchId,
			/// The serial numbers of these certificates.
			serials: SerialRange,
		},
		/// A batch was withdrawn because it should not have been issued.
		BatchWithdrawn {
			/// The batch.
			batch: BatchId,
			/// The serial numbers that were still circulating.
			serials: SerialRange,
			/// The reason that the caller gave.
			reason: Text,
		},
		/// The claim of a retirement became void.
		ClaimVoided {
			/// The retirement.
			retirement: RetirementId,
			/// The batch.
			batch: BatchId,
			/// The serial numbers of the retirement.
			serials: SerialRange,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No device, request, batch or retirement has this id, or no accredited device has this
		/// meter.
		NotFound,
		/// Only the owner may act for a device or retire certificates of own use, only the meter's
		/// chain may report for a device with a meter, and certificates in a market's custody
		/// cannot be cancelled.
		NotAuthorized,
		/// The device must be accredited.
		NotAccredited,
		/// The device is accredited already; `revoke_accreditation` ends an accreditation.
		AlreadyAccredited,
		/// A meter of another chain measures the plant of this permit, and the chain counts the
		/// output. Only that chain can report it; the regulator can free the permit.
		PermitOccupied,
		/// Another device was accredited with this permit or this meter.
		AlreadyExists,
		/// The capacity of a device must be above 0 W and at most 10 GW.
		InvalidCapacity,
		/// The interval must not be empty, must have ended, must start after the device was
		/// commissioned, and must lie in one month whose certificates have not expired.
		InvalidSpan,
		/// The interval must start after all certified output, or its older part must be
		/// recertifiable.
		Overlap,
		/// The energy must be above 0 Wh, and no more than the device's capacity delivers in the
		/// interval.
		CapacityExceeded,
		/// The device has a pending request, which must be approved or refused first.
		RequestPending,
		/// The quantity must be above zero.
		InvalidQuantity,
		/// A claim must name a beneficiary and a purpose in readable text (UTF-8 without control
		/// characters), and its period must not be empty.
		InvalidClaim,
		/// The batch has expired or was withdrawn: its certificates are no longer valid.
		NotValid,
		/// A claim can become void only once, and only after its batch was withdrawn.
		NotVoidable,
		/// No ids or serial numbers are left.
		IdsExhausted,
		/// The accreditation of the device was revoked, which is final.
		AlreadyRevoked,
		/// The batch has fewer certificates in circulation. Use those of other batches for the rest.
		TooFewCertificates,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			T::WeightInfo::expire(Self::expire(T::MaxExpiries::get()))
		}

		fn integrity_test() {
			assert!(T::MaxExpiries::get() > 0, "certificates must be able to expire");
			let months = u32::from(T::ValidityMonths::get());
			assert!(
				months <= MAX_RECERTIFIABLE,
				"months that are valid must have room to be free again"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns a device: its owner and description, its accreditation, and its carry-over in
		/// Wh. `None` if there is no such device, or if it was refused.
		pub fn generator(generator: GeneratorId) -> Option<GeneratorOf<T>> {
			Generators::<T>::get(generator)
		}

		/// Returns a batch: its device, month and serial numbers, its status, and how many
		/// certificates ended in which way. `None` if no batch has this id.
		pub fn batch(batch: BatchId) -> Option<BatchOf<T>> {
			Batches::<T>::get(batch)
		}

		/// Returns the receipt of a retirement: holder, batch, serial numbers and claim, the time
		/// in seconds since the Unix epoch, and whether the claim is void. `None` if no retirement
		/// has this number.
		pub fn receipt(retirement: RetirementId) -> Option<RetirementOf<T>> {
			Retirements::<T>::get(retirement)
		}

		/// Returns the devices of an owner, in no order.
		pub fn generators_of(owner: T::AccountId) -> Vec<GeneratorId> {
			Generators::<T>::iter()
				.filter_map(|(id, generator)| (generator.owner == owner).then_some(id))
				.collect()
		}

		/// Returns the batches of a device, in no order.
		pub fn batches_of(generator: GeneratorId) -> Vec<BatchId> {
			Batches::<T>::iter()
				.filter_map(|(id, batch)| (batch.generator == generator).then_some(id))
				.collect()
		}

		/// Returns the numbers of the receipts of a holder, in no order.
		pub fn receipts_of(holder: T::AccountId) -> Vec<RetirementId> {
			Retirements::<T>::iter()
				.filter_map(|(id, retirement)| (retirement.holder == holder).then_some(id))
				.collect()
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Registers a generating device, which then waits for accreditation.
		///
		/// Origin: signed by the owner, from whom the deposit for a device is held.
		///
		/// - `description`: technology, capacity in W, region, time of commissioning, permit and
		///   meter.
		///
		/// Errors: `InvalidCapacity`, `IdsExhausted`, or the currency's error if the owner cannot
		/// pay the deposit. Event: `GeneratorRegistered`.
		#[pallet::call_index(0)]
		pub fn register_generator(
			origin: OriginFor<T>,
			description: Description,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_register_generator(owner, description)
		}

		/// Accredits a registered device, so that its output can earn certificates.
		///
		/// Origin: the regulator.
		///
		/// Errors: `NotFound`, `AlreadyAccredited`, `AlreadyRevoked`, `AlreadyExists`. Event:
		/// `Accredited`.
		#[pallet::call_index(1)]
		pub fn accredit(origin: OriginFor<T>, generator: GeneratorId) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_accredit(generator)
		}

		/// Refuses to accredit a device. The device is removed, and its deposit goes back to the
		/// owner.
		///
		/// Origin: the regulator, or signed by the device's owner, who gets the deposit back this
		/// way if the regulator never decides.
		///
		/// - `reason`: up to 128 bytes of text for the event.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `AlreadyAccredited`, `AlreadyRevoked`. Event:
		/// `AccreditationRefused`.
		#[pallet::call_index(2)]
		pub fn refuse_accreditation(
			origin: OriginFor<T>,
			generator: GeneratorId,
			reason: Text,
		) -> DispatchResult {
			let who = Self::ensure_regulator_or_signed(origin)?;
			Self::do_refuse_accreditation(who, generator, reason)
		}

		/// Requests certificates for output of a device that has no meter on another chain.
		///
		/// Origin: signed by the device's owner, from whom the deposit for a request is held until
		/// the request is decided.
		///
		/// - `span`: when the output was delivered, in seconds since the Unix epoch: within one
		///   month, and after all output of the device that was certified, unless it is
		///   recertifiable;
		/// - `energy`: how much was delivered, in Wh: at most the device's capacity times the
		///   length of `span`;
		/// - `own_use`: whether the owner consumed the output, so that its certificates cannot be
		///   traded;
		/// - `evidence`: the digest of the document that proves the output.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `NotAccredited`, `RequestPending`, `InvalidSpan`,
		/// `Overlap`, `CapacityExceeded`, `IdsExhausted`, or the currency's error if the owner
		/// cannot pay the deposit. Event: `IssuanceRequested`.
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

		/// Requests certificates for output that a meter of the calling chain measured. The request
		/// is approved at once if the regulator allows that and the output was never certified
		/// before.
		///
		/// Origin: a chain that reports its meters' output. The deposit is held from the device's
		/// owner.
		///
		/// - `device`: the meter, as the calling chain numbers it;
		/// - `span`, `energy`, `own_use`, `evidence`: as for `request_issuance`.
		///
		/// Errors: as for `request_issuance`. If only the automatic approval fails, the request
		/// waits for the regulator. Events: `IssuanceRequested`, and `IssuanceApproved` if it is
		/// approved at once.
		#[pallet::call_index(4)]
		pub fn report_output(
			origin: OriginFor<T>,
			device: zeropark_primitives::ids::DeviceId,
			span: Interval,
			energy: WattHours,
			own_use: bool,
			evidence: H256,
		) -> DispatchResult {
			let chain = T::ReporterOrigin::ensure_origin(origin)?;
			Self::do_report_output((chain, device), span, energy, own_use, evidence)
		}

		/// Occupies a permit: a meter of the calling chain measures its plant, and the chain's
		/// period ledger counts the output as its own green power. From now on the output can only
		/// be certified for own use, as that chain reports it. Another meter of the same chain may
		/// take over, and with it an accredited device keeps what was certified.
		///
		/// Origin: a chain that reports its meters' output.
		///
		/// - `device`: the meter, as the calling chain numbers it;
		/// - `permit`: the digest of the permit;
		/// - `depositor`: the account from which the deposit is held.
		///
		/// Errors: `PermitOccupied`, or the currency's error if the deposit cannot be held. Event:
		/// `PermitOccupied`.
		#[pallet::call_index(13)]
		pub fn occupy_permit(
			origin: OriginFor<T>,
			device: zeropark_primitives::ids::DeviceId,
			permit: H256,
			depositor: T::AccountId,
		) -> DispatchResult {
			let chain = T::ReporterOrigin::ensure_origin(origin)?;
			Self::do_occupy_permit((chain, device), permit, depositor)
		}

		/// Frees a permit that a chain occupied without right, or no longer uses, and returns the
		/// deposit.
		///
		/// Origin: the regulator.
		///
		/// Errors: `NotFound`. Event: `PermitFreed`.
		#[pallet::call_index(14)]
		pub fn free_permit(origin: OriginFor<T>, permit: H256, reason: Text) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_free_permit(permit, reason)
		}

		/// Approves a request: issues a certificate for each whole MWh of its energy and the
		/// device's carry-over, and carries the rest over.
		///
		/// Origin: the regulator. The deposit for a request goes back to the device's owner, and
		/// the deposit for a batch is held.
		///
		/// Errors: `NotFound`, `IdsExhausted`, or the currency's error if the owner cannot pay the
		/// deposit. Event: `IssuanceApproved`.
		#[pallet::call_index(5)]
		pub fn approve_issuance(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_approve_issuance(request)
		}

		/// Refuses a request. Its deposit goes back to the device's owner, and its interval may be
		/// requested again.
		///
		/// Origin: the regulator, or signed by the device's owner, even if the meter's chain made
		/// the request; that chain may then report the output again.
		///
		/// - `reason`: up to 128 bytes of text for the event.
		///
		/// Errors: `NotFound`, `NotAuthorized`. Event: `IssuanceRefused`.
		#[pallet::call_index(6)]
		pub fn refuse_issuance(
			origin: OriginFor<T>,
			request: RequestId,
			reason: Text,
		) -> DispatchResult {
			let who = Self::ensure_regulator_or_signed(origin)?;
			Self::do_refuse_issuance(who, request, reason)
		}

		/// Sets whether reports of meters' chains are approved at once.
		///
		/// Origin: the regulator. Event: `AutoApprovalSet`.
		#[pallet::call_index(7)]
		pub fn set_auto_approval(origin: OriginFor<T>, auto_approval: bool) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			AutoApproval::<T>::put(auto_approval);
			Self::deposit_event(Event::AutoApprovalSet { auto_approval });
			Ok(())
		}

		/// Retires certificates, so that their power counts as consumed. The receipt names their
		/// serial numbers and the claim.
		///
		/// Origin: signed by the holder, from whom the deposit for a retirement is held.
		/// Certificates of own use are retired by the owner of the batch.
		///
		/// - `batch`: the batch of the certificates;
		/// - `quantity`: how many certificates, each of 1 MWh;
		/// - `claim`: who claims the power, for which purpose, and for which period of consumption
		///   in seconds since the Unix epoch.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `NotValid`, `InvalidQuantity`, `TooFewCertificates`,
		/// `InvalidClaim`, `IdsExhausted`, the asset's error if the holder has too few certificates, or the
		/// currency's error if the holder cannot pay the deposit. Event: `Retired`.
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

		/// Cancels certificates of a holder: they leave circulation, and nobody can claim their
		/// power.
		///
		/// Origin: the regulator.
		///
		/// - `quantity`: how many certificates, each of 1 MWh;
		/// - `reason`: up to 128 bytes of text for the event.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `NotValid`, `InvalidQuantity`, `TooFewCertificates`, or
		/// the asset's error if the holder has too few certificates. Event: `Cancelled`.
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

		/// Withdraws a batch that should not have been issued. Its certificates can no longer be
		/// traded or retired. Its output can be certified again, whole or in parts, once none of
		/// its claims is valid; the device's carry-over then becomes what it would be without the
		/// batch.
		///
		/// Origin: the regulator.
		///
		/// - `reason`: up to 128 bytes of text for the event.
		///
		/// Errors: `NotFound`, `NotValid`. Event: `BatchWithdrawn`.
		#[pallet::call_index(10)]
		pub fn withdraw_batch(
			origin: OriginFor<T>,
			batch: BatchId,
			reason: Text,
		) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_withdraw_batch(batch, reason)
		}

		/// Voids the claim of a retirement from a withdrawn batch. The beneficiary can no longer
		/// claim the power as consumed.
		///
		/// Origin: the regulator, or signed by anybody. The regulator decided when it withdrew the
		/// batch, and whoever relies on the claims need not wait for it to void each of them.
		///
		/// Errors: `NotFound`, `NotVoidable`. Event: `ClaimVoided`.
		#[pallet::call_index(11)]
		pub fn void_claim(
			origin: OriginFor<T>,
			#[pallet::compact] retirement: RetirementId,
		) -> DispatchResult {
			if let Err(origin) = T::RegulatorOrigin::try_origin(origin) {
				ensure_signed(origin)?;
			}
			Self::do_void_claim(retirement)
		}

		/// Revokes the accreditation of a device, for good. Its pending request is dropped, and the
		/// deposit for the request goes back. The record of the device and its deposit stay.
		///
		/// Origin: the regulator.
		///
		/// - `reason`: up to 128 bytes of text for the event.
		///
		/// Errors: `NotFound`, `NotAccredited`. Event: `AccreditationRevoked`.
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
