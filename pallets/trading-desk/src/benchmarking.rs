//! The benchmark of a report.

use crate::pallet::{Call, Config, Orders, Pallet};
use frame_benchmarking::v2::*;
use frame_support::traits::EnsureOrigin;
use zeropark_primitives::{ids::RemoteOrderId, trading::Report};

/// What the runtime provides for benchmarks.
pub trait BenchmarkHelper<T: Config<I>, I: 'static> {
	/// Places an order, in the way that makes its reports cost the listener the most. Returns the
	/// order's number, and the most expensive fill.
	fn order_and_fill() -> Result<(RemoteOrderId, T::Fill), BenchmarkError>;
}

#[instance_benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn report() -> Result<(), BenchmarkError> {
		let origin =
			T::MarketOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (number, fill) = T::BenchmarkHelper::order_and_fill()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, number, Report::Filled(fill));

		assert!(Orders::<T, I>::get(number).is_some_and(|order| order.fills == 1));
		Ok(())
	}
}
