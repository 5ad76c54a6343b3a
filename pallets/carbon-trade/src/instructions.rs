//! What is ordered by itself.

use crate::{
	pallet::{Config, Due, Error, Event, HoldReason, Instructions, Pallet},
	types::{Instruction, InstructionRecord, Order, UnderWay, Wanted},
};
use frame_support::{
	defensive, ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{fungible::MutateHold, tokens::Precision::BestEffort, Get, UnixTime},
};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	compliance::{Enterprises, PositionListener},
	ids::{CycleId, EntityId, RemoteOrderId},
	market::Side,
	time::{DAY, HOUR},
};

/// How long an order may stay in the market, in hours.
const HOURS: core::ops::RangeInclusive<u16> = 2..=(90 * DAY / HOUR) as u16;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_instruct(
		owner: T::AccountId,
		entity: EntityId,
		instruction: Option<Instruction>,
	) -> DispatchResult {
		let of = T::Enterprises::owner(entity).ok_or(Error::<T>::NotFound)?;
		ensure!(of == owner, Error::<T>::NotAuthorized);
		let known = Instructions::<T>::get(entity);
		let reason = HoldReason::Instruction.into();
		match (instruction, known) {
			(Some(new), known) => {
				ensure!(HOURS.contains(&new.hours), Error::<T>::InvalidHours);
				let mut record = match known {
					// That of an earlier owner is over, and its deposit returns.
					Some(known) if known.owner != owner => {
						let InstructionRecord { owner: earlier, deposit, .. } = &known;
						T::Currency::release(&reason, earlier, *deposit, BestEffort)?;
						Self::hold(&owner)?;
						InstructionRecord { owner, deposit: T::InstructionDeposit::get(), ..known }
					},
					Some(known) => known,
					None => {
						Self::hold(&owner)?;
						InstructionRecord {
							owner,
							instruction: new,
							under_way: Default::default(),
							used: Default::default(),
							deposit: T::InstructionDeposit::get(),
						}
					},
				};
				record.instruction = new;
				Instructions::<T>::insert(entity, record);
			},
			(None, Some(known)) => {
				T::Currency::release(&reason, &known.owner, known.deposit, BestEffort)?;
				Instructions::<T>::remove(entity);
			},
			(None, None) => return Err(Error::<T>::NoInstruction.into()),
		}
		Self::deposit_event(Event::Instructed { entity, instruction });
		Ok(())
	}

	pub(crate) fn hold(owner: &T::AccountId) -> DispatchResult {
		let reason = HoldReason::Instruction.into();
		T::Currency::hold(&reason, owner, T::InstructionDeposit::get())
	}

	pub(crate) fn do_follow(entity: EntityId, cycle: CycleId) -> DispatchResult {
		let mut record = Instructions::<T>::get(entity).ok_or(Error::<T>::NoInstruction)?;
		let position = T::Enterprises::position(entity, cycle).ok_or(Error::<T>::NotEnrolled)?;
		ensure!(record.counts(cycle, &position), Error::<T>::PositionUsed);
		let Instruction { hours, .. } = record.instruction;
		let until = T::Time::now().as_secs().saturating_add(u64::from(hours).saturating_mul(HOUR));
		let deadline = until.next_multiple_of(HOUR);
		let mut is_done = false;
		for wanted in record.instruction.wanted(cycle, &position, &record.under_way) {
			if record.under_way.is_full() {
				break;
			}
			let number = Self::place_wanted(&record, entity, cycle, &wanted, deadline)?;
			let Wanted { side, basket, quantity, .. } = wanted;
			let position = position.sequence;
			let order = UnderWay { number, cycle, side, basket, quantity, position, deadline };
			if record.under_way.try_push(order).is_err() {
				defensive!("there is room");
			}
			is_done = true;
		}
		ensure!(is_done, Error::<T>::NothingToOrder);
		Instructions::<T>::insert(entity, record);
		Ok(())
	}

	fn place_wanted(
		record: &InstructionRecord<T::AccountId>,
		entity: EntityId,
		cycle: CycleId,
		wanted: &Wanted,
		deadline: u64,
	) -> Result<RemoteOrderId, DispatchError> {
		let Wanted { side, basket, quantity, price } = *wanted;
		let owner = record.owner.clone();
		match side {
			Side::Bids => Self::do_buy(owner, entity, cycle, basket, quantity, price, deadline),
			Side::Asks => Self::do_sell(owner, entity, cycle, quantity, price, deadline),
		}
	}

	/// Follows the instruction that is due next, and returns whether there was one.
	pub(crate) fn follow_next() -> bool {
		let mut due = Due::<T>::get();
		if due.is_empty() {
			return false;
		}
		let (entity, cycle) = due.remove(0);
		Due::<T>::put(due);
		if let Err(error) = with_storage_layer(|| Self::do_follow(entity, cycle)) {
			let expected = [
				Error::<T>::NothingToOrder,
				Error::PositionUsed,
				Error::NoInstruction,
				Error::NotEnrolled,
			];
			if !expected.into_iter().any(|expected| DispatchError::from(expected) == error) {
				Self::deposit_event(Event::NotFollowed { entity, cycle, error });
			}
		}
		true
	}

	fn make_due(entity: EntityId, cycle: CycleId) {
		let mut due = Due::<T>::get();
		if !due.contains(&(entity, cycle)) && due.try_push((entity, cycle)).is_ok() {
			Due::<T>::put(due);
		}
	}

	/// Hears that an order ended, and goes on if it traded.
	pub(crate) fn order_ended(number: RemoteOrderId, order: &Order, has_traded: bool) {
		let Order { entity, cycle, purchases, .. } = *order;
		let Some(mut record) = Instructions::<T>::get(entity) else { return };
		// The market tells of a sale once, at its end.
		let told = if has_traded { purchases.max(1) } else { 0 };
		if record.end(number, told, T::Time::now().as_secs()).is_none() {
			return;
		}
		Instructions::<T>::insert(entity, record);
		if has_traded {
			Self::make_due(entity, cycle);
		}
	}
}

impl<T: Config> PositionListener for Pallet<T> {
	fn position_taken(entity: EntityId, cycle: CycleId) {
		if Instructions::<T>::contains_key(entity) {
			Self::make_due(entity, cycle);
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(entity: EntityId) {
		crate::benchmarking::instructed::<T>(entity);
	}
}
