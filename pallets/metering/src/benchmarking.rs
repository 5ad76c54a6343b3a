//! Benchmarks of the calls.

use crate::{
	pallet::{Call, Config, Devices, Outputs, Pallet, KEPT_MONTHS},
	types::{Batch, Output},
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungible::Mutate, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_core::H256;
use zeropark_primitives::{
	ids::DeviceId,
	metering::{AccuracyClass, Calendar, DeviceKind, Limits, Reading},
	time::{Interval, Month},
	units::{WattHours, Watts},
};

const INTERVAL: u32 = 900;
const LIMITS: Limits = Limits { delivers: Watts(1_000_000), draws: Watts(1_000) };
/// A month in which no reading of a benchmark's batch lies.
const OLD: Month = Month(100);

/// The runtime's part in the benchmarks.
pub trait BenchmarkHelper {
	/// Sets the clock to `seconds` after the Unix epoch.
	fn set_time(seconds: u64);
	/// Opens the channel to the registry's chain.
	fn open_channel();
}

/// The account of the key of the benchmarks' device.
fn key<T: Config>() -> T::AccountId {
	account("meter", 0, 0)
}

fn registrar<T: Config>() -> Result<(T::RuntimeOrigin, T::AccountId), BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let origin =
		T::RegistrarOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
	let account = T::RegistrarOrigin::ensure_origin(origin.clone())
		.map_err(|_| BenchmarkError::Weightless)?;
	let _ = T::Currency::mint_into(&account, T::DeviceDeposit::get() * 1_000u32.into());
	Ok((origin, account))
}

fn register<T: Config>() -> Result<DeviceId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	T::BenchmarkHelper::set_time(0);
	T::BenchmarkHelper::open_channel();
	let (origin, account) = registrar::<T>()?;
	let key = key::<T>();
	Pallet::<T>::register_device(
		origin,
		account,
		key,
		DeviceKind::Photovoltaic,
		LIMITS,
		AccuracyClass(50),
		INTERVAL,
		Some(H256::zero()),
	)?;
	Ok(0)
}

/// Stores as many months of output as are kept, from [`OLD`] on, and a running output that the next
/// reading completes.
fn fill_outputs<T: Config>(device: DeviceId, reported: bool) {
	let output = |month: Month| Output {
		span: Interval { start: month.start(), end: month.start() + u64::from(INTERVAL) },
		energy: WattHours(1),
		digest: Default::default(),
		reported,
	};
	for index in 0..KEPT_MONTHS as u16 {
		Outputs::<T>::insert(device, OLD.after(index), output(OLD.after(index)));
	}
	Devices::<T>::mutate(device, |device| {
		if let Some(device) = device {
			device.output = Some(output(OLD.after(2 * KEPT_MONTHS as u16)));
		}
	});
}

/// Makes a batch of `n` readings that hold.
fn batch<T: Config>(device: DeviceId, n: u32) -> Result<Batch<T::MaxReadings>, BenchmarkError> {
	let end = u64::from(n.max(1)) * u64::from(INTERVAL);
	let span = Interval { start: 0, end: end.next_multiple_of(3_600) };
	T::Calendar::prepare(&span);
	T::BenchmarkHelper::set_time(span.end);
	let readings = (0..n)
		.map(|index| Reading {
			start: u64::from(index) * u64::from(INTERVAL),
			energy: WattHours(100_000),
		})
		.collect::<Vec<_>>();
	let readings =
		BoundedVec::try_from(readings).map_err(|_| BenchmarkError::Stop("too many readings"))?;
	Ok(Batch { device, sequence: 0, readings })
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_device() -> Result<(), BenchmarkError> {
		T::Calendar::prepare(&Interval { start: 0, end: 3_600 });
		T::BenchmarkHelper::set_time(0);
		T::BenchmarkHelper::open_channel();
		let (origin, account) = registrar::<T>()?;
		let key = key::<T>();
		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			account,
			key,
			DeviceKind::Wind,
			LIMITS,
			AccuracyClass(50),
			INTERVAL,
			Some(H256::zero()),
		);
		assert!(Devices::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn approve_device() -> Result<(), BenchmarkError> {
		T::Calendar::prepare(&Interval { start: 0, end: 3_600 });
		let device = register::<T>()?;
		let origin =
			T::VerifierOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, device, H256::zero());
		assert!(Devices::<T>::get(device).is_some_and(|device| device.approved));
		Ok(())
	}

	#[benchmark]
	fn end_device() -> Result<(), BenchmarkError> {
		T::Calendar::prepare(&Interval { start: 0, end: 3_600 });
		let device = register::<T>()?;
		let origin =
			T::VerifierOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, device, H256::zero());
		assert!(Devices::<T>::get(device).is_some_and(|device| device.ended.is_some()));
		Ok(())
	}

	#[benchmark]
	fn report_output() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::open_channel();
		let device = register::<T>()?;
		fill_outputs::<T>(device, false);
		let (_, owner) = registrar::<T>()?;
		let _ = T::Currency::mint_into(&owner, T::DeviceDeposit::get() * 1_000u32.into());
		// The page of messages that this one joins is part of the worst case.
		Pallet::<T>::do_report_output(owner.clone(), true, device, OLD)?;
		fill_outputs::<T>(device, false);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device, OLD);
		assert!(Outputs::<T>::get(device, OLD).is_some_and(|output| output.reported));
		Ok(())
	}

	#[benchmark]
	fn submit_readings(n: Linear<1, { T::MaxReadings::get() }>) -> Result<(), BenchmarkError> {
		let device = register::<T>()?;
		fill_outputs::<T>(device, false);
		let batch = batch::<T>(device, n)?;
		let who = key::<T>();
		#[block]
		{
			// As a block does before it executes the call.
			for in_block in [false, true] {
				Pallet::<T>::check_batch(&who, &batch, false, in_block)
					.map_err(|_| BenchmarkError::Stop("refused"))?;
			}
			Pallet::<T>::submit_readings(RawOrigin::Signed(who).into(), batch)?;
		}
		assert_eq!(
			Devices::<T>::get(device).map(|device| device.register.received),
			Some(n.into())
		);
		Ok(())
	}
}
