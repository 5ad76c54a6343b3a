//! Submitting messages, and sending waiting ones.

use crate::{
	pallet::{Config, CrowdedLanes, Error, Event, Lanes, Messages, Pallet},
	types::Transport,
	weights::WeightInfo,
	LOG_TARGET,
};
use frame_support::{
	defensive, ensure, storage::with_storage_layer, traits::tokens::Preservation, traits::Get,
	weights::Weight,
};
use sp_runtime::DispatchError;
use zeropark_primitives::ids::ParaId;

impl<T: Config> Pallet<T> {
	/// Submits a message for the chain `lane`, and takes what the message carries from the account
	/// of `payer`. Returns the message's number in the lane.
	///
	/// Errors: `LaneFull`, `TooManyLanes`, `NumbersExhausted`, or the currency's error if `payer`
	/// has too little. The caller must undo all changes to storage then, as a failed call does.
	/// Events: `MessageSent` or `MessageQueued`.
	pub fn submit(
		payer: &T::AccountId,
		preservation: Preservation,
		lane: ParaId,
		message: T::Message,
	) -> Result<u64, DispatchError> {
		let mut state = Lanes::<T>::get(lane);
		ensure!(state.waiting() < T::MaxWaiting::get().into(), Error::<T>::LaneFull);
		T::Transport::collect(payer, preservation, lane, &message)?;
		let number = state.next;
		state.next = number.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		let sent = state.first == number && Self::try_send(lane, message.clone());
		if sent {
			state.first = state.next;
			Self::deposit_event(Event::MessageSent { lane, number });
		} else {
			if state.first == number {
				CrowdedLanes::<T>::try_append(lane).map_err(|()| Error::<T>::TooManyLanes)?;
			}
			Messages::<T>::insert(lane, number, message);
			Self::deposit_event(Event::MessageQueued { lane, number });
		}
		Lanes::<T>::insert(lane, state);
		Ok(number)
	}

	/// Sends a message and returns `true`, or changes nothing and returns `false`.
	fn try_send(lane: ParaId, message: T::Message) -> bool {
		with_storage_layer(|| T::Transport::send(lane, message))
			.inspect_err(|error| {
				log::debug!(target: LOG_TARGET, "a message to {lane} waits: {error:?}");
			})
			.is_ok()
	}

	/// Tries to send up to `limit` waiting messages. Returns how many it tried.
	pub(crate) fn send_waiting(limit: u32) -> u32 {
		let mut lanes = CrowdedLanes::<T>::get();
		let Some(first) = lanes.first().copied() else { return 0 };
		let mut tried = 0;
		lanes.retain(|lane| !Self::send_lane(*lane, limit, &mut tried));
		if lanes.first() == Some(&first) {
			// The lane that was first this time is last the next. Its place is free again.
			lanes.remove(0);
			if lanes.try_push(first).is_err() {
				defensive!("a lane fits where it was");
			}
		}
		CrowdedLanes::<T>::put(lanes);
		tried
	}

	/// Sends the messages of a lane until one cannot leave, or until `limit` messages have been
	/// tried. Returns whether the lane is empty.
	fn send_lane(lane: ParaId, limit: u32, tried: &mut u32) -> bool {
		let mut state = Lanes::<T>::get(lane);
		while state.waiting() > 0 && *tried < limit {
			*tried = tried.saturating_add(1);
			let number = state.first;
			if let Some(message) = Messages::<T>::get(lane, number) {
				if !Self::try_send(lane, message) {
					T::Transport::waited(lane);
					break;
				}
				Messages::<T>::remove(lane, number);
				Self::deposit_event(Event::MessageSent { lane, number });
			} else {
				defensive!("a lane has no gaps");
			}
			state.first = state.first.saturating_add(1);
		}
		Lanes::<T>::insert(lane, state);
		state.waiting() == 0
	}

	/// The weight of trying `tried` messages.
	pub(crate) fn weight_of(tried: u32) -> Weight {
		match tried {
			0 => T::DbWeight::get().reads(1),
			tried => T::WeightInfo::send_waiting(tried),
		}
	}
}
