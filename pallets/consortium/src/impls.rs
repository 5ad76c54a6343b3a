//! The bodies of the calls, and what the market asks.

use crate::{
	pallet::{
		Config, Error, Event, HoldReason, Members, Meters, NextPointId, Pallet,
		Points as AllPoints, TotalCapacity,
	},
	types::{Member, MetersOf, Point, Status, MAX_CAPACITY},
};
use alloc::collections::BTreeSet;
use frame_support::{
	defensive, ensure,
	pallet_prelude::DispatchResult,
	traits::{
		fungible::{hold::Mutate as _, Inspect as _, Mutate as _},
		tokens::{
			Fortitude::Polite,
			Precision::BestEffort,
			Preservation::{Expendable, Preserve},
			Restriction::Free,
		},
		Get,
	},
};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	certificates::{is_readable, Text},
	energy::{Capacity, EnergyMarket, PointId, PointInfo, Points, Slot, MAX_UNSETTLED},
	market::Balance,
};

impl<T: Config> Pallet<T> {
	fn point_of(id: PointId) -> Result<Point<T::AccountId>, DispatchError> {
		Ok(AllPoints::<T>::get(id).ok_or(Error::<T>::NotFound)?)
	}

	pub(crate) fn margin_of(capacity: &Capacity) -> Balance {
		T::Market::worst_debt(capacity).saturating_mul(MAX_UNSETTLED.into())
	}

	pub(crate) fn do_admit(
		depositor: T::AccountId,
		member: T::AccountId,
		label: Text,
	) -> DispatchResult {
		ensure!(!Members::<T>::contains_key(&member), Error::<T>::AlreadyExists);
		ensure!(is_readable(&label), Error::<T>::InvalidText);
		let deposit = T::MemberDeposit::get();
		T::Currency::hold(&HoldReason::Records.into(), &depositor, deposit)?;
		Members::<T>::insert(&member, Member { label, points: 0, debt: 0, depositor, deposit });
		Self::deposit_event(Event::Admitted { member });
		Ok(())
	}

	pub(crate) fn do_remove(member: T::AccountId) -> DispatchResult {
		let record = Members::<T>::get(&member).ok_or(Error::<T>::NotFound)?;
		ensure!(record.points == 0, Error::<T>::HasPoints);
		let reason = HoldReason::Records.into();
		T::Currency::release(&reason, &record.depositor, record.deposit, BestEffort)?;
		Members::<T>::remove(&member);
		Self::deposit_event(Event::Removed { member, debt: record.debt });
		Ok(())
	}

	pub(crate) fn do_offer_point(
		depositor: T::AccountId,
		owner: T::AccountId,
		label: Text,
		capacity: Capacity,
		meters: MetersOf<T::AccountId>,
	) -> DispatchResult {
		let mut member = Members::<T>::get(&owner).ok_or(Error::<T>::NotFound)?;
		ensure!(is_readable(&label), Error::<T>::InvalidText);
		let Capacity { load, generation } = capacity;
		// Or a meter that says nothing would cost a generator nothing.
		ensure!(load > 0 && load.max(generation) <= MAX_CAPACITY, Error::<T>::InvalidCapacity);
		let is_new = |meter: &T::AccountId| !Meters::<T>::contains_key(meter);
		let are_distinct = meters.iter().collect::<BTreeSet<_>>().len() == meters.len();
		let valid = !meters.is_empty() && are_distinct && meters.iter().all(is_new);
		ensure!(valid, Error::<T>::InvalidMeters);
		let id = NextPointId::<T>::get();
		ensure!(id < T::MaxPoints::get(), Error::<T>::TooManyPoints);
		let next = id.checked_add(1).ok_or(Error::<T>::TooManyPoints)?;

		let deposit = T::PointDeposit::get();
		T::Currency::hold(&HoldReason::Records.into(), &depositor, deposit)?;
		for (meter, index) in meters.iter().zip(0u32..) {
			// Its account needs no money, and is never dropped: it would forget its nonce.
			frame_system::Pallet::<T>::inc_sufficients(meter);
			Meters::<T>::insert(meter, (id, index));
		}
		let margin = Self::margin_of(&capacity);
		let point = Point {
			owner: owner.clone(),
			label,
			capacity,
			meters,
			status: Status::Offered,
			from: 0,
			margin,
			held: 0,
			depositor,
			deposit,
		};
		member.points = member.points.saturating_add(1);
		Members::<T>::insert(&owner, member);
		AllPoints::<T>::insert(id, point);
		NextPointId::<T>::put(next);
		TotalCapacity::<T>::mutate(|total| {
			total.load = total.load.saturating_add(load);
			total.generation = total.generation.saturating_add(generation);
		});
		Self::deposit_event(Event::PointOffered { point: id, owner, capacity, margin });
		Ok(())
	}

	/// Has a point's owner pay what it owes, and puts what lacks of the margin on hold.
	fn fill_up(point: &mut Point<T::AccountId>) -> DispatchResult {
		let debt = Self::debt_of(&point.owner);
		if debt > 0 {
			T::Currency::transfer(&point.owner, &T::Market::account(), debt, Preserve)?;
			Self::set_debt(&point.owner, 0);
		}
		let lacks = point.margin.saturating_sub(point.held);
		T::Currency::hold(&HoldReason::Margin.into(), &point.owner, lacks)?;
		point.held = point.margin;
		Ok(())
	}

	/// Puts as much as there is of what lacks of a point's margin on hold, and not more than `most`.
	fn fill_up_by(point: &mut Point<T::AccountId>, most: Balance) {
		let lacks = point.margin.saturating_sub(point.held);
		let has = T::Currency::reducible_balance(&point.owner, Preserve, Polite);
		let more = lacks.min(has).min(most);
		if T::Currency::hold(&HoldReason::Margin.into(), &point.owner, more).is_ok() {
			point.held = point.held.saturating_add(more);
		}
	}

	/// Takes up to `amount` of a point's margin for `to`, and returns what was taken.
	fn take_margin(point: &mut Point<T::AccountId>, amount: Balance, to: &T::AccountId) -> Balance {
		let (reason, due) = (HoldReason::Margin.into(), amount.min(point.held));
		let taken =
			T::Currency::transfer_on_hold(&reason, &point.owner, to, due, BestEffort, Free, Polite);
		let taken = taken.unwrap_or_else(|_| {
			defensive!("what is on hold can be taken");
			0
		});
		point.held = point.held.saturating_sub(taken);
		taken
	}

	fn debt_of(owner: &T::AccountId) -> Balance {
		Members::<T>::get(owner).map_or(0, |member| member.debt)
	}

	fn set_debt(owner: &T::AccountId, debt: Balance) {
		Members::<T>::mutate_extant(owner, |member| member.debt = debt);
		Self::deposit_event(Event::DebtChanged { member: owner.clone(), debt });
	}

	pub(crate) fn do_accept_point(owner: &T::AccountId, id: PointId) -> DispatchResult {
		let mut point = Self::point_of(id)?;
		ensure!(point.owner == *owner, Error::<T>::NotAuthorized);
		ensure!(point.status == Status::Offered, Error::<T>::WrongStatus);
		Self::fill_up(&mut point)?;
		point.status = Status::Active;
		// The market maker's money was counted for the points that there were when a slot opened.
		(_, point.from) = T::Market::unsettled();
		AllPoints::<T>::insert(id, point);
		Self::deposit_event(Event::PointActive { point: id });
		Ok(())
	}

	pub(crate) fn do_suspend_point(id: PointId) -> DispatchResult {
		let mut point = Self::point_of(id)?;
		ensure!(point.status == Status::Active, Error::<T>::WrongStatus);
		point.status = Status::Suspended;
		let lacks = point.margin.saturating_sub(point.held);
		AllPoints::<T>::insert(id, point);
		Self::deposit_event(Event::PointSuspended { point: id, lacks });
		Ok(())
	}

	pub(crate) fn do_resume_point(id: PointId) -> DispatchResult {
		let mut point = Self::point_of(id)?;
		ensure!(point.status == Status::Suspended, Error::<T>::WrongStatus);
		Self::fill_up(&mut point)?;
		point.status = Status::Active;
		AllPoints::<T>::insert(id, point);
		Self::deposit_event(Event::PointActive { point: id });
		Ok(())
	}

	pub(crate) fn do_leave(owner: Option<T::AccountId>, id: PointId) -> DispatchResult {
		let mut point = Self::point_of(id)?;
		let may = owner.is_none_or(|owner| owner == point.owner);
		ensure!(may, Error::<T>::NotAuthorized);
		match point.status {
			Status::Offered => Self::end(id, point),
			Status::Active | Status::Suspended => {
				// It may have bid in all slots that are open.
				let (_, not_open) = T::Market::unsettled();
				point.status = Status::Leaving(not_open);
				AllPoints::<T>::insert(id, point);
				Self::deposit_event(Event::PointLeaving { point: id });
				Ok(())
			},
			Status::Leaving(_) | Status::Left => Err(Error::<T>::WrongStatus.into()),
		}
	}

	pub(crate) fn do_release_margin(id: PointId) -> DispatchResult {
		let point = Self::point_of(id)?;
		let Status::Leaving(until) = point.status else {
			return Err(Error::<T>::WrongStatus.into());
		};
		let (unsettled, _) = T::Market::unsettled();
		ensure!(until <= unsettled, Error::<T>::Unsettled);
		Self::end(id, point)
	}

	/// Ends a point of which every slot is settled.
	fn end(id: PointId, mut point: Point<T::AccountId>) -> DispatchResult {
		let debt = Self::debt_of(&point.owner);
		if debt > 0 {
			let taken = Self::take_margin(&mut point, debt, &T::Market::account());
			Self::set_debt(&point.owner, debt.saturating_sub(taken));
		}
		let reason = HoldReason::Margin.into();
		T::Currency::release(&reason, &point.owner, point.held, BestEffort)?;
		for meter in &point.meters {
			Meters::<T>::remove(meter);
		}
		Members::<T>::mutate(&point.owner, |member| {
			if let Some(member) = member {
				member.points = member.points.saturating_sub(1);
			}
		});
		let Capacity { load, generation } = point.capacity;
		TotalCapacity::<T>::mutate(|total| {
			total.load = total.load.saturating_sub(load);
			total.generation = total.generation.saturating_sub(generation);
		});
		point.held = 0;
		point.status = Status::Left;
		AllPoints::<T>::insert(id, point);
		Self::deposit_event(Event::PointLeft { point: id });
		Ok(())
	}
}

impl<T: Config> Points<T::AccountId> for Pallet<T> {
	fn count() -> u32 {
		NextPointId::<T>::get()
	}

	fn capacity() -> Capacity {
		TotalCapacity::<T>::get()
	}

	fn get(point: PointId) -> Option<PointInfo<T::AccountId>> {
		let point = AllPoints::<T>::get(point)?;
		let slots = match point.status {
			Status::Offered | Status::Left => 0..0,
			Status::Active | Status::Suspended => point.from..Slot::MAX,
			Status::Leaving(until) => point.from..until,
		};
		Some(PointInfo {
			slots,
			is_active: point.status == Status::Active,
			meters: point.meters.len() as u32,
			capacity: point.capacity,
			owner: point.owner,
		})
	}

	fn of_meter(meter: &T::AccountId) -> Option<(PointId, u32)> {
		Meters::<T>::get(meter)
	}

	fn collect(id: PointId, amount: Balance, to: &T::AccountId) -> Balance {
		let Some(mut point) = AllPoints::<T>::get(id) else { return 0 };
		let of_margin = Self::take_margin(&mut point, amount, to);
		// The rest is taken from the account, with earlier debts.
		let before = Self::debt_of(&point.owner);
		let owed = amount.saturating_sub(of_margin).saturating_add(before);
		let has = T::Currency::reducible_balance(&point.owner, Preserve, Polite);
		let more = owed.min(has);
		let more = T::Currency::transfer(&point.owner, to, more, Preserve).unwrap_or(0);
		let debt = owed.saturating_sub(more);
		if debt != before {
			Self::set_debt(&point.owner, debt);
		}
		Self::fill_up_by(&mut point, Balance::MAX);
		let lacks = point.margin.saturating_sub(point.held);
		if lacks > 0 && point.status == Status::Active {
			point.status = Status::Suspended;
			Self::deposit_event(Event::PointSuspended { point: id, lacks });
		}
		AllPoints::<T>::insert(id, point);
		amount.min(of_margin.saturating_add(more))
	}

	fn pay(id: PointId, amount: Balance, from: &T::AccountId) -> DispatchResult {
		let mut point = Self::point_of(id)?;
		let debt = Self::debt_of(&point.owner);
		let set_off = debt.min(amount);
		let rest = amount.saturating_sub(set_off);
		T::Currency::transfer(from, &point.owner, rest, Expendable)?;
		if set_off > 0 {
			Self::set_debt(&point.owner, debt.saturating_sub(set_off));
		}
		if point.held < point.margin {
			Self::fill_up_by(&mut point, rest);
			AllPoints::<T>::insert(id, point);
		}
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(owner: &T::AccountId, capacity: Capacity) -> T::AccountId {
		crate::benchmarking::active::<T>(owner, capacity)
	}
}
