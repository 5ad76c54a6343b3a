use crate::{mock::*, Error, Event, Phase};
use frame_support::{assert_noop, assert_ok};

fn chosen() -> (Vec<AccountId>, Vec<AccountId>) {
	let selected = NodeSelection::selected().expect("some are");
	(selected.consensus.into_inner(), selected.exchange.into_inner())
}

#[docify::export]
#[test]
fn the_nodes_in_the_middle_should_be_chosen() {
	new_test_ext_execute(|| {
		// Nine nodes on a line report what they measure.
		measured(9, &[]);
		let choice = found();
		assert_ok!(submit(0, choice));
		blocks(10);
		let (consensus, exchange) = chosen();
		// The exchange node is in the middle, and each consensus node in the middle of its half, which
		// can be one of several.
		assert_eq!((exchange, consensus.len()), (vec![node(4)], 2));
		assert_eq!(NodeSelection::selected().map(|selected| selected.cost), Some(200 + 100));
	});
}

#[test]
fn nothing_should_change_when_nobody_searches() {
	new_test_ext_execute(|| {
		measured(9, &[]);
		assert_ok!(submit(0, found()));
		blocks(10);
		let before = chosen();
		for round in 2..4 {
			measured(9, &[]);
			let bar = NodeSelection::round().and_then(|round| round.bar);
			assert_eq!(bar, NodeSelection::selected().map(|selected| selected.cost));
			blocks(10);
			System::assert_has_event(Event::Kept { round }.into());
		}
		assert_eq!(chosen(), before);
	});
}

#[test]
fn a_node_that_dies_should_be_replaced_in_the_next_round() {
	new_test_ext_execute(|| {
		measured(9, &[]);
		assert_ok!(submit(0, found()));
		blocks(10);
		let dead = chosen().0[0].clone();
		let number = (0..9).find(|n| node(*n) == dead).expect("is one of them");
		// It has no row any more, so the old choice cannot stay.
		measured(9, &[number]);
		assert_eq!(NodeSelection::round().and_then(|round| round.bar), None);
		assert_ok!(submit(0, found()));
		blocks(10);
		assert!(!chosen().0.contains(&dead));
	});
}

#[test]
fn the_chain_should_go_on_when_all_are_dead() {
	new_test_ext_execute(|| {
		let authors = vec![node(17), node(18)];
		measured(9, &[]);
		assert_ok!(submit(0, found()));
		blocks(10);
		// Those who cannot be dropped come first.
		let all = NodeSelection::with_chosen(authors.clone());
		assert_eq!(all[..2], authors[..]);
		assert_eq!(all.len(), 4);
		measured(9, &[0, 1, 2, 3, 4, 5, 6, 7, 8]);
		assert!(matches!(
			NodeSelection::round().map(|round| round.phase),
			Some(Phase::Searching { .. })
		));
		blocks(10);
		assert_eq!(NodeSelection::with_chosen(authors.clone())[..2], authors[..]);
	});
}

#[test]
fn who_leaves_should_lose_its_role_and_not_change_what_is_searched() {
	new_test_ext_execute(|| {
		measured(9, &[]);
		let choice = found();
		assert_ok!(submit(0, choice.clone()));
		blocks(10);
		let leaver = chosen().0[0].clone();
		// It leaves while the next round is searched: what others found stays valid.
		measured(9, &[]);
		assert_ok!(NodeSelection::leave(signed(leaver.clone())));
		assert_eq!(found(), choice);
		let authors = NodeSelection::with_chosen(vec![node(17)]);
		assert!(!authors.contains(&leaver));
		blocks(10);
		// Nobody searched, and it is gone nevertheless; the others stay.
		assert_eq!((chosen().0.len(), chosen().1.len()), (1, 1));
		// Its bond stays until it makes no blocks any more.
		blocks(22);
		AuthorList::set(vec![leaver.clone()]);
		let withdraw = || NodeSelection::withdraw(signed(leaver.clone()));
		assert_noop!(withdraw(), Error::<Test>::NotYet);
		AuthorList::set(vec![]);
		assert_ok!(withdraw());
	});
}

#[test]
fn far_nodes_should_not_decide_for_all_others() {
	new_test_ext_execute(|| {
		// Node 8 says that it is far from everybody but the nodes at the ends.
		let mut row = vec![60_000; 9];
		(row[0], row[1], row[7]) = (10, 10, 10);
		for n in 0..8 {
			assert_ok!(report(n, crate::mock::row(n, 9)));
		}
		assert_ok!(report(8, crate::Row::truncate_from(row)));
		blocks(12);
		let (_, _, distances) = NodeSelection::instance().expect("is searched");
		let usual = 30;
		assert_eq!(distances.iter().max(), Some(&(4 * usual)));
		let choice = found();
		assert!(choice.exchange.iter().all(|place| (2..=6).contains(place)), "{choice:?}");
	});
}

#[test]
fn a_liar_should_harm_itself_only() {
	new_test_ext_execute(|| {
		// Node 8 says that it is near to everybody. It takes both ends to be so.
		let near = crate::Row::truncate_from(vec![1; 9]);
		assert_ok!(report(8, near));
		for n in 0..8 {
			assert_ok!(report(n, row(n, 9)));
		}
		blocks(12);
		let honest = found();
		assert!(!honest.consensus.contains(&8) && !honest.exchange.contains(&8));
		assert_ok!(submit(0, honest));
		blocks(10);
		// Node 4, in the middle, says that it is far from everybody: it is not chosen.
		let far = crate::Row::truncate_from(vec![60_000; 9]);
		assert_ok!(report(4, far));
		for n in (0..9).filter(|n| *n != 4) {
			assert_ok!(report(n, row(n, 9)));
		}
		blocks(12);
		let without = found();
		assert!(!without.consensus.contains(&4) && !without.exchange.contains(&4));
	});
}
