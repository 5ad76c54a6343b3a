//! What every runtime must hold to.

use crate::*;
use zeropark_runtime_common::{chains, genesis::away_issuance};

zeropark_runtime_common::conformance_tests! {
	para_ids: [chains::CARBON],
	issuance: away_issuance(),
	ours: [Network],
	weighed: [
		pallet_assets::Config<pallet_assets::Instance1>,
	],
}
