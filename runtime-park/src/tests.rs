//! What every runtime must hold to.

use crate::*;
use zeropark_runtime_common::{chains, genesis::home_issuance};

zeropark_runtime_common::conformance_tests! {
	para_ids: [chains::PARK],
	issuance: home_issuance(),
}

#[test]
fn genesis_should_back_what_other_chains_issue() {
	preset_ext("development").execute_with(|| {
		for chain in chains::ALL.into_iter().filter(|chain| *chain != chains::PARK) {
			let backing = Balances::free_balance(chains::sovereign_account(chain));
			assert_eq!(backing, zeropark_runtime_common::genesis::away_issuance());
		}
	});
}
