use crate::{mock::*, NextOwn, Orders, Purchases};
use frame_support::{storage::with_storage_layer, traits::fungible::Mutate};
use proptest::prelude::*;
use sp_runtime::DispatchError;
use zeropark_primitives::{
	market::{Balance, Closure},
	purchase::{ClaimListener, PowerOrder, RemoteAccount, Report},
};

/// What may happen, to a purchase by its number or to one of the orders that stand.
#[derive(Clone, Debug)]
enum Step {
	Place { purchase: u64, quantity: u64, retire: bool, at_once: u64 },
	PlaceFor { quantity: u64, at_once: u64 },
	CancelOwn { purchase: u64 },
	Trade { which: usize, quantity: u64 },
	Expire { which: usize },
	Cancel { purchase: u64 },
	Reopen { retirement: u64 },
	Courier { works: bool },
	Registry { works: bool },
	Market { works: bool },
	Block,
}

fn step() -> impl Strategy<Value = Step> {
	let which = 0..3usize;
	prop_oneof![
		3 => (0..4u64, 1..20u64, any::<bool>(), 0..8u64).prop_map(
			|(purchase, quantity, retire, at_once)| Step::Place { purchase, quantity, retire, at_once }
		),
		2 => (1..20u64, 0..8u64).prop_map(|(quantity, at_once)| Step::PlaceFor { quantity, at_once }),
		1 => (0..3u64).prop_map(|purchase| Step::CancelOwn { purchase }),
		4 => (which.clone(), 1..8u64).prop_map(|(which, quantity)| Step::Trade { which, quantity }),
		1 => which.prop_map(|which| Step::Expire { which }),
		1 => (0..5u64).prop_map(|purchase| Step::Cancel { purchase }),
		1 => (0..9u64).prop_map(|retirement| Step::Reopen { retirement }),
		1 => any::<bool>().prop_map(|works| Step::Courier { works }),
		1 => any::<bool>().prop_map(|works| Step::Registry { works }),
		1 => any::<bool>().prop_map(|works| Step::Market { works }),
		4 => Just(Step::Block),
	]
}

fn answer(works: bool) -> Option<DispatchError> {
	(!works).then_some(DispatchError::Unavailable)
}

/// Every unit of money that came is here, or was sent home.
fn assert_conserved(funded: Balance) {
	RemoteOrders::do_try_state().expect("invariants hold");
	let home = Sent::get().iter().map(|(.., money)| money).sum::<Balance>();
	let along = Delivered::get().iter().map(|(.., money)| money).sum::<Balance>();
	assert_eq!(Balances::total_issuance() + home + along, funded);
}

proptest! {
	/// Whatever happens, money is conserved, and every purchase ends with nothing left behind but its receipts' deposits.
	#[test]
	fn purchases_should_keep_the_invariants(steps in prop::collection::vec(step(), 1..60)) {
		run(|| {
			let mut funded = Balances::total_issuance();
			let mut placed = vec![];
			for step in steps {
				match step {
					Step::Place { purchase, quantity, retire, at_once } => {
						// The buyer's chain numbers its purchases, and uses a number once.
						if !placed.contains(&purchase) {
							placed.push(purchase);
							fund(purchase);
							funded += MONEY;
							AtOnce::set(at_once);
							let order = order(quantity, retire);
							let place = RemoteOrders::place(RuntimeOrigin::root(), purchase, order);
							AtOnce::set(0);
							if place.is_err() {
								// A cancellation came first. The message's error handler sends another.
								RemoteOrders::cancel(RuntimeOrigin::root(), purchase, BUYER)
									.expect("is always taken");
							}
						}
					},
					Step::PlaceFor { quantity, at_once } => {
						mint(BUYER, MONEY);
						funded += MONEY;
						AtOnce::set(at_once);
						let PowerOrder { basket, price, deadline, .. } = order(quantity, false);
						let recipient = RemoteAccount { chain: CHAIN, account: SELLER };
						let origin = RuntimeOrigin::signed(BUYER);
						// The market may refuse it, and then nothing is changed.
						let _ = with_storage_layer(|| {
							RemoteOrders::place_for(origin, recipient, basket, price, quantity, deadline)
								.map_err(|error| error.error)
						});
						AtOnce::set(0);
					},
					Step::CancelOwn { purchase } => {
						// There may be none of this number.
						let _ = RemoteOrders::cancel_own(RuntimeOrigin::signed(BUYER), purchase);
					},
					Step::Trade { which, quantity } => {
						if let Some((order, owner)) = Open::get().get(which).cloned() {
							let key = Purchases::<Test>::get(owner).expect("is a purchase's");
							let remote = Orders::<Test>::get(key.0, key.1).expect("is there");
							let left = remote.wanted.expect("it stands").quantity;
							trade(order, quantity.min(left));
							if quantity >= left {
								close(order, Closure::Filled);
							}
						}
					},
					Step::Expire { which } => {
						if let Some((order, _)) = Open::get().get(which) {
							close(*order, Closure::Expired);
						}
					},
					Step::Cancel { purchase } => {
						let account = RemoteOrders::account_of((CHAIN, purchase));
						Balances::mint_into(&account, FEE).expect("mints");
						funded += FEE;
						RemoteOrders::cancel(RuntimeOrigin::root(), purchase, BUYER)
							.expect("is always taken");
					},
					Step::Reopen { retirement } => RemoteOrders::reopened(retirement),
					Step::Courier { works } => CourierError::set(answer(works)),
					Step::Registry { works } => RegistryError::set(answer(works)),
					Step::Market { works } => MarketError::set(answer(works)),
					Step::Block => drop(next_block()),
				}
				assert_conserved(funded);
			}

			CourierError::set(None);
			for _ in 0..60 {
				// Those that were to be placed again stand by and by.
				for (order, _) in Open::get() {
					close(order, Closure::Expired);
				}
				next_block();
			}
			assert_conserved(funded);
			assert_eq!(Orders::<Test>::iter().count(), 0);
			for purchase in 0..NextOwn::<Test>::get() {
				assert_eq!(total(RemoteOrders::account_of((HOME, purchase))), 0);
			}
			for purchase in 0..5 {
				let ended = Sent::get().into_iter().any(|(of, report, ..)| {
					of == purchase && matches!(report, Report::Ended { .. })
				});
				assert!(ended || !placed.contains(&purchase));
				let receipts = crate::Receipts::<Test>::iter_values()
					.filter(|(key, _)| key.1 == purchase)
					.count() as Balance;
				// With the least that an account needs.
				assert_eq!(money(purchase), RECEIPT_DEPOSIT * receipts + receipts.min(1));
			}
		});
	}
}
