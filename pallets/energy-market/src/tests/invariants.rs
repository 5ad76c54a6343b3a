//! Whatever members bid and meters read, money and energy are nowhere made or lost.

use crate::mock::*;
use proptest::prelude::*;
use zeropark_primitives::energy::start_of;

fn order() -> impl Strategy<Value = Vec<(u16, i32)>> {
	prop_oneof![
		Just(vec![]),
		(1u16..1_000, 100i32..5_000).prop_map(|step| vec![step]),
		(500u16..1_000, 100i32..2_000, 1u16..499, 100i32..2_000)
			.prop_map(|(high, first, low, second)| vec![(high, first), (low, second)]),
	]
}

fn sale() -> impl Strategy<Value = Vec<(u16, i32)>> {
	prop_oneof![
		Just(vec![]),
		(1u16..1_000, 100i32..4_000).prop_map(|(limit, energy)| vec![(limit, -energy)]),
		(1u16..499, 100i32..2_000, 500u16..1_000, 100i32..2_000)
			.prop_map(|(low, first, high, second)| vec![(low, -first), (high, -second)]),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn money_and_energy_should_be_conserved(
		order in order(), sale in sale(), drawn in prop::option::of(0u32..5_000),
		delivered in prop::option::of(0u32..4_000), late in 0u64..3_000,
	) {
		new_test_ext_execute(|| {
			let before = money();
			let _ = bid(SCHOOL, 0, &order);
			let _ = bid(ROOF, 1, &sale);
			work_at(start_of(SLOT + 1) + late);
			if let Some(drawn) = drawn {
				let _ = read(0, drawn, 0);
			}
			if let Some(delivered) = delivered {
				let _ = read(1, 0, delivered);
			}
			EnergyMarket::do_try_state().expect("invariants hold");
			work_at(settled_at(SLOT));
			let record = EnergyMarket::record(SLOT).expect("is settled");
			let after = money();
			assert_eq!(before.iter().sum::<u128>(), after.iter().sum::<u128>());
			assert_eq!(record.sums.unpaid, 0);
			// What was metered is what was scheduled, with what was short and long.
			let bought = crate::Pallet::<Test>::terms_of(SLOT).expect("has terms").grid;
			let schedule = bought.delivered(record.bought) as i64 - record.sold as i64;
			let metered = record.sums.drawn as i64 - record.sums.delivered as i64;
			assert_eq!(metered, schedule + record.sums.short as i64 - record.sums.long as i64);
		});
	}
}
