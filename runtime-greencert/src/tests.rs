//! What every runtime must hold to.

use crate::*;
use zeropark_runtime_common::{chains, genesis::away_issuance};

zeropark_runtime_common::conformance_tests! {
	para_ids: [chains::GREENCERT],
	issuance: away_issuance(),
	ours: [Network, RangeProof, Outbox, GreenCertificates, OrderBook, RemoteOrders],
	weighed: [
		pallet_assets::Config<pallet_assets::Instance1>,
		pallet_membership::Config<pallet_membership::Instance1>,
		pallet_green_certificates::Config,
		pallet_order_book::Config,
		pallet_outbox::Config,
		pallet_remote_orders::Config,
	],
}

#[test]
fn nobody_should_burn_certificates_behind_the_registry() {
	use frame_support::traits::Contains;
	let refund = |allow_burn| pallet_assets::Call::refund { id: 0, allow_burn };
	assert!(!configs::system::CallFilter::contains(&RuntimeCall::Assets(refund(true))));
	assert!(configs::system::CallFilter::contains(&RuntimeCall::Assets(refund(false))));
}

#[test]
fn a_block_should_place_at_least_three_remainders_again() {
	use pallet_remote_orders::{Config, WeightInfo};
	use zeropark_primitives::market::Venue;
	let taking = <Runtime as Config>::WeightInfo::do_tasks(1);
	let most = taking.saturating_add(<OrderBook as Venue<AccountId>>::bid_weight());
	let share = <Runtime as Config>::MaxPlacing::get();
	assert!(most.saturating_mul(3).all_lte(share), "{most:?} of {share:?}");
}

/// How the park writes what it asks of this chain, and what it pays for that.
mod from_the_park {
	use crate::*;
	use codec::Encode;
	use frame_support::{dispatch::GetDispatchInfo, weights::WeightToFee as _};
	use sp_core::H256;
	use sp_keyring::Sr25519Keyring::Alice;
	use zeropark_primitives::{
		certificates::{CertificateBasket, Claim},
		market::Price,
		time::{Interval, Quarter},
		units::WattHours,
	};
	use zeropark_runtime_common::{
		fees::WeightToFee,
		messaging::{
			calls::greencert::{CertificateOrder, GreenCertificatesCall, GreencertCall},
			fees::{CANCELLATION_FEE, OUTPUT_FEE, PLACEMENT_FEE, REPORT_FEE},
			order_account,
			orders::RemoteOrdersCall,
		},
	};

	fn order() -> CertificateOrder {
		let text = || b"park".to_vec().try_into().expect("is short");
		CertificateOrder {
			side: zeropark_primitives::market::Side::Bids,
			beneficiary: Alice.to_account_id(),
			basket: CertificateBasket { technology: None, quarter: Quarter(7) },
			quantity: 5,
			price: Price(9),
			deadline: 3_600,
			purpose: Some(Claim {
				beneficiary: text(),
				purpose: text(),
				period: Interval { start: 0, end: 1 },
			}),
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
		assert_eq!(GreencertCall::RemoteOrders(written).encode(), place().encode());
		let beneficiary = Alice.to_account_id();
		let written = RemoteOrdersCall::Cancel { number: 300, beneficiary };
		assert_eq!(GreencertCall::RemoteOrders(written).encode(), cancel().encode());
	}

	fn output() -> RuntimeCall {
		pallet_green_certificates::Call::report_output {
			device: 3,
			span: Interval { start: 1, end: 2 },
			energy: WattHours(5),
			own_use: true,
			evidence: H256::repeat_byte(7),
		}
		.into()
	}

	#[test]
	fn outputs_should_be_written_as_they_are_read() {
		let written = GreenCertificatesCall::ReportOutput {
			device: 3,
			span: Interval { start: 1, end: 2 },
			energy: WattHours(5),
			own_use: true,
			evidence: H256::repeat_byte(7),
		};
		assert_eq!(GreencertCall::GreenCertificates(written).encode(), output().encode());
	}

	fn occupation() -> RuntimeCall {
		let (permit, depositor) = (H256::repeat_byte(7), Alice.to_account_id());
		pallet_green_certificates::Call::occupy_permit { device: 3, permit, depositor }.into()
	}

	#[test]
	fn occupations_should_be_written_as_they_are_read() {
		let (permit, depositor) = (H256::repeat_byte(7), Alice.to_account_id());
		let written = GreenCertificatesCall::OccupyPermit { device: 3, permit, depositor };
		assert_eq!(GreencertCall::GreenCertificates(written).encode(), occupation().encode());
	}

	#[test]
	fn fees_should_cover_calls_twice() {
		// As much again is for the instructions around the call.
		let fee = |call: RuntimeCall| {
			2 * WeightToFee::weight_to_fee(&call.get_dispatch_info().call_weight)
		};
		assert!(fee(place()) <= PLACEMENT_FEE, "{}", fee(place()));
		assert!(fee(output()) <= OUTPUT_FEE, "{}", fee(output()));
		assert!(fee(occupation()) <= OUTPUT_FEE, "{}", fee(occupation()));
		assert!(fee(cancel()) + REPORT_FEE <= CANCELLATION_FEE, "{}", fee(cancel()));
	}

	#[test]
	fn orders_should_have_the_account_that_the_park_sends_to() {
		let account = RemoteOrders::account(2000, 7);
		assert_eq!(account, order_account(2000, 7));
	}
}
