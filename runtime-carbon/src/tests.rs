//! What every runtime must hold to.

use crate::*;
use zeropark_runtime_common::{chains, genesis::away_issuance};

zeropark_runtime_common::conformance_tests! {
	para_ids: [chains::CARBON],
	issuance: away_issuance(),
	ours: [Network, RangeProof, Outbox, OrderBook, CarbonAllowances, Ccer],
	weighed: [
		pallet_assets::Config<pallet_assets::Instance1>,
		pallet_membership::Config<pallet_membership::Instance1>,
		pallet_carbon_allowances::Config,
		pallet_ccer::Config,
		pallet_order_book::Config,
		pallet_outbox::Config,
	],
}

/// How parks write what they report to this chain, and what they pay for that.
mod from_the_park {
	use crate::*;
	use codec::Encode;
	use frame_support::{dispatch::GetDispatchInfo, weights::WeightToFee as _};
	use zeropark_primitives::compliance::{EntityRegister, Registers, MAX_REPORTED};
	use zeropark_runtime_common::{
		fees::WeightToFee,
		messaging::{
			calls::carbon::{CarbonAllowancesCall, CarbonCall},
			fees::registers_fee,
		},
	};

	fn registers() -> Registers {
		let register = EntityRegister { entity: 3, register: Default::default() };
		vec![register; MAX_REPORTED as usize].try_into().expect("fits")
	}

	fn report() -> RuntimeCall {
		pallet_carbon_allowances::Call::report { cycle: 5, registers: registers() }.into()
	}

	#[test]
	fn reports_should_be_written_as_they_are_read() {
		let written = CarbonAllowancesCall::Report { cycle: 5, registers: registers() };
		assert_eq!(CarbonCall::CarbonAllowances(written).encode(), report().encode());
	}

	#[test]
	fn the_fee_should_cover_a_report_twice() {
		// As much again is for the instructions around the call.
		let fee = 2 * WeightToFee::weight_to_fee(&report().get_dispatch_info().call_weight);
		assert!(fee <= registers_fee(MAX_REPORTED as usize), "{fee}");
	}
}
