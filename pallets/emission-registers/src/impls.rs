//! The bodies of the calls, the hook, and what the period ledger asks.

use crate::{
	pallet::{
		AccountOf, Accounts, Config, CoveredByPeriod, Delayed, Emissions, Enrolments, Entities,
		Error, Event, HoldReason, NextEntityId, Pallet, Unreported, Waiting, MAX_ASSIGNED,
		MAX_ENROLMENTS,
	},
	types::{Account, Enrolment, Entity},
};
use alloc::vec::Vec;
use frame_support::{
	defensive, ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{fungible::MutateHold, Get},
};
use sp_core::H256;
use sp_runtime::traits::{BlakeTwo256, Hash};
use zeropark_primitives::{
	certificates::{is_readable, Text},
	compliance::{
		CarbonMarket, Covered, CycleSpan, EmissionRegisters, EntityRegister, Position, Positions,
		Registers, MAX_REPORTED,
	},
	ids::{CycleId, EntityId, PeriodId},
	time::Interval,
	units::GramsCo2e,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_entity(
		depositor: T::AccountId,
		owner: T::AccountId,
		label: Text,
	) -> DispatchResult {
		let id = NextEntityId::<T>::get();
		ensure!(id < T::MaxEntities::get(), Error::<T>::TooManyEntities);
		let next = id.checked_add(1).ok_or(Error::<T>::TooManyEntities)?;
		ensure!(is_readable(&label), Error::<T>::InvalidText);

		let deposit = T::EntityDeposit::get();
		T::Currency::hold(&HoldReason::Entity.into(), &depositor, deposit)?;
		let entity = Entity { owner: owner.clone(), label, depositor, deposit };
		Entities::<T>::insert(id, entity);
		NextEntityId::<T>::put(next);
		Self::deposit_event(Event::EntityRegistered { entity: id, owner });
		Ok(())
	}

	/// Puts a register on the list of those to be reported. Emissions count whether it has room or
	/// not: [`Self::do_assign`] does the same later.
	fn to_report(cycle: CycleId, entity: EntityId) {
		let mut list = Unreported::<T>::get();
		if !list.contains(&(cycle, entity)) && list.try_push((cycle, entity)).is_ok() {
			Unreported::<T>::put(list);
		}
	}

	/// Adds emissions of a period to the register of a cycle. Returns whether there was room.
	fn add_to_register(
		account: &mut AccountOf<T>,
		cycle: CycleId,
		entity: EntityId,
		period: PeriodId,
		emitted: GramsCo2e,
		digest: H256,
	) -> Result<bool, Error<T>> {
		let known = account.periods.iter().position(|known| *known == period);
		match known.map(|index| u32::try_from(index).unwrap_or(u32::MAX)) {
			// It may have been covered before.
			Some(index) => account.cursor = account.cursor.min(index),
			None if account.periods.try_push(period).is_err() => return Ok(false),
			None => {},
		}
		let register = &mut account.register;
		register.total = register.total.checked_add(emitted).ok_or(Error::<T>::Overflow)?;
		register.sequence = register.sequence.checked_add(1).ok_or(Error::<T>::Overflow)?;
		register.digest = BlakeTwo256::hash_of(&(register.digest, period, emitted, digest));
		let register = *register;
		Self::deposit_event(Event::Registered { cycle, entity, register });
		Ok(true)
	}

	/// Takes up to [`MAX_ASSIGNED`] of an enterprise's waiting periods into the register of a cycle
	/// that they lie in.
	fn take_waiting(
		account: &mut AccountOf<T>,
		entity: EntityId,
		enrolment: &Enrolment,
	) -> DispatchResult {
		let mut waiting = Waiting::<T>::get(entity);
		let is_in = |span: &Interval| enrolment.span.encloses(span);
		let all = waiting.iter().filter(|(_, span)| is_in(span)).map(|(period, _)| *period);
		let taken = all.take(MAX_ASSIGNED as usize).collect::<Vec<_>>();
		if taken.is_empty() {
			return Ok(());
		}
		waiting.retain(|(period, _)| !taken.contains(period));
		Waiting::<T>::insert(entity, waiting);
		for period in taken {
			let Some(mut emissions) = Emissions::<T>::get(period, entity) else { continue };
			let (total, digest) = (emissions.total, emissions.digest);
			let cycle = enrolment.cycle;
			if Self::add_to_register(account, cycle, entity, period, total, digest)? {
				emissions.cycle = Some(cycle);
				Emissions::<T>::insert(period, entity, emissions);
			} else {
				Self::deposit_event(Event::LeftOut { entity, period });
			}
		}
		Self::to_report(enrolment.cycle, entity);
		Ok(())
	}

	/// Assigns what was surrendered to periods, oldest first, or takes it back, newest first: for up
	/// to [`MAX_ASSIGNED`] periods.
	fn assign_to_periods(account: &mut AccountOf<T>, entity: EntityId) {
		let target = account.target();
		for _ in 0..MAX_ASSIGNED {
			if account.assigned == target {
				break;
			}
			let above = account.assigned.total() > target.total();
			let last = (account.periods.len() as u32).saturating_sub(1);
			let index = account.cursor.min(last);
			let Some(period) = account.periods.get(index as usize).copied() else { break };
			let Some(mut emissions) = Emissions::<T>::get(period, entity) else { break };
			let before = emissions.covered;
			emissions.covered = if above {
				let surplus = account.assigned.total() - target.total();
				reduced(before, surplus)
			} else {
				let lacks = target.total() - account.assigned.total();
				let free = emissions.total - before.total();
				extended(before, free.min(lacks), &account.assigned, &target)
			};
			account.assigned = moved(account.assigned, before, emissions.covered);
			CoveredByPeriod::<T>::mutate(period, |sum| {
				*sum = moved(*sum, before, emissions.covered);
			});
			let is_full = emissions.covered.total() == emissions.total;
			let is_empty = emissions.covered == Covered::default();
			Emissions::<T>::insert(period, entity, emissions);
			let is_level = account.assigned.total() == target.total();
			if above && is_empty && !is_level {
				account.cursor = index.saturating_sub(1);
			} else if !above && is_full {
				account.cursor = index.saturating_add(1);
			} else {
				account.cursor = index;
			}
			if is_level {
				break;
			}
		}
	}

	fn take_position(cycle: &CycleSpan, entity: EntityId, position: Position) -> DispatchResult {
		ensure!(Entities::<T>::contains_key(entity), Error::<T>::NotFound);
		let enrolment = Enrolment { cycle: cycle.cycle, span: cycle.span };
		let mut account = match Accounts::<T>::get(cycle.cycle, entity) {
			Some(account) if account.position.sequence >= position.sequence => return Ok(()),
			Some(account) => account,
			None => {
				Enrolments::<T>::mutate(entity, |enrolments| {
					if enrolments.len() >= MAX_ENROLMENTS as usize {
						enrolments.remove(0);
					}
					if enrolments.try_push(enrolment).is_err() {
						defensive!("there is room now");
					}
				});
				Self::deposit_event(Event::Enrolled { cycle: cycle.cycle, entity });
				Account::new(position)
			},
		};
		account.position = position;
		Self::go_on(account, entity, &enrolment)
	}

	fn go_on(mut account: AccountOf<T>, entity: EntityId, enrolment: &Enrolment) -> DispatchResult {
		Self::take_waiting(&mut account, entity, enrolment)?;
		Self::assign_to_periods(&mut account, entity);
		let (cycle, assigned) = (enrolment.cycle, account.assigned);
		let sequence = account.position.sequence;
		Accounts::<T>::insert(cycle, entity, account);
		Self::deposit_event(Event::PositionTaken { cycle, entity, sequence, assigned });
		Ok(())
	}

	pub(crate) fn do_take_positions(cycle: CycleSpan, positions: Positions) -> DispatchResult {
		for told in positions {
			// One that cannot be taken must not keep the others back.
			let taken =
				with_storage_layer(|| Self::take_position(&cycle, told.entity, told.position));
			if let Err(error) = taken {
				let (cycle, entity) = (cycle.cycle, told.entity);
				Self::deposit_event(Event::PositionRefused { cycle, entity, error });
			}
		}
		Ok(())
	}

	pub(crate) fn do_assign(cycle: CycleId, entity: EntityId) -> DispatchResult {
		let account = Accounts::<T>::get(cycle, entity).ok_or(Error::<T>::NotFound)?;
		let enrolments = Enrolments::<T>::get(entity);
		let enrolment = enrolments.iter().find(|enrolment| enrolment.cycle == cycle);
		let enrolment = enrolment.ok_or(Error::<T>::NotFound)?;
		if account.register.sequence > account.position.register {
			Self::to_report(cycle, entity);
		}
		Self::go_on(account, entity, enrolment)
	}

	/// Reports the registers of one cycle that changed, and returns how many there were.
	pub(crate) fn report() -> u32 {
		let mut list = Unreported::<T>::get();
		let Some((cycle, _)) = list.first().copied() else { return 0 };
		let entities = list
			.iter()
			.filter_map(|(of, entity)| (*of == cycle).then_some(*entity))
			.take(MAX_REPORTED as usize)
			.collect::<Vec<_>>();
		let registers = entities.iter().filter_map(|entity| {
			let register = Accounts::<T>::get(cycle, entity)?.register;
			Some(EntityRegister { entity: *entity, register })
		});
		let registers = Registers::truncate_from(registers.collect());
		let count = u32::try_from(entities.len()).unwrap_or(u32::MAX);
		let sent = with_storage_layer(|| T::Market::report(&T::Payer::get(), cycle, registers));
		match sent {
			Ok(()) => {
				list.retain(|(of, entity)| *of != cycle || !entities.contains(entity));
				Unreported::<T>::put(list);
				Delayed::<T>::kill();
				Self::deposit_event(Event::Reported { cycle, entities });
			},
			// Said once, and not in every block.
			Err(_) if Delayed::<T>::get() => {},
			Err(error) => {
				Delayed::<T>::put(true);
				Self::deposit_event(Event::ReportDelayed { error });
			},
		}
		count
	}
}

/// `sum` with one of its parts changed from `before` to `after`.
fn moved(sum: Covered, before: Covered, after: Covered) -> Covered {
	Covered {
		allowances: sum.allowances - before.allowances + after.allowances,
		credits: sum.credits - before.credits + after.credits,
	}
}

/// `covered` with `surplus` less, or nothing: credits go first.
fn reduced(covered: Covered, surplus: GramsCo2e) -> Covered {
	let credits = covered.credits.min(surplus);
	let allowances = covered.allowances.min(surplus - credits);
	Covered { allowances: covered.allowances - allowances, credits: covered.credits - credits }
}

/// `covered` with `more`, of what `target` has beyond `assigned`: allowances go first.
fn extended(covered: Covered, more: GramsCo2e, assigned: &Covered, target: &Covered) -> Covered {
	let lacks = (target.allowances - assigned.allowances).max(GramsCo2e::ZERO);
	let allowances = more.min(lacks);
	Covered {
		allowances: covered.allowances + allowances,
		credits: covered.credits + (more - allowances),
	}
}

impl<T: Config> EmissionRegisters for Pallet<T> {
	fn add(
		entity: EntityId,
		period: PeriodId,
		span: &Interval,
		emitted: GramsCo2e,
		digest: H256,
	) -> DispatchResult {
		ensure!(Entities::<T>::contains_key(entity), Error::<T>::NotFound);
		let mut emissions = Emissions::<T>::get(period, entity).unwrap_or_default();
		let is_first = emissions.total == GramsCo2e::ZERO && emissions.digest == H256::zero();
		emissions.total = emissions.total.checked_add(emitted).ok_or(Error::<T>::Overflow)?;
		emissions.digest = BlakeTwo256::hash_of(&(emissions.digest, emitted, digest));

		let enrolments = Enrolments::<T>::get(entity);
		let enrolment = enrolments.iter().rev().find(|enrolment| match emissions.cycle {
			Some(cycle) => enrolment.cycle == cycle,
			None => is_first && enrolment.span.encloses(span),
		});
		match enrolment.map(|enrolment| enrolment.cycle) {
			Some(cycle) => {
				let account = Accounts::<T>::get(cycle, entity);
				let mut account = account.ok_or(Error::<T>::NotFound)?;
				if Self::add_to_register(&mut account, cycle, entity, period, emitted, digest)? {
					emissions.cycle = Some(cycle);
					Accounts::<T>::insert(cycle, entity, account);
					Self::to_report(cycle, entity);
				} else {
					Self::deposit_event(Event::LeftOut { entity, period });
				}
			},
			None if is_first => {
				let mut waiting = Waiting::<T>::get(entity);
				if waiting.len() >= T::MaxPeriods::get() as usize {
					let (period, _) = waiting.remove(0);
					Self::deposit_event(Event::LeftOut { entity, period });
				}
				if waiting.try_push((period, *span)).is_err() {
					defensive!("there is room now");
				}
				Waiting::<T>::insert(entity, waiting);
			},
			None => {},
		}
		Emissions::<T>::insert(period, entity, emissions);
		Ok(())
	}

	fn exists(entity: EntityId) -> bool {
		Entities::<T>::contains_key(entity)
	}

	fn covered(period: PeriodId) -> Covered {
		CoveredByPeriod::<T>::get(period)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(span: &Interval) -> EntityId {
		crate::benchmarking::crowded::<T>(span)
	}
}
