use crate::{mock::*, NextLocalOrderId, OrderAccounts, Orders};
use frame_support::{storage::with_storage_layer, traits::fungible::Mutate};
use proptest::prelude::*;
use sp_runtime::DispatchError;
use zeropark_primitives::{
	certificates::ClaimListener,
	market::{Balance, CloseReason},
	trading::{RemoteAccount, Report},
};

/// An event. Orders are named by their number, or by their position among the open ones.
#[derive(Clone, Debug)]
enum Step {
	Place { number: u64, quantity: u64, retire: bool, at_once: u64 },
	PlaceFor { quantity: u64, at_once: u64 },
	CancelLocalOrder { number: u64 },
	Trade { which: usize, quantity: u64 },
	Expire { which: usize },
	Cancel { number: u64 },
	VoidClaim { retirement: u64 },
	Transport { works: bool },
	Registry { works: bool },
	Market { works: bool },
	Block,
}

fn step() -> impl Strategy<Value = Step> {
	let which = 0..3usize;
	prop_oneof![
		3 => (0..4u64, 1..20u64, any::<bool>(), 0..8u64).prop_map(
			|(number, quantity, retire, at_once)| Step::Place { number, quantity, retire, at_once }
		),
		2 => (1..20u64, 0..8u64).prop_map(|(quantity, at_once)| Step::PlaceFor { quantity, at_once }),
		1 => (0..3u64).prop_map(|number| Step::CancelLocalOrder { number }),
		4 => (which.clone(), 1..8u64).prop_map(|(which, quantity)| Step::Trade { which, quantity }),
		1 => which.prop_map(|which| Step::Expire { which }),
		1 => (0..5u64).prop_map(|number| Step::Cancel { number }),
		1 => (0..9u64).prop_map(|retirement| Step::VoidClaim { retirement }),
		1 => any::<bool>().prop_map(|works| Step::Transport { works }),
		1 => any::<bool>().prop_map(|works| Step::Registry { works }),
		1 => any::<bool>().prop_map(|works| Step::Market { works }),
		4 => Just(Step::Block),
	]
}

fn answer(works: bool) -> Option<DispatchError> {
	(!works).then_some(DispatchError::Unavailable)
}

/// Asserts that all `funded` money is on this chain or was sent away.
fn assert_conserved(funded: Balance) {
	RemoteOrders::do_try_state().expect("invariants hold");
	let home = Sent::get().iter().map(|(.., money)| money).sum::<Balance>();
	let along = Delivered::get().iter().map(|(.., money)| money).sum::<Balance>();
	assert_eq!(Balances::total_issuance() + home + along, funded);
}

proptest! {
	/// After any sequence of events, money is conserved. Every order ends, and its account keeps
	/// nothing except the deposits of its receipts.
	#[test]
	fn invariants_should_hold_after_any_sequence_of_events(steps in prop::collection::vec(step(), 1..60)) {
		run(|| {
			let mut funded = Balances::total_issuance();
			let mut placed = vec![];
			for step in steps {
				match step {
					Step::Place { number, quantity, retire, at_once } => {
						// The ordering chain uses a number once.
						if !placed.contains(&number) {
							placed.push(number);
							fund(number);
							funded += MONEY;
							AtOnce::set(at_once);
							let order = order(quantity, retire);
							let place = RemoteOrders::place(RuntimeOrigin::root(), number, order);
							AtOnce::set(0);
							if place.is_err() {
								// A later number or a cancellation came first, so the message's
								// error handler cancels.
								RemoteOrders::cancel(RuntimeOrigin::root(), number, BUYER)
									.expect("is always taken");
							}
						}
					},
					Step::PlaceFor { quantity, at_once } => {
						mint(BUYER, MONEY);
						funded += MONEY;
						AtOnce::set(at_once);
						let Order { basket, price, deadline, .. } = order(quantity, false);
						let recipient = RemoteAccount { chain: CHAIN, account: SELLER };
						let origin = RuntimeOrigin::signed(BUYER);
						// The market may reject the order, which must change nothing.
						let _ = with_storage_layer(|| {
							RemoteOrders::place_for(origin, recipient, basket, price, quantity, deadline)
								.map_err(|error| error.error)
						});
						AtOnce::set(0);
					},
					Step::CancelLocalOrder { number } => {
						// There may be no order with this number.
						let _ = RemoteOrders::cancel_local_order(RuntimeOrigin::signed(BUYER), number);
					},
					Step::Trade { which, quantity } => {
						if let Some((order, owner)) = Open::get().get(which).cloned() {
							let key = OrderAccounts::<Test>::get(owner).expect("is the account of an order");
							let remote = Orders::<Test>::get(key.0, key.1).expect("is there");
							let left = remote.remainder.expect("is open").quantity;
							trade(order, quantity.min(left));
							if quantity >= left {
								close(order, CloseReason::Filled);
							}
						}
					},
					Step::Expire { which } => {
						if let Some((order, _)) = Open::get().get(which) {
							close(*order, CloseReason::Expired);
						}
					},
					Step::Cancel { number } => {
						let account = RemoteOrders::account_of((CHAIN, number));
						Balances::mint_into(&account, FEE).expect("mints");
						funded += FEE;
						RemoteOrders::cancel(RuntimeOrigin::root(), number, BUYER)
							.expect("is always taken");
					},
					Step::VoidClaim { retirement } => RemoteOrders::claim_voided(retirement),
					Step::Transport { works } => TransportError::set(answer(works)),
					Step::Registry { works } => RegistryError::set(answer(works)),
					Step::Market { works } => MarketError::set(answer(works)),
					Step::Block => drop(next_block()),
				}
				assert_conserved(funded);
			}

			TransportError::set(None);
			for _ in 0..60 {
				// Remainders that wait to be placed again become open one by one.
				for (order, _) in Open::get() {
					close(order, CloseReason::Expired);
				}
				next_block();
			}
			assert_conserved(funded);
			assert_eq!(Orders::<Test>::iter().count(), 0);
			for number in 0..NextLocalOrderId::<Test>::get() {
				assert_eq!(total(RemoteOrders::account_of((HOME, number))), 0);
			}
			for number in 0..5 {
				let ended = Sent::get().into_iter().any(|(of, report, ..)| {
					of == number && matches!(report, Report::Ended { .. })
				});
				assert!(ended || !placed.contains(&number));
				let receipts = crate::Receipts::<Test>::iter_values()
					.filter(|(key, _)| key.1 == number)
					.count() as Balance;
				// While receipts have deposits, the existential deposit stays too.
				assert_eq!(money(number), RECEIPT_DEPOSIT * receipts + receipts.min(1));
			}
		});
	}
}
