//! Issuance: requests for certificates, and the batches that they become.

use crate::{
	pallet::{
		AutoApproval, Batches, Config, Error, Event, ExpiredUntil, Expiries, Generators,
		HoldReason, Meters, NextBatchId, NextRequestId, NextSerial, Pallet, Requests,
	},
	types::{
		Batch, BatchId, BatchStatus, Description, Generator, GeneratorId, Meter, Request,
		RequestId, Status, CERTIFICATE,
	},
	LOG_TARGET,
};
use alloc::format;
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungibles::{metadata::Mutate as _, Create as _, Mutate as _},
		Get,
	},
};
use sp_core::H256;
use sp_runtime::DispatchError;
use zeropark_primitives::{
	certificates::{symbol, SerialRange, Text},
	time::{Interval, Month},
	units::WattHours,
};

impl<T: Config> Pallet<T> {
	/// Records a request of the owner `who`, or of the chain of the device's meter if `who` is
	/// `None`.
	pub(crate) fn do_request_issuance(
		who: Option<T::AccountId>,
		id: GeneratorId,
		span: Interval,
		energy: WattHours,
		own_use: bool,
		evidence: H256,
	) -> Result<RequestId, DispatchError> {
		let mut generator = Generators::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		// The owner cannot request what the meter's chain reports.
		let may =
			who.is_none_or(|who| who == generator.owner && generator.description.meter.is_none());
		ensure!(may, Error::<T>::NotAuthorized);
		ensure!(generator.status == Status::Accredited, Error::<T>::NotAccredited);
		ensure!(generator.pending.is_none(), Error::<T>::RequestPending);
		let Description { permit, meter, .. } = &generator.description;
		Self::ensure_not_occupied(permit, *meter)?;
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
		let mut limit = WattHours::from_power(generator.description.capacity, span.duration());
		if meter.is_some() {
			// A meter rounds each of its readings, which last a minute at least.
			limit = limit + WattHours(i64::try_from(span.duration() / 60).unwrap_or(i64::MAX));
		}
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
		// A batch was withdrawn for output that is recertifiable, so the regulator decides.
		let new = Generators::<T>::get(id)
			.is_some_and(|generator| span.start >= generator.certified_until);
		let request = Self::do_request_issuance(None, id, span, energy, own_use, evidence)?;
		if new && AutoApproval::<T>::get() {
			// A failure, as when the owner cannot pay the deposit, leaves the request to the
			// regulator.
			if let Err(error) = with_storage_layer(|| Self::do_approve_issuance(request)) {
				log::warn!(
					target: LOG_TARGET,
					"request {request} was not approved automatically and waits for the regulator: \
					{error:?}"
				);
			}
		}
		Ok(())
	}

	/// Removes a pending request and returns it with its device, which the caller stores. `who`
	/// must own the device; `None` is the regulator.
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
		let carry_over = if request.own_use {
			&mut generator.own_use_carry_over
		} else {
			&mut generator.carry_over
		};
		let energy = *carry_over + request.energy;
		// A negative carry-over earns no certificate until later output has made up for it.
		let whole = energy.positive().0 / CERTIFICATE.0;
		*carry_over = energy - WattHours(whole * CERTIFICATE.0);
		let (carried, quantity) = (*carry_over, whole.unsigned_abs());

		let start = NextSerial::<T>::get();
		let serials = SerialRange::new(start, quantity).ok_or(Error::<T>::IdsExhausted)?;
		let batch =
			if quantity == 0 { None } else { Some(Self::issue(&request, &generator, serials)?) };
		Generators::<T>::insert(request.generator, generator);
		Self::deposit_event(Event::IssuanceApproved {
			request: id,
			batch,
			serials,
			carry_over: carried,
		});
		Ok(())
	}

	/// Issues a batch and its class of asset.
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
		let month = Month::of(request.span.start).ok_or(Error::<T>::InvalidSpan)?;
		T::Assets::create(id, Self::account_id(), true, 1)?;
		// What a wallet shows.
		let technology = generator.description.technology.name();
		let name = format!("Green power {id}, {technology} {month}").into_bytes();
		let symbol = symbol(id).into_bytes();
		T::Assets::set(id, &Self::account_id(), name, symbol, 0)?;
		let keeper = if request.own_use { Self::account_id() } else { owner.clone() };
		T::Assets::mint_into(id, &keeper, quantity)?;

		let expiry = Self::expiry(month);
		Expiries::<T>::insert(expiry, id, ());
		// A batch of older output may expire before all existing batches.
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
			status: BatchStatus::Valid,
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
}
