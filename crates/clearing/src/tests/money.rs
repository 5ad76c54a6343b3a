use super::*;

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn what_is_paid_should_be_what_is_received_with_fees_and_dust(
		curves in curves(), tariff in tariff(), losses in 0u32..100_000, fee in 0u32..3_000, seed: u64,
	) {
		let grid = Grid { losses, fee };
		let (book, hubs) = book(grid, &curves);
		let clearing = book.clear(grid, tariff, 0, seed);
		let payments = fills(&clearing, &hubs).iter().map(|fill| clearing.payment(fill)).collect::<Vec<_>>();
		let all = payments.iter().fold(clearing.maker_payment(), |sum, payment| sum + *payment);
		let dust = all.pays.checked_sub(all.gets + all.fee);
		prop_assert!(dust.is_some_and(|dust| dust <= 2 * (hubs.len() as u128 + 1)), "{all:?}");
	}

	/// Nobody pays more than its limit with everything, or gets less than it.
	#[test]
	fn limits_should_hold_with_everything(
		limit in 1u16..1_000, energy in 100i32..100_000, losses in 0u32..200_000, fee in 0u32..200_000,
		price in 0u32..1_000,
	) {
		let grid = Grid { losses, fee };
		let curve = [step(limit, energy)];
		let (book, hubs) = book(grid, &[curve.to_vec(), vec![step(price as u16, -2_000_000)]]);
		let clearing = book.clear(grid, WIDE, 0, 1);
		let fill = fills(&clearing, &hubs)[0];
		let most = u128::from(limit) * grid.delivered(fill.bought) as u128;
		prop_assert!(clearing.payment(&fill).pays <= most + 1);
	}

	/// Who keeps to its schedule is better off than who does not, at any price in the tariff.
	#[test]
	fn deviating_should_not_pay(
		tariff in tariff(), losses in 0u32..100_000, fee in 0u32..3_000, energy in 1_000u64..100_000,
	) {
		let grid = Grid { losses, fee };
		let short = tariff.imbalance(&grid, energy as i64);
		let long = tariff.imbalance(&grid, -(energy as i64));
		let at = |price| crate::Payment::at(price, &grid, grid.hub(energy), 0).pays;
		prop_assert!(short.pays >= at(tariff.retail()));
		prop_assert!(long.gets <= crate::Payment::at(tariff.feed_in(), &grid, 0, energy).gets);
		prop_assert!(short.pays >= long.gets);
	}

	/// No trade with no reading makes a point owe more than its margin is for.
	#[test]
	fn nobody_should_owe_more_than_the_worst(
		tariff in tariff(), losses in 0u32..200_000, fee in 0u32..200_000,
		load in 0u64..5_000, generation in 0u64..5_000, traded in -5_000i64..5_000, drawn in 0u64..5_000,
		price in 0u32..1_023_000,
	) {
		let grid = Grid { losses, fee };
		let bought = grid.hub(traded.max(0).unsigned_abs().min(load));
		let sold = traded.min(0).unsigned_abs().min(generation);
		let price = price.clamp(tariff.feed_in(), tariff.retail());
		let schedule = grid.delivered(bought) as i64 - sold as i64;
		let trade = crate::Payment::at(price, &grid, bought, sold);
		let imbalance = tariff.imbalance(&grid, drawn.min(load) as i64 - schedule);
		let all = trade + imbalance;
		prop_assert!(all.pays.saturating_sub(all.gets) <= tariff.worst(&grid, load, generation));
	}
}

#[test]
fn an_example_should_come_out_to_the_micro_unit() {
	// A buyer of 1 kWh delivered with 3 % losses and a fee of 0.05 PCNY; a seller with 2 kWh to spare.
	let grid = Grid { losses: 30_000, fee: 50_000 };
	let tariff = Tariff { feed_in: 350, retail: 900 };
	let (book, hubs) = book(grid, &[vec![step(1_023, 1_000)], vec![step(400, -2_000)]]);
	let clearing = book.clear(grid, tariff, 0, 0);
	// The seller is the longer side, so its limit is the price.
	assert_eq!((clearing.price, clearing.bought, clearing.sold), (Some(400_000), 1_030, 1_030));
	let fills = fills(&clearing, &hubs);
	let (buyer, seller) = (clearing.payment(&fills[0]), clearing.payment(&fills[1]));
	assert_eq!((buyer.pays, buyer.fee), (412_000 + 50_000, 50_000));
	assert_eq!(seller.gets, 412_000);
	assert_eq!((clearing.schedule(&fills[0]), clearing.schedule(&fills[1])), (1_000, -1_030));
	// The buyer drew 100 Wh more than it bought.
	let short = tariff.imbalance(&grid, 100);
	assert_eq!((short.pays, short.fee), (900_000 * 103 / 1_000 + 5_000, 5_000));
	assert_eq!(tariff.imbalance(&grid, -100).gets, 35_000);
}
