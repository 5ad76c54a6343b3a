//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::{
	pallet::{Config, HoldReason, Orders, Pallet},
	types::OrderState,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::market::Balance;

impl<T: Config<I>, I: 'static> Pallet<T, I> {
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::<_, Balance>::new();
		for order in Orders::<T, I>::iter_values() {
			let ended = matches!(order.state, OrderState::Ended(_));
			let most = Self::most_fills(order.side, order.quantity);
			let fills = if ended { order.fills.into() } else { most };
			let pays = order.deposit == Self::deposit_for(fills);
			ensure!(pays, "2: a deposit pays for the record and its fills");
			let bounded = order.filled <= order.quantity && u64::from(order.fills) <= order.filled;
			ensure!(bounded, "3: an order is filled with at most its quantity");
			*deposits.entry(order.owner).or_default() += order.deposit;
		}
		for (owner, deposit) in deposits {
			let held = T::Currency::balance_on_hold(&HoldReason::<I>::Records.into(), &owner);
			ensure!(held == deposit, "1: the deposits of an owner are on hold");
		}
		Ok(())
	}
}
