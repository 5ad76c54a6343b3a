use super::*;
use crate::{MAX_STEPS, MAX_TICK};

#[test]
fn a_curve_should_buy_low_and_sell_high() {
	let valid = |steps: &[Step]| Curve(steps).is_valid(1_000, 1_000);
	assert!(valid(&[]));
	assert!(valid(&[step(9, 400), step(5, 600), step(20, -300), step(30, -700)]));
	// Beyond what the point can draw or deliver.
	assert!(!valid(&[step(9, 1_100)]) && !valid(&[step(9, -1_100)]));
	assert!(!valid(&[step(9, 500), step(5, 600)]));
	// Dust, and limits that are none.
	assert!(!valid(&[step(9, 99)]) && !valid(&[step(9, 0)]) && !valid(&[step(9, i32::MIN)]));
	assert!(!valid(&[step(MAX_TICK + 1, 100)]));
	// Out of order.
	assert!(!valid(&[step(5, 100), step(9, 100)]) && !valid(&[step(5, 100), step(5, 100)]));
	assert!(!valid(&[step(30, -100), step(20, -100)]));
	assert!(!valid(&[step(20, -100), step(5, 100)]));
	// It would trade with itself.
	assert!(!valid(&[step(9, 100), step(9, -100)]));
	let many = (0..=MAX_STEPS as u16).map(|tick| step(100 - tick, 100)).collect::<Vec<_>>();
	assert!(!valid(&many) && valid(&many[1..]));
}

#[test]
fn a_buyer_should_not_pay_more_than_its_limit_with_losses_and_fee() {
	// 3 % losses and a fee of 50,000 µPCNY: of 500,000 all in, (500 - 50) / 1.03 are left.
	let grid = Grid { losses: 30_000, fee: 50_000 };
	let at_hub = grid.at_hub(Curve(&[step(500, 1_000), step(49, 1_000)]));
	assert_eq!(at_hub.buys.len(), 1, "the other does not even pay the fee");
	assert_eq!((at_hub.buys[0].limit, at_hub.buys[0].energy), (436, 1_030));
}

proptest! {
	#[test]
	fn losses_should_be_undone_exactly(losses in 0u32..500_000, delivered in 0u64..1 << 40) {
		let grid = Grid { losses, fee: 0 };
		prop_assert_eq!(grid.delivered(grid.hub(delivered)), delivered);
		prop_assert!(grid.hub(delivered) >= delivered);
	}

	#[test]
	fn steps_should_add_up_at_the_hub(losses in 0u32..500_000, energies in prop::collection::vec(100i32..5_000, 1..8)) {
		let grid = Grid { losses, fee: 0 };
		let steps = (0u16..).zip(&energies).map(|(n, energy)| step(1_000 - n, *energy)).collect::<Vec<_>>();
		let at_hub = grid.at_hub(Curve(&steps));
		let all = energies.iter().map(|energy| *energy as u64).sum();
		prop_assert_eq!(at_hub.buys.iter().map(|step| u64::from(step.energy)).sum::<u64>(), grid.hub(all));
	}

	#[test]
	fn levels_should_make_the_book_again(curves in curves()) {
		let (book, _) = book(Grid::default(), &curves);
		prop_assert_eq!(Book::from_levels(book.levels()), book);
	}
}
