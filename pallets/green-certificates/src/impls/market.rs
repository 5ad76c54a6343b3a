//! The registry as a market sees it: which batches may be traded, and what becomes of bought
//! certificates.

use crate::{
	pallet::{Batches, Config, Error, Pallet},
	types::{Batch, BatchId},
};
use frame_support::traits::Get;
use sp_runtime::{AccountId32, DispatchError};
use zeropark_primitives::{
	certificates::{Claim, Retired},
	purchase::Delivery,
	trading::{Bought, Disposal, Fulfilled, Fulfilment},
};

impl<T: Config> Pallet<T> {
	/// Returns a batch if its certificates may be traded now: they stay valid for at least
	/// [`Config::MinRemainingLife`].
	pub fn tradable(id: BatchId) -> Option<Batch<T::AccountId>> {
		let used_until = Self::now().saturating_add(T::MinRemainingLife::get());
		Batches::<T>::get(id).filter(|batch| {
			let lasts = used_until <= Self::expiry(batch.month).start();
			batch.tradable && lasts && Self::is_valid(batch)
		})
	}
}

impl<T> Fulfilment<AccountId32> for Pallet<T>
where
	T: Config + frame_system::Config<AccountId = AccountId32>,
{
	type Class = BatchId;
	type Purpose = Claim;
	type Fill = Delivery;

	/// Retires the certificates if there is a claim, and leaves them with `holder` otherwise.
	fn fulfil(
		holder: &AccountId32,
		_: &AccountId32,
		bought: &Bought<AccountId32, BatchId>,
		purpose: Option<&Claim>,
	) -> Result<Fulfilled<Delivery>, DispatchError> {
		let Bought { class: id, quantity, price, time, .. } = *bought;
		let batch = Batches::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let retired = purpose
			.map(|claim| Self::do_retire(holder.clone(), id, quantity, claim.clone()))
			.transpose()?
			.map(|(retirement, serials)| Retired { retirement, serials });
		let fill = Delivery {
			seller: bought.seller.clone(),
			batch: id,
			batch_serials: batch.serials,
			technology: batch.technology,
			month: batch.month,
			quantity,
			price,
			time,
			retired,
		};
		let units = retired.map_or(Disposal::ToSend, |it| Disposal::Claimed(it.retirement));
		Ok(Fulfilled { fill, units })
	}
}
