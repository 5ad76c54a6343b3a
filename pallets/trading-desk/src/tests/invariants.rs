use crate::mock::*;
use frame_support::storage::with_storage_layer;
use proptest::prelude::*;
use zeropark_primitives::{
	market::CloseReason,
	trading::{OrderOutcome, Report, Sold, TradingDesk},
};

/// An event. Orders are named by their number.
#[derive(Clone, Debug)]
enum Step {
	Place(u64),
	Placed(u64),
	Filled(u64, u64),
	Ended(u64),
	Cancel(u64),
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		(1..9u64).prop_map(Step::Place),
		(0..4u64).prop_map(Step::Placed),
		(0..4u64, 0..6u64).prop_map(|(number, quantity)| Step::Filled(number, quantity)),
		(0..4u64).prop_map(Step::Ended),
		(0..4u64).prop_map(Step::Cancel),
	]
}

proptest! {
	#[test]
	fn invariants_should_hold_after_any_sequence_of_events(steps in prop::collection::vec(step(), 1..40)) {
		run(|| {
			for step in steps {
				let tell = |number, report| Desk::report(RuntimeOrigin::root(), number, report);
				// An event that is refused must change nothing.
				let _ = with_storage_layer(|| match step {
					Step::Place(quantity) => place(quantity).map(drop),
					Step::Placed(number) => tell(number, Report::Placed { order: 1 }),
					Step::Filled(number, quantity) => {
						tell(number, Report::Filled(Fill(quantity)))
					},
					Step::Ended(number) => tell(number, Report::Ended {
						outcome: OrderOutcome::Closed(CloseReason::Expired),
						money: 5,
						sold: Sold::default(),
					}),
					Step::Cancel(number) => Desk::cancel(&OWNER, number),
				});
				Desk::do_try_state().expect("invariants hold");
			}
		});
	}
}
