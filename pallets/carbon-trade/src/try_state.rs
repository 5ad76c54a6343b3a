//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::pallet::{Config, HoldReason, Instructions, Orders, Pallet, Purchases};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::market::Balance;

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
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
		let mut deposits = BTreeMap::<T::AccountId, Balance>::new();
		for (entity, standing) in Instructions::<T>::iter() {
			for order in &standing.under_way {
				let known = Orders::<T>::get(order.number).ok_or("2: orders are on record")?;
				let ours = (known.entity, known.cycle) == (entity, order.cycle);
				ensure!(ours, "2: an order under way is the enterprise's");
			}
			let sum = deposits.entry(standing.owner).or_default();
			*sum = sum.saturating_add(standing.deposit);
		}
		for (owner, deposit) in deposits {
			let held = T::Currency::balance_on_hold(&HoldReason::Instruction.into(), &owner);
			ensure!(held == deposit, "2: instructions have their deposits");
		}
		Ok(())
	}
}
