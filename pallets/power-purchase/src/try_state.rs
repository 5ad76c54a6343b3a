//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::pallet::{
	Agreements, Config, OnOrder, Pallet, PeriodAgreements, Purchases, Retirements, UnderWay,
};
use alloc::collections::BTreeSet;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		let ordered_for = Purchases::<T>::iter_values()
			.filter_map(|purchase| purchase.for_shortfall.then_some(purchase.period))
			.collect::<BTreeSet<_>>();
		for (period, on_order) in OnOrder::<T>::iter() {
			ensure!(
				on_order > 0 && ordered_for.contains(&period),
				"1: a period with certificates on order has a purchase"
			);
		}

		let bought_for =
			Purchases::<T>::iter_values().map(|purchase| purchase.period).collect::<BTreeSet<_>>();
		for (period, count) in UnderWay::<T>::iter() {
			ensure!(
				count > 0 && bought_for.contains(&period),
				"3: a period with purchases under way has a purchase"
			);
		}

		for (id, agreement) in Agreements::<T>::iter() {
			let listed = agreement
				.period
				.is_some_and(|period| PeriodAgreements::<T>::contains_key(period, id));
			let sound = agreement.period.is_none() || agreement.delivery.retired.is_some();
			ensure!(
				listed == agreement.period.is_some() && sound,
				"2: an agreement that counts is listed and retired"
			);
		}
		let counting =
			Agreements::<T>::iter_values().filter(|agreement| agreement.period.is_some());
		ensure!(
			PeriodAgreements::<T>::iter_keys().count() == counting.count(),
			"2: a listed agreement counts"
		);
		let mut receipts = 0;
		for (retirement, id) in Retirements::<T>::iter() {
			let agreement = Agreements::<T>::get(id).ok_or("4: a receipt has an agreement")?;
			let retired = agreement.delivery.retired.map(|retired| retired.retirement);
			ensure!(retired == Some(retirement), "4: an agreement names its receipt");
			receipts += usize::from(agreement.period.is_some());
		}
		let counting = PeriodAgreements::<T>::iter_keys().count();
		ensure!(receipts == counting, "4: each agreement that counts has its receipt");
		Ok(())
	}
}
