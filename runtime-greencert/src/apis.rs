//! The runtime APIs.

use crate::{
	configs::{
		xcm::{SettlementAssetId, XcmConfig},
		XcmRouter,
	},
	*,
};
use alloc::{string::String, vec, vec::Vec};
use sp_runtime::traits::Block as BlockT;
use zeropark_primitives::{
	certificates::{CertificateInstrument, Receipt},
	market::{Level, Side, Trade},
};

zeropark_runtime_common::impl_runtime_apis! {
	settlement_asset: SettlementAssetId,
	genesis_presets: genesis_config_presets,

	impl zeropark_primitives::api::GreenCertificatesApi<Block> for Runtime {
		fn receipt(retirement: u64) -> Option<Receipt> {
			let record = GreenCertificates::receipt(retirement)?;
			let batch = GreenCertificates::batch(record.batch)?;
			let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
			Some(Receipt {
				retirement,
				batch: record.batch,
				technology: batch.technology,
				month: batch.month,
				serials: record.serials,
				holder: record.holder,
				beneficiary: text(&record.claim.beneficiary),
				purpose: text(&record.claim.purpose),
				period: record.claim.period,
				time: record.time,
				voided: record.voided,
			})
		}

		fn depth(market: CertificateInstrument, side: Side, levels: u32) -> Vec<Level> {
			OrderBook::depth(market, side, levels)
		}

		fn trades(count: u32) -> Vec<Trade<AccountId, u32>> {
			OrderBook::trades(count)
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
