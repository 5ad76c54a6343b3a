//! The messages of the park to other chains.

use crate::*;
use ::xcm::latest::Instruction;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	dispatch::DispatchResult,
	traits::{tokens::Preservation::Preserve, ConstU32},
};
use scale_info::TypeInfo;
use sp_core::H256;
use zeropark_primitives::{
	certificates::{CertificateBasket, Claim},
	compliance::{CarbonBasket, CarbonMarket, Compliance, Registers},
	ids::{CycleId, DeviceId, ParaId, RemoteOrderId},
	market::{Quantity, Side},
	metering::OutputRegistry,
	time::Interval,
	trading::RemoteMarket,
	units::WattHours,
};
use zeropark_runtime_common::{
	chains,
	messaging::{
		calls::{
			carbon::{CarbonOrder, ToCarbon},
			greencert::{CertificateOrder, ToGreencert},
		},
		fees,
		transport::SiblingTransport,
		Cargo, Message,
	},
};

/// A message of the park to another chain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum FromPark {
	/// To a green certificate market.
	Greencert(ToGreencert),
	/// To a carbon market.
	Carbon(ToCarbon),
}

impl Message for FromPark {
	fn cargo(&self) -> Cargo {
		match self {
			Self::Greencert(message) => message.cargo(),
			Self::Carbon(message) => message.cargo(),
		}
	}

	fn program(self, sender: ParaId) -> Vec<Instruction<()>> {
		match self {
			Self::Greencert(message) => message.program(sender),
			Self::Carbon(message) => message.program(sender),
		}
	}
}

impl pallet_outbox::Config for Runtime {
	type Message = FromPark;
	type Transport = SiblingTransport<Runtime, ParachainSystem, XcmpQueue, (), FromPark>;
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
		let message = FromPark::Greencert(message);
		Outbox::submit(payer, Preserve, chains::GREENCERT, message).map(drop)
	}
}

/// Speaks to the carbon market, for whoever pays.
pub struct CarbonMessenger;

impl CarbonMessenger {
	fn submit(payer: &AccountId, message: ToCarbon) -> DispatchResult {
		Outbox::submit(payer, Preserve, chains::CARBON, FromPark::Carbon(message)).map(drop)
	}
}

impl CarbonMarket<AccountId> for CarbonMessenger {
	fn report(payer: &AccountId, cycle: CycleId, registers: Registers) -> DispatchResult {
		Self::submit(payer, ToCarbon::Report { cycle, registers, payer: payer.clone() })
	}
}

impl RemoteMarket<AccountId, CarbonBasket, Compliance> for CarbonMessenger {
	fn overhead(side: Side, quantity: Quantity, _: bool) -> Balance {
		fees::carbon_overhead(side, quantity)
	}

	fn place(
		payer: &AccountId,
		number: RemoteOrderId,
		order: CarbonOrder,
		money: Balance,
	) -> DispatchResult {
		Self::submit(payer, ToCarbon::PlaceOrder { number, order, money })
	}

	fn cancel(payer: &AccountId, number: RemoteOrderId) -> DispatchResult {
		Self::submit(payer, ToCarbon::CancelOrder { number, payer: payer.clone() })
	}
}

impl RemoteMarket<AccountId, CertificateBasket, Claim> for GreencertMessenger {
	fn overhead(_: Side, quantity: Quantity, has_purpose: bool) -> Balance {
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
