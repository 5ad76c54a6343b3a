//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::{
	impls::energy,
	pallet::{
		Agreements, Config, OnOrder, Pallet, PeriodAgreements, Purchases, Retirements, UnderWay,
	},
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;
use zeropark_primitives::{purchase::PeriodLedger, units::WattHours};

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

		let mut counted = BTreeMap::<_, WattHours>::new();
		for (id, agreement) in Agreements::<T>::iter() {
			if let Some(period) = agreement.period {
				let sum = counted.entry(period).or_default();
				*sum = *sum + energy(agreement.delivery.quantity);
			}
			let listed = agreement
				.period
				.is_some_and(|period| PeriodAgreements::<T>::contains_key(period, id));
			let sound = agreement.period.is_none() || agreement.delivery.retired.is_some();
			ensure!(
				listed == agreement.period.is_some() && sound,
				"2: an agreement that counts is listed and retired"
			);
		}
		for period in bought_for {
			ensure!(
				T::Ledger::purchased(period) == counted.remove(&period).unwrap_or_default(),
				"5: the ledger counts what the agreements say"
			);
		}
		ensure!(counted.is_empty(), "5: an agreement counts towards a period of a purchase");
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
