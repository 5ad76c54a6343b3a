//! Benchmarks of the calls and of the hook.

use crate::{
	pallet::{
		Accounts, Call, Config, CoveredByPeriod, Emissions, Entities, NextEntityId, Pallet,
		Remainders, Unreported, Waiting, MAX_ASSIGNED,
	},
	types::{Entity, PeriodEmissions, Remainder},
};
use alloc::{vec, vec::Vec};
use core::ops::Range;
use frame_benchmarking::v2::*;
use frame_support::traits::{fungible::Mutate, EnsureOrigin, Get};
use frame_system::RawOrigin;
use sp_core::H256;
use zeropark_primitives::{
	certificates::{Text, MAX_TEXT},
	compliance::{
		Covered, CycleSpan, EmissionRegisters as _, EntityPosition, Position,
		PositionListener as _, Positions, MAX_REPORTED,
	},
	ids::{EntityId, PeriodId},
	time::{Interval, Seconds, DAY},
	units::GramsCo2e,
};

/// What the runtime provides for benchmarks.
pub trait BenchmarkHelper {
	/// Opens the channel to the carbon market.
	fn open_channel();
}

const CYCLE: CycleSpan = CycleSpan { cycle: 0, span: Interval { start: 0, end: 400 * DAY } };
const DIGEST: H256 = H256::repeat_byte(1);

fn text() -> Text {
	Text::truncate_from(vec![b'x'; MAX_TEXT as usize])
}

fn period(id: PeriodId) -> Interval {
	let start = u64::from(id) * DAY;
	Interval { start, end: start + DAY }
}

fn register<T: Config>() -> Result<EntityId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let operator = account("operator", 0, 0);
	let _ = T::Currency::mint_into(&operator, 1_000_000_000u32.into());
	let id = NextEntityId::<T>::get();
	Pallet::<T>::do_register_entity(operator, account("owner", 0, 0), text())?;
	Ok(id)
}

fn position(sequence: u32, reported: i64) -> Position {
	let reported = GramsCo2e(reported);
	let covered = Covered { allowances: reported, ..Covered::NONE };
	Position { sequence, reported, emitted: reported, covered, ..Default::default() }
}

/// An enterprise of `owner` that is enrolled in [`CYCLE`].
pub(crate) fn enrolled<T: Config>(owner: &T::AccountId, position: Position) -> EntityId {
	let id = NextEntityId::<T>::mutate(|next| {
		*next += 1;
		*next - 1
	});
	let (depositor, deposit) = (owner.clone(), Default::default());
	let entity = Entity { owner: owner.clone(), label: text(), depositor, deposit };
	Entities::<T>::insert(id, entity);
	let _ = Pallet::<T>::do_take_positions(CYCLE, positions(&[id], position));
	id
}

/// An enterprise with `MAX_ASSIGNED` periods of its own in the register of [`CYCLE`], nothing covered,
/// and as many more that wait. All its lists are full but one of the register, and there is a remainder.
fn busy<T: Config>() -> Result<EntityId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let entity = register::<T>()?;
	let span = CycleSpan { span: Interval { start: 0, end: 200 * DAY }, ..CYCLE };
	Pallet::<T>::do_take_positions(span, positions(&[entity], position(1, 0)))?;
	for id in periods_of(entity) {
		Pallet::<T>::add(entity, id, &period(0), GramsCo2e(10), DIGEST)?;
		// Outside of the cycle as it is known so far.
		Pallet::<T>::add(entity, 1_000 + id, &period(300), GramsCo2e(10), DIGEST)?;
	}
	fill::<T>(entity);
	fill_waiting::<T>(entity);
	let remainder = Remainder { span: period(0), total: GramsCo2e(10), digest: DIGEST };
	Remainders::<T>::insert(entity, remainder);
	T::Listener::prepare(entity);
	// The periods that wait are in the cycle, too.
	Accounts::<T>::mutate(CYCLE.cycle, entity, |account| {
		if let Some(account) = account {
			account.span = CYCLE.span;
		}
	});
	Ok(entity)
}

/// The periods in the register of a [`busy`] enterprise.
fn periods_of(entity: EntityId) -> Range<PeriodId> {
	let first = entity.saturating_mul(MAX_ASSIGNED);
	first..first.saturating_add(MAX_ASSIGNED)
}

/// Has an enterprise wait with as many periods as it can, which no cycle takes.
fn fill_waiting<T: Config>(entity: EntityId) {
	let never = Interval { start: Seconds::MAX, end: Seconds::MAX };
	Waiting::<T>::mutate(entity, |waiting| {
		for id in 0..T::MaxPeriods::get() {
			let _ = waiting.try_push((1_000_000u32.saturating_add(id), never));
		}
	});
}

fn positions(entities: &[EntityId], position: Position) -> Positions {
	let told = entities.iter().map(|entity| EntityPosition { entity: *entity, position });
	Positions::truncate_from(told.collect::<Vec<_>>())
}

/// Fills the register of an enterprise for cycle 0 with periods, but for one, and the list of those
/// to be reported.
fn fill<T: Config>(entity: EntityId) {
	Accounts::<T>::mutate(0, entity, |account| {
		let Some(account) = account else { return };
		for id in 1..T::MaxPeriods::get() {
			if account.periods.len() as u32 >= T::MaxPeriods::get().saturating_sub(1) {
				break;
			}
			let _ = account.periods.try_push(1_000_000u32.saturating_add(id));
		}
	});
	Unreported::<T>::mutate(|list| {
		for id in 1..T::MaxUnreported::get() {
			let _ = list.try_push((1, 1_000_000u32.saturating_add(id)));
		}
	});
}

/// An enterprise with as many periods as can wait for a cycle, and a remainder: the next one takes the
/// place of the oldest.
pub fn crowded<T: Config>() -> EntityId {
	let entity = NextEntityId::<T>::get();
	let who: T::AccountId = account("owner", 0, 0);
	Entities::<T>::insert(
		entity,
		crate::Entity {
			owner: who.clone(),
			label: text(),
			depositor: who,
			deposit: Default::default(),
		},
	);
	NextEntityId::<T>::put(entity.saturating_add(1));
	fill_waiting::<T>(entity);
	let remainder = Remainder { span: period(0), total: GramsCo2e(10), digest: DIGEST };
	Remainders::<T>::insert(entity, remainder);
	entity
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn take_positions(n: Linear<0, { MAX_REPORTED }>) -> Result<(), BenchmarkError> {
		let origin =
			T::MarketOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let entities = (0..n).map(|_| busy::<T>()).collect::<Result<Vec<_>, _>>()?;
		let told = positions(&entities, position(2, 10 * i64::from(MAX_ASSIGNED)));
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, CYCLE, told);
		let covered = |id| CoveredByPeriod::<T>::get(id).total() == GramsCo2e(10);
		assert!(entities.into_iter().flat_map(periods_of).all(covered));
		Ok(())
	}

	#[benchmark]
	fn register_entity() -> Result<(), BenchmarkError> {
		let origin =
			T::OperatorOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let operator = T::OperatorOrigin::ensure_origin(origin.clone())
			.map_err(|_| BenchmarkError::Weightless)?;
		let _ = T::Currency::mint_into(&operator, 1_000_000_000u32.into());
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, account("owner", 0, 0), text());
		assert!(Entities::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn assign() -> Result<(), BenchmarkError> {
		let entity = busy::<T>()?;
		Accounts::<T>::mutate(CYCLE.cycle, entity, |account| {
			if let Some(account) = account {
				account.position = position(2, 10 * i64::from(MAX_ASSIGNED));
			}
		});
		let caller = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), CYCLE.cycle, entity);
		let emissions = Emissions::<T>::get(periods_of(entity).start, entity);
		let covered = |emissions: PeriodEmissions| emissions.covered.total() == emissions.total;
		assert!(emissions.is_some_and(covered));
		Ok(())
	}

	#[benchmark]
	fn report(n: Linear<0, { MAX_REPORTED }>) -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::open_channel();
		let _ = T::Currency::mint_into(&T::Payer::get(), 1_000_000_000u32.into());
		// Whatever else is on the list, the enterprises of one cycle are taken together.
		let entities = (0..n).map(|_| register::<T>()).collect::<Result<Vec<_>, _>>()?;
		Pallet::<T>::do_take_positions(CYCLE, positions(&entities, position(1, 0)))?;
		for entity in entities {
			Pallet::<T>::add(entity, 0, &period(0), GramsCo2e(10), DIGEST)?;
		}
		Unreported::<T>::mutate(|list| {
			for id in 0..T::MaxUnreported::get() {
				let _ = list.try_push((1, 1_000_000u32.saturating_add(id)));
			}
		});
		let now = frame_system::Pallet::<T>::block_number();
		#[block]
		{
			Pallet::<T>::report(now);
		}
		let first = Unreported::<T>::get().first().copied();
		assert!(first.is_none_or(|(cycle, _)| cycle != CYCLE.cycle));
		Ok(())
	}
}
