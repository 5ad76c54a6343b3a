//! # CCER
//!
//! Credits for emissions that projects reduced (Chinese certified emission reductions). A credit
//! stands for one tonne of CO2 equivalent.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, view functions, storage, events and errors.
//!
//! ## Overview
//!
//! A project is validated by one body and registered by the regulator. What it reduced is reported
//! with monitoring data, verified by another body, and issued as a batch of credits. Credits are
//! traded, surrendered for emissions under quota (see `carbon-allowances`), or retired voluntarily.
//!
//! | call | who may make it |
//! |---|---|
//! | [`Call::register_project`], [`Call::withdraw_project`] | the owner |
//! | [`Call::report_reductions`], [`Call::withdraw_report`] | the owner |
//! | [`Call::validate`], [`Call::verify_report`] | a verifier: never the owner, not the same for both; a report names its verifier |
//! | [`Call::approve`], [`Call::refuse`], [`Call::issue`], [`Call::refuse_report`], [`Call::withdraw_batch`] | the regulator |
//! | [`Call::retire`] | whoever holds credits |
//!
//! ```text
//! register_project --> submitted --validate--> validated --approve--> registered
//!
//! report_reductions --> waits --verify_report--> verified --issue--> batch --> traded, surrendered, retired
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Class**: each batch is a class of asset. Classes of credits begin at
//!   [`FIRST_CREDIT_CLASS`](zeropark_primitives::compliance::FIRST_CREDIT_CLASS); those below are
//!   allowances.
//! - **Serial numbers** are counted over all batches. Credits of a batch are alike until they are
//!   used; a use takes the next numbers of its batch.
//! - **Carry-over**: credits are whole tonnes, rounded down. The rest waits for the project's next
//!   report.
//! - **Not both**: power whose certificates are traded gets no credits (notice 2024-124). A project
//!   names its meters, so that the green certificate market can be asked. A meter belongs to one
//!   registered project.
//! - **Withdrawn batch**: its credits can still be sent around, but neither be traded on the market
//!   nor be used.
//!
//! ## Example
//!
#![doc = docify::embed!("src/tests/issuance.rs", whole_tonnes_should_be_issued_and_the_rest_carried_over)]
//!
//! ## Invariants
//!
//! 1. The supply of a batch's class is its serial numbers that were not used.
//! 2. Serial numbers have no gaps, and each is in one batch; uses of a batch do not overlap.
//! 3. What was issued for a project, with its carry-over, is what was verified for it.
//! 4. Every project, report, batch and use has its deposit on hold: the holds of an account are the
//!    sums of the deposits that it paid.
//! 5. Each meter of a registered project is that project's alone.
//! 6. Nobody verified a report of a project that they validated or own.

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
	Batch, Description, Project, ProjectId, Purpose, Report, Status, Use, UseId, MAX_DEVICES,
};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, fungibles, UnixTime},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use zeropark_primitives::{
		certificates::{SerialRange, Text},
		ids::{DeviceId, ParaId},
		market::Balance,
		time::Interval,
		units::{GramsCo2e, TonnesCo2e},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The regulator, who registers projects and issues credits.
		type RegulatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// A body that validates projects and verifies reductions.
		type VerifierOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// The settlement currency, in which deposits are held.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Inspect<Self::AccountId, Balance = Balance>;

		/// The credits: one class of asset for each batch, in whole tonnes. They must take names of
		/// 50 bytes, and no deposit for them: the deposit for a batch pays.
		type Assets: fungibles::Create<Self::AccountId>
			+ fungibles::Mutate<Self::AccountId>
			+ fungibles::metadata::Mutate<Self::AccountId>
			+ fungibles::Inspect<Self::AccountId, AssetId = u32, Balance = Balance>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The chain's clock.
		type Time: UnixTime;

		/// The seed of the registry's account, which owns the classes.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// The deposit for a project, in micro-units of the settlement currency. It is returned if
		/// the project is withdrawn or refused.
		#[pallet::constant]
		type ProjectDeposit: Get<Balance>;

		/// The deposit for each meter of a project, in micro-units of the settlement currency. It is
		/// returned with that for the project.
		#[pallet::constant]
		type DeviceDeposit: Get<Balance>;

		/// The deposit for a report, in micro-units of the settlement currency. It is returned when
		/// the report is decided on.
		#[pallet::constant]
		type ReportDeposit: Get<Balance>;

		/// The deposit for a batch, in micro-units of the settlement currency. It is held from the
		/// project's owner for good, because the record stays.
		#[pallet::constant]
		type BatchDeposit: Get<Balance>;

		/// The deposit for a use of credits, in micro-units of the settlement currency. It is held
		/// from the holder for good, because the receipt stays.
		#[pallet::constant]
		type UseDeposit: Get<Balance>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets the clock for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// The reasons of this pallet's holds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The records of projects, reports, batches and uses.
		#[codec(index = 0)]
		Records,
	}

	/// The number of the next project.
	#[pallet::storage]
	pub type NextProjectId<T: Config> = StorageValue<_, ProjectId, ValueQuery>;

	/// The projects. The deposits of each, and of its report, pay for its entry.
	#[pallet::storage]
	pub type Projects<T: Config> =
		StorageMap<_, Twox64Concat, ProjectId, Project<T::AccountId>, OptionQuery>;

	/// The registered project that each meter belongs to. The deposit for the meter pays for its entry.
	#[pallet::storage]
	pub type Devices<T: Config> =
		StorageMap<_, Twox64Concat, (ParaId, DeviceId), ProjectId, OptionQuery>;

	/// The class of the next batch, counted from the first class of credits.
	#[pallet::storage]
	pub type NextBatch<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// The serial number of the next credit.
	#[pallet::storage]
	pub type NextSerial<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// All batches, by class. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Batches<T: Config> =
		StorageMap<_, Twox64Concat, u32, Batch<T::AccountId>, OptionQuery>;

	/// The number of the next use of credits.
	#[pallet::storage]
	pub type NextUseId<T: Config> = StorageValue<_, UseId, ValueQuery>;

	/// The receipts of all uses of credits. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Uses<T: Config> = StorageMap<_, Twox64Concat, UseId, Use<T::AccountId>, OptionQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A project was submitted.
		ProjectSubmitted {
			/// The project.
			project: ProjectId,
			/// Whose it is.
			owner: T::AccountId,
			/// The digest of its documents.
			documents: H256,
		},
		/// A project was withdrawn by its owner, or refused by the regulator.
		ProjectRemoved {
			/// The project.
			project: ProjectId,
		},
		/// A project was validated.
		ProjectValidated {
			/// The project.
			project: ProjectId,
			/// Who did it.
			by: T::AccountId,
			/// The digest of the report on it.
			report: H256,
		},
		/// The regulator registered a project.
		ProjectRegistered {
			/// The project.
			project: ProjectId,
		},
		/// A project's reductions were reported.
		ReductionsReported {
			/// The project.
			project: ProjectId,
			/// When they were.
			span: Interval,
			/// The reductions, in gCO2e.
			reduced: GramsCo2e,
			/// The digest of the monitoring data.
			evidence: H256,
			/// Who is to verify it.
			verifier: T::AccountId,
		},
		/// A report was verified.
		ReductionsVerified {
			/// The project.
			project: ProjectId,
			/// Who did it.
			by: T::AccountId,
			/// What was found, in gCO2e.
			reduced: GramsCo2e,
			/// The digest of the report on it.
			report: H256,
		},
		/// A report was withdrawn by the project's owner, or refused by the regulator.
		ReportRemoved {
			/// The project.
			project: ProjectId,
		},
		/// Reductions were credited.
		Issued {
			/// The project.
			project: ProjectId,
			/// The class of the new batch; `None` if there was less than a tonne.
			class: Option<u32>,
			/// The serial numbers of the credits; none if there was less than a tonne.
			serials: SerialRange,
			/// What waits for the next report, in gCO2e.
			carry_over: GramsCo2e,
		},
		/// Credits were used up.
		Used {
			/// The number of the receipt.
			number: UseId,
			/// The class.
			class: u32,
			/// The serial numbers.
			serials: SerialRange,
			/// Whose they were.
			holder: T::AccountId,
		},
		/// The regulator withdrew a batch.
		BatchWithdrawn {
			/// The class.
			class: u32,
			/// The serial numbers that were used before.
			used: SerialRange,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such project, report or batch.
		NotFound,
		/// The call is for the project's owner, or for the verifier that the report names, who neither
		/// owns nor validated the project.
		NotAuthorized,
		/// A report must name a verifier that neither owns nor validated the project.
		InvalidVerifier,
		/// The project is past this step, or not there yet.
		WrongStatus,
		/// The project has a report that waits. It must be issued or refused first.
		ReportPending,
		/// The report must be verified first, and once.
		NotVerified,
		/// The report that waits is not the one that was verified: its time or its evidence differ.
		OtherReport,
		/// A meter belongs to a registered project, or is named twice.
		DeviceTaken,
		/// The time is empty, not over, before what was credited, or outside the crediting period.
		InvalidSpan,
		/// The quantity must be above zero. What a verifier finds is not above what was reported.
		InvalidQuantity,
		/// Texts are readable UTF-8.
		InvalidText,
		/// The batch was withdrawn, so its credits cannot be used.
		Withdrawn,
		/// Credits of this project cannot be surrendered in this cycle: it is under quota itself, or
		/// was registered too early.
		NotEligible,
		/// No numbers are left, or a sum would overflow.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns the batches of a project, by their classes, in no order.
		pub fn batches_of(project: ProjectId) -> Vec<u32> {
			let batches = Batches::<T>::iter();
			batches
				.filter_map(|(class, batch)| (batch.project == project).then_some(class))
				.collect()
		}

		/// Returns a project, with its pending report. `None` if there is none of this number.
		pub fn project(project: ProjectId) -> Option<Project<T::AccountId>> {
			Projects::<T>::get(project)
		}

		/// Returns the projects of an owner, in no order.
		pub fn projects_of(owner: T::AccountId) -> Vec<ProjectId> {
			Projects::<T>::iter()
				.filter_map(|(id, project)| (project.owner == owner).then_some(id))
				.collect()
		}

		/// Returns a batch, by its class of asset. `None` if there is no such class of credits.
		pub fn batch(class: u32) -> Option<Batch<T::AccountId>> {
			Batches::<T>::get(class)
		}

		/// Returns the receipt of a use of credits. `None` if no record has this number.
		pub fn receipt(number: UseId) -> Option<Use<T::AccountId>> {
			Uses::<T>::get(number)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Submits a project. The deposit is held from the caller, who owns it.
		///
		/// Origin: anybody.
		///
		/// - `description`: its methodology, place, crediting period, meters and documents.
		///
		/// Errors: `InvalidSpan`, `InvalidText`, `DeviceTaken`, `Overflow`, or that of the hold.
		/// Event: `ProjectSubmitted`.
		#[pallet::call_index(0)]
		pub fn register_project(origin: OriginFor<T>, description: Description) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_register_project(owner, description)
		}

		/// Withdraws a project that is not registered yet. The deposit returns.
		///
		/// Origin: the project's owner.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `WrongStatus`. Event: `ProjectRemoved`.
		#[pallet::call_index(1)]
		pub fn withdraw_project(origin: OriginFor<T>, project: ProjectId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_remove_project(Some(&owner), project)
		}

		/// Validates a project.
		///
		/// Origin: a verifier that does not own it.
		///
		/// - `report`: the digest of the report on it.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `WrongStatus`. Event: `ProjectValidated`.
		#[pallet::call_index(2)]
		pub fn validate(origin: OriginFor<T>, project: ProjectId, report: H256) -> DispatchResult {
			let verifier = T::VerifierOrigin::ensure_origin(origin)?;
			Self::do_validate(verifier, project, report)
		}

		/// Registers a validated project.
		///
		/// Origin: the regulator.
		///
		/// Errors: `NotFound`, `WrongStatus`, `DeviceTaken`. Event: `ProjectRegistered`.
		#[pallet::call_index(3)]
		pub fn approve(origin: OriginFor<T>, project: ProjectId) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_approve(project)
		}

		/// Refuses a project that is not registered yet. The deposit returns.
		///
		/// Origin: the regulator.
		///
		/// Errors: `NotFound`, `WrongStatus`. Event: `ProjectRemoved`.
		#[pallet::call_index(4)]
		pub fn refuse(origin: OriginFor<T>, project: ProjectId) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_remove_project(None, project)
		}

		/// Reports what a registered project reduced. The deposit is held from the owner.
		///
		/// Origin: the project's owner.
		///
		/// - `span`: when: over, after what was credited, in the crediting period;
		/// - `reduced`: the reductions, in gCO2e;
		/// - `evidence`: the digest of the monitoring data;
		/// - `verifier`: who is to verify it, and neither owns nor validated the project. Withdraw the
		///   report to name another.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `InvalidVerifier`, `WrongStatus`, `ReportPending`,
		/// `InvalidSpan`, `InvalidQuantity`, or that of the hold. Event: `ReductionsReported`.
		#[pallet::call_index(5)]
		pub fn report_reductions(
			origin: OriginFor<T>,
			project: ProjectId,
			span: Interval,
			reduced: GramsCo2e,
			evidence: H256,
			verifier: T::AccountId,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_report_reductions(&owner, project, span, reduced, evidence, verifier)
		}

		/// Verifies a project's report.
		///
		/// Origin: the verifier that the report names.
		///
		/// - `span`, `evidence`: those of the report that was verified;
		/// - `reduced`: what was found, in gCO2e: not more than was reported;
		/// - `report`: the digest of the verifier's report on it.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `WrongStatus`, `OtherReport`, `InvalidQuantity`.
		/// Event: `ReductionsVerified`.
		#[pallet::call_index(6)]
		pub fn verify_report(
			origin: OriginFor<T>,
			project: ProjectId,
			span: Interval,
			evidence: H256,
			reduced: GramsCo2e,
			report: H256,
		) -> DispatchResult {
			let verifier = T::VerifierOrigin::ensure_origin(origin)?;
			Self::do_verify(verifier, project, span, evidence, reduced, report)
		}

		/// Issues credits for a verified report: whole tonnes, with what was carried over. The
		/// report's deposit returns, and that of the batch is held from the owner.
		///
		/// Origin: the regulator.
		///
		/// Errors: `NotFound`, `NotVerified`, `Overflow`, or that of the hold. Event: `Issued`.
		#[pallet::call_index(7)]
		pub fn issue(origin: OriginFor<T>, project: ProjectId) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_issue(project)
		}

		/// Refuses a project's report. The deposit returns, and its time may be reported anew.
		///
		/// Origin: the regulator.
		///
		/// Errors: `NotFound`. Event: `ReportRemoved`.
		#[pallet::call_index(8)]
		pub fn refuse_report(origin: OriginFor<T>, project: ProjectId) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_remove_report(None, project)
		}

		/// Uses credits up voluntarily. The deposit of the receipt is held from the caller.
		///
		/// Origin: whoever holds the credits.
		///
		/// - `class`: the batch;
		/// - `quantity`: how many, in tonnes;
		/// - `beneficiary`, `purpose`: who may say that it did so, and what for.
		///
		/// Errors: `NotFound`, `InvalidQuantity`, `InvalidText`, `Withdrawn`, or that of the hold or
		/// of the burn. Event: `Used`.
		#[pallet::call_index(9)]
		pub fn retire(
			origin: OriginFor<T>,
			class: u32,
			quantity: TonnesCo2e,
			beneficiary: Text,
			purpose: Text,
		) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_retire(holder, class, quantity, beneficiary, purpose)
		}

		/// Withdraws a batch that should not have been issued. What is left of it can be neither
		/// traded nor used; the event names what was used before.
		///
		/// Origin: the regulator.
		///
		/// Errors: `NotFound`, `Withdrawn`. Event: `BatchWithdrawn`.
		#[pallet::call_index(10)]
		pub fn withdraw_batch(origin: OriginFor<T>, class: u32) -> DispatchResult {
			T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_withdraw_batch(class)
		}

		/// Withdraws a project's report that nobody has verified. The deposit returns, and its time may
		/// be reported anew.
		///
		/// Origin: the project's owner.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `WrongStatus`. Event: `ReportRemoved`.
		#[pallet::call_index(11)]
		pub fn withdraw_report(origin: OriginFor<T>, project: ProjectId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_remove_report(Some(&owner), project)
		}
	}
}
