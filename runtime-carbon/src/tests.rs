//! What every runtime must hold to.

use crate::*;
use zeropark_runtime_common::{chains, genesis::away_issuance};

zeropark_runtime_common::conformance_tests! {
	para_ids: [chains::CARBON],
	issuance: away_issuance(),
	ours: [Network, RangeProof, Outbox, OrderBook, RemoteOrders, CarbonAllowances, Ccer],
	weighed: [
		pallet_assets::Config<pallet_assets::Instance1>,
		pallet_membership::Config<pallet_membership::Instance1>,
		pallet_carbon_allowances::Config,
		pallet_ccer::Config,
		pallet_order_book::Config,
		pallet_outbox::Config,
		pallet_remote_orders::Config,
	],
}

/// How parks write what they report to this chain, and what they pay for that.
mod from_the_park {
	use crate::*;
	use codec::Encode;
	use frame_support::{dispatch::GetDispatchInfo, weights::WeightToFee as _};
	use sp_keyring::Sr25519Keyring::Alice;
	use zeropark_primitives::{
		compliance::{CarbonBasket, Compliance, EntityRegister, Registers, MAX_REPORTED},
		market::{Price, Side},
	};
	use zeropark_runtime_common::{
		fees::WeightToFee,
		messaging::{
			calls::carbon::{CarbonAllowancesCall, CarbonCall, CarbonOrder},
			fees::{registers_fee, CANCELLATION_FEE, PLACEMENT_FEE, REPORT_FEE},
			orders::RemoteOrdersCall,
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

	fn order() -> CarbonOrder {
		CarbonOrder {
			beneficiary: Alice.to_account_id(),
			side: Side::Asks,
			basket: CarbonBasket::Allowances(3),
			quantity: 5,
			price: Price(9),
			deadline: 3_600,
			purpose: Some(Compliance { cycle: 3, entity: (2_000, 4) }),
		}
	}

	fn place() -> RuntimeCall {
		pallet_remote_orders::Call::place { number: 300, order: order() }.into()
	}

	fn cancel() -> RuntimeCall {
		let beneficiary = Alice.to_account_id();
		pallet_remote_orders::Call::cancel { number: 300, beneficiary }.into()
	}

	#[test]
	fn orders_should_be_written_as_they_are_read() {
		let written = RemoteOrdersCall::Place { number: 300, order: order() };
		assert_eq!(CarbonCall::RemoteOrders(written).encode(), place().encode());
		let beneficiary = Alice.to_account_id();
		let written = RemoteOrdersCall::Cancel { number: 300, beneficiary };
		assert_eq!(CarbonCall::RemoteOrders(written).encode(), cancel().encode());
	}

	#[test]
	fn fees_should_cover_orders_twice() {
		let fee = |call: RuntimeCall| {
			2 * WeightToFee::weight_to_fee(&call.get_dispatch_info().call_weight)
		};
		assert!(fee(place()) <= PLACEMENT_FEE, "{}", fee(place()));
		assert!(fee(cancel()) + REPORT_FEE <= CANCELLATION_FEE, "{}", fee(cancel()));
	}
}
