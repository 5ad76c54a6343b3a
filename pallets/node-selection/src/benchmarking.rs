//! Benchmarks of the calls and of the hook.

use crate::{
	pallet::{BestChoice, Call, Config, CurrentRound, Nodes, Pallet, Roster, Rows},
	types::{Endpoint, Phase, Roles, Row, MAX_ENDPOINT, MAX_NODES},
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungible::Mutate, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_core::H256;

const BOTH: Roles = Roles { consensus: true, exchange: true };

fn endpoint() -> Endpoint {
	Endpoint::truncate_from(vec![b'x'; MAX_ENDPOINT as usize])
}

fn funded<T: Config>(n: u32) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let who = account("node", n, 0);
	let _ = T::Currency::mint_into(&who, T::Bond::get().saturating_mul(100));
	who
}

/// A round with `n` nodes that have all reported.
fn measured<T: Config>(n: u32) -> Result<Vec<T::AccountId>, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let nodes = (0..n).map(|n| funded::<T>(n)).collect::<Vec<_>>();
	for node in &nodes {
		Pallet::<T>::do_register(node.clone(), BOTH, endpoint())?;
	}
	Pallet::<T>::begin(0u32.into(), 1);
	let roster = BoundedVec::truncate_from(nodes.clone());
	Roster::<T>::put(roster);
	for i in 0..n {
		let row = (0..n).map(|j| (i.abs_diff(j).saturating_mul(7) % 1_009) as u16);
		Rows::<T>::insert(i as u16, Row::truncate_from(row.collect()));
	}
	Ok(nodes)
}

fn searching<T: Config>(n: u32) -> Result<Vec<T::AccountId>, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let nodes = measured::<T>(n)?;
	let round = CurrentRound::<T>::get().ok_or(BenchmarkError::Weightless)?;
	Pallet::<T>::begin_search(0u32.into(), round);
	Ok(nodes)
}

/// The least number of nodes from which a choice can be made.
fn least<T: Config>() -> u32 {
	T::ConsensusNodes::get().saturating_add(T::ExchangeNodes::get())
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register() -> Result<(), BenchmarkError> {
		let who = funded::<T>(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), BOTH, endpoint());
		assert!(Nodes::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn leave() -> Result<(), BenchmarkError> {
		let nodes = measured::<T>(1)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(nodes[0].clone()));
		assert!(Nodes::<T>::get(&nodes[0]).is_some_and(|node| node.leaves.is_some()));
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let nodes = measured::<T>(1)?;
		Nodes::<T>::mutate(&nodes[0], |node| {
			if let Some(node) = node {
				node.leaves = Some(0);
			}
		});
		#[extrinsic_call]
		_(RawOrigin::Signed(nodes[0].clone()));
		assert!(!Nodes::<T>::contains_key(&nodes[0]));
		Ok(())
	}

	#[benchmark]
	fn report() -> Result<(), BenchmarkError> {
		let nodes = measured::<T>(MAX_NODES)?;
		let last = MAX_NODES.saturating_sub(1);
		let row = Rows::<T>::take(last as u16).ok_or(BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(nodes[last as usize].clone()), 1, row);
		assert!(Rows::<T>::contains_key(last as u16));
		Ok(())
	}

	#[benchmark]
	fn submit(n: Linear<32, MAX_NODES>) -> Result<(), BenchmarkError> {
		let nodes = searching::<T>(n.max(least::<T>()))?;
		let choice = Pallet::<T>::search(H256::zero(), 1).ok_or(BenchmarkError::Weightless)?;
		let last = nodes.last().cloned().ok_or(BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(last), 1, choice);
		assert!(BestChoice::<T>::exists());
		Ok(())
	}

	#[benchmark]
	fn idle() -> Result<(), BenchmarkError> {
		searching::<T>(1)?;
		#[block]
		{
			Pallet::<T>::work(0u32.into());
		}
		Ok(())
	}

	#[benchmark]
	fn begin_search(n: Linear<32, MAX_NODES>) -> Result<(), BenchmarkError> {
		// With nodes that have the roles, of which the costs are computed.
		let nodes = searching::<T>(n.max(least::<T>()))?;
		let choice = Pallet::<T>::search(H256::zero(), 1).ok_or(BenchmarkError::Weightless)?;
		Pallet::<T>::do_submit(nodes[0].clone(), 1, &choice)?;
		Pallet::<T>::adopt(1);
		let round = CurrentRound::<T>::get().ok_or(BenchmarkError::Weightless)?;
		#[block]
		{
			Pallet::<T>::begin_search(0u32.into(), round);
		}
		let round = CurrentRound::<T>::get();
		assert!(round.is_some_and(|round| matches!(round.phase, Phase::Searching { .. })));
		Ok(())
	}

	#[benchmark]
	fn begin(n: Linear<32, MAX_NODES>) -> Result<(), BenchmarkError> {
		let nodes = searching::<T>(n.max(least::<T>()))?;
		let choice = Pallet::<T>::search(H256::zero(), 1).ok_or(BenchmarkError::Weightless)?;
		Pallet::<T>::do_submit(nodes[0].clone(), 1, &choice)?;
		#[block]
		{
			Pallet::<T>::adopt(1);
			Pallet::<T>::begin(0u32.into(), 2);
		}
		assert!(CurrentRound::<T>::get().is_some_and(|round| round.id == 2));
		Ok(())
	}
}
