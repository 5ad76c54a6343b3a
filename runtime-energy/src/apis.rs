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

zeropark_runtime_common::impl_runtime_apis! {
	settlement_asset: SettlementAssetId,
	genesis_presets: genesis_config_presets,

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
