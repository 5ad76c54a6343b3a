//! The bodies of the calls, and the surrender of credits.

use crate::{
	pallet::{
		Batches, Config, Devices, Error, Event, HoldReason, NextBatch, NextProjectId, NextSerial,
		NextUseId, Pallet, Projects, Uses,
	},
	types::{Batch, Description, Project, ProjectId, Purpose, Report, Status, Use},
};
use alloc::{collections::BTreeSet, format};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{
		fungible::MutateHold,
		fungibles::{metadata::Mutate as _, Create as _, Mutate as _},
		tokens::{Fortitude::Polite, Precision, Preservation::Expendable},
		Get, UnixTime,
	},
};
use sp_core::H256;
use sp_runtime::{traits::AccountIdConversion, DispatchError};
use zeropark_primitives::{
	certificates::{is_readable, SerialRange, Text},
	compliance::{Credits, EntityKey, FIRST_CREDIT_CLASS},
	ids::CycleId,
	market::Balance,
	time::{Interval, Seconds},
	units::{GramsCo2e, TonnesCo2e},
};

impl<T: Config> Pallet<T> {
	/// The account that owns the classes.
	pub fn account_id() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// When the project of a batch was registered, in seconds since the Unix epoch, if its credits can
	/// be surrendered: those of an enterprise under quota cannot.
	pub fn surrenderable_since(class: u32) -> Option<Seconds> {
		let project = Projects::<T>::get(Batches::<T>::get(class)?.project)?;
		match project.status {
			Status::Registered { at, .. } if !project.description.under_quota => Some(at),
			_ => None,
		}
	}

	/// Whether a class of asset is a batch of credits that may be traded.
	pub fn is_tradable(class: u32) -> bool {
		Batches::<T>::get(class).is_some_and(|batch| !batch.withdrawn)
	}

	fn now() -> Seconds {
		T::Time::now().as_secs()
	}

	fn hold(who: &T::AccountId, deposit: Balance) -> DispatchResult {
		T::Currency::hold(&HoldReason::Records.into(), who, deposit)
	}

	fn release(who: &T::AccountId, deposit: Balance) -> DispatchResult {
		let reason = HoldReason::Records.into();
		T::Currency::release(&reason, who, deposit, Precision::BestEffort).map(drop)
	}

	fn project_of(id: ProjectId) -> Result<Project<T::AccountId>, DispatchError> {
		Ok(Projects::<T>::get(id).ok_or(Error::<T>::NotFound)?)
	}

	pub(crate) fn do_register_project(
		owner: T::AccountId,
		description: Description,
	) -> DispatchResult {
		let Interval { start, end } = description.crediting;
		ensure!(start < end, Error::<T>::InvalidSpan);
		ensure!(is_readable(&description.methodology), Error::<T>::InvalidText);
		let devices = &description.devices;
		let is_distinct = devices.iter().collect::<BTreeSet<_>>().len() == devices.len();
		ensure!(is_distinct, Error::<T>::DeviceTaken);
		let id = NextProjectId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::Overflow)?;

		let devices = Balance::from(devices.len() as u32);
		let deposit = T::DeviceDeposit::get().saturating_mul(devices);
		let deposit = deposit.saturating_add(T::ProjectDeposit::get());
		Self::hold(&owner, deposit)?;
		let documents = description.documents;
		let project = Project {
			owner: owner.clone(),
			description,
			status: Status::Submitted,
			credited_until: start,
			report: None,
			credited: GramsCo2e::ZERO,
			carry_over: GramsCo2e::ZERO,
			issued: TonnesCo2e::ZERO,
			deposit,
		};
		Projects::<T>::insert(id, project);
		NextProjectId::<T>::put(next);
		Self::deposit_event(Event::ProjectSubmitted { project: id, owner, documents });
		Ok(())
	}

	pub(crate) fn do_remove_project(owner: Option<&T::AccountId>, id: ProjectId) -> DispatchResult {
		let project = Self::project_of(id)?;
		let is_owner = owner.is_none_or(|owner| *owner == project.owner);
		ensure!(is_owner, Error::<T>::NotAuthorized);
		let registered = matches!(project.status, Status::Registered { .. });
		ensure!(!registered, Error::<T>::WrongStatus);

		Self::release(&project.owner, project.deposit)?;
		Projects::<T>::remove(id);
		Self::deposit_event(Event::ProjectRemoved { project: id });
		Ok(())
	}

	pub(crate) fn do_validate(by: T::AccountId, id: ProjectId, report: H256) -> DispatchResult {
		let mut project = Self::project_of(id)?;
		ensure!(project.owner != by, Error::<T>::NotAuthorized);
		ensure!(project.status == Status::Submitted, Error::<T>::WrongStatus);
		project.status = Status::Validated { by: by.clone(), report };
		Projects::<T>::insert(id, project);
		Self::deposit_event(Event::ProjectValidated { project: id, by, report });
		Ok(())
	}

	pub(crate) fn do_approve(id: ProjectId) -> DispatchResult {
		let mut project = Self::project_of(id)?;
		let Status::Validated { by, .. } = project.status else {
			return Err(Error::<T>::WrongStatus.into());
		};
		let devices = &project.description.devices;
		ensure!(!devices.iter().any(Devices::<T>::contains_key), Error::<T>::DeviceTaken);
		for device in devices {
			Devices::<T>::insert(device, id);
		}
		project.status = Status::Registered { validated_by: by, at: Self::now() };
		Projects::<T>::insert(id, project);
		Self::deposit_event(Event::ProjectRegistered { project: id });
		Ok(())
	}

	pub(crate) fn do_report_reductions(
		owner: &T::AccountId,
		id: ProjectId,
		span: Interval,
		reduced: GramsCo2e,
		evidence: H256,
		verifier: T::AccountId,
	) -> DispatchResult {
		let mut project = Self::project_of(id)?;
		ensure!(project.owner == *owner, Error::<T>::NotAuthorized);
		let Status::Registered { validated_by, .. } = &project.status else {
			return Err(Error::<T>::WrongStatus.into());
		};
		let independent = *validated_by != verifier && project.owner != verifier;
		ensure!(independent, Error::<T>::InvalidVerifier);
		ensure!(project.report.is_none(), Error::<T>::ReportPending);
		ensure!(
			span.start < span.end
				&& project.credited_until <= span.start
				&& project.description.crediting.encloses(&span)
				&& span.end <= Self::now(),
			Error::<T>::InvalidSpan
		);
		ensure!(reduced > GramsCo2e::ZERO, Error::<T>::InvalidQuantity);

		let deposit = T::ReportDeposit::get();
		Self::hold(owner, deposit)?;
		let event = Event::ReductionsReported {
			project: id,
			span,
			reduced,
			evidence,
			verifier: verifier.clone(),
		};
		project.report =
			Some(Report { span, reduced, evidence, verifier, verified: None, deposit });
		Projects::<T>::insert(id, project);
		Self::deposit_event(event);
		Ok(())
	}

	pub(crate) fn do_verify(
		by: T::AccountId,
		id: ProjectId,
		span: Interval,
		evidence: H256,
		reduced: GramsCo2e,
		report: H256,
	) -> DispatchResult {
		let mut project = Self::project_of(id)?;
		let pending = project.report.as_mut().ok_or(Error::<T>::NotFound)?;
		ensure!(pending.verifier == by, Error::<T>::NotAuthorized);
		ensure!(pending.verified.is_none(), Error::<T>::WrongStatus);
		let is_same = pending.span == span && pending.evidence == evidence;
		ensure!(is_same, Error::<T>::OtherReport);
		let plausible = GramsCo2e::ZERO <= reduced && reduced <= pending.reduced;
		ensure!(plausible, Error::<T>::InvalidQuantity);
		pending.reduced = reduced;
		pending.verified = Some(report);
		Projects::<T>::insert(id, project);
		Self::deposit_event(Event::ReductionsVerified { project: id, by, reduced, report });
		Ok(())
	}

	pub(crate) fn do_issue(id: ProjectId) -> DispatchResult {
		let mut project = Self::project_of(id)?;
		let report = project.report.take().ok_or(Error::<T>::NotFound)?;
		let verified = report.verified.ok_or(Error::<T>::NotVerified)?;
		Self::release(&project.owner, report.deposit)?;

		let all = project.carry_over.checked_add(report.reduced).ok_or(Error::<T>::Overflow)?;
		let whole = TonnesCo2e::within(u64::try_from(all.0).map_err(|_| Error::<T>::Overflow)?);
		project.carry_over = all - whole.as_grams();
		project.credited =
			project.credited.checked_add(report.reduced).ok_or(Error::<T>::Overflow)?;
		project.credited_until = report.span.end;
		project.issued = project.issued.checked_add(whole).ok_or(Error::<T>::Overflow)?;
		let first = NextSerial::<T>::get();
		let serials = SerialRange::new(first, whole.0).ok_or(Error::<T>::Overflow)?;
		let class = match whole {
			TonnesCo2e::ZERO => None,
			_ => {
				let (owner, evidence) = (&project.owner, report.evidence);
				let verdict = (report.verifier, verified);
				Some(Self::add_batch(id, owner, report.span, evidence, verdict, serials)?)
			},
		};
		let carry_over = project.carry_over;
		Projects::<T>::insert(id, project);
		Self::deposit_event(Event::Issued { project: id, class, serials, carry_over });
		Ok(())
	}

	/// Issues a batch to `owner`, and returns its class.
	fn add_batch(
		project: ProjectId,
		owner: &T::AccountId,
		span: Interval,
		evidence: H256,
		(verifier, report): (T::AccountId, H256),
		serials: SerialRange,
	) -> Result<u32, DispatchError> {
		let number = NextBatch::<T>::get();
		let next = number.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let class = FIRST_CREDIT_CLASS.checked_add(number).ok_or(Error::<T>::Overflow)?;
		let deposit = T::BatchDeposit::get();
		Self::hold(owner, deposit)?;
		let registry = Self::account_id();
		T::Assets::create(class, registry.clone(), true, 1)?;
		let name = format!("CCER batch {number}").into_bytes();
		let symbol = format!("CCER-{number}").into_bytes();
		T::Assets::set(class, &registry, name, symbol, 0)?;
		T::Assets::mint_into(class, owner, serials.len().into())?;
		let batch = Batch {
			project,
			span,
			evidence,
			verifier,
			report,
			serials,
			next: serials.start,
			withdrawn: false,
			depositor: owner.clone(),
			deposit,
		};
		Batches::<T>::insert(class, batch);
		NextBatch::<T>::put(next);
		NextSerial::<T>::put(serials.end);
		Ok(class)
	}

	pub(crate) fn do_remove_report(owner: Option<&T::AccountId>, id: ProjectId) -> DispatchResult {
		let mut project = Self::project_of(id)?;
		let is_owner = owner.is_none_or(|owner| *owner == project.owner);
		ensure!(is_owner, Error::<T>::NotAuthorized);
		let report = project.report.take().ok_or(Error::<T>::NotFound)?;
		// What the verifier found stays until the regulator decides.
		ensure!(owner.is_none() || report.verified.is_none(), Error::<T>::WrongStatus);
		Self::release(&project.owner, report.deposit)?;
		Projects::<T>::insert(id, project);
		Self::deposit_event(Event::ReportRemoved { project: id });
		Ok(())
	}

	pub(crate) fn do_retire(
		holder: T::AccountId,
		class: u32,
		quantity: TonnesCo2e,
		beneficiary: Text,
		purpose: Text,
	) -> DispatchResult {
		let readable = is_readable(&beneficiary) && is_readable(&purpose);
		ensure!(readable, Error::<T>::InvalidText);
		let batch = Batches::<T>::get(class).ok_or(Error::<T>::NotFound)?;
		let purpose = Purpose::Voluntary { beneficiary, purpose };
		Self::use_up(holder, class, batch, quantity, purpose).map(drop)
	}

	/// Burns credits, and gives them the next serial numbers of their batch.
	fn use_up(
		holder: T::AccountId,
		class: u32,
		mut batch: Batch<T::AccountId>,
		quantity: TonnesCo2e,
		purpose: Purpose,
	) -> Result<SerialRange, DispatchError> {
		ensure!(!batch.withdrawn, Error::<T>::Withdrawn);
		ensure!(quantity > TonnesCo2e::ZERO, Error::<T>::InvalidQuantity);
		let number = NextUseId::<T>::get();
		let next = number.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let serials = SerialRange::new(batch.next, quantity.0).ok_or(Error::<T>::Overflow)?;

		let deposit = T::UseDeposit::get();
		Self::hold(&holder, deposit)?;
		let amount = quantity.0.into();
		T::Assets::burn_from(class, &holder, amount, Expendable, Precision::Exact, Polite)?;
		batch.next = serials.end;
		Batches::<T>::insert(class, batch);
		let used =
			Use { class, serials, holder: holder.clone(), purpose, time: Self::now(), deposit };
		Uses::<T>::insert(number, used);
		NextUseId::<T>::put(next);
		Self::deposit_event(Event::Used { number, class, serials, holder });
		Ok(serials)
	}

	pub(crate) fn do_withdraw_batch(class: u32) -> DispatchResult {
		let mut batch = Batches::<T>::get(class).ok_or(Error::<T>::NotFound)?;
		ensure!(!batch.withdrawn, Error::<T>::Withdrawn);
		batch.withdrawn = true;
		let used = SerialRange { start: batch.serials.start, end: batch.next };
		Batches::<T>::insert(class, batch);
		Self::deposit_event(Event::BatchWithdrawn { class, used });
		Ok(())
	}
}

impl<T: Config> Credits<T::AccountId> for Pallet<T> {
	fn surrender(
		owner: &T::AccountId,
		class: u32,
		quantity: TonnesCo2e,
		registered_from: Seconds,
		cycle: CycleId,
		entity: EntityKey,
	) -> Result<SerialRange, DispatchError> {
		let batch = Batches::<T>::get(class).ok_or(Error::<T>::NotFound)?;
		let since = Self::surrenderable_since(class);
		ensure!(since.is_some_and(|at| at >= registered_from), Error::<T>::NotEligible);
		Self::use_up(owner.clone(), class, batch, quantity, Purpose::Surrender { cycle, entity })
	}
}
