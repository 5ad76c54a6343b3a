use crate::{mock::*, Usage};
use proptest::prelude::*;
use zeropark_primitives::{
	market::Closure,
	purchase::{Ending, Report},
};

/// What may happen, to a purchase by its number.
#[derive(Clone, Debug)]
enum Step {
	Order(u64, bool),
	Placed(u64),
	Delivered(u64, u64, bool),
	Ended(u64),
	Reopened(u64, u64),
	Cancel(u64),
	ClosePeriod,
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		(1..9u64, any::<bool>()).prop_map(|(quantity, retire)| Step::Order(quantity, retire)),
		(0..4u64).prop_map(Step::Placed),
		(0..4u64, 1..6u64, any::<bool>())
			.prop_map(|(id, quantity, retired)| Step::Delivered(id, quantity, retired)),
		(0..4u64).prop_map(Step::Ended),
		(0..4u64, 0..9u64).prop_map(|(id, retirement)| Step::Reopened(id, retirement)),
		(0..4u64).prop_map(Step::Cancel),
		Just(Step::ClosePeriod),
	]
}

proptest! {
	#[test]
	fn invariants_should_hold_after_every_step(steps in prop::collection::vec(step(), 1..40)) {
		run(|| {
			Lacking::set(Some(zeropark_primitives::WattHours(2_500_000)));
			let mut retirements = 0..;
			for step in steps {
				// What the state does not allow is refused, and changes nothing.
				let tell = |id, report| PowerPurchase::report(RuntimeOrigin::root(), id, report);
				let _ = match step {
					Step::Order(quantity, true) => order(quantity, retire()),
					Step::Order(quantity, false) => order(quantity, Usage::Hold),
					Step::Placed(id) => tell(id, Report::Placed { order: 1 }),
					Step::Delivered(id, quantity, retired) => {
						let mut delivery = delivery(quantity, retired);
						if let Some(retired) = &mut delivery.retired {
							retired.retirement = retirements.next().expect("has no end");
						}
						tell(id, Report::Delivered(delivery))
					},
					Step::Reopened(id, retirement) => tell(id, Report::Reopened { retirement }),
					Step::Ended(id) => tell(id, Report::Ended {
						ending: Ending::Closed(Closure::Expired),
						money: 5,
					}),
					Step::Cancel(id) => PowerPurchase::cancel_purchase(signed(BUYER), id),
					Step::ClosePeriod => {
						Lacking::set(None);
						Ok(())
					},
				};
				PowerPurchase::do_try_state().expect("invariants hold");
			}
		});
	}
}
