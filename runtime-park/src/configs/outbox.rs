//! The messages of the park to other chains.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	traits::{tokens::Preservation::Preserve, ConstU32},
};
use sp_core::H256;
use zeropark_primitives::{
	certificates::{CertificateBasket, Claim},
	ids::{DeviceId, RemoteOrderId},
	market::Quantity,
	metering::OutputRegistry,
	time::Interval,
	trading::RemoteMarket,
	units::WattHours,
};
use zeropark_runtime_common::{
	chains,
	messaging::{
		calls::greencert::{CertificateOrder, ToGreencert},
		fees,
		transport::SiblingTransport,
	},
};

impl pallet_outbox::Config for Runtime {
	type Message = ToGreencert;
	type Transport = SiblingTransport<Runtime, ParachainSystem, XcmpQueue, (), ToGreencert>;
	type MaxWaiting = ConstU32<1_024>;
	type MaxLanes = ConstU32<64>;
	// Less than a fiftieth of a block.
	type MaxSent = ConstU32<8>;
	type WeightInfo = weights::pallet_outbox::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Speaks to the green certificate market, for whoever pays.
pub struct GreencertMessenger;

impl GreencertMessenger {
	fn submit(payer: &AccountId, message: ToGreencert) -> DispatchResult {
		Outbox::submit(payer, Preserve, chains::GREENCERT, message).map(drop)
	}
}

impl RemoteMarket<AccountId, CertificateBasket, Claim> for GreencertMessenger {
	fn overhead(quantity: Quantity, has_purpose: bool) -> Balance {
		fees::overhead(quantity, has_purpose)
	}

	fn place(
		payer: &AccountId,
		number: RemoteOrderId,
		order: CertificateOrder,
		money: Balance,
	) -> DispatchResult {
		Self::submit(payer, ToGreencert::PlaceOrder { number, order, money })
	}

	fn cancel(payer: &AccountId, number: RemoteOrderId) -> DispatchResult {
		Self::submit(payer, ToGreencert::CancelOrder { number, payer: payer.clone() })
	}
}

impl OutputRegistry<AccountId> for GreencertMessenger {
	fn report(
		payer: &AccountId,
		device: DeviceId,
		span: Interval,
		energy: WattHours,
		evidence: H256,
	) -> DispatchResult {
		let payer = payer.clone();
		let report =
			ToGreencert::ReportOutput { device, span, energy, evidence, payer: payer.clone() };
		Self::submit(&payer, report)
	}

	fn occupy(payer: &AccountId, device: DeviceId, permit: H256) -> DispatchResult {
		Self::submit(payer, ToGreencert::OccupyPermit { device, permit, payer: payer.clone() })
	}
}
