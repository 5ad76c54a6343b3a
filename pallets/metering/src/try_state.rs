//! The invariants of the crate documentation, under the same numbers.

use crate::pallet::{Config, Devices, HoldReason, NextDeviceId, Outputs, Pallet, KEPT_MONTHS};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, Get},
};
use sp_runtime::{traits::Saturating, TryRuntimeError};
use zeropark_primitives::units::WattHours;

impl<T: Config> Pallet<T> {
	/// Checks every invariant. It reads the pallet's whole state.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::new();
		let next = NextDeviceId::<T>::get();
		for (id, device) in Devices::<T>::iter() {
			let held = deposits.entry(device.depositor).or_insert_with(Default::default);
			*held = device.deposit.saturating_add(*held);
			ensure!(
				device.sequence > 0 || device.register == Default::default(),
				"2: a device without batches has an empty register"
			);
			ensure!(
				device.read_until.is_multiple_of(device.interval.into()),
				"3: read_until is a multiple of the interval"
			);
			ensure!(id < next, "4: every device id is below the next one");
		}
		for (depositor, deposit) in deposits {
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Device.into(), &depositor) == deposit,
				"1: every device has its deposit on hold"
			);
		}
		let mut kept = BTreeMap::<_, Vec<_>>::new();
		for (id, month, output) in Outputs::<T>::iter() {
			kept.entry(id).or_default().push((month, output.reported));
			let within = month.start() <= output.span.start
				&& output.span.end <= month.after(1).start()
				&& output.energy > WattHours::ZERO;
			let device = Devices::<T>::get(id).ok_or("5: an output has a device in service")?;
			let past = device.output.is_none_or(|running| output.span.end <= running.span.start);
			ensure!(within && past, "5: an output lies in its month, before the running output");
		}
		for mut months in kept.into_values() {
			months.sort();
			ensure!(months.len() <= KEPT_MONTHS as usize, "5: no more months than are kept");
			let in_order = months.is_sorted_by_key(|(_, reported)| !reported);
			ensure!(in_order, "6: reported months come before unreported ones");
		}
		ensure!(Devices::<T>::count() <= T::MaxDevices::get(), "4: no more devices than allowed");
		Ok(())
	}
}
