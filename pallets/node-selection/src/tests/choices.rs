//! What the chain refuses.

use crate::{mock::*, Choice, Error, WeightInfo};
use frame_support::{assert_noop, assert_ok, dispatch::Pays};

/// What is refused of `found`, after a change.
fn assert_refused(error: Error<Test>, change: impl FnOnce(&mut Choice)) {
	let mut choice = found();
	change(&mut choice);
	assert_noop!(submit(0, choice), error);
}

#[test]
fn every_change_of_a_choice_should_be_refused() {
	new_test_ext_execute(|| {
		measured(9, &[]);
		assert_refused(Error::WrongCost, |choice| choice.cost -= 1);
		assert_refused(Error::WrongCost, |choice| choice.cost += 1);
		assert_refused(Error::WrongSize, |choice| {
			choice.consensus.pop();
		});
		assert_refused(Error::WrongSize, |choice| {
			choice.exchange.clear();
		});
		assert_refused(Error::NotEligible, |choice| choice.consensus[0] = 9);
		assert_refused(Error::NotEligible, |choice| choice.consensus[0] = choice.consensus[1]);
		assert_refused(Error::NotEligible, |choice| choice.exchange[0] = choice.consensus[1]);
		assert_refused(Error::Improvable, |choice| choice.consensus[0] = 0);
		assert_refused(Error::WrongSize, |choice| {
			choice.multipliers.consensus.pop();
		});
		// It is free, and so only for nodes of the round.
		assert_noop!(submit(15, found()), Error::<Test>::NotFound);
		let taken = submit(0, found()).expect("is taken");
		assert_eq!(taken.pays_fee, Pays::No);
	});
}

#[test]
fn only_a_better_choice_should_be_taken_and_in_its_round() {
	new_test_ext_execute(|| {
		assert_noop!(submit(0, Choice::default()), Error::<Test>::WrongPhase);
		measured(9, &[]);
		let choice = found();
		assert_ok!(submit(0, choice.clone()));
		// Replayed, and as good.
		assert_noop!(submit(1, choice.clone()), Error::<Test>::NotBetter);
		// A choice that is refused before it is checked costs little.
		let dear = Choice { cost: choice.cost + 1, ..choice.clone() };
		let refused = NodeSelection::submit(signed(node(1)), 1, dear).expect_err("is dearer");
		assert_eq!(refused.post_info.actual_weight, Some(<() as WeightInfo>::submit(0)));
		let other = NodeSelection::submit(signed(node(0)), 2, choice.clone());
		assert_noop!(other.map_err(|refused| refused.error), Error::<Test>::WrongPhase);
		blocks(10);
		assert_noop!(submit(0, choice), Error::<Test>::WrongPhase);
	});
}

#[test]
fn a_choice_as_good_should_be_taken_when_it_is_certified_better() {
	new_test_ext_execute(|| {
		measured(9, &[]);
		let choice = found();
		let mut uncertified = choice.clone();
		uncertified.multipliers.consensus.iter_mut().for_each(|lambda| *lambda = 0);
		uncertified.multipliers.exchange.iter_mut().for_each(|lambda| *lambda = 0);
		assert_ok!(submit(0, uncertified.clone()));
		let gap = || NodeSelection::best().expect("is there").gap;
		let before = gap();
		assert_ok!(submit(1, choice));
		assert!(2 * gap() <= before);
		assert_noop!(submit(0, uncertified), Error::<Test>::NotBetter);
	});
}

#[test]
fn the_cost_should_be_that_of_equation_3() {
	new_test_ext_execute(|| {
		measured(9, &[2]);
		let choice = found();
		// By hand: the nodes with a row, and for each role the nearest that has it.
		let at = (0..9u64).filter(|n| *n != 2).collect::<Vec<_>>();
		let to = |places: &[u16]| -> u64 {
			let nearest =
				|n: &u64| places.iter().map(|p| n.abs_diff(at[usize::from(*p)]) * 10).min();
			at.iter().filter_map(nearest).sum()
		};
		assert_eq!(choice.cost, to(&choice.consensus) + to(&choice.exchange));
		assert_ok!(submit(0, choice));
		// So small an instance is certified to be solved within a few per cent.
		let gap = NodeSelection::best().map(|best| best.gap);
		assert!(gap.is_some_and(|gap| gap < 50_000), "{gap:?}");
	});
}
