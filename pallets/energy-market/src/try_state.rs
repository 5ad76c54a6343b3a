//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::{
	pallet::{
		Config, Orders, Pallet, Readings, Records, Slots, ToClear, ToOpen, ToSettle, KEPT_RECORDS,
	},
	types::{Record, Stage, PAGE_SIZE},
};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;
use zeropark_clearing::{Curve, Payment};
use zeropark_primitives::energy::{Capacity, Points, MAX_UNSETTLED};

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (settle, clear, open) = (ToSettle::<T>::get(), ToClear::<T>::get(), ToOpen::<T>::get());
		ensure!(settle <= clear && clear <= open, "1: slots are worked on in order");
		let unsettled = Slots::<T>::iter().count();
		ensure!(unsettled <= MAX_UNSETTLED as usize, "1: margins cover what is unsettled");
		for (slot, stage) in Slots::<T>::iter() {
			ensure!((settle..open).contains(&slot), "1: a slot is open, and not settled");
			let is_cleared = match stage {
				Stage::Open => slot >= clear,
				Stage::Folding { .. } => slot == clear,
				Stage::Cleared(_) => slot < clear,
				Stage::Collecting(..) | Stage::Paying(..) => slot == settle && slot < clear,
			};
			ensure!(is_cleared, "1: each slot is as far as it should be");
		}
		for (slot, number, page) in Orders::<T>::iter() {
			ensure!(Slots::<T>::contains_key(slot), "2: orders are for unsettled slots");
			for (point, steps) in page {
				ensure!(point / PAGE_SIZE == number, "2: an order is on its point's page");
				let info = T::Points::get(point).ok_or("2: an order has a point")?;
				let valid = Curve(&steps).is_valid(info.capacity.load, info.capacity.generation);
				ensure!(valid, "2: orders are valid curves");
				ensure!(info.slots.contains(&slot), "2: an order is for a slot of its point");
			}
		}
		for (slot, point, metered) in Readings::<T>::iter() {
			ensure!(Slots::<T>::contains_key(slot), "2: readings are for unsettled slots");
			let info = T::Points::get(point).ok_or("2: a reading has a point")?;
			ensure!(info.slots.contains(&slot), "2: a reading is for a slot of its point");
			let Capacity { load, generation } = info.capacity;
			let within = metered.drawn <= load && metered.delivered <= generation;
			ensure!(within, "2: readings are within the capacities");
		}
		for (index, (slot, record)) in Records::<T>::iter() {
			ensure!(index == slot % KEPT_RECORDS, "3: a record is where its slot is looked for");
			Self::check_record(&record)?;
		}
		Ok(())
	}

	fn check_record(record: &Record) -> Result<(), TryRuntimeError> {
		let Record { price, grid, bought, sold, maker_buys, maker_sells, sums, dust, .. } = record;
		let sides = (bought.saturating_add(*maker_buys), sold.saturating_add(*maker_sells));
		ensure!(sides.0 == sides.1, "3: what is bought is what is sold");
		let Payment { pays, gets, fee } =
			sums.trade + Payment::at_hub(*price, *maker_buys, *maker_sells);
		let received = gets.saturating_add(fee).saturating_add(*dust);
		ensure!(pays == received, "3: what is paid is what is received, with fees and dust");
		// A µPCNY for each participant and side at most.
		let most = u128::from(sums.points).saturating_add(1).saturating_mul(2);
		ensure!(*dust <= most, "3: dust is what rounding leaves over");
		let metered = i128::from(sums.drawn).saturating_sub(sums.delivered.into());
		let imbalance = i128::from(sums.short).saturating_sub(sums.long.into());
		let scheduled = i128::from(sums.scheduled);
		ensure!(metered == scheduled.saturating_add(imbalance), "3: the meters' energy adds up");
		let traded = i128::from(grid.delivered(*bought)).saturating_sub((*sold).into());
		// What is delivered is rounded up for each buyer.
		let most = u128::from(sums.points);
		ensure!(scheduled.abs_diff(traded) <= most, "3: what is scheduled is what was traded");
		Ok(())
	}
}
