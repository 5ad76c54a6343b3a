//! Benchmarks of the calls.

use crate::{
	pallet::{
		AutoApproval, Batches, Call, Config, Generators, NextBatchId, Occupations, Pallet,
		Requests, Retirements,
	},
	types::{BatchStatus, Description, Meter, RetirementId, MAX_RECERTIFIABLE},
};
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{fungible::Mutate, EnsureOrigin, Get};
use frame_system::RawOrigin;
use sp_core::H256;
use zeropark_primitives::{
	certificates::{Claim, Technology, Text, MAX_TEXT},
	time::{Interval, Month, DAY},
	units::{WattHours, Watts},
};

/// What the runtime provides for benchmarks.
pub trait BenchmarkHelper {
	/// Moves the clock to `seconds` after the Unix epoch.
	fn set_time(seconds: u64);
	/// Returns a meter of the chain for which [`Config::ReporterOrigin`] succeeds.
	fn meter() -> Meter;
	/// Prepares the claim listener for its worst case: that the claim of `retirement` becomes void.
	fn listen(retirement: RetirementId);
}

/// A month of 31 days.
const MONTH: Month = Month(600);
const ENERGY: WattHours = WattHours(10_000_000);

fn owner<T: Config>() -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let owner = account("owner", 0, 0);
	let _ = T::Currency::mint_into(&owner, 1_000_000_000_000);
	owner
}

fn regulator<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::RegulatorOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn description<T: Config>() -> Description {
	Description {
		technology: Technology::Wind,
		capacity: Watts(1_000_000),
		region: 330_100,
		commissioned: MONTH.start(),
		permit: H256::repeat_byte(1),
		meter: Some(T::BenchmarkHelper::meter()),
	}
}

fn span() -> Interval {
	Interval { start: MONTH.start(), end: MONTH.start() + DAY }
}

fn text() -> Text {
	Text::truncate_from(vec![b'x'; MAX_TEXT as usize])
}

/// Makes an accredited device with as many recertifiable intervals as fit, all before [`MONTH`].
/// Returns its owner.
fn accredited<T: Config>() -> Result<T::AccountId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	T::BenchmarkHelper::set_time(MONTH.after(1).start());
	let owner = owner::<T>();
	Pallet::<T>::do_register_generator(owner.clone(), description::<T>())?;
	Pallet::<T>::do_accredit(0)?;
	Generators::<T>::mutate_extant(0, |generator| {
		for index in 0..u64::from(MAX_RECERTIFIABLE) {
			generator.free(Interval { start: 2 * index * DAY, end: (2 * index + 1) * DAY });
		}
	});
	Ok(owner)
}

fn requested<T: Config>() -> Result<T::AccountId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let owner = accredited::<T>()?;
	Pallet::<T>::do_request_issuance(None, 0, span(), ENERGY, true, H256::zero())?;
	Ok(owner)
}

fn issued<T: Config>() -> Result<T::AccountId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let owner = requested::<T>()?;
	Pallet::<T>::do_approve_issuance(0)?;
	Ok(owner)
}

fn claim() -> Claim {
	Claim { beneficiary: text(), purpose: text(), period: span() }
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_generator() -> Result<(), BenchmarkError> {
		let owner = owner::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), description::<T>());
		assert!(Generators::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn occupy_permit() -> Result<(), BenchmarkError> {
		// An accredited device with another meter of the same chain is the worst case.
		let owner = accredited::<T>()?;
		let origin =
			T::ReporterOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (_, device) = T::BenchmarkHelper::meter();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, device + 1, H256::repeat_byte(1), owner);
		assert!(Occupations::<T>::contains_key(H256::repeat_byte(1)));
		Ok(())
	}

	#[benchmark]
	fn free_permit() -> Result<(), BenchmarkError> {
		let owner = accredited::<T>()?;
		let permit = H256::repeat_byte(1);
		Pallet::<T>::do_occupy_permit(T::BenchmarkHelper::meter(), permit, owner)?;
		let origin =
			T::RegulatorOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, permit, text());
		assert!(!Occupations::<T>::contains_key(permit));
		Ok(())
	}

	#[benchmark]
	fn accredit() -> Result<(), BenchmarkError> {
		Pallet::<T>::do_register_generator(owner::<T>(), description::<T>())?;
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);
		Ok(())
	}

	#[benchmark]
	fn refuse_accreditation() -> Result<(), BenchmarkError> {
		Pallet::<T>::do_register_generator(owner::<T>(), description::<T>())?;
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0, text());
		assert!(!Generators::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn request_issuance() -> Result<(), BenchmarkError> {
		let owner = accredited::<T>()?;
		Generators::<T>::mutate(0, |generator| {
			if let Some(generator) = generator {
				generator.description.meter = None;
			}
		});
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0, span(), ENERGY, false, H256::zero());
		assert!(Requests::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn report_output() -> Result<(), BenchmarkError> {
		accredited::<T>()?;
		AutoApproval::<T>::put(true);
		let origin =
			T::ReporterOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (_, device) = T::BenchmarkHelper::meter();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, device, span(), ENERGY, true, H256::zero());
		assert!(Batches::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn approve_issuance() -> Result<(), BenchmarkError> {
		requested::<T>()?;
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);
		assert!(Batches::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn refuse_issuance() -> Result<(), BenchmarkError> {
		requested::<T>()?;
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0, text());
		assert!(!Requests::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn set_auto_approval() -> Result<(), BenchmarkError> {
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, true);
		Ok(())
	}

	#[benchmark]
	fn retire() -> Result<(), BenchmarkError> {
		let owner = issued::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0, 10, claim());
		assert!(Retirements::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn cancel() -> Result<(), BenchmarkError> {
		let owner = issued::<T>()?;
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0, owner, 10, text());
		Ok(())
	}

	#[benchmark]
	fn withdraw_batch() -> Result<(), BenchmarkError> {
		issued::<T>()?;
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0, text());
		Ok(())
	}

	#[benchmark]
	fn void_claim() -> Result<(), BenchmarkError> {
		let owner = issued::<T>()?;
		Pallet::<T>::do_retire(owner, 0, 10, claim())?;
		Pallet::<T>::do_withdraw_batch(0, text())?;
		T::BenchmarkHelper::listen(0);
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);
		Ok(())
	}

	#[benchmark]
	fn revoke_accreditation() -> Result<(), BenchmarkError> {
		requested::<T>()?;
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0, text());
		assert!(!Requests::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn expire(n: Linear<0, { T::MaxExpiries::get() }>) -> Result<(), BenchmarkError> {
		accredited::<T>()?;
		for index in 0..n {
			let start = MONTH.start() + u64::from(index) * DAY / 2;
			let span = Interval { start, end: start + DAY / 2 };
			let request =
				Pallet::<T>::do_request_issuance(None, 0, span, ENERGY, false, H256::zero())?;
			Pallet::<T>::do_approve_issuance(request)?;
		}
		crate::ExpiredUntil::<T>::put(Pallet::<T>::expiry(MONTH));
		T::BenchmarkHelper::set_time(Pallet::<T>::expiry(MONTH).start());
		#[block]
		{
			Pallet::<T>::expire(n);
		}
		let valid = Batches::<T>::iter_values().filter(|batch| batch.status == BatchStatus::Valid);
		assert_eq!((valid.count(), NextBatchId::<T>::get()), (0, n));
		Ok(())
	}
}
