use crate::{mock::*, Validity};
use frame_support::traits::Hooks;
use proptest::prelude::*;
use zeropark_primitives::market::{Instrument, Price};

#[derive(Clone, Debug)]
enum Step {
	Bid { who: u64, market: Instrument<u32, u32>, price: u64, quantity: u64, immediate: bool },
	Ask { who: u64, class: u32, price: u64, quantity: u64, immediate: bool },
	Cancel { order: u64 },
	Wait { hours: u64 },
}

fn step() -> impl Strategy<Value = Step> {
	let who = 1u64..=3;
	let class = prop_oneof![Just(10u32), Just(11), Just(20), Just(21)];
	let market = prop_oneof![
		class.clone().prop_map(Instrument::Class),
		prop_oneof![Just(1u32), Just(2), Just(101)].prop_map(Instrument::Basket),
	];
	let (price, quantity) = (95u64..105, 0u64..20);
	prop_oneof![
		4 => (who.clone(), market, price.clone(), quantity.clone(), any::<bool>()).prop_map(
			|(who, market, price, quantity, immediate)| Step::Bid { who, market, price, quantity, immediate }
		),
		4 => (who, class, price, quantity, any::<bool>()).prop_map(
			|(who, class, price, quantity, immediate)| Step::Ask { who, class, price, quantity, immediate }
		),
		1 => (0u64..40).prop_map(|order| Step::Cancel { order }),
		1 => (1u64..20).prop_map(|hours| Step::Wait { hours }),
	]
}

proptest! {
	/// After each step of any sequence, money and assets are conserved and the invariants hold.
	#[test]
	fn invariants_should_hold_after_any_sequence_of_calls(steps in proptest::collection::vec(step(), 1..60)) {
		new_test_ext_execute(|| {
			for step in steps {
				let validity = |immediate| if immediate { Validity::Immediate } else { in_a_day() };
				// A step that is refused must change nothing.
				let _ = match step {
					Step::Bid { who, market, price, quantity, immediate } => {
						let validity = validity(immediate);
						let price = Price(price);
						OrderBook::place_bid(
							signed(who), market, price, quantity, validity, FILLS,
						).map(drop).map_err(drop)
					},
					Step::Ask { who, class, price, quantity, immediate } => {
						let validity = validity(immediate);
						let price = Price(price);
						OrderBook::place_ask(signed(who), class, price, quantity, validity, FILLS)
							.map(drop).map_err(drop)
					},
					Step::Cancel { order } => {
						OrderBook::cancel_order(signed(1 + order % 3), order).map_err(drop)
					},
					Step::Wait { hours } => {
						set_time(now() + hours * 3_600);
						OrderBook::on_initialize(1);
						Ok(())
					},
				};
				assert_sound();
			}
		});
	}
}
