//! Corrections by the regulator: cancellations, withdrawn batches and void claims.

use crate::{
	pallet::{Batches, Config, Error, Event, Generators, Pallet, Retirements},
	types::{energy_of, Batch, BatchId, BatchStatus, RetirementId},
};
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::Contains};
use zeropark_primitives::{
	certificates::{ClaimListener, Text},
	market::Quantity,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_cancel(
		id: BatchId,
		holder: T::AccountId,
		quantity: Quantity,
		reason: Text,
	) -> DispatchResult {
		// Certificates in a market's custody return to their sellers when the orders close.
		ensure!(!T::Custodians::contains(&holder), Error::<T>::NotAuthorized);
		let mut batch = Batches::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let serials = Self::remove(&mut batch, id, &holder, quantity)?;
		batch.cancelled += quantity;
		Batches::<T>::insert(id, batch);
		Self::deposit_event(Event::Cancelled { batch: id, holder, serials, reason });
		Ok(())
	}

	pub(crate) fn do_withdraw_batch(id: BatchId, reason: Text) -> DispatchResult {
		let mut batch = Batches::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(batch.status != BatchStatus::Withdrawn, Error::<T>::NotValid);
		let serials = Self::end(&mut batch, id, BatchStatus::Withdrawn);
		batch.withdrawn += serials.len();
		Self::free_output(&batch);
		Batches::<T>::insert(id, batch);
		Self::deposit_event(Event::BatchWithdrawn { batch: id, serials, reason });
		Ok(())
	}

	pub(crate) fn do_void_claim(id: RetirementId) -> DispatchResult {
		let mut retirement = Retirements::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let mut batch = Batches::<T>::get(retirement.batch).ok_or(Error::<T>::NotFound)?;
		let voidable = batch.status == BatchStatus::Withdrawn && !retirement.voided;
		ensure!(voidable, Error::<T>::NotVoidable);
		let quantity = retirement.serials.len();
		batch.retired = batch.retired.saturating_sub(quantity);
		batch.withdrawn += quantity;
		Self::free_output(&batch);
		retirement.voided = true;
		let (batch_id, serials) = (retirement.batch, retirement.serials);
		Batches::<T>::insert(batch_id, batch);
		Retirements::<T>::insert(id, retirement);
		T::ClaimListener::claim_voided(id);
		Self::deposit_event(Event::ClaimVoided { retirement: id, batch: batch_id, serials });
		Ok(())
	}

	/// Makes the output of a withdrawn batch recertifiable once none of its claims is valid, and
	/// takes its part of the carry-over off the device. A later certificate may have used that
	/// part; then the carry-over turns negative. The energy of cancelled certificates is not
	/// certified again, so it is taken off, too.
	fn free_output(batch: &Batch<T::AccountId>) {
		if batch.retired > 0 {
			return;
		}
		Generators::<T>::mutate_extant(batch.generator, |generator| {
			generator.free(batch.span);
			let carry_over = if batch.tradable {
				&mut generator.carry_over
			} else {
				&mut generator.own_use_carry_over
			};
			*carry_over =
				*carry_over + batch.certified() - batch.energy - energy_of(batch.cancelled);
		});
	}
}
