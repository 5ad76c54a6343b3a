//! The runtime APIs.

use crate::{
	configs::{
		xcm::{SettlementAssetId, XcmConfig},
		XcmRouter,
	},
	*,
};
use alloc::{vec, vec::Vec};
use sp_runtime::traits::Block as BlockT;
use zeropark_primitives::{
	carbon::{SourceActivity, Statement},
	ids::{AgreementId, PeriodId, SourceId},
	purchase::PurchasedPower,
};

zeropark_runtime_common::impl_runtime_apis! {
	settlement_asset: SettlementAssetId,
	genesis_presets: genesis_config_presets,

	impl zeropark_primitives::api::ZeroCarbonApi<Block> for Runtime {
		fn statement(period: Option<PeriodId>) -> Option<Statement<AccountId>> {
			ZeroCarbon::statement(period)
		}

		fn activities(
			period: Option<PeriodId>,
			after: Option<SourceId>,
			count: u32,
		) -> Vec<SourceActivity<AccountId>> {
			ZeroCarbon::activities(period, after, count)
		}
	}

	impl zeropark_primitives::api::PowerPurchaseApi<Block> for Runtime {
		fn purchased_power(
			period: Option<PeriodId>,
			after: Option<AgreementId>,
			count: u32,
		) -> Vec<PurchasedPower> {
			let newest = pallet_zero_carbon::NewestPeriod::<Runtime>::get;
			let Some(period) = period.or_else(newest) else { return vec![] };
			PowerPurchase::purchased_power(period, after, count)
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (Vec<frame_benchmarking::BenchmarkList>, Vec<frame_support::traits::StorageInfo>) {
			crate::benchmarks::metadata(extra)
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			crate::benchmarks::dispatch(config)
		}
	}
}
