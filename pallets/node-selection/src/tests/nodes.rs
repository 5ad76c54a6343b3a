use crate::{mock::*, Error, Event, Roles, MAX_NODES};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};

#[test]
fn a_node_should_register_and_leave_a_round_later() {
	new_test_ext_execute(|| {
		let who = || signed(node(12));
		assert_noop!(NodeSelection::leave(who()), Error::<Test>::NotFound);
		assert_ok!(NodeSelection::register(who(), Roles::default(), Default::default()));
		assert_eq!(Balances::total_balance_on_hold(&node(12)), 10, "an application node's");
		let again = NodeSelection::register(who(), BOTH, Default::default());
		assert_noop!(again, Error::<Test>::AlreadyRegistered);
		assert_noop!(NodeSelection::withdraw(who()), Error::<Test>::NotYet);
		assert_ok!(NodeSelection::leave(who()));
		System::assert_last_event(Event::Leaving { node: node(12), round: 3 }.into());
		assert_noop!(NodeSelection::leave(who()), Error::<Test>::AlreadyLeaving);
		// Two rounds of 22 blocks.
		blocks(43);
		assert_noop!(NodeSelection::withdraw(who()), Error::<Test>::NotYet);
		blocks(1);
		assert_ok!(NodeSelection::withdraw(who()));
		assert_eq!(Balances::total_balance_on_hold(&node(12)), 0);
	});
}

#[test]
fn there_should_not_be_more_nodes_than_fit_a_round() {
	new_test_ext_execute(|| {
		for n in u32::from(NODES)..MAX_NODES {
			let mut bytes = [0xff; 32];
			bytes[..4].copy_from_slice(&n.to_le_bytes());
			let who = AccountId::new(bytes);
			assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), who.clone(), MONEY));
			assert_ok!(NodeSelection::register(signed(who), BOTH, Default::default()));
		}
		let one_too_many = NodeSelection::register(signed(node(15)), BOTH, Default::default());
		assert_noop!(one_too_many, Error::<Test>::TooManyNodes);
	});
}

#[test]
fn a_row_should_be_whole_in_time_and_reported_once() {
	new_test_ext_execute(|| {
		assert_noop!(report(15, row(0, NODES)), Error::<Test>::NotFound);
		assert_noop!(report(0, row(0, NODES - 1)), Error::<Test>::WrongLength);
		assert_ok!(report(0, row(0, NODES)));
		assert_noop!(report(0, row(0, NODES)), Error::<Test>::AlreadyReported);
		let other = NodeSelection::report(signed(node(1)), 2, row(1, NODES));
		assert_noop!(other, Error::<Test>::WrongPhase);
		blocks(10);
		assert_noop!(report(1, row(1, NODES)), Error::<Test>::WrongPhase);
	});
}
