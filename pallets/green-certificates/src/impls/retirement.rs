//! Retirement: certificates are used up, and a receipt names them.

use crate::{
	pallet::{Batches, Config, Error, Event, HoldReason, NextRetirementId, Pallet, Retirements},
	types::{BatchId, Retirement, RetirementId},
};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	certificates::{is_readable, Claim, SerialRange},
	market::Quantity,
};

impl<T: Config> Pallet<T> {
	/// Retires certificates of `holder`. Returns the number of the receipt, and the serial numbers.
	pub(crate) fn do_retire(
		holder: T::AccountId,
		id: BatchId,
		quantity: Quantity,
		claim: Claim,
	) -> Result<(RetirementId, SerialRange), DispatchError> {
		let named = is_readable(&claim.beneficiary) && is_readable(&claim.purpose);
		ensure!(named && claim.period.duration() > 0, Error::<T>::InvalidClaim);
		let mut batch = Batches::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let serials = Self::remove(&mut batch, id, &holder, quantity)?;
		let retirement = NextRetirementId::<T>::get();
		NextRetirementId::<T>::put(retirement.checked_add(1).ok_or(Error::<T>::IdsExhausted)?);
		let deposit = T::RetirementDeposit::get();
		Self::hold(HoldReason::Retirement, &holder, deposit)?;
		batch.retired += quantity;
		Batches::<T>::insert(id, batch);
		let (time, voided) = (Self::now(), false);
		let record =
			Retirement { batch: id, holder: holder.clone(), serials, claim, time, voided, deposit };
		Retirements::<T>::insert(retirement, record);
		Self::deposit_event(Event::Retired { retirement, batch: id, holder, serials });
		Ok((retirement, serials))
	}
}
