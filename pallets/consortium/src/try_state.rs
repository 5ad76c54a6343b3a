//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::{
	pallet::{Config, HoldReason, Members, Meters, NextPointId, Pallet, Points, TotalCapacity},
	types::Status,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::hold::Inspect as _};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::{energy::Capacity, market::Balance};

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (mut deposits, mut margins) = (BTreeMap::new(), BTreeMap::new());
		let add = |sums: &mut BTreeMap<T::AccountId, Balance>, who: &T::AccountId, amount| {
			let sum = sums.entry(who.clone()).or_default();
			*sum = sum.saturating_add(amount);
		};
		let mut counted = BTreeMap::<T::AccountId, u32>::new();
		let (mut points, mut meters, mut total) = (0u32, 0usize, Capacity::default());
		for (id, point) in Points::<T>::iter() {
			ensure!(id < NextPointId::<T>::get(), "1: each number is given once");
			points = points.saturating_add(1);
			add(&mut deposits, &point.depositor, point.deposit);
			if point.status == Status::Left {
				ensure!(point.held == 0, "3: the margin returned");
				continue;
			}
			let count = counted.entry(point.owner.clone()).or_default();
			*count = count.saturating_add(1);
			for (meter, index) in point.meters.iter().zip(0u32..) {
				let of = Meters::<T>::get(meter);
				ensure!(of == Some((id, index)), "2: a meter is its point's");
				meters = meters.saturating_add(1);
			}
			add(&mut margins, &point.owner, point.held);
			ensure!(
				point.status != Status::Active || point.held == point.margin,
				"3: who trades has its margin on hold"
			);
			total.load = total.load.saturating_add(point.capacity.load);
			total.generation = total.generation.saturating_add(point.capacity.generation);
		}
		ensure!(points == NextPointId::<T>::get(), "1: points are numbered without gaps");
		ensure!(meters == Meters::<T>::iter().count(), "2: a meter belongs to a point");
		ensure!(total == TotalCapacity::<T>::get(), "4: capacities add up");
		for (who, member) in Members::<T>::iter() {
			let has = counted.remove(&who).unwrap_or(0);
			ensure!(has == member.points, "1: each member counts its points");
			add(&mut deposits, &member.depositor, member.deposit);
		}
		ensure!(counted.is_empty(), "1: each point has a member");
		for (reason, sums) in [(HoldReason::Records, deposits), (HoldReason::Margin, margins)] {
			for (who, sum) in sums {
				let held = T::Currency::balance_on_hold(&reason.into(), &who);
				ensure!(held == sum, "3: what is on hold is the sum");
			}
		}
		Ok(())
	}
}
