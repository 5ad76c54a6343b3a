//! What an instance takes, and what it refuses.

use crate::{
	random::Random, Candidate, Distances, Instance, InstanceError, Role, MAX_NODES, MAX_PENALTY,
	UNMEASURED,
};
use alloc::vec;

#[test]
fn the_longer_of_two_measurements_should_count() {
	let rows = [9, 5, 0, 7, 0, 0, 3, 0, 0];
	let distances = Distances::measured(3, &rows).expect("is square");
	let expected = vec![0, 7, 3, 7, 0, UNMEASURED, 3, UNMEASURED, 0];
	assert_eq!(Distances::new(3, expected).expect("is symmetric"), distances);
	assert_eq!(distances.unmeasured(), 1);
}

#[test]
fn the_last_edge_should_count_and_paths_be_the_shortest() {
	let edges = [(0, 1, 1), (1, 0, 10), (1, 2, 4), (0, 2, 20), (3, 4, 2)];
	let distances = Distances::of_shortest_paths(5, &edges).expect("is right");
	assert_eq!(distances.row(0), [0, 10, 14, UNMEASURED, UNMEASURED]);
	assert_eq!(distances.row(4), [UNMEASURED, UNMEASURED, UNMEASURED, 2, 0]);
	assert_eq!(Distances::of_shortest_paths(5, &[(0, 5, 1)]), Err(InstanceError::UnknownNode));
}

#[test]
fn a_wrong_matrix_should_be_refused() {
	for (nodes, entries, error) in [
		(2, vec![0, 1, 1], InstanceError::WrongSize),
		(2, vec![0, 1, 2, 0], InstanceError::NotSymmetric(0, 1)),
		(2, vec![0, 1, 1, 3], InstanceError::NotZero(1)),
		(0, vec![], InstanceError::NodesExceeded),
		(MAX_NODES + 1, vec![], InstanceError::NodesExceeded),
	] {
		assert_eq!(Distances::new(nodes, entries), Err(error));
	}
}

#[test]
fn squares_should_be_exact_and_fit() {
	let squared = |distance| {
		let entries = vec![0, distance, distance, 0];
		Distances::new(2, entries).and_then(|distances| distances.squared())
	};
	assert_eq!(squared(65_535).map(|squares| squares.get(0, 1)), Ok(4_294_836_225));
	assert_eq!(squared(65_536), Err(InstanceError::DistanceExceeded));
	assert_eq!(squared(UNMEASURED).map(|squares| squares.get(0, 1)), Ok(UNMEASURED));
}

#[test]
fn candidates_should_suffice_for_both_roles_together() {
	let candidate = |consensus, exchange| Candidate { consensus, exchange, penalty: 0 };
	let with = |candidates: [Candidate; 3], consensus, exchange| {
		let distances = Distances::new(3, vec![0; 9]).expect("is symmetric");
		Instance::new(distances, candidates.to_vec(), consensus, exchange).map(drop)
	};
	let mixed = [candidate(true, false), candidate(true, true), candidate(false, true)];
	assert_eq!(with(mixed, 2, 1), Ok(()));
	assert_eq!(with(mixed, 1, 2), Ok(()));
	assert_eq!(with(mixed, 2, 2), Err(InstanceError::TooFewCandidates));
	assert_eq!(with(mixed, 3, 0), Err(InstanceError::TooFewCandidates));
	assert_eq!(with(mixed, 0, 0), Err(InstanceError::NothingToChoose));
	assert_eq!(with(mixed, usize::MAX, usize::MAX), Err(InstanceError::TooFewCandidates));
	let dear = Candidate { penalty: MAX_PENALTY + 1, ..Candidate::ANY };
	assert_eq!(with([dear; 3], 1, 0), Err(InstanceError::PenaltyExceeded));
	let distances = Distances::new(3, vec![0; 9]).expect("is symmetric");
	let short = Instance::new(distances, vec![Candidate::ANY; 2], 1, 0).map(drop);
	assert_eq!(short, Err(InstanceError::WrongSize));
}

#[test]
fn a_role_should_be_eligible_only_when_it_is_to_be_filled() {
	let distances = Distances::new(2, vec![0; 4]).expect("is symmetric");
	let instance = Instance::open(distances, 1, 0).expect("is right");
	assert!(instance.may_be(1, Role::Consensus));
	assert!(!instance.may_be(1, Role::Exchange) && !instance.may_be(2, Role::Consensus));
}

/// The values of the reference implementation by Vigna.
#[test]
fn random_numbers_should_be_those_of_splitmix64() {
	let mut random = Random::new(1_234_567);
	let numbers = [random.next(), random.next(), random.next()];
	assert_eq!(
		numbers,
		[6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
	);
	assert!((0..100).all(|_| random.below(3) < 3));
	assert_eq!(random.below(0), 0);
}
