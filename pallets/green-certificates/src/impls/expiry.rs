//! Expiry: batches whose validity has ended.

use crate::{
	pallet::{Batches, Config, Event, ExpiredUntil, Expiries, Pallet},
	types::BatchStatus,
};
use alloc::vec::Vec;
use zeropark_primitives::time::Month;

impl<T: Config> Pallet<T> {
	/// Expires the batches whose validity has ended, the oldest month first. Takes at most `limit`
	/// steps, and returns how many it took; a step is one batch, or the move to the next month.
	pub(crate) fn expire(limit: u32) -> u32 {
		let Some(mut month) = ExpiredUntil::<T>::get() else { return 0 };
		let Some(now) = Month::of(Self::now()) else { return 0 };
		let mut done = 0;
		while done < limit && month <= now {
			let left = (limit - done) as usize;
			let batches = Expiries::<T>::iter_key_prefix(month).take(left).collect::<Vec<_>>();
			done += batches.len() as u32;
			let emptied = batches.len() < left;
			for id in batches {
				Expiries::<T>::remove(month, id);
				let Some(mut batch) = Batches::<T>::get(id) else { continue };
				let serials = Self::end(&mut batch, id, BatchStatus::Expired);
				batch.expired += serials.len();
				Batches::<T>::insert(id, batch);
				Self::deposit_event(Event::Expired { batch: id, serials });
			}
			if emptied {
				month = month.after(1);
				ExpiredUntil::<T>::put(month);
				done += 1;
			}
		}
		done
	}
}
