//! What every runtime must hold to.

use crate::*;
use zeropark_runtime_common::{chains, genesis::away_issuance};

zeropark_runtime_common::conformance_tests! {
	para_ids: [chains::GREENCERT],
	issuance: away_issuance(),
}

#[test]
fn nobody_should_burn_certificates_behind_the_registry() {
	use frame_support::traits::Contains;
	let refund = |allow_burn| pallet_assets::Call::refund { id: 0, allow_burn };
	assert!(!configs::CallFilter::contains(&RuntimeCall::Assets(refund(true))));
	assert!(configs::CallFilter::contains(&RuntimeCall::Assets(refund(false))));
}
