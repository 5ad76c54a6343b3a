//! The bodies of the calls, and the rounds.

use crate::{
	pallet::{
		BestChoice, Config, CurrentRound, CurrentlySelected, Error, Event, HoldReason, Nodes,
		Pallet, Roster, Rows,
	},
	types::{Best, Choice, Endpoint, Node, Phase, Roles, Round, RoundId, Row, Selected, MAX_NODES},
	weights::WeightInfo,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{
		fungible::hold::Mutate as _, tokens::Precision::BestEffort, Contains, Get, Randomness,
	},
	weights::Weight,
	BoundedVec,
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{
	traits::{BlakeTwo256, Hash, Saturating},
	DispatchError,
};
use zeropark_ant_colony as ants;

/// How far a node may be from the others, as a multiple of what is usual, to have a role.
const FAR: u32 = 2;

/// Up to which multiple of what is usual a distance counts. So a node that is far, or says so, or that
/// nobody can measure, weighs no more than so many others.
const CLIP: u32 = 4;

/// How many blocks the rows are frozen before the seed is drawn.
const FROZEN_BLOCKS: u32 = 2;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(
		node: T::AccountId,
		roles: Roles,
		endpoint: Endpoint,
	) -> DispatchResult {
		ensure!(!Nodes::<T>::contains_key(&node), Error::<T>::AlreadyRegistered);
		ensure!(Nodes::<T>::count() < MAX_NODES, Error::<T>::TooManyNodes);
		let serves = roles.consensus || roles.exchange;
		let bond = if serves { T::Bond::get() } else { T::ApplicationDeposit::get() };
		T::Currency::hold(&HoldReason::Bond.into(), &node, bond)?;
		Nodes::<T>::insert(&node, Node { roles, endpoint, bond, leaves: None });
		Self::deposit_event(Event::Registered { node, roles });
		Ok(())
	}

	pub(crate) fn do_leave(node: T::AccountId) -> DispatchResult {
		let mut record = Nodes::<T>::get(&node).ok_or(Error::<T>::NotFound)?;
		ensure!(record.leaves.is_none(), Error::<T>::AlreadyLeaving);
		// It is in this round, and what this one chooses has its roles in the next.
		let round = Self::round_id().saturating_add(2);
		record.leaves = Some(round);
		Nodes::<T>::insert(&node, record);
		Self::deposit_event(Event::Leaving { node, round });
		Ok(())
	}

	pub(crate) fn do_withdraw(node: T::AccountId) -> DispatchResult {
		let record = Nodes::<T>::get(&node).ok_or(Error::<T>::NotFound)?;
		let may = record.leaves.is_some_and(|round| round <= Self::round_id());
		ensure!(may && !T::Authors::contains(&node), Error::<T>::NotYet);
		T::Currency::release(&HoldReason::Bond.into(), &node, record.bond, BestEffort)?;
		Nodes::<T>::remove(&node);
		Self::deposit_event(Event::Withdrawn { node });
		Ok(())
	}

	fn round_id() -> RoundId {
		CurrentRound::<T>::get().map_or(0, |round| round.id)
	}

	/// The number of a node in the roster.
	pub(crate) fn number_of(node: &T::AccountId) -> Option<u16> {
		let number = Roster::<T>::get().iter().position(|other| other == node)?;
		u16::try_from(number).ok()
	}

	pub(crate) fn do_report(node: T::AccountId, round: RoundId, row: Row) -> DispatchResult {
		let current = CurrentRound::<T>::get().filter(|current| current.id == round);
		let measuring =
			current.is_some_and(|current| matches!(current.phase, Phase::Measuring { .. }));
		ensure!(measuring, Error::<T>::WrongPhase);
		let number = Self::number_of(&node).ok_or(Error::<T>::NotFound)?;
		ensure!(!Rows::<T>::contains_key(number), Error::<T>::AlreadyReported);
		let nodes = Roster::<T>::decode_len().unwrap_or(0);
		ensure!(row.len() == nodes, Error::<T>::WrongLength);
		Rows::<T>::insert(number, row);
		Self::deposit_event(Event::Reported { round, node });
		Ok(())
	}

	/// The nodes with a row, by their numbers in the roster, and the distances between them.
	pub(crate) fn instance_rows() -> (Vec<u16>, Vec<u32>) {
		let rows = (0..).zip(Roster::<T>::get());
		let rows = rows.filter_map(|(number, _)| Some((number, Rows::<T>::get(number)?)));
		let rows = rows.collect::<Vec<(u16, Row)>>();
		let numbers = rows.iter().map(|(number, _)| *number).collect::<Vec<_>>();
		let mut entries = Vec::with_capacity(numbers.len().saturating_mul(numbers.len()));
		for (_, row) in &rows {
			for number in &numbers {
				entries.push(u32::from(row.get(usize::from(*number)).copied().unwrap_or(0)));
			}
		}
		(numbers, entries)
	}

	/// Returns the instance that is searched. It does not change once the rows are frozen: a node that leaves
	/// meanwhile is still in it. `None` if too few nodes have a row.
	pub(crate) fn search_instance() -> Option<(Vec<u16>, ants::Instance)> {
		let roster = Roster::<T>::get();
		let (numbers, entries) = Self::instance_rows();
		let distances = ants::Distances::measured(numbers.len(), &entries).ok()?;
		let (near, usual) = near(&distances);
		let distances = distances.at_most(usual.saturating_mul(CLIP));
		let candidates = numbers.iter().zip(near).map(|(number, near)| {
			let node = roster.get(usize::from(*number)).and_then(Nodes::<T>::get);
			let node = node.filter(|_| near);
			let Roles { consensus, exchange } = node.map(|node| node.roles).unwrap_or_default();
			ants::Candidate { consensus, exchange, penalty: 0 }
		});
		let (k1, k2) = (T::ConsensusNodes::get() as usize, T::ExchangeNodes::get() as usize);
		let instance = ants::Instance::new(distances, candidates.collect(), k1, k2).ok()?;
		Some((numbers, instance))
	}

	/// Returns the instance that is searched, as people read it.
	pub(crate) fn view_instance() -> Option<(Vec<u16>, Vec<Roles>, Vec<u32>)> {
		let (numbers, instance) = Self::search_instance()?;
		let roles = instance.candidates().iter().map(|candidate| {
			let ants::Candidate { consensus, exchange, .. } = *candidate;
			Roles { consensus, exchange }
		});
		let distances = instance.distances().rows().flatten().copied().collect();
		Some((numbers, roles.collect(), distances))
	}

	/// What the nodes that have the roles would cost in this round. `None` if they cannot stay.
	fn bar(numbers: &[u16], instance: &ants::Instance) -> Option<u64> {
		let selected = CurrentlySelected::<T>::get()?;
		let places = |nodes: &[T::AccountId]| {
			let place = |node: &T::AccountId| {
				let number = Self::number_of(node)?;
				u16::try_from(numbers.iter().position(|other| *other == number)?).ok()
			};
			nodes.iter().map(place).collect::<Option<Vec<_>>>()
		};
		let selection = ants::Selection {
			consensus: places(&selected.consensus)?,
			exchange: places(&selected.exchange)?,
		};
		ants::cost(instance, &selection).ok()
	}

	/// Refuses what is cheap to refuse of a choice.
	pub(crate) fn may_submit(node: &T::AccountId, round: RoundId, cost: u64) -> DispatchResult {
		let current = CurrentRound::<T>::get().filter(|current| current.id == round);
		let current = current.ok_or(Error::<T>::WrongPhase)?;
		let searching = matches!(current.phase, Phase::Searching { .. });
		ensure!(searching, Error::<T>::WrongPhase);
		ensure!(Self::number_of(node).is_some(), Error::<T>::NotFound);
		let is_better = match (BestChoice::<T>::get(), current.bar) {
			// As good a one may be certified better.
			(Some(best), _) => cost <= best.cost,
			(None, Some(bar)) => cost < bar,
			(None, None) => true,
		};
		ensure!(is_better, Error::<T>::NotBetter);
		Ok(())
	}

	/// Checks a choice and takes it if it is the best. Returns the number of nodes of the instance.
	pub(crate) fn do_submit(
		node: T::AccountId,
		round: RoundId,
		choice: &Choice,
	) -> Result<u32, DispatchError> {
		Self::may_submit(&node, round, choice.cost)?;
		let (_, instance) = Self::search_instance().ok_or(Error::<T>::WrongPhase)?;
		let verdict = ants::check(&instance, &choice.selection(), &choice.multipliers());
		let verdict = verdict.map_err(|refusal| match refusal {
			ants::Refusal::WrongSize(_) | ants::Refusal::WrongMultipliers => Error::<T>::WrongSize,
			ants::Refusal::NotEligible(_) | ants::Refusal::ChosenTwice(_) => {
				Error::<T>::NotEligible
			},
			ants::Refusal::Improvable(_) | ants::Refusal::RolesImprovable(..) => {
				Error::<T>::Improvable
			},
		})?;
		ensure!(verdict.cost == choice.cost, Error::<T>::WrongCost);
		let (cost, gap) = (verdict.cost, verdict.gap);
		// Half of it, so that nobody submits without end.
		let is_better = |best: Best<T::AccountId>| {
			cost < best.cost || (gap < best.gap && gap.saturating_mul(2) <= best.gap)
		};
		ensure!(BestChoice::<T>::get().is_none_or(is_better), Error::<T>::NotBetter);
		let Choice { consensus, exchange, .. } = choice.clone();
		BestChoice::<T>::put(Best { consensus, exchange, cost, gap, by: node.clone() });
		Self::deposit_event(Event::ChoiceTaken { round, by: node, cost, gap });
		Ok(u32::try_from(instance.nodes()).unwrap_or(MAX_NODES))
	}

	/// Goes on with the round.
	pub(crate) fn work(now: BlockNumberFor<T>) -> Weight {
		let Some(mut round) = CurrentRound::<T>::get() else {
			Self::begin(now, 1);
			return T::WeightInfo::begin(0);
		};
		match round.phase {
			Phase::Measuring { until } if until <= now => {
				let until = now.saturating_add(FROZEN_BLOCKS.into());
				round.phase = Phase::Frozen { until };
				CurrentRound::<T>::put(round);
				T::WeightInfo::begin(0)
			},
			Phase::Frozen { until } if until <= now => {
				let nodes = Roster::<T>::decode_len().unwrap_or(0) as u32;
				Self::begin_search(now, round);
				T::WeightInfo::begin_search(nodes)
			},
			Phase::Searching { until, .. } if until <= now => {
				let nodes = Roster::<T>::decode_len().unwrap_or(0) as u32;
				let next = round.id.saturating_add(1);
				Self::adopt(round.id);
				Self::begin(now, next);
				T::WeightInfo::begin(nodes.max(Nodes::<T>::count()))
			},
			_ => T::WeightInfo::idle(),
		}
	}

	/// Begins a round with the nodes that are registered and stay.
	pub(crate) fn begin(now: BlockNumberFor<T>, id: RoundId) {
		for number in 0..Roster::<T>::decode_len().unwrap_or(0) {
			Rows::<T>::remove(u16::try_from(number).unwrap_or(u16::MAX));
		}
		let nodes = Nodes::<T>::iter().filter(|(_, node)| node.leaves.is_none());
		// In an order that does not depend on the trie.
		let nodes = nodes.map(|(account, _)| account).collect::<BTreeSet<_>>();
		let nodes = BoundedVec::truncate_from(nodes.into_iter().collect::<Vec<_>>());
		let count = nodes.len() as u32;
		Roster::<T>::put(nodes);
		let until = now.saturating_add(T::MeasuringBlocks::get());
		CurrentRound::<T>::put(Round { id, phase: Phase::Measuring { until }, bar: None });
		Self::deposit_event(Event::RoundBegan { round: id, nodes: count });
	}

	/// Draws the seed, now that no row changes any more.
	pub(crate) fn begin_search(now: BlockNumberFor<T>, mut round: Round<BlockNumberFor<T>>) {
		let found = Self::search_instance();
		round.bar = found.as_ref().and_then(|(numbers, instance)| Self::bar(numbers, instance));
		let nodes = found.map_or(0, |(numbers, _)| numbers.len() as u32);
		let (seed, _) = T::Randomness::random(b"node-selection");
		let until = now.saturating_add(T::SearchingBlocks::get());
		let bytes = BlakeTwo256::hash_of(&seed);
		round.phase = Phase::Searching { until, seed: bytes };
		let (id, bar) = (round.id, round.bar);
		CurrentRound::<T>::put(round);
		Self::deposit_event(Event::SearchBegan { round: id, nodes, seed, bar });
	}

	/// Whether a node is registered and stays.
	fn stays(node: &T::AccountId) -> bool {
		Nodes::<T>::get(node).is_some_and(|node| node.leaves.is_none())
	}

	/// The best choice takes over, if there is one. Who leaves has no role any more.
	pub(crate) fn adopt(round: RoundId) {
		let Some(best) = BestChoice::<T>::take() else {
			if let Some(mut selected) = CurrentlySelected::<T>::get() {
				selected.consensus.retain(Self::stays);
				selected.exchange.retain(Self::stays);
				CurrentlySelected::<T>::put(selected);
			}
			Self::deposit_event(Event::Kept { round });
			return;
		};
		let (numbers, _) = Self::instance_rows();
		let roster = Roster::<T>::get();
		let accounts = |places: &[u16]| {
			let account = |place: &u16| {
				let number = numbers.get(usize::from(*place))?;
				roster.get(usize::from(*number)).cloned()
			};
			let accounts = places.iter().filter_map(account).filter(Self::stays);
			BoundedVec::truncate_from(accounts.collect())
		};
		let selected = Selected {
			round,
			consensus: accounts(&best.consensus),
			exchange: accounts(&best.exchange),
			cost: best.cost,
			gap: best.gap,
		};
		CurrentlySelected::<T>::put(&selected);
		Self::deposit_event(Event::Adopted { selected });
	}

	/// `authors`, and behind them the chosen consensus nodes that are not among them: for the next
	/// session. Nobody is dropped, for a chain of which no author lives never makes another block.
	pub fn with_chosen(authors: Vec<T::AccountId>) -> Vec<T::AccountId> {
		let mut all = authors;
		let chosen = CurrentlySelected::<T>::get().map(|selected| selected.consensus.into_inner());
		for node in chosen.unwrap_or_default() {
			if !all.contains(&node) && Self::stays(&node) {
				all.push(node);
			}
		}
		all
	}
}

/// Whether each node is near enough to have a role: by the median of its distances, which is at most
/// [`FAR`] times that of the nodes in the middle; and that one, which is what is usual.
///
/// Without this, who says that it is far from everybody would be chosen, to serve itself: that is
/// cheaper than to be served from far.
fn near(distances: &ants::Distances) -> (Vec<bool>, u32) {
	let median = |mut values: Vec<u32>| {
		values.sort_unstable();
		values.get(values.len() / 2).copied().unwrap_or(0)
	};
	let medians = distances.rows().map(|row| median(row.to_vec())).collect::<Vec<_>>();
	let usual = median(medians.clone());
	let near = medians.into_iter().map(|own| own <= usual.saturating_mul(FAR)).collect();
	(near, usual)
}
