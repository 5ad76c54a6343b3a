//! The invariants of the crate documentation, by the same numbers.

use crate::pallet::{Config, Devices, HoldReason, NextDeviceId, Outputs, Pallet, KEPT_MONTHS};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, Get},
};
use sp_runtime::{traits::Saturating, TryRuntimeError};
use zeropark_primitives::WattHours;

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::new();
		let next = NextDeviceId::<T>::get();
		for (id, device) in Devices::<T>::iter() {
			let held = deposits.entry(device.depositor).or_insert_with(Default::default);
			*held = device.deposit.saturating_add(*held);
			ensure!(
				device.sequence > 0 || device.register == Default::default(),
				"2: a device that never reported has an empty register"
			);
			ensure!(
				device.read_until.is_multiple_of(device.interval.into()),
				"3: read_until is a multiple of the interval"
			);
			ensure!(id < next, "4: device ids lie below the next one");
		}
		for (depositor, deposit) in deposits {
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Device.into(), &depositor) == deposit,
				"1: every device holds its deposit"
			);
		}
		let mut kept = BTreeMap::<_, u32>::new();
		for (device, month, output) in Outputs::<T>::iter() {
			*kept.entry(device).or_default() += 1;
			let within = month.start() <= output.span.start
				&& output.span.end <= month.after(1).start()
				&& output.energy > WattHours::ZERO;
			ensure!(
				within && Devices::<T>::contains_key(device),
				"5: an output lies in its month, and is of a device in service"
			);
		}
		ensure!(kept.values().all(|count| *count <= KEPT_MONTHS), "5: few months are kept");
		ensure!(Devices::<T>::count() <= T::MaxDevices::get(), "4: no more devices than allowed");
		Ok(())
	}
}
