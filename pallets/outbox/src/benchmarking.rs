//! The benchmark of sending messages that wait.

use crate::pallet::{Config, CrowdedLanes, Lanes, Messages, Pallet};
use frame_benchmarking::v2::*;
use frame_support::traits::{tokens::Preservation, Get};
use zeropark_primitives::ids::ParaId;

/// What the runtime provides for benchmarks.
pub trait BenchmarkHelper<AccountId, Message> {
	/// Returns the most expensive message and the chain that it goes to, and gives `payer` what the
	/// message carries.
	fn message(payer: &AccountId) -> (ParaId, Message);
	/// Opens the channel to a chain.
	fn open_channel(lane: ParaId);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn send_waiting(n: Linear<0, { T::MaxSent::get() }>) -> Result<(), BenchmarkError> {
		let payer: T::AccountId = whitelisted_caller();
		// No channel is open yet, so the messages wait.
		for _ in 0..n {
			let (lane, message) = T::BenchmarkHelper::message(&payer);
			Pallet::<T>::submit(&payer, Preservation::Expendable, lane, message)?;
		}
		for lane in CrowdedLanes::<T>::get() {
			T::BenchmarkHelper::open_channel(lane);
		}
		assert_eq!(Messages::<T>::iter_keys().count(), n as usize);

		#[block]
		{
			Pallet::<T>::send_waiting(n);
		}

		assert_eq!(Messages::<T>::iter_keys().count(), 0);
		assert!(Lanes::<T>::iter_values().all(|lane| lane.waiting() == 0));
		Ok(())
	}
}
