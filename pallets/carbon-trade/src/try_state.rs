//! The check of the invariant of the crate's documentation.

use crate::pallet::{Config, Orders, Pallet, Purchases};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks the invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut counted = 0u64;
		for (_, order) in Orders::<T>::iter() {
			counted = counted.saturating_add(order.purchases.into());
		}
		for (number, index, _) in Purchases::<T>::iter() {
			let order = Orders::<T>::get(number).ok_or("1: a purchase is an order's")?;
			ensure!(index < order.purchases, "1: purchases are numbered without gaps");
		}
		let there = Purchases::<T>::iter_keys().count();
		ensure!(u64::try_from(there) == Ok(counted), "1: each order counts its purchases");
		Ok(())
	}
}
