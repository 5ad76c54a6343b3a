//! Benchmarks of the calls.

use crate::{
	pallet::{Batches, Call, Config, Pallet, Projects, Uses},
	types::{Description, Status, MAX_DEVICES},
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::traits::{fungible::Mutate, EnsureOrigin};
use frame_system::RawOrigin;
use sp_core::H256;
use zeropark_primitives::{
	certificates::{Text, MAX_TEXT},
	compliance::FIRST_CREDIT_CLASS,
	time::{Interval, Seconds, DAY},
	units::{GramsCo2e, TonnesCo2e},
};

/// What the runtime provides for benchmarks.
pub trait BenchmarkHelper {
	/// Moves the clock to `seconds` after the Unix epoch.
	fn set_time(seconds: Seconds);
}

const START: Seconds = 1_000 * DAY;
const TONNE: i64 = 1_000_000;
const DIGEST: H256 = H256::repeat_byte(1);

fn text() -> Text {
	Text::truncate_from(vec![b'x'; MAX_TEXT as usize])
}

fn regulator<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::RegulatorOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn verifier<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::VerifierOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn verifier_account<T: Config>() -> Result<T::AccountId, BenchmarkError> {
	T::VerifierOrigin::ensure_origin(verifier::<T>()?).map_err(|_| BenchmarkError::Weightless)
}

fn description() -> Description {
	let devices = (0..MAX_DEVICES).map(|device| (1, device)).collect::<Vec<_>>();
	Description {
		methodology: text(),
		region: 330_100,
		crediting: Interval { start: START, end: START + 1_000 * DAY },
		under_quota: false,
		devices: devices.try_into().unwrap_or_default(),
		documents: DIGEST,
	}
}

fn submitted<T: Config>() -> Result<T::AccountId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	T::BenchmarkHelper::set_time(START + 100 * DAY);
	let owner = account("owner", 0, 0);
	let _ = T::Currency::mint_into(&owner, 1_000_000_000_000);
	Pallet::<T>::do_register_project(owner.clone(), description())?;
	Ok(owner)
}

fn validated<T: Config>() -> Result<T::AccountId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let owner = submitted::<T>()?;
	Pallet::<T>::do_validate(account("validator", 0, 0), 0, DIGEST)?;
	Ok(owner)
}

fn registered<T: Config>() -> Result<T::AccountId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let owner = validated::<T>()?;
	Pallet::<T>::do_approve(0)?;
	Ok(owner)
}

fn span() -> Interval {
	Interval { start: START, end: START + DAY }
}

fn reported<T: Config>() -> Result<T::AccountId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let owner = registered::<T>()?;
	let (grams, verifier) = (GramsCo2e(10 * TONNE), verifier_account::<T>()?);
	Pallet::<T>::do_report_reductions(&owner, 0, span(), grams, DIGEST, verifier)?;
	Ok(owner)
}

fn verified<T: Config>() -> Result<T::AccountId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let owner = reported::<T>()?;
	let (verifier, grams) = (verifier_account::<T>()?, GramsCo2e(10 * TONNE));
	Pallet::<T>::do_verify(verifier, 0, span(), DIGEST, grams, DIGEST)?;
	Ok(owner)
}

/// Gives `owner` a batch of ten credits, and returns its class.
pub fn issued<T: Config>() -> Result<(T::AccountId, u32), BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let owner = verified::<T>()?;
	Pallet::<T>::do_issue(0)?;
	Ok((owner, FIRST_CREDIT_CLASS))
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_project() -> Result<(), BenchmarkError> {
		let owner: T::AccountId = account("owner", 0, 0);
		let _ = T::Currency::mint_into(&owner, 1_000_000_000_000);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), description());
		assert!(Projects::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn withdraw_project() -> Result<(), BenchmarkError> {
		let owner = validated::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0);
		assert!(!Projects::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn validate() -> Result<(), BenchmarkError> {
		submitted::<T>()?;
		let origin = verifier::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0, DIGEST);
		let status = Projects::<T>::get(0).map(|project| project.status);
		assert!(matches!(status, Some(Status::Validated { .. })));
		Ok(())
	}

	#[benchmark]
	fn approve() -> Result<(), BenchmarkError> {
		validated::<T>()?;
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);
		let status = Projects::<T>::get(0).map(|project| project.status);
		assert!(matches!(status, Some(Status::Registered { .. })));
		Ok(())
	}

	#[benchmark]
	fn refuse() -> Result<(), BenchmarkError> {
		validated::<T>()?;
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);
		assert!(!Projects::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn report_reductions() -> Result<(), BenchmarkError> {
		let owner = registered::<T>()?;
		let verifier = verifier_account::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0, span(), GramsCo2e(TONNE), DIGEST, verifier);
		assert!(Projects::<T>::get(0).is_some_and(|project| project.report.is_some()));
		Ok(())
	}

	#[benchmark]
	fn verify_report() -> Result<(), BenchmarkError> {
		reported::<T>()?;
		let origin = verifier::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0, span(), DIGEST, GramsCo2e(TONNE), DIGEST);
		let report = Projects::<T>::get(0).and_then(|project| project.report);
		assert!(report.is_some_and(|report| report.verified.is_some()));
		Ok(())
	}

	#[benchmark]
	fn issue() -> Result<(), BenchmarkError> {
		verified::<T>()?;
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);
		assert!(Batches::<T>::contains_key(FIRST_CREDIT_CLASS));
		Ok(())
	}

	#[benchmark]
	fn refuse_report() -> Result<(), BenchmarkError> {
		verified::<T>()?;
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);
		assert!(Projects::<T>::get(0).is_some_and(|project| project.report.is_none()));
		Ok(())
	}

	#[benchmark]
	fn withdraw_report() -> Result<(), BenchmarkError> {
		let owner = reported::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0);
		assert!(Projects::<T>::get(0).is_some_and(|project| project.report.is_none()));
		Ok(())
	}

	#[benchmark]
	fn retire() -> Result<(), BenchmarkError> {
		let (owner, class) = issued::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), class, TonnesCo2e(5), text(), text());
		assert!(Uses::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn withdraw_batch() -> Result<(), BenchmarkError> {
		let (_, class) = issued::<T>()?;
		let origin = regulator::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, class);
		assert!(Batches::<T>::get(class).is_some_and(|batch| batch.withdrawn));
		Ok(())
	}
}
