//! The bodies of the calls, with a file for each topic. This file holds what the topics share.

mod accreditation;
mod corrections;
mod expiry;
mod issuance;
mod market;
mod retirement;

use crate::{
	pallet::{Config, Error, Expiries, HoldReason, Pallet},
	types::{Batch, BatchId, BatchStatus},
};
use frame_support::{
	defensive, ensure,
	pallet_prelude::DispatchResult,
	traits::{
		fungible::hold::Mutate as _,
		fungibles::Mutate as _,
		tokens::{Fortitude, Precision, Preservation},
		EnsureOrigin, Get, UnixTime,
	},
};
use frame_system::ensure_signed;
use sp_runtime::{
	traits::{AccountIdConversion, BadOrigin},
	DispatchError,
};
use zeropark_primitives::{
	certificates::SerialRange,
	market::{Balance, Quantity},
	time::{Month, Seconds},
};

impl<T: Config> Pallet<T> {
	/// The registry's account: it owns the classes, and keeps certificates of own use.
	pub fn account_id() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	fn now() -> Seconds {
		T::Time::now().as_secs()
	}

	/// Returns the account that signed a call, or `None` if the regulator calls.
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

	/// Releases a deposit. It is always on hold; a deposit that is missing nevertheless must not
	/// keep its record from ending.
	fn release(reason: HoldReason, who: &T::AccountId, amount: Balance) {
		let released = T::Currency::release(&reason.into(), who, amount, Precision::BestEffort);
		if released != Ok(amount) {
			defensive!("deposits are on hold");
		}
	}

	/// Returns the month at whose start certificates of `month` expire. They are valid from the
	/// start of `month`.
	pub(crate) fn expiry(month: Month) -> Month {
		month.after(T::ValidityMonths::get())
	}

	/// Whether certificates of `month` are still valid by the clock. Their batches may expire some
	/// blocks later, because a block does so for a limited number of them.
	fn is_valid_month(month: Month) -> bool {
		Month::of(Self::now()).is_some_and(|now| now < Self::expiry(month))
	}

	/// Whether the circulating certificates of a batch may be traded or retired.
	fn is_valid(batch: &Batch<T::AccountId>) -> bool {
		batch.status == BatchStatus::Valid && Self::is_valid_month(batch.month)
	}

	/// Burns `quantity` certificates of `holder`, and returns the serial numbers that they get.
	fn remove(
		batch: &mut Batch<T::AccountId>,
		id: BatchId,
		holder: &T::AccountId,
		quantity: Quantity,
	) -> Result<SerialRange, DispatchError> {
		ensure!(Self::is_valid(batch), Error::<T>::NotValid);
		ensure!(quantity > 0, Error::<T>::InvalidQuantity);
		let serials = batch.take(quantity).ok_or(Error::<T>::TooFewCertificates)?;
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

	/// Ends a batch, and returns the serial numbers that were still circulating.
	fn end(batch: &mut Batch<T::AccountId>, id: BatchId, status: BatchStatus) -> SerialRange {
		let serials = SerialRange { start: batch.next, end: batch.serials.end };
		batch.next = batch.serials.end;
		batch.status = status;
		Expiries::<T>::remove(Self::expiry(batch.month), id);
		serials
	}
}
