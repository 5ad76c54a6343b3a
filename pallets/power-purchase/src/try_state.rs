//! The invariants of the crate's documentation, by their numbers.

use crate::{
	pallet::{
		Agreements, Config, HoldReason, Ordered, Pallet, PeriodAgreements, Purchases, Retirements,
	},
	types::Agreement,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::market::{Balance, Quantity};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::<_, Balance>::new();
		let mut ordered = BTreeMap::<_, Quantity>::new();
		for (id, purchase) in Purchases::<T>::iter() {
			*deposits.entry(purchase.buyer.clone()).or_default() += purchase.deposit;
			let period = purchase.period.filter(|_| purchase.for_shortfall);
			if let (Some(period), left @ 1..) = (period, purchase.outstanding()) {
				*ordered.entry(period).or_default() += left;
			}
			let agreements =
				|| Agreements::<T>::iter_values().filter(|agreement| agreement.purchase == id);
			let delivered = agreements().map(|agreement| agreement.delivery.quantity).sum();
			let spent = agreements()
				.map(|Agreement { delivery, .. }| delivery.price.of(delivery.quantity))
				.sum();
			ensure!(
				(purchase.delivered, purchase.spent) == (delivered, spent)
					&& purchase.agreements as usize == agreements().count()
					&& delivered <= purchase.quantity,
				"3: a purchase brought what its agreements say"
			);
		}
		for (buyer, deposit) in deposits {
			let held = T::Currency::balance_on_hold(&HoldReason::Records.into(), &buyer);
			ensure!(held == deposit, "1: deposits are on hold");
		}
		let expected = Ordered::<T>::iter().collect::<BTreeMap<_, _>>();
		ensure!(expected == ordered, "2: what may come is counted");

		for (id, agreement) in Agreements::<T>::iter() {
			let listed = agreement
				.period
				.is_some_and(|period| PeriodAgreements::<T>::contains_key(period, id));
			let sound = agreement.period.is_none() || agreement.delivery.retired.is_some();
			ensure!(listed == agreement.period.is_some() && sound, "4: what counts is listed");
		}
		let counting =
			Agreements::<T>::iter_values().filter(|agreement| agreement.period.is_some());
		ensure!(
			PeriodAgreements::<T>::iter_keys().count() == counting.count(),
			"4: what is listed counts"
		);
		let mut receipts = 0;
		for (retirement, id) in Retirements::<T>::iter() {
			let agreement = Agreements::<T>::get(id).ok_or("5: a receipt is of an agreement")?;
			let retired = agreement.delivery.retired.map(|retired| retired.retirement);
			ensure!(retired == Some(retirement), "5: a receipt is of its agreement");
			receipts += usize::from(agreement.period.is_some());
		}
		let counting = PeriodAgreements::<T>::iter_keys().count();
		ensure!(receipts == counting, "5: what counts can be reopened");
		Ok(())
	}
}
