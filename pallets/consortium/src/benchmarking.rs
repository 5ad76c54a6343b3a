//! Benchmarks of the calls.

use crate::{
	pallet::{Call, Config, HoldReason, Members, Pallet, Points},
	types::{MetersOf, Status, MAX_METERS},
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{hold::Mutate as _, Mutate},
	tokens::Precision::Exact,
	EnsureOrigin,
};
use frame_system::RawOrigin;
use zeropark_primitives::{
	certificates::{Text, MAX_TEXT},
	energy::{Capacity, EnergyMarket as _, PointId},
	market::Balance,
};

/// Enough for the margin of the benchmarks' point.
const MONEY: Balance = 1_000_000_000_000_000;
const CAPACITY: Capacity = Capacity { load: 1_000, generation: 1_000 };

fn text() -> Text {
	Text::truncate_from(vec![b'x'; MAX_TEXT as usize])
}

fn provider<T: Config>() -> Result<(T::RuntimeOrigin, T::AccountId), BenchmarkError> {
	let origin =
		T::ProviderOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
	let account =
		T::ProviderOrigin::ensure_origin(origin.clone()).map_err(|_| BenchmarkError::Weightless)?;
	let _ = T::Currency::mint_into(&account, MONEY);
	Ok((origin, account))
}

fn meters<T: Config>(count: u32, seed: u32) -> MetersOf<T::AccountId> {
	let meters = (0..count).map(|index| account("meter", index, seed));
	MetersOf::<T::AccountId>::truncate_from(meters.collect::<Vec<_>>())
}

/// Offers point 0, with as many meters as there can be, to a new member.
fn offered<T: Config>() -> Result<T::AccountId, BenchmarkError> {
	let (_, depositor) = provider::<T>()?;
	let owner: T::AccountId = account("owner", 0, 0);
	let _ = T::Currency::mint_into(&owner, MONEY);
	Pallet::<T>::do_admit(depositor.clone(), owner.clone(), text())?;
	let meters = meters::<T>(MAX_METERS, 0);
	Pallet::<T>::do_offer_point(depositor, owner.clone(), text(), CAPACITY, meters)?;
	Ok(owner)
}

fn accepted<T: Config>() -> Result<T::AccountId, BenchmarkError> {
	let owner = offered::<T>()?;
	Pallet::<T>::do_accept_point(&owner, 0)?;
	Ok(owner)
}

/// Adds an active point with one meter for the market's benchmarks, and returns the meter. Settlement has
/// the most to do with it: next to nothing is left of its margin, and its owner owes something.
pub(crate) fn active<T: Config>(owner: &T::AccountId, capacity: Capacity) -> T::AccountId {
	let _ = T::Currency::mint_into(owner, MONEY);
	let _ = Pallet::<T>::do_admit(owner.clone(), owner.clone(), text());
	let id = crate::NextPointId::<T>::get();
	let meter: T::AccountId = account("meter", id, 1);
	let meters = MetersOf::<T::AccountId>::truncate_from(vec![meter.clone()]);
	let _ = Pallet::<T>::do_offer_point(owner.clone(), owner.clone(), text(), capacity, meters);
	let _ = Pallet::<T>::do_accept_point(owner, id);
	make_poor::<T>(id);
	meter
}

/// Leaves next to nothing of a point's margin, and has its owner owe something.
fn make_poor<T: Config>(id: PointId) {
	Points::<T>::mutate_extant(id, |point| {
		let most = point.held.saturating_sub(1);
		let _ = T::Currency::release(&HoldReason::Margin.into(), &point.owner, most, Exact);
		point.held = point.held.saturating_sub(most);
		Members::<T>::mutate_extant(&point.owner, |member| member.debt = 1);
	});
}

fn status<T: Config>() -> Option<Status> {
	Points::<T>::get(0).map(|point| point.status)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn admit() -> Result<(), BenchmarkError> {
		let (origin, _) = provider::<T>()?;
		let member: T::AccountId = account("owner", 0, 0);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, member.clone(), text());
		assert!(Members::<T>::contains_key(member));
		Ok(())
	}

	#[benchmark]
	fn remove() -> Result<(), BenchmarkError> {
		let (origin, depositor) = provider::<T>()?;
		let member: T::AccountId = account("owner", 0, 0);
		Pallet::<T>::do_admit(depositor, member.clone(), text())?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, member.clone());
		assert!(!Members::<T>::contains_key(member));
		Ok(())
	}

	#[benchmark]
	fn offer_point(m: Linear<1, { MAX_METERS }>) -> Result<(), BenchmarkError> {
		let (origin, depositor) = provider::<T>()?;
		let owner: T::AccountId = account("owner", 0, 0);
		Pallet::<T>::do_admit(depositor, owner.clone(), text())?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, owner, text(), CAPACITY, meters::<T>(m, 0));
		assert_eq!(status::<T>(), Some(Status::Offered));
		Ok(())
	}

	#[benchmark]
	fn accept_point() -> Result<(), BenchmarkError> {
		let owner = offered::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0);
		assert_eq!(status::<T>(), Some(Status::Active));
		Ok(())
	}

	#[benchmark]
	fn suspend_point() -> Result<(), BenchmarkError> {
		accepted::<T>()?;
		let (origin, _) = provider::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);
		assert_eq!(status::<T>(), Some(Status::Suspended));
		Ok(())
	}

	#[benchmark]
	fn resume_point() -> Result<(), BenchmarkError> {
		accepted::<T>()?;
		Pallet::<T>::do_suspend_point(0)?;
		make_poor::<T>(0);
		let _ = T::Currency::mint_into(&T::Market::account(), MONEY);
		let (origin, _) = provider::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);
		assert_eq!(status::<T>(), Some(Status::Active));
		Ok(())
	}

	#[benchmark]
	fn leave() -> Result<(), BenchmarkError> {
		// Taking an offer back is the costlier way: everything is undone at once.
		let owner = offered::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0);
		assert_eq!(status::<T>(), Some(Status::Left));
		Ok(())
	}

	#[benchmark]
	fn release_margin() -> Result<(), BenchmarkError> {
		let owner = accepted::<T>()?;
		Members::<T>::mutate_extant(&owner, |member| member.debt = 1);
		let _ = T::Currency::mint_into(&T::Market::account(), MONEY);
		Pallet::<T>::do_leave(Some(owner.clone()), 0)?;
		Points::<T>::mutate(0, |point| {
			if let Some(point) = point {
				point.status = Status::Leaving(0);
			}
		});
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0);
		assert_eq!(status::<T>(), Some(Status::Left));
		Ok(())
	}
}
