//! The remainders of orders that hit the fill limit, which are placed again in turns.
//!
//! The chains that have remainders waiting take turns, and the beneficiaries of one chain take turns
//! among each other. A beneficiary has at most one remainder in a turn, and a new remainder waits
//! for a turn that has not begun. So nobody else's orders, however many, delay an order by more than
//! two turns of its chain.

use crate::{
	pallet::{Config, LastChain, LastTurns, Orders, Pallet, Remainders, Turns},
	types::{OrderKey, OrderRecord, Task},
	weights::WeightInfo,
};
use frame_support::{defensive, traits::Get, weights::Weight};
use zeropark_primitives::{
	ids::ParaId,
	market::{CloseReason, Venue},
	trading::OrderOutcome,
};

impl<T: Config> Pallet<T> {
	/// Lets the remainder of an order wait for the next free turn of its beneficiary.
	pub(crate) fn enqueue_remainder((chain, number): OrderKey) {
		let Some(OrderRecord { beneficiary, .. }) = Orders::<T>::get(chain, number) else {
			defensive!("the order is on record");
			return;
		};
		let mut turns = Turns::<T>::get(chain);
		let last = LastTurns::<T>::get(chain, &beneficiary).unwrap_or(turns.current);
		let turn = last.saturating_add(1);
		turns.waiting = turns.waiting.saturating_add(1);
		Turns::<T>::insert(chain, turns);
		LastTurns::<T>::insert(chain, &beneficiary, turn);
		Remainders::<T>::insert((chain, turn), beneficiary, number);
	}

	/// Takes the next remainder.
	fn take_remainder() -> Option<OrderKey> {
		let chain = Self::next_chain()?;
		let mut turns = Turns::<T>::get(chain);
		let this_turn = turns.current;
		// Without a gap between turns, the next remainder is in this turn or in the next.
		let next = [this_turn, this_turn.saturating_add(1)].into_iter().find_map(|turn| {
			let (beneficiary, number) = Remainders::<T>::iter_prefix((chain, turn)).next()?;
			Some((turn, beneficiary, number))
		});
		let Some((turn, beneficiary, number)) = next else {
			defensive!("a chain that takes turns has a remainder");
			Turns::<T>::remove(chain);
			return None;
		};
		Remainders::<T>::remove((chain, turn), &beneficiary);
		if LastTurns::<T>::get(chain, &beneficiary) == Some(turn) {
			LastTurns::<T>::remove(chain, &beneficiary);
		}
		turns.current = turn;
		turns.waiting = turns.waiting.saturating_sub(1);
		match turns.waiting {
			0 => Turns::<T>::remove(chain),
			_ => Turns::<T>::insert(chain, turns),
		}
		LastChain::<T>::put(chain);
		Some((chain, number))
	}

	/// Returns the chain after the one that had the last turn, in the order of the storage's keys.
	fn next_chain() -> Option<ParaId> {
		LastChain::<T>::get()
			.and_then(|last| Turns::<T>::iter_keys_from_key(last).next())
			.or_else(|| Turns::<T>::iter_keys().next())
	}

	/// Places waiting remainders: at least one, and as many as surely fit into
	/// [`Config::MaxPlacing`]. Returns the weight of it.
	pub(crate) fn place_remainders() -> Weight {
		// Taking a remainder costs less than doing a task.
		let taking = T::WeightInfo::do_tasks(1);
		let most = taking.saturating_add(T::Venue::bid_weight());
		let mut used = T::DbWeight::get().reads(3);
		while let Some(key) = Self::take_remainder() {
			used = used.saturating_add(taking).saturating_add(Self::replace_remainder(key));
			if used.saturating_add(most).any_gt(T::MaxPlacing::get()) {
				break;
			}
		}
		used
	}

	/// Places the remainder of an order that hit the fill limit. Returns the weight of the market's
	/// part.
	fn replace_remainder(key: OrderKey) -> Weight {
		let (chain, number) = key;
		match Orders::<T>::get(chain, number).and_then(|record| record.remainder) {
			Some(remainder) => {
				Self::bid_or_end(key, remainder, |_| OrderOutcome::Closed(CloseReason::FillLimit))
			},
			None => {
				let cancelled = OrderOutcome::Closed(CloseReason::Cancelled);
				Self::enqueue(key, Task::ReportEnd(cancelled));
				Weight::zero()
			},
		}
	}
}
