//! What every runtime must hold to.

use crate::*;
use zeropark_runtime_common::{chains, genesis::home_issuance};

mod honesty;

zeropark_runtime_common::conformance_tests! {
	para_ids: [chains::PARK],
	issuance: home_issuance(),
	ours: [Network, RangeProof, NodeSelection, Outbox, Metering, ZeroCarbon, PowerPurchase, PowerDesk, EmissionRegisters, CarbonDesk, CarbonTrade],
	weighed: [
		pallet_assets::Config<pallet_assets::Instance2>,
		pallet_membership::Config<pallet_membership::Instance1>,
		pallet_emission_registers::Config,
		pallet_metering::Config,
		pallet_node_selection::Config,
		pallet_outbox::Config,
		pallet_zero_carbon::Config,
		pallet_power_purchase::Config,
		pallet_range_proof::Config,
		pallet_trading_desk::Config<pallet_trading_desk::Instance1>,
		pallet_trading_desk::Config<pallet_trading_desk::Instance2>,
		pallet_carbon_trade::Config,
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

/// How the certificate market writes its reports to the park, and what it pays for that.
mod from_the_market {
	use crate::*;
	use codec::Encode;
	use frame_support::{dispatch::GetDispatchInfo, weights::WeightToFee as _};
	use zeropark_primitives::{
		purchase::Delivery,
		trading::{OrderOutcome, RejectReason, Report, Sold},
	};
	use zeropark_runtime_common::{
		fees::WeightToFee,
		messaging::{
			calls::park::{ParkCall, TradingDeskCall},
			fees::REPORT_FEE,
		},
	};

	fn report() -> Report<Delivery> {
		let outcome = OrderOutcome::Rejected(RejectReason::BookFull);
		Report::Ended { outcome, money: 7, sold: Sold::default() }
	}

	fn call() -> RuntimeCall {
		let report = report();
		RuntimeCall::PowerDesk(pallet_trading_desk::Call::report { number: 300, report })
	}

	#[test]
	fn reports_should_be_written_as_they_are_read() {
		let written = TradingDeskCall::Report { number: 300, report: report() };
		assert_eq!(ParkCall::PowerDesk(written).encode(), call().encode());
	}

	#[test]
	fn the_fee_should_cover_a_report_twice() {
		// As much again is for the instructions around the call.
		let fee = 2 * WeightToFee::weight_to_fee(&call().get_dispatch_info().call_weight);
		assert!(fee <= REPORT_FEE, "{fee}");
	}
}

/// How the carbon market writes its answers to the park, and what it pays for that.
mod from_the_carbon_market {
	use crate::*;
	use codec::Encode;
	use frame_support::{dispatch::GetDispatchInfo, weights::WeightToFee as _};
	use zeropark_primitives::{
		compliance::{CycleSpan, EntityPosition, Positions, MAX_REPORTED},
		time::Interval,
		trading::{OrderOutcome, RejectReason, Report, Sold},
	};
	use zeropark_runtime_common::{
		fees::WeightToFee,
		messaging::{
			calls::park::{EmissionRegistersCall, ParkCall, TradingDeskCall},
			fees::{answer_fee, REPORT_FEE},
		},
	};

	const CYCLE: CycleSpan = CycleSpan { cycle: 3, span: Interval { start: 1, end: 2 } };

	fn positions() -> Positions {
		let position = EntityPosition { entity: 3, position: Default::default() };
		vec![position; MAX_REPORTED as usize].try_into().expect("fits")
	}

	fn call() -> RuntimeCall {
		let positions = positions();
		pallet_emission_registers::Call::take_positions { cycle: CYCLE, positions }.into()
	}

	#[test]
	fn positions_should_be_written_as_they_are_read() {
		let positions = positions();
		let written = EmissionRegistersCall::TakePositions { cycle: CYCLE, positions };
		assert_eq!(ParkCall::EmissionRegisters(written).encode(), call().encode());
	}

	fn report() -> RuntimeCall {
		let outcome = OrderOutcome::Rejected(RejectReason::BookFull);
		let report = Report::Ended { outcome, money: 7, sold: Sold::default() };
		RuntimeCall::CarbonDesk(pallet_trading_desk::Call::report { number: 300, report })
	}

	#[test]
	fn reports_should_be_written_as_they_are_read() {
		let outcome = OrderOutcome::Rejected(RejectReason::BookFull);
		let report_on = Report::Ended { outcome, money: 7, sold: Sold::default() };
		let written = TradingDeskCall::Report { number: 300, report: report_on };
		assert_eq!(ParkCall::CarbonDesk(written).encode(), report().encode());
	}

	#[test]
	fn the_fee_should_cover_a_report_twice() {
		let fee = 2 * WeightToFee::weight_to_fee(&report().get_dispatch_info().call_weight);
		assert!(fee <= REPORT_FEE, "{fee}");
	}

	#[test]
	fn the_fee_should_cover_an_answer_twice() {
		// As much again is for the instructions around the call.
		let fee = 2 * WeightToFee::weight_to_fee(&call().get_dispatch_info().call_weight);
		assert!(fee <= answer_fee(MAX_REPORTED as usize), "{fee}");
	}
}

/// The same runtime as a second park, whose settlement currency is at home on the first.
mod as_a_second_park {
	use super::preset_ext;
	use crate::*;
	use ::xcm::latest::prelude::*;
	use frame_support::traits::{Contains, ContainsPair, Get};
	use zeropark_runtime_common::{chains, routes};

	fn run(test: impl FnOnce()) {
		preset_ext("development").execute_with(|| {
			let id = frame_support::storage::storage_prefix(b"ParachainInfo", b"ParachainId");
			frame_support::storage::unhashed::put(&id, &chains::SECOND_PARK);
			assert_eq!(u32::from(ParachainInfo::parachain_id()), chains::SECOND_PARK);
			test();
		});
	}

	fn chain(para_id: u32) -> Location {
		Location::new(1, [Parachain(para_id)])
	}

	#[test]
	fn money_should_be_at_home_on_the_first() {
		run(|| {
			let settlement = configs::xcm::SettlementLocation::get();
			assert_eq!(settlement, chain(chains::PARK));
			let money: Asset = (settlement, 1u128).into();
			assert!(routes::Reserves::<Runtime>::contains(&money, &chain(chains::PARK)));
			assert!(!routes::Reserves::<Runtime>::contains(&money, &chain(chains::GREENCERT)));
		});
	}

	#[test]
	fn certificates_should_come_from_the_same_market() {
		run(|| {
			let batch = [
				Parachain(chains::GREENCERT),
				PalletInstance(chains::HOME_ASSETS),
				GeneralIndex(3),
			];
			let certificates: Asset = (Location::new(1, batch), 1u128).into();
			assert!(routes::ForeignAssets::<Runtime>::contains(&certificates.id.0));
			let market = chain(chains::GREENCERT);
			assert!(routes::Reserves::<Runtime>::contains(&certificates, &market));
			assert!(!routes::Reserves::<Runtime>::contains(&certificates, &chain(chains::PARK)));
		});
	}
}
