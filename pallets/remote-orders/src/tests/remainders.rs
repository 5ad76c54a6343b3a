use crate::{mock::*, LastChain, LastTurns, OrderKey, Orders, Remainders, Turns};
use frame_support::{assert_ok, traits::Get};
use zeropark_primitives::{
	ids::{OrderId, RemoteOrderId},
	trading::RemoteAccount,
};

const STRANGER: AccountId = AccountId::new([9; 32]);

/// Has `owner` place orders of this chain, each of which hits the fill limit after one unit.
fn place_local_orders(owner: AccountId, orders: u64) {
	mint(owner.clone(), 100 * MONEY);
	for _ in 0..orders {
		AtOnce::set(1);
		let Order { basket, price, quantity, deadline, .. } = order(5, false);
		let recipient = RemoteAccount { chain: CHAIN, account: SELLER };
		let origin = RuntimeOrigin::signed(owner.clone());
		assert_ok!(RemoteOrders::place_for(origin, recipient, basket, price, quantity, deadline));
	}
}

/// Has the ordering chain place an order that hits the fill limit after one unit.
fn place(number: RemoteOrderId) -> OrderKey {
	fund(number);
	AtOnce::set(1);
	assert_ok!(RemoteOrders::place(RuntimeOrigin::root(), number, order(5, false)));
	(CHAIN, number)
}

fn order_of((chain, number): OrderKey) -> OrderId {
	Orders::<Test>::get(chain, number).and_then(|record| record.order).expect("was placed")
}

#[test]
fn a_remainder_should_wait_for_one_turn_when_another_chain_has_many() {
	run(|| {
		place_local_orders(STRANGER, 50);
		let late = place(0);
		let first = order_of(late);
		next_block();
		next_block();
		assert!(order_of(late) > first && Open::get().len() == 2);
	});
}

#[test]
fn a_remainder_should_wait_for_one_turn_when_another_beneficiary_has_many() {
	run(|| {
		place_local_orders(STRANGER, 50);
		place_local_orders(BUYER, 1);
		let late = (HOME, 50);
		let first = order_of(late);
		next_block();
		next_block();
		assert!(order_of(late) > first && Open::get().len() == 2);
	});
}

#[test]
fn remainders_of_a_beneficiary_should_be_placed_in_their_order() {
	run(|| {
		place_local_orders(STRANGER, 3);
		next_block();
		// Another one comes while the first has had its turn.
		place_local_orders(STRANGER, 1);
		let is_open = |number: &u64| {
			let order = order_of((HOME, *number));
			Open::get().iter().any(|(open, _)| *open == order)
		};
		for done in 1..=4 {
			let open = (0..4).filter(is_open).collect::<Vec<_>>();
			assert_eq!(open, (0..done).collect::<Vec<_>>());
			next_block();
			RemoteOrders::do_try_state().expect("invariants hold");
		}
		assert_eq!(Turns::<Test>::iter().count(), 0);
		assert_eq!((Remainders::<Test>::iter().count(), LastTurns::<Test>::iter().count()), (0, 0));
		assert_eq!(LastChain::<Test>::get(), Some(HOME));
	});
}

#[test]
fn a_block_should_place_as_many_remainders_as_its_share_has_room_for() {
	run(|| {
		place_local_orders(STRANGER, 10);
		let before = LastOrder::get();
		MaxPlacing::set(ONE_PLACING.saturating_mul(3));
		let weight = next_block();
		assert_eq!(LastOrder::get() - before, 3);
		let done = crate::Pallet::<Test>::weight_of(<Test as crate::Config>::MaxTasks::get());
		assert!(weight.saturating_sub(done).all_lte(MaxPlacing::get()));
		// However small the share, remainders go on.
		MaxPlacing::set(Default::default());
		next_block();
		assert_eq!(LastOrder::get() - before, 4);
	});
}
