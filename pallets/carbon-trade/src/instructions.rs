//! Orders that the pallet places by itself, as owners of enterprises have instructed it.

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
	time::{DAY, HOUR},
};

/// How long an order may stay in the market, in hours: from the least that the desk takes to an hour below
/// the most, because it expires on the full hour after that.
const HOURS: core::ops::RangeInclusive<u16> = 2..=(90 * DAY / HOUR) as u16 - 1;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_instruct(
		owner: T::AccountId,
		entity: EntityId,
		instruction: Option<Instruction>,
	) -> DispatchResult {
		let of = T::Enterprises::owner(entity).ok_or(Error::<T>::NotFound)?;
		ensure!(of == owner, Error::<T>::NotAuthorized);
		let known = Instructions::<T>::get(entity);
		match instruction {
			Some(instruction) => {
				ensure!(HOURS.contains(&instruction.hours), Error::<T>::InvalidHours);
				let mut record =
					known.unwrap_or_else(|| InstructionRecord::new(owner.clone(), instruction));
				record.instruction = instruction;
				// The deposit of an earlier owner returns.
				Self::release(&record)?;
				record.owner = owner;
				record.deposit = T::InstructionDeposit::get();
				Self::hold(&record.owner)?;
				Instructions::<T>::insert(entity, record);
			},
			None => {
				let record = known.ok_or(Error::<T>::NoInstruction)?;
				// It would be forgotten what is on order.
				ensure!(record.under_way.is_empty(), Error::<T>::OrdersUnderWay);
				Self::release(&record)?;
				Instructions::<T>::remove(entity);
			},
		}
		Self::deposit_event(Event::Instructed { entity, instruction });
		Ok(())
	}

	fn release(record: &InstructionRecord<T::AccountId>) -> DispatchResult {
		let reason = HoldReason::Instruction.into();
		T::Currency::release(&reason, &record.owner, record.deposit, BestEffort).map(drop)
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
			let owner = record.owner.clone();
			let number = Self::do_order(owner, entity, cycle, wanted, deadline)?;
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
