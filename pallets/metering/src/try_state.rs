//! The invariants of the crate documentation, under the same numbers.

use crate::{
	pallet::{
		Config, DeviceByKey, DeviceByPermit, Devices, Duties, HoldReason, Loads, NextDeviceId,
		Outputs, Pallet, SpanTotals, KEPT_MONTHS,
	},
	types::Duty,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, Get},
};
use sp_runtime::{traits::Saturating, TryRuntimeError};
use zeropark_primitives::{
	metering::{ByKind, DeviceKind},
	units::WattHours,
};

impl<T: Config> Pallet<T> {
	/// Checks every invariant. It reads the pallet's whole state.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::new();
		let mut duties = ByKind::<Duty>::default();
		let mut loads = BTreeMap::new();
		for id in 0..NextDeviceId::<T>::get() {
			let device = Devices::<T>::get(id).ok_or("7: every id has a device")?;
			ensure!(
				DeviceByKey::<T>::get(&device.key) == Some(id),
				"7: a device is found by its key"
			);
			ensure!(
				device.sequence > 0 || device.register == Default::default(),
				"2: a device without batches has an empty register"
			);
			ensure!(
				device.read_until.is_multiple_of(device.interval.into()),
				"3: read_until is a multiple of the interval"
			);
			ensure!(device.stock >= WattHours::ZERO, "8: a stock is not negative");
			if device.ended.is_none() {
				ensure!(
					device.permit.is_none_or(|permit| DeviceByPermit::<T>::get(permit) == Some(id)),
					"7: a permit has one device in service"
				);
				let (duty, total) = (device.duty(), duties.get_mut(device.kind));
				total.devices.saturating_accrue(duty.devices);
				total.per_day.saturating_accrue(duty.per_day);
				total.draws = total.draws + duty.draws;
				total.unapproved.saturating_accrue(duty.unapproved);
				if device.kind == DeviceKind::Load {
					*loads.entry(device.owner).or_insert(0u32) += 1;
				}
			}
			let held = deposits.entry(device.depositor).or_insert_with(Default::default);
			*held = device.deposit.saturating_add(*held);
		}
		let count = Devices::<T>::iter_keys().count();
		ensure!(count == NextDeviceId::<T>::get() as usize, "7: no device has a later id");
		ensure!(DeviceByKey::<T>::iter_keys().count() == count, "7: no key is without a device");
		for (depositor, deposit) in deposits {
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Device.into(), &depositor) == deposit,
				"1: every device has its deposit on hold"
			);
		}
		ensure!(Duties::<T>::get() == duties, "4: the duties are those of the devices in service");
		let in_service = duties.values().into_iter().map(|duty| duty.devices).sum::<u32>();
		ensure!(in_service <= T::MaxDevices::get(), "4: no more devices than allowed");
		ensure!(
			Loads::<T>::iter().collect::<BTreeMap<_, _>>() == loads,
			"4: every owner's loads are counted"
		);
		let mut kept = BTreeMap::<_, Vec<_>>::new();
		for (id, month, output) in Outputs::<T>::iter() {
			kept.entry(id).or_default().push((month, output.reported));
			let within = month.start() <= output.span.start
				&& output.span.end <= month.after(1).start()
				&& output.energy > WattHours::ZERO;
			let device = Devices::<T>::get(id).ok_or("5: an output has a device")?;
			let past = device.output.is_none_or(|running| output.span.end <= running.span.start);
			ensure!(within && past, "5: an output lies in its month, before the running output");
		}
		for mut months in kept.into_values() {
			months.sort();
			ensure!(months.len() <= KEPT_MONTHS as usize, "5: no more months than are kept");
			let in_order = months.is_sorted_by_key(|(_, reported)| !reported);
			ensure!(in_order, "6: reported months come before unreported ones");
		}
		for (_, totals) in SpanTotals::<T>::iter() {
			for totals in totals.values() {
				let sums = [totals.delivered, totals.drawn, totals.error, totals.unassured];
				ensure!(
					totals.covered <= totals.owed
						&& sums.into_iter().all(|sum| sum >= WattHours::ZERO),
					"8: no more is read than is owed, and no sum is negative"
				);
			}
		}
		Ok(())
	}
}
