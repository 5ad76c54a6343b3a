//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::pallet::{Config, CrowdedLanes, Lanes, Messages, Pallet};
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut messages = 0;
		for (chain, lane) in Lanes::<T>::iter() {
			let all = (lane.first..lane.next).all(|it| Messages::<T>::contains_key(chain, it));
			let bounded = lane.waiting() <= T::MaxWaiting::get().into();
			ensure!(all && bounded, "1: a lane has exactly its messages");
			messages += lane.waiting();
			let listed = CrowdedLanes::<T>::get().iter().filter(|it| **it == chain).count();
			let waits = usize::from(lane.waiting() > 0);
			ensure!(listed == waits, "2: a lane with waiting messages is listed once");
		}
		ensure!(
			Messages::<T>::iter_keys().count() as u64 == messages,
			"1: each message has a lane"
		);
		let known = CrowdedLanes::<T>::get().iter().all(Lanes::<T>::contains_key);
		ensure!(known, "2: a listed lane exists");
		Ok(())
	}
}
