//! What the calls do.

use crate::{
	pallet::{
		Automatic, Batches, Config, Error, Event, ExpiredUntil, Expiries, Generators, HoldReason,
		Meters, NextBatchId, NextGeneratorId, NextRequestId, NextRetirementId, NextSerial, Pallet,
		Permits, Requests, Retirements,
	},
	types::{
		Batch, BatchId, Description, Generator, GeneratorId, Meter, Request, RequestId, Retirement,
		RetirementId, Standing, Status, CERTIFICATE,
	},
};
use alloc::vec::Vec;
use frame_support::{
	defensive, ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungible::hold::Mutate as _,
		fungibles::{Create as _, Mutate as _},
		tokens::{Fortitude, Precision, Preservation},
		Contains, EnsureOrigin, Get, UnixTime,
	},
};
use frame_system::ensure_signed;
use sp_core::H256;
use sp_runtime::{
	traits::{AccountIdConversion, BadOrigin},
	DispatchError,
};
use zeropark_primitives::{
	market::{Balance, Month, Quantity, SerialRange},
	metering::MAX_CAPACITY,
	purchase::{BatchInfo, Claim, ClaimListener, Registry, Retired, Text},
	Interval, Seconds, WattHours, Watts,
};

impl<T: Config> Pallet<T> {
	/// The account that owns the classes.
	pub fn account_id() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	fn now() -> Seconds {
		T::Time::now().as_secs()
	}

	/// Who calls: who signed, or `None` for the regulator.
	pub(crate) fn ensure_regulator_or_signed(
		origin: T::RuntimeOrigin,
	) -> Result<Option<T::AccountId>, BadOrigin> {
		match T::RegulatorOrigin::try_origin(origin) {
			Ok(_) => Ok(None),
			Err(origin) => ensure_signed(origin).map(Some),
		}
	}

	fn hold(reason: HoldReason, who: &T::AccountId, amount: Balance) -> DispatchResult {
		T::Currency::hold(&reason.into(), who, amount)
	}

	/// Gives a deposit back. It is there; if it were not, what the deposit was for should still end.
	fn release(reason: HoldReason, who: &T::AccountId, amount: Balance) {
		let released = T::Currency::release(&reason.into(), who, amount, Precision::BestEffort);
		if released != Ok(amount) {
			defensive!("deposits are on hold");
		}
	}

	pub(crate) fn do_register_generator(
		owner: T::AccountId,
		description: Description,
	) -> DispatchResult {
		let capacity = description.capacity;
		ensure!(capacity > Watts::ZERO && capacity <= MAX_CAPACITY, Error::<T>::InvalidCapacity);
		let id = NextGeneratorId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		let deposit = T::GeneratorDeposit::get();
		Self::hold(HoldReason::Generator, &owner, deposit)?;

		NextGeneratorId::<T>::put(next);
		let generator = Generator {
			owner: owner.clone(),
			certified_until: description.commissioned,
			description,
			status: Status::Pending,
			pending: None,
			carry: WattHours::ZERO,
			carry_own: WattHours::ZERO,
			deposit,
			freed: Default::default(),
		};
		Generators::<T>::insert(id, generator);
		Self::deposit_event(Event::GeneratorRegistered { generator: id, owner });
		Ok(())
	}

	/// A device that waits for the regulator.
	fn waiting(id: GeneratorId) -> Result<Generator<T::AccountId>, Error<T>> {
		let generator = Generators::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		match generator.status {
			Status::Pending => Ok(generator),
			Status::Accredited => Err(Error::<T>::AlreadyAccredited),
			Status::Revoked => Err(Error::<T>::AlreadyRevoked),
		}
	}

	pub(crate) fn do_accredit(id: GeneratorId) -> DispatchResult {
		let mut generator = Self::waiting(id)?;
		let Description { permit, meter, .. } = generator.description;
		ensure!(!Permits::<T>::contains_key(permit), Error::<T>::AlreadyExists);
		let taken = meter.is_some_and(Meters::<T>::contains_key);
		ensure!(!taken, Error::<T>::AlreadyExists);

		Permits::<T>::insert(permit, id);
		if let Some(meter) = meter {
			Meters::<T>::insert(meter, id);
		}
		generator.status = Status::Accredited;
		Generators::<T>::insert(id, generator);
		Self::deposit_event(Event::Accredited { generator: id });
		Ok(())
	}

	/// Ends a device's wait: the regulator's decision, or that of `who`, who withdraws a device of theirs.
	pub(crate) fn do_refuse_accreditation(
		who: Option<T::AccountId>,
		id: GeneratorId,
		reason: Text,
	) -> DispatchResult {
		let generator = Self::waiting(id)?;
		ensure!(who.is_none_or(|who| who == generator.owner), Error::<T>::NotAuthorized);
		Generators::<T>::remove(id);
		Self::release(HoldReason::Generator, &generator.owner, generator.deposit);
		Self::deposit_event(Event::AccreditationRefused { generator: id, reason });
		Ok(())
	}

	/// Ends a device's accreditation. Its record stays, so that its output cannot be certified again under another number.
	pub(crate) fn do_revoke_accreditation(id: GeneratorId, reason: Text) -> DispatchResult {
		let mut generator = Generators::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(generator.status == Status::Accredited, Error::<T>::NotAccredited);
		if let Some(request) = generator.pending.take().and_then(Requests::<T>::take) {
			Self::release(HoldReason::Request, &generator.owner, request.deposit);
		}
		generator.status = Status::Revoked;
		Generators::<T>::insert(id, generator);
		Self::deposit_event(Event::AccreditationRevoked { generator: id, reason });
		Ok(())
	}

	/// Takes a request of `who`, or of the chain of the device's meter.
	pub(crate) fn do_request_issuance(
		who: Option<T::AccountId>,
		id: GeneratorId,
		span: Interval,
		energy: WattHours,
		own_use: bool,
		evidence: H256,
	) -> Result<RequestId, DispatchError> {
		let mut generator = Generators::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		// What a meter's chain reports, the owner does not.
		let may =
			who.is_none_or(|who| who == generator.owner && generator.description.meter.is_none());
		ensure!(may, Error::<T>::NotAuthorized);
		ensure!(generator.status == Status::Accredited, Error::<T>::NotAccredited);
		ensure!(generator.pending.is_none(), Error::<T>::RequestPending);
		let month = Month::of(span.start).ok_or(Error::<T>::InvalidSpan)?;
		ensure!(
			span.start < span.end
				&& span.end <= month.after(1).start()
				&& span.end <= Self::now()
				&& Self::is_valid_month(month)
				&& span.start >= generator.description.commissioned,
			Error::<T>::InvalidSpan
		);
		ensure!(generator.is_free(&span), Error::<T>::Overlap);
		let limit = WattHours::from_power(generator.description.capacity, span.duration());
		ensure!(energy > WattHours::ZERO && energy <= limit, Error::<T>::CapacityExceeded);
		let request = NextRequestId::<T>::get();
		let next = request.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		let deposit = T::RequestDeposit::get();
		Self::hold(HoldReason::Request, &generator.owner, deposit)?;

		NextRequestId::<T>::put(next);
		generator.pending = Some(request);
		Generators::<T>::insert(id, generator);
		let stored = Request { generator: id, span, energy, own_use, evidence, deposit };
		Requests::<T>::insert(request, stored);
		Self::deposit_event(Event::IssuanceRequested { request, generator: id, span, energy });
		Ok(request)
	}

	pub(crate) fn do_report_output(
		meter: Meter,
		span: Interval,
		energy: WattHours,
		own_use: bool,
		evidence: H256,
	) -> DispatchResult {
		let id = Meters::<T>::get(meter).ok_or(Error::<T>::NotFound)?;
		// What was certified before, in a batch that was withdrawn, is for the regulator to judge.
		let new = Generators::<T>::get(id)
			.is_some_and(|generator| span.start >= generator.certified_until);
		let request = Self::do_request_issuance(None, id, span, energy, own_use, evidence)?;
		if new && Automatic::<T>::get() {
			// What cannot be issued now, as when the owner has no deposit, waits for the regulator.
			let _ = with_storage_layer(|| Self::do_approve_issuance(request));
		}
		Ok(())
	}

	/// Takes a request that waits, and its device, which is free for another one then; for the regulator, or for `who` if it
	/// is of a device of theirs.
	fn take_request(
		who: Option<T::AccountId>,
		id: RequestId,
	) -> Result<(Request, Generator<T::AccountId>), DispatchError> {
		let request = Requests::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let mut generator = Generators::<T>::get(request.generator).ok_or(Error::<T>::NotFound)?;
		ensure!(who.is_none_or(|who| who == generator.owner), Error::<T>::NotAuthorized);
		Requests::<T>::remove(id);
		generator.pending = None;
		Self::release(HoldReason::Request, &generator.owner, request.deposit);
		Ok((request, generator))
	}

	pub(crate) fn do_approve_issuance(id: RequestId) -> DispatchResult {
		let (request, mut generator) = Self::take_request(None, id)?;
		generator.certify(request.span);
		let carry = if request.own_use { &mut generator.carry_own } else { &mut generator.carry };
		let energy = *carry + request.energy;
		// None while what a withdrawn batch had carried over is made up for.
		let whole = energy.positive().0 / CERTIFICATE.0;
		*carry = energy - WattHours(whole * CERTIFICATE.0);
		let (carried, quantity) = (*carry, whole.unsigned_abs());

		let start = NextSerial::<T>::get();
		let serials = SerialRange::new(start, quantity).ok_or(Error::<T>::IdsExhausted)?;
		let batch =
			if quantity == 0 { None } else { Some(Self::issue(&request, &generator, serials)?) };
		Generators::<T>::insert(request.generator, generator);
		Self::deposit_event(Event::IssuanceApproved {
			request: id,
			batch,
			serials,
			carry: carried,
		});
		Ok(())
	}

	/// Makes the batch and its class of asset.
	fn issue(
		request: &Request,
		generator: &Generator<T::AccountId>,
		serials: SerialRange,
	) -> Result<BatchId, DispatchError> {
		let owner = generator.owner.clone();
		let id = NextBatchId::<T>::get();
		NextBatchId::<T>::put(id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?);
		NextSerial::<T>::put(serials.end);
		let deposit = T::BatchDeposit::get();
		Self::hold(HoldReason::Batch, &owner, deposit)?;
		let quantity = serials.len().into();
		T::Assets::create(id, Self::account_id(), true, 1)?;
		let keeper = if request.own_use { Self::account_id() } else { owner.clone() };
		T::Assets::mint_into(id, &keeper, quantity)?;

		let month = Month::of(request.span.start).ok_or(Error::<T>::InvalidSpan)?;
		let expiry = Self::expiry(month);
		Expiries::<T>::insert(expiry, id, ());
		// A batch of old output may fall due before those that are there.
		ExpiredUntil::<T>::mutate(|until| *until = Some(until.unwrap_or(expiry).min(expiry)));
		let batch = Batch {
			generator: request.generator,
			technology: generator.description.technology,
			owner,
			month,
			span: request.span,
			energy: request.energy,
			serials,
			next: serials.start,
			tradable: !request.own_use,
			standing: Standing::Valid,
			retired: 0,
			cancelled: 0,
			expired: 0,
			withdrawn: 0,
			deposit,
		};
		Batches::<T>::insert(id, batch);
		Ok(id)
	}

	pub(crate) fn do_refuse_issuance(
		who: Option<T::AccountId>,
		id: RequestId,
		reason: Text,
	) -> DispatchResult {
		let (request, generator) = Self::take_request(who, id)?;
		Generators::<T>::insert(request.generator, generator);
		Self::deposit_event(Event::IssuanceRefused { request: id, reason });
		Ok(())
	}

	/// The month at whose start certificates of `month` expire; `month` is the first they are valid in.
	pub(crate) fn expiry(month: Month) -> Month {
		month.after(T::ValidityMonths::get())
	}

	/// Whether certificates of `month` have not expired, written off already or not.
	fn is_valid_month(month: Month) -> bool {
		Month::of(Self::now()).is_some_and(|now| now < Self::expiry(month))
	}

	/// Whether what circulates of a batch may be traded or retired.
	fn is_valid(batch: &Batch<T::AccountId>) -> bool {
		batch.standing == Standing::Valid && Self::is_valid_month(batch.month)
	}

	/// Takes `quantity` certificates from `holder` and out of circulation, and names them.
	fn remove(
		batch: &mut Batch<T::AccountId>,
		id: BatchId,
		holder: &T::AccountId,
		quantity: Quantity,
	) -> Result<SerialRange, DispatchError> {
		ensure!(Self::is_valid(batch), Error::<T>::NotValid);
		ensure!(quantity > 0, Error::<T>::InvalidQuantity);
		let serials = batch.take(quantity).ok_or(Error::<T>::InvalidQuantity)?;
		let own_use = Self::account_id();
		let keeper = if batch.tradable {
			holder
		} else {
			ensure!(*holder == batch.owner, Error::<T>::NotAuthorized);
			&own_use
		};
		T::Assets::burn_from(
			id,
			keeper,
			quantity.into(),
			Preservation::Expendable,
			Precision::Exact,
			Fortitude::Polite,
		)?;
		Ok(serials)
	}

	/// Uses up certificates of `holder`; the receipt's number and theirs.
	pub(crate) fn do_retire(
		holder: T::AccountId,
		id: BatchId,
		quantity: Quantity,
		claim: Claim,
	) -> Result<(RetirementId, SerialRange), DispatchError> {
		let named = !claim.beneficiary.is_empty() && !claim.purpose.is_empty();
		ensure!(named && claim.period.duration() > 0, Error::<T>::InvalidClaim);
		let mut batch = Batches::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let serials = Self::remove(&mut batch, id, &holder, quantity)?;
		let retirement = NextRetirementId::<T>::get();
		NextRetirementId::<T>::put(retirement.checked_add(1).ok_or(Error::<T>::IdsExhausted)?);
		let deposit = T::RetirementDeposit::get();
		Self::hold(HoldReason::Retirement, &holder, deposit)?;
		batch.retired += quantity;
		Batches::<T>::insert(id, batch);
		let (time, reopened) = (Self::now(), false);
		let record = Retirement {
			batch: id,
			holder: holder.clone(),
			serials,
			claim,
			time,
			reopened,
			deposit,
		};
		Retirements::<T>::insert(retirement, record);
		Self::deposit_event(Event::Retired { retirement, batch: id, holder, serials });
		Ok((retirement, serials))
	}

	pub(crate) fn do_cancel(
		id: BatchId,
		holder: T::AccountId,
		quantity: Quantity,
		reason: Text,
	) -> DispatchResult {
		// What a market keeps for its sellers comes back to them when their orders close.
		ensure!(!T::Custodians::contains(&holder), Error::<T>::NotAuthorized);
		let mut batch = Batches::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let serials = Self::remove(&mut batch, id, &holder, quantity)?;
		batch.cancelled += quantity;
		Batches::<T>::insert(id, batch);
		Self::deposit_event(Event::Cancelled { batch: id, holder, serials, reason });
		Ok(())
	}

	/// Ends a batch: what circulated is out. The numbers it ends.
	fn end(batch: &mut Batch<T::AccountId>, id: BatchId, standing: Standing) -> SerialRange {
		let serials = SerialRange { start: batch.next, end: batch.serials.end };
		batch.next = batch.serials.end;
		batch.standing = standing;
		Expiries::<T>::remove(Self::expiry(batch.month), id);
		serials
	}

	pub(crate) fn do_withdraw_batch(id: BatchId, reason: Text) -> DispatchResult {
		let mut batch = Batches::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(batch.standing != Standing::Withdrawn, Error::<T>::NotValid);
		let serials = Self::end(&mut batch, id, Standing::Withdrawn);
		batch.withdrawn += serials.len();
		Self::free_output(&batch);
		Batches::<T>::insert(id, batch);
		Self::deposit_event(Event::BatchWithdrawn { batch: id, serials, reason });
		Ok(())
	}

	pub(crate) fn do_reopen_retirement(id: RetirementId) -> DispatchResult {
		let mut retirement = Retirements::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let mut batch = Batches::<T>::get(retirement.batch).ok_or(Error::<T>::NotFound)?;
		let reopenable = batch.standing == Standing::Withdrawn && !retirement.reopened;
		ensure!(reopenable, Error::<T>::NotReopenable);
		let quantity = retirement.serials.len();
		batch.retired = batch.retired.saturating_sub(quantity);
		batch.withdrawn += quantity;
		Self::free_output(&batch);
		retirement.reopened = true;
		let (batch_id, serials) = (retirement.batch, retirement.serials);
		Batches::<T>::insert(batch_id, batch);
		Retirements::<T>::insert(id, retirement);
		T::ClaimListener::reopened(id);
		Self::deposit_event(Event::RetirementReopened { retirement: id, batch: batch_id, serials });
		Ok(())
	}

	/// Has a device certify anew what a withdrawn batch was for, once no claim out of the batch stands: all is as if it had not
	/// been issued. What it carried over may have become a certificate since; then so much is owed.
	fn free_output(batch: &Batch<T::AccountId>) {
		if batch.retired > 0 {
			return;
		}
		Generators::<T>::mutate_extant(batch.generator, |generator| {
			generator.free(batch.span);
			let carry =
				if batch.tradable { &mut generator.carry } else { &mut generator.carry_own };
			*carry = *carry + batch.certified() - batch.energy;
		});
	}

	/// Writes off batches whose months are past, the oldest first; goes through at most `limit` batches and empty months,
	/// and says how many it went through.
	pub(crate) fn expire(limit: u32) -> u32 {
		let Some(mut month) = ExpiredUntil::<T>::get() else { return 0 };
		let Some(now) = Month::of(Self::now()) else { return 0 };
		let mut done = 0;
		while done < limit && month <= now {
			let left = (limit - done) as usize;
			let batches = Expiries::<T>::iter_key_prefix(month).take(left).collect::<Vec<_>>();
			done += batches.len() as u32;
			let emptied = batches.len() < left;
			for id in batches {
				Expiries::<T>::remove(month, id);
				let Some(mut batch) = Batches::<T>::get(id) else { continue };
				let serials = Self::end(&mut batch, id, Standing::Expired);
				batch.expired += serials.len();
				Batches::<T>::insert(id, batch);
				Self::deposit_event(Event::Expired { batch: id, serials });
			}
			if emptied {
				month = month.after(1);
				ExpiredUntil::<T>::put(month);
				done += 1;
			}
		}
		done
	}

	/// A batch that may be traded at present.
	pub fn tradable(id: BatchId) -> Option<Batch<T::AccountId>> {
		Batches::<T>::get(id).filter(|batch| batch.tradable && Self::is_valid(batch))
	}
}

impl<T: Config> Registry<T::AccountId> for Pallet<T> {
	fn batch(batch: BatchId) -> Option<BatchInfo> {
		let Batch { technology, month, serials, .. } = Batches::<T>::get(batch)?;
		Some(BatchInfo { technology, month, serials })
	}

	fn retire(
		holder: T::AccountId,
		batch: BatchId,
		quantity: Quantity,
		claim: Claim,
	) -> Result<Retired, DispatchError> {
		let (retirement, serials) = Self::do_retire(holder, batch, quantity, claim)?;
		Ok(Retired { retirement, serials })
	}
}
