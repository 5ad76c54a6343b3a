//! The bodies of the calls, and what the consortium asks.

use crate::{
	pallet::{
		Config, Error, Event, Orders, Pallet, Readings, Slots, TermsSchedule, ToOpen, ToSettle,
	},
	types::{Metered, Stage, Steps, Terms, PAGE_SIZE},
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	defensive, ensure,
	pallet_prelude::{DispatchResult, TransactionValidityError},
	traits::{Get, UnixTime},
};
use sp_runtime::{traits::AccountIdConversion, transaction_validity::InvalidTransaction};
use zeropark_clearing::{Book, Curve, Grid, Tariff, Tick};
use zeropark_primitives::{
	energy::{start_of, Capacity, EnergyMarket, PointId, Points, Slot, MAX_UNSETTLED},
	market::Balance,
	time::{Seconds, HOUR},
};

/// How far ahead terms can be set, in slots: a year.
const MAX_NOTICE: Slot = 366 * 96;

/// How long before its start a slot takes the last bid.
pub(crate) const GATE: Seconds = HOUR;

impl<T: Config> Pallet<T> {
	/// The market maker's account.
	pub fn account_id() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	pub(crate) fn now() -> Seconds {
		T::Time::now().as_secs()
	}

	/// Whether terms are in order, and no dearer than the margins are for.
	pub(crate) fn are_valid(terms: &Terms) -> bool {
		let Terms { tariff, grid, .. } = terms;
		tariff.is_valid()
			&& tariff.retail <= T::MaxRetail::get()
			&& grid.losses <= T::MaxLosses::get()
			&& grid.fee <= T::MaxFee::get()
	}

	pub(crate) fn terms_of(slot: Slot) -> Option<Terms> {
		TermsSchedule::<T>::get().iter().rev().find(|terms| terms.from <= slot).copied()
	}

	/// What the market maker must be able to pay: all that all points could deliver, at its lower
	/// price, in every slot that can be unsettled, under the best terms of those slots.
	pub(crate) fn needed_collateral() -> Balance {
		let Capacity { generation, load } = T::Points::capacity();
		// Who buys and does not draw is paid for it, too.
		let most = i64::try_from(generation.saturating_add(load)).unwrap_or(i64::MAX);
		let schedule = TermsSchedule::<T>::get();
		let (from, to) = (ToSettle::<T>::get(), ToOpen::<T>::get());
		let ends = schedule.iter().skip(1).map(|next| next.from).chain([Slot::MAX]);
		let of_slot = schedule
			.iter()
			.zip(ends)
			.filter(|(terms, end)| terms.from <= to && from < *end)
			.map(|(terms, _)| terms)
			.map(|terms| terms.tariff.imbalance(&terms.grid, most.saturating_neg()).gets)
			.max()
			.unwrap_or(0);
		of_slot.saturating_mul(MAX_UNSETTLED.into())
	}

	pub(crate) fn depth_of(slot: Slot) -> Vec<(Tick, u64, u64)> {
		let Some(terms) = Self::terms_of(slot) else { return Vec::new() };
		let mut book = Book::default();
		for page in Orders::<T>::iter_prefix_values(slot) {
			for steps in page.values() {
				book.add(&terms.grid.at_hub(Curve(steps)));
			}
		}
		book.levels().collect()
	}

	pub(crate) fn do_bid(
		owner: &T::AccountId,
		point: PointId,
		slot: Slot,
		steps: Steps,
	) -> DispatchResult {
		let info = T::Points::get(point).ok_or(Error::<T>::NotFound)?;
		ensure!(info.owner == *owner, Error::<T>::NotAuthorized);
		// The gate may be closed though no block has noticed it yet.
		let in_time = Self::now().saturating_add(GATE) <= start_of(slot);
		let is_open = matches!(Slots::<T>::get(slot), Some(Stage::Open));
		ensure!(in_time && is_open, Error::<T>::NotOpen);
		let number = point / PAGE_SIZE;
		let mut page = Orders::<T>::get(slot, number);
		if steps.is_empty() {
			ensure!(page.remove(&point).is_some(), Error::<T>::NothingToCancel);
			Orders::<T>::insert(slot, number, page);
			Self::deposit_event(Event::BidCancelled { slot, point });
			return Ok(());
		}
		let may = info.is_active && info.slots.contains(&slot);
		ensure!(may, Error::<T>::NotActive);
		let Capacity { load, generation } = info.capacity;
		ensure!(Curve(&steps).is_valid(load, generation), Error::<T>::InvalidCurve);
		if page.try_insert(point, steps.clone()).is_err() {
			defensive!("a page has room for its points");
		}
		Orders::<T>::insert(slot, number, page);
		Self::deposit_event(Event::BidPlaced { slot, point, steps });
		Ok(())
	}

	/// Decides whether a reading may enter the pool and a block. Readings are free, so this is what
	/// keeps out those that do not hold; the runtime asks it where it charges fees.
	///
	/// Error: `Custom` with the index of the pallet's error.
	pub fn check_reading(
		meter: &T::AccountId,
		slot: Slot,
		drawn: u32,
		delivered: u32,
		has_tip: bool,
	) -> Result<(), TransactionValidityError> {
		let refusal = |error: Error<T>| {
			InvalidTransaction::Custom(error.encode().first().copied().unwrap_or(u8::MAX))
		};
		if has_tip {
			return Err(refusal(Error::<T>::TipRefused).into());
		}
		Self::reading(meter, slot, drawn, delivered).map(drop).map_err(|e| refusal(e).into())
	}

	/// Checks a reading, and returns its point and what its meters have read with it.
	fn reading(
		meter: &T::AccountId,
		slot: Slot,
		drawn: u32,
		delivered: u32,
	) -> Result<(PointId, Metered), Error<T>> {
		let (point, index) = T::Points::of_meter(meter).ok_or(Error::<T>::NotFound)?;
		let info = T::Points::get(point).ok_or(Error::<T>::NotFound)?;
		let is_over = slot.checked_add(1).is_some_and(|next| start_of(next) <= Self::now());
		let waits = matches!(Slots::<T>::get(slot), Some(Stage::Cleared(_)));
		ensure!(is_over && waits, Error::<T>::NotInTime);
		ensure!(info.slots.contains(&slot), Error::<T>::NotActive);
		let mut metered = Readings::<T>::get(slot, point);
		let bit = 1u8.checked_shl(index).unwrap_or(0);
		ensure!(metered.meters & bit == 0, Error::<T>::AlreadyReported);
		// The margin is for no more than the capacity. A reading that is refused would be silence, which is
		// worse for a seller, and better for who draws more than it may.
		let Capacity { load, generation } = info.capacity;
		metered.drawn = metered.drawn.saturating_add(drawn.into()).min(load);
		metered.delivered = metered.delivered.saturating_add(delivered.into()).min(generation);
		metered.meters |= bit;
		Ok((point, metered))
	}

	pub(crate) fn do_report_reading(
		meter: &T::AccountId,
		slot: Slot,
		drawn: u32,
		delivered: u32,
	) -> DispatchResult {
		let (point, metered) = Self::reading(meter, slot, drawn, delivered)?;
		let before = Readings::<T>::get(slot, point);
		let is_whole = before.drawn.saturating_add(drawn.into()) == metered.drawn
			&& before.delivered.saturating_add(delivered.into()) == metered.delivered;
		Readings::<T>::insert(slot, point, metered);
		Self::deposit_event(Event::ReadingTaken { slot, point, drawn, delivered });
		if !is_whole {
			Self::deposit_event(Event::CapacityExceeded { slot, point });
		}
		Ok(())
	}

	pub(crate) fn do_set_terms(terms: Terms) -> DispatchResult {
		ensure!(Self::are_valid(&terms), Error::<T>::InvalidTerms);
		let mut schedule = TermsSchedule::<T>::get();
		let first = ToOpen::<T>::get();
		ensure!(first <= terms.from, Error::<T>::TooLate);
		let soon = terms.from.saturating_sub(first) <= MAX_NOTICE;
		ensure!(soon, Error::<T>::TooEarly);
		// Earlier terms for these slots are withdrawn.
		schedule.retain(|known| known.from < terms.from);
		// Terms that no unsettled slot has any more are over.
		let unsettled = ToSettle::<T>::get();
		while schedule.get(1).is_some_and(|next| next.from <= unsettled) {
			schedule.remove(0);
		}
		schedule.try_push(terms).map_err(|_| Error::<T>::TooManyTerms)?;
		TermsSchedule::<T>::put(schedule);
		Self::deposit_event(Event::TermsSet { terms });
		Ok(())
	}
}

impl<T: Config> EnergyMarket<T::AccountId> for Pallet<T> {
	fn account() -> T::AccountId {
		Self::account_id()
	}

	fn worst_debt(capacity: &Capacity) -> Balance {
		let dearest = Tariff { feed_in: 0, retail: T::MaxRetail::get() };
		let grid = Grid { losses: T::MaxLosses::get(), fee: T::MaxFee::get() };
		dearest.worst(&grid, capacity.load, capacity.generation)
	}

	fn unsettled() -> (Slot, Slot) {
		(ToSettle::<T>::get(), ToOpen::<T>::get())
	}
}
