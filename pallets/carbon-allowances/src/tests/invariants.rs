//! Any course of events keeps the invariants, and money and allowances are nowhere made or lost.

use crate::mock::*;
use proptest::prelude::*;
use sp_core::H256;
use zeropark_primitives::units::{GramsCo2e, TonnesCo2e};

/// Something that somebody does in cycle 0 or 1.
#[derive(Clone, Debug)]
enum Step {
	Allocate(u64),
	Report(u32, i64),
	Correct(u32, i64),
	Confirm(u32),
	Settle,
	Credits(u64),
	Deposit(u64),
	Withdraw(u64),
	Cancel(u64),
	CarryOver(u64),
	Transfer(u64),
	Trade(u64),
	Pass(u64),
	Close,
	Fine,
}

fn step() -> impl Strategy<Value = Step> {
	let grams = 0..60 * TONNE;
	prop_oneof![
		(0u64..60).prop_map(Step::Allocate),
		(0u32..6, grams).prop_map(|(sequence, grams)| Step::Report(sequence, grams)),
		(0u32..6, -30 * TONNE..30 * TONNE)
			.prop_map(|(sequence, grams)| Step::Correct(sequence, grams)),
		(0u32..6).prop_map(Step::Confirm),
		Just(Step::Settle),
		(0u64..5).prop_map(Step::Credits),
		(0u64..20).prop_map(Step::Deposit),
		(0u64..20).prop_map(Step::Withdraw),
		(0u64..5).prop_map(Step::Cancel),
		(0u64..20).prop_map(Step::CarryOver),
		(0u64..20).prop_map(Step::Transfer),
		(0u64..20).prop_map(Step::Trade),
		(0u64..20).prop_map(Step::Pass),
		Just(Step::Close),
		Just(Step::Fine),
	]
}

fn take(step: Step, cycle: u32, entity: u32, time: &mut u64) {
	let owner = if entity == HEATING { PLANT } else { FLEET };
	let by_owner = || signed(owner.clone());
	let by_verifier = || signed(VERIFIER);
	// Whether it succeeds is no matter: what fails changes nothing.
	let _ = match step {
		Step::Allocate(tonnes) => allocate(cycle, entity, tonnes),
		Step::Report(sequence, grams) => report(cycle, entity, sequence, grams),
		Step::Correct(sequence, grams) => Allowances::correct(
			by_verifier(),
			cycle,
			PARK_ID,
			entity,
			sequence,
			GramsCo2e(grams),
			H256::zero(),
		),
		Step::Confirm(sequence) => {
			Allowances::confirm(by_verifier(), cycle, PARK_ID, entity, sequence)
		},
		Step::Settle => Allowances::settle(by_owner(), cycle, PARK_ID, entity),
		Step::Credits(tonnes) => Allowances::surrender_credits(
			by_owner(),
			cycle,
			PARK_ID,
			entity,
			CREDITS,
			TonnesCo2e(tonnes),
		),
		Step::Deposit(tonnes) => {
			Allowances::deposit(by_owner(), cycle, PARK_ID, entity, TonnesCo2e(tonnes))
		},
		Step::Withdraw(tonnes) => {
			Allowances::withdraw(by_owner(), cycle, PARK_ID, entity, TonnesCo2e(tonnes))
		},
		Step::Cancel(tonnes) => Allowances::cancel_voluntarily(
			by_owner(),
			cycle,
			TonnesCo2e(tonnes),
			text("a"),
			text("b"),
		),
		Step::CarryOver(tonnes) => {
			Allowances::carry_over(by_owner(), 0, 1, PARK_ID, entity, TonnesCo2e(tonnes))
		},
		Step::Transfer(tonnes) => Assets::transfer(
			by_owner(),
			cycle,
			Allowances::compliance_account(PARK_ID, entity),
			tonnes.into(),
		),
		Step::Trade(tonnes) => {
			trade(cycle, owner.clone(), PLANT, tonnes, 50);
			Ok(())
		},
		Step::Pass(days) => {
			*time += days * zeropark_primitives::time::DAY;
			set_time(*time);
			Ok(())
		},
		Step::Close => Allowances::close_cycle(regulator(), cycle),
		Step::Fine => Allowances::fine(by_owner(), cycle, PARK_ID, entity),
	};
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]
	#[test]
	fn any_course_should_keep_the_invariants(
		steps in prop::collection::vec((step(), 0u32..2, prop::bool::ANY), 1..48),
	) {
		new_test_ext_execute(|| {
			enrolled();
			open_cycle();
			for entity in [HEATING, BUSES] {
				Allowances::enrol(regulator(), 1, PARK_ID, entity).expect("enrols");
			}
			let mut time = START;
			for (step, cycle, heating) in steps {
				let entity = if heating { HEATING } else { BUSES };
				take(step, cycle, entity, &mut time);
				Allowances::do_try_state().expect("invariants hold");
				for entity in [HEATING, BUSES] {
					let stands = standing(cycle, entity);
					let open = stands.due
						- Allowances::obligation(cycle, PARK_ID, entity).expect("is").surrendered
						- stands.credits;
					assert!(stands.committed <= stands.held);
					assert!(stands.committed + stands.missing >= open);
					assert!(stands.covered.total() <= stands.emitted);
					assert!(stands.credits.0 * 20 <= stands.due.0, "credits cover 5 % at most");
				}
			}
		});
	}
}
