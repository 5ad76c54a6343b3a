use crate::{mock::*, Agreements, Usage};
use proptest::prelude::*;
use zeropark_primitives::{trading::DeskListener, units::WattHours};

/// An event. Purchases are named by their number.
#[derive(Clone, Debug)]
enum Step {
	Order(u64, bool),
	OrderShortfall,
	Filled(u64, u64, bool),
	Ended(u64, u64),
	ClaimVoided(u64, u64),
	ClosePeriod,
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		(1..9u64, any::<bool>()).prop_map(|(quantity, retire)| Step::Order(quantity, retire)),
		Just(Step::OrderShortfall),
		(0..4u64, 1..6u64, any::<bool>())
			.prop_map(|(purchase, quantity, retired)| Step::Filled(purchase, quantity, retired)),
		(0..4u64, 0..6u64).prop_map(|(purchase, unfilled)| Step::Ended(purchase, unfilled)),
		(0..4u64, 0..9u64)
			.prop_map(|(purchase, retirement)| Step::ClaimVoided(purchase, retirement)),
		Just(Step::ClosePeriod),
	]
}

/// The energy that counts according to the agreements.
fn counted() -> WattHours {
	Agreements::<Test>::iter_values()
		.filter(|agreement| agreement.period.is_some())
		.map(|agreement| WattHours(agreement.delivery.quantity as i64 * 1_000_000))
		.sum()
}

#[test]
fn a_ledger_should_count_neither_more_nor_less_than_the_agreements() {
	run(|| {
		order(5, retire()).expect("is valid");
		PowerPurchase::filled(0, &BUYER, &delivery(2, true)).expect("counts");
		PowerPurchase::do_try_state().expect("invariants hold");
		for wrong in [0, 1_999_999, 2_000_001] {
			Added::set(WattHours(wrong));
			assert!(PowerPurchase::do_try_state().is_err());
		}
		Added::set(WattHours(2_000_000));
	});
}

proptest! {
	/// After any sequence of events, the ledger has counted what the agreements say.
	#[test]
	fn invariants_should_hold_after_any_sequence_of_events(steps in prop::collection::vec(step(), 1..40)) {
		run(|| {
			let mut retirements = 0..;
			for step in steps {
				// An event that is refused must change nothing.
				let _ = match step {
					Step::Order(quantity, true) => order(quantity, retire()),
					Step::Order(quantity, false) => order(quantity, Usage::Hold),
					Step::OrderShortfall => order_shortfall(OPERATOR),
					Step::Filled(purchase, quantity, retired) => {
						let mut delivery = delivery(quantity, retired);
						if let Some(retired) = &mut delivery.retired {
							retired.retirement = retirements.next().expect("has no end");
						}
						PowerPurchase::filled(purchase, &BUYER, &delivery)
					},
					Step::ClaimVoided(purchase, retirement) => {
						PowerPurchase::claim_voided(purchase, retirement)
					},
					Step::Ended(purchase, unfilled) => {
						PowerPurchase::ended(purchase, unfilled);
						Ok(())
					},
					Step::ClosePeriod => {
						Lacking::set(None);
						Ok(())
					},
				};
				PowerPurchase::do_try_state().expect("invariants hold");
				assert_eq!(Added::get(), counted());
			}
		});
	}
}
