//! The bodies of the calls, the hook, and what the period ledger asks.

use crate::{
	pallet::{
		AccountOf, Accounts, Config, CoveredByPeriod, Delayed, Emissions, Enrolments, Entities,
		Error, Event, HoldReason, NextEntityId, NextReport, Pallet, Remainders, Unreported,
		Waiting, MAX_ASSIGNED, MAX_ENROLMENTS,
	},
	types::{Account, Entity, PeriodEmissions, Remainder},
};
use alloc::vec::Vec;
use frame_support::{
	defensive, ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{fungible::MutateHold, Get},
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_core::H256;
use sp_runtime::traits::{BlakeTwo256, Hash, Saturating};
use zeropark_primitives::{
	certificates::{is_readable, Text},
	compliance::{
		CarbonMarket, Covered, CycleSpan, EmissionRegisters, Enterprises, EntityRegister, Position,
		PositionListener, Positions, Registers, MAX_REPORTED,
	},
	ids::{CycleId, EntityId, PeriodId},
	time::{Interval, Seconds},
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
		if list.contains(&(cycle, entity)) {
			return;
		}
		match list.try_push((cycle, entity)) {
			Ok(()) => Unreported::<T>::put(list),
			Err(_) => Self::deposit_event(Event::NotListed { cycle, entity }),
		}
	}

	/// Adds emissions of a period to the register of a cycle.
	fn add_to_register(
		account: &mut AccountOf<T>,
		cycle: CycleId,
		entity: EntityId,
		period: PeriodId,
		emitted: GramsCo2e,
		digest: H256,
	) {
		if !account.add(period, emitted, digest) {
			Self::deposit_event(Event::LeftOut { entity, period });
		}
		let register = account.register;
		Self::deposit_event(Event::Registered { cycle, entity, register });
	}

	/// Keeps emissions of a period that no cycle takes yet.
	fn wait(
		entity: EntityId,
		period: PeriodId,
		span: Interval,
		emitted: GramsCo2e,
		digest: H256,
		is_first: bool,
	) {
		let mut waiting = Waiting::<T>::get(entity);
		if !is_first {
			let waits = waiting.iter().any(|(waits, _)| *waits == period);
			if !waits {
				Self::leave_out(entity, span, emitted, digest);
			}
			return;
		}
		if waiting.len() >= T::MaxPeriods::get() as usize {
			let (oldest, span) = waiting.remove(0);
			let PeriodEmissions { total, digest, .. } =
				Emissions::<T>::get(oldest, entity).unwrap_or_default();
			Self::leave_out(entity, span, total, digest);
			Self::deposit_event(Event::LeftOut { entity, period: oldest });
		}
		if waiting.try_push((period, span)).is_err() {
			defensive!("there is room now");
		}
		Waiting::<T>::insert(entity, waiting);
	}

	fn leave_out(entity: EntityId, span: Interval, emitted: GramsCo2e, digest: H256) {
		let remainder = match Remainders::<T>::get(entity) {
			None => Remainder { span, total: emitted, digest },
			Some(known) => Remainder {
				span: Interval {
					start: known.span.start.min(span.start),
					end: known.span.end.max(span.end),
				},
				total: known.total + emitted,
				digest: BlakeTwo256::hash_of(&(known.digest, emitted, digest)),
			},
		};
		Remainders::<T>::insert(entity, remainder);
	}

	/// Takes up to [`MAX_ASSIGNED`] of an enterprise's waiting periods into the register of a cycle,
	/// and what was left out when there were too many of them.
	fn take_waiting(account: &mut AccountOf<T>, cycle: CycleId, entity: EntityId) {
		let mut waiting = Waiting::<T>::get(entity);
		// One that an earlier cycle overlaps, too, is that cycle's.
		let earlier = Enrolments::<T>::get(entity).into_iter().map(|enrolment| enrolment.span);
		let earlier = earlier.filter(|span| span.start < account.span.start).collect::<Vec<_>>();
		let all = waiting.iter().filter(|(_, span)| {
			account.span.overlaps(span) && !earlier.iter().any(|earlier| earlier.overlaps(span))
		});
		let taken = all.map(|(period, _)| *period).take(MAX_ASSIGNED as usize).collect::<Vec<_>>();
		let remainder = Remainders::<T>::get(entity);
		let remainder = remainder.filter(|remainder| account.span.overlaps(&remainder.span));
		if taken.is_empty() && remainder.is_none() {
			return;
		}
		waiting.retain(|(period, _)| !taken.contains(period));
		Waiting::<T>::insert(entity, waiting);
		for period in taken {
			let Some(mut emissions) = Emissions::<T>::get(period, entity) else { continue };
			let PeriodEmissions { total, digest, .. } = emissions;
			Self::add_to_register(account, cycle, entity, period, total, digest);
			emissions.cycle = Some(cycle);
			Emissions::<T>::insert(period, entity, emissions);
		}
		if let Some(mut remainder) = remainder {
			if account.position.closed {
				remainder.span.end = Seconds::MAX;
				Remainders::<T>::insert(entity, remainder);
				return;
			}
			Remainders::<T>::remove(entity);
			account.add_remainder(&remainder);
			let register = account.register;
			Self::deposit_event(Event::Registered { cycle, entity, register });
		}
		Self::to_report(cycle, entity);
	}

	/// Passes on to the next cycle what the register of a closed one has beyond what the market has
	/// taken of it.
	fn pass_on(account: &mut AccountOf<T>, cycle: CycleId, entity: EntityId) {
		let Position { reported, closed, .. } = account.position;
		let late = account.register.total - reported - account.late;
		if !closed || late <= GramsCo2e::ZERO {
			return;
		}
		account.late = account.late + late;
		let span = Interval { start: account.span.start, end: Seconds::MAX };
		Self::leave_out(entity, span, late, account.register.digest);
		Self::deposit_event(Event::PassedOn { cycle, entity, late });
	}

	/// Assigns what is covered to periods, oldest first, or takes it back, newest first: for up to
	/// [`MAX_ASSIGNED`] periods.
	fn assign_to_periods(account: &mut AccountOf<T>, cycle: CycleId, entity: EntityId) {
		let target = account.target();
		for _ in 0..MAX_ASSIGNED {
			let surplus = account.assigned.beyond(&target);
			let lacks = target.beyond(&account.assigned);
			let shrinks = surplus != Covered::NONE;
			if !shrinks && lacks == Covered::NONE {
				break;
			}
			// One way through all periods takes back every surplus, so it begins again from the end
			// only if an earlier one stopped on its way.
			let newest = || (account.periods.len() as u32).saturating_sub(1);
			let index = if shrinks {
				account.top.checked_sub(1).unwrap_or_else(newest)
			} else {
				account.cursor
			};
			let Some(period) = account.periods.get(index as usize).copied() else { break };
			let Some(mut emissions) = Emissions::<T>::get(period, entity) else { break };
			let before = emissions.covered;
			let after = if shrinks {
				before.beyond(&surplus)
			} else {
				before + lacks.within(emissions.total - before.total())
			};
			if shrinks {
				let remains = surplus.beyond(&before) != Covered::NONE;
				let keeps = !remains && after != Covered::NONE;
				account.top = if keeps { index.saturating_add(1) } else { index };
				account.cursor = account.cursor.min(index);
			} else {
				account.top = account.top.max(index.saturating_add(1));
				let is_full = after.total() == emissions.total;
				account.cursor = if is_full { index.saturating_add(1) } else { index };
			}
			if after == before {
				continue;
			}
			emissions.covered = after;
			account.assigned = account.assigned.beyond(&before) + after;
			CoveredByPeriod::<T>::mutate(period, |sum| *sum = sum.beyond(&before) + after);
			Emissions::<T>::insert(period, entity, emissions);
			Self::deposit_event(Event::PeriodCovered { cycle, entity, period, covered: after });
		}
	}

	fn take_position(cycle: &CycleSpan, entity: EntityId, position: Position) -> DispatchResult {
		ensure!(Entities::<T>::contains_key(entity), Error::<T>::NotFound);
		let mut account = match Accounts::<T>::get(cycle.cycle, entity) {
			Some(account) if account.position.sequence >= position.sequence => return Ok(()),
			Some(account) => account,
			None => {
				Enrolments::<T>::mutate(entity, |enrolments| {
					if enrolments.len() >= MAX_ENROLMENTS as usize {
						enrolments.remove(0);
					}
					if enrolments.try_push(*cycle).is_err() {
						defensive!("there is room now");
					}
				});
				Self::deposit_event(Event::Enrolled { cycle: cycle.cycle, entity });
				Account::new(cycle.span, position)
			},
		};
		account.position = position;
		Self::go_on(account, cycle.cycle, entity);
		T::Listener::position_taken(entity, cycle.cycle);
		Ok(())
	}

	fn go_on(mut account: AccountOf<T>, cycle: CycleId, entity: EntityId) {
		Self::take_waiting(&mut account, cycle, entity);
		Self::pass_on(&mut account, cycle, entity);
		Self::assign_to_periods(&mut account, cycle, entity);
		let (sequence, assigned) = (account.position.sequence, account.assigned);
		Accounts::<T>::insert(cycle, entity, account);
		Self::deposit_event(Event::PositionTaken { cycle, entity, sequence, assigned });
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
		let Position { register, closed, .. } = account.position;
		if account.register.sequence > register && !closed {
			Self::to_report(cycle, entity);
		}
		Self::go_on(account, cycle, entity);
		Ok(())
	}

	/// Reports the registers of one cycle that changed, and returns how many there were.
	pub(crate) fn report(now: BlockNumberFor<T>) -> u32 {
		if now < NextReport::<T>::get() {
			return 0;
		}
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
				// What is on the list goes without a pause, so that a block has a message at most.
				if list.is_empty() {
					NextReport::<T>::put(now.saturating_add(T::ReportInterval::get()));
				}
				Unreported::<T>::put(list);
				Delayed::<T>::kill();
				Self::deposit_event(Event::Reported { cycle, entities });
			},
			Err(error) => {
				NextReport::<T>::put(now.saturating_add(T::ReportInterval::get()));
				// Said once, and not after every interval.
				if !Delayed::<T>::mutate(|delayed| core::mem::replace(delayed, true)) {
					Self::deposit_event(Event::ReportDelayed { error });
				}
			},
		}
		count
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
		// A report of nothing must not take the room of another.
		if emitted == GramsCo2e::ZERO {
			return Ok(());
		}
		let mut emissions = Emissions::<T>::get(period, entity).unwrap_or_default();
		let is_first = emissions.total == GramsCo2e::ZERO && emissions.digest == H256::zero();
		emissions.total = emissions.total + emitted;
		emissions.digest = BlakeTwo256::hash_of(&(emissions.digest, emitted, digest));

		let first_overlapping = || {
			let enrolments = Enrolments::<T>::get(entity).into_iter();
			let overlapping = enrolments.filter(|cycle| cycle.span.overlaps(span));
			overlapping.min_by_key(|cycle| cycle.span.start).map(|cycle| cycle.cycle)
		};
		let new = if is_first { first_overlapping() } else { None };
		match emissions.cycle.or(new) {
			Some(cycle) => {
				let account = Accounts::<T>::get(cycle, entity);
				let mut account = account.ok_or(Error::<T>::NotFound)?;
				Self::add_to_register(&mut account, cycle, entity, period, emitted, digest);
				Self::pass_on(&mut account, cycle, entity);
				emissions.cycle = Some(cycle);
				let closed = account.position.closed;
				Accounts::<T>::insert(cycle, entity, account);
				if !closed {
					Self::to_report(cycle, entity);
				}
			},
			None => Self::wait(entity, period, *span, emitted, digest, is_first),
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
	fn prepare() -> EntityId {
		crate::benchmarking::crowded::<T>()
	}
}

impl<T: Config> Enterprises<T::AccountId> for Pallet<T> {
	fn owner(entity: EntityId) -> Option<T::AccountId> {
		Entities::<T>::get(entity).map(|entity| entity.owner)
	}

	fn position(entity: EntityId, cycle: CycleId) -> Option<Position> {
		let position = Accounts::<T>::get(cycle, entity)?.position;
		(!position.closed).then_some(position)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(owner: &T::AccountId, position: Position) -> EntityId {
		crate::benchmarking::enrolled::<T>(owner, position)
	}
}
