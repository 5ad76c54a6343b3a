//! What every runtime must hold to.

use crate::*;
use zeropark_runtime_common::{chains, genesis::home_issuance};

zeropark_runtime_common::conformance_tests! {
	para_ids: [chains::PARK],
	issuance: home_issuance(),
	weighed: [
		pallet_assets::Config<pallet_assets::Instance2>,
		pallet_membership::Config<pallet_membership::Instance1>,
		pallet_metering::Config,
		pallet_zero_carbon::Config,
		pallet_power_purchase::Config,
	],
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

/// How the certificate market writes what it reports to the park, and what it pays for that.
mod from_the_market {
	use crate::*;
	use codec::Encode;
	use frame_support::{dispatch::GetDispatchInfo, weights::WeightToFee as _};
	use zeropark_primitives::purchase::{Ending, Refusal, Report};
	use zeropark_runtime_common::{
		fees::WeightToFee,
		purchases::{ParkCall, PowerPurchaseCall, REPORT_FEE},
	};

	fn report() -> Report {
		Report::Ended { ending: Ending::Refused(Refusal::BookFull), money: 7 }
	}

	fn call() -> RuntimeCall {
		pallet_power_purchase::Call::report { purchase: 300, report: report() }.into()
	}

	#[test]
	fn reports_should_be_written_as_they_are_read() {
		let written = PowerPurchaseCall::Report { purchase: 300, report: report() };
		assert_eq!(ParkCall::PowerPurchase(written).encode(), call().encode());
	}

	#[test]
	fn the_fee_should_cover_a_report_twice() {
		// As much again is for the instructions around the call.
		let fee = 2 * WeightToFee::weight_to_fee(&call().get_dispatch_info().call_weight);
		assert!(fee <= REPORT_FEE, "{fee}");
	}
}
