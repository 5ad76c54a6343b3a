//! Whatever order positions come in, and whatever is reported meanwhile, nothing is covered that was
//! not surrendered for.

use crate::mock::*;
use proptest::prelude::*;
use zeropark_primitives::{compliance::Position, units::GramsCo2e};

/// Something that happens.
#[derive(Clone, Debug)]
enum Step {
	Add(u32, u32, i64),
	/// The market surrenders for some of what it knows, or corrects it, and tells the park. So many
	/// percent of what was surrendered are credits.
	Surrender(u32, i64, i64, i64),
	/// A position that was told before is told again.
	Repeat(prop::sample::Index),
	Assign(u32),
	/// The market closes the cycle and tells the park.
	Close(u32),
	Block,
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		3 => (0u32..2, 0u32..14, 0i64..100).prop_map(|(e, p, grams)| Step::Add(e, p, grams)),
		3 => (0u32..2, 0i64..150, -40i64..40, 0i64..100)
			.prop_map(|(e, more, found, credits)| Step::Surrender(e, more, found, credits)),
		1 => any::<prop::sample::Index>().prop_map(Step::Repeat),
		2 => (0u32..2).prop_map(Step::Assign),
		1 => (0u32..2).prop_map(Step::Close),
		4 => Just(Step::Block),
	]
}

/// What the market knows of an enterprise.
#[derive(Clone, Copy, Default)]
struct Known {
	sequence: u32,
	reported: i64,
	correction: i64,
	surrendered: i64,
	closed: bool,
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]
	#[test]
	fn any_course_should_keep_the_invariants(
		steps in prop::collection::vec(step(), 1..60),
	) {
		new_test_ext_execute(|| {
			let entities = [entity(), entity()];
			let mut known = [Known { sequence: 1, ..Default::default() }; 2];
			for entity in entities {
				enrol(entity);
			}
			let mut told = Vec::<(u32, Position)>::new();
			for step in steps {
				match step {
					Step::Add(entity, period, grams) => {
						let _ = add(entity, period, grams);
					},
					Step::Surrender(entity, more, found, credits) => {
						let known = &mut known[entity as usize];
						known.correction += found;
						let emitted = (known.reported + known.correction).max(0);
						known.surrendered = (known.surrendered + more).min(emitted);
						known.sequence += 1;
						let position = Position {
							closed: known.closed,
							emitted: GramsCo2e(emitted),
							..position(
								known.sequence,
								known.reported,
								known.surrendered - known.surrendered * credits / 100,
								known.surrendered * credits / 100,
							)
						};
						told.push((entity, position));
						tell(CYCLE, entity, position);
					},
					Step::Repeat(index) if !told.is_empty() => {
						let (entity, position) = *index.get(&told);
						tell(CYCLE, entity, position);
					},
					Step::Repeat(_) => {},
					Step::Assign(entity) => {
						let _ = EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity);
					},
					Step::Close(entity) => known[entity as usize].closed = true,
					Step::Block => {
						next_block();
						for (_, registers) in Reports::get() {
							for register in registers {
								let known = &mut known[register.entity as usize];
								if !known.closed {
									known.reported = known.reported.max(register.register.total.0);
								}
							}
						}
					},
				}
				EmissionRegisters::do_try_state().expect("invariants hold");
			}
			// With nothing under way, what is not covered here is what is not covered there.
			for (entity, known) in entities.into_iter().zip(known) {
				for _ in 0..16 {
					EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity).expect("goes on");
				}
				let account = EmissionRegisters::account(CYCLE.cycle, entity).expect("is enrolled");
				let Position { reported, emitted, covered, .. } = account.position;
				let uncovered = emitted - covered.total();
				let target = (reported - uncovered).max(GramsCo2e(0)).min(account.listed);
				assert_eq!(account.assigned.total(), target);
				assert!(account.assigned.beyond(&covered).total() <= reported - emitted.min(reported));
				assert!(account.position.sequence <= known.sequence);
			}
			EmissionRegisters::do_try_state().expect("invariants hold");
		});
	}
}
