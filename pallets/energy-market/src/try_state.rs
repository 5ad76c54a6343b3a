//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::{
	pallet::{Config, Orders, Pallet, Records, Slots, ToClear, ToOpen, ToSettle},
	types::{Record, Stage, PAGE_SIZE},
};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;
use zeropark_clearing::Curve;
use zeropark_primitives::energy::{Points, MAX_UNSETTLED};

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (settle, clear, open) = (ToSettle::<T>::get(), ToClear::<T>::get(), ToOpen::<T>::get());
		ensure!(settle <= clear && clear <= open, "1: slots are worked on in order");
		ensure!(open.saturating_sub(settle) <= MAX_UNSETTLED, "1: margins cover what is unsettled");
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
			}
		}
		for (_, record) in Records::<T>::iter() {
			Self::check_record(&record)?;
		}
		Ok(())
	}

	fn check_record(record: &Record) -> Result<(), TryRuntimeError> {
		let Record { bought, sold, maker_buys, maker_sells, sums, dust, .. } = record;
		let sides = (bought.saturating_add(*maker_buys), sold.saturating_add(*maker_sells));
		ensure!(sides.0 == sides.1, "3: what is bought is what is sold");
		// A µPCNY for each participant and side at most.
		let most = u128::from(sums.points).saturating_add(1).saturating_mul(2);
		ensure!(*dust <= most, "3: what is paid is what is received, with fees and dust");
		Ok(())
	}
}
