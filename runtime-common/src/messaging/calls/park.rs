//! Messages to a park.

use crate::{
	messaging::{
		account,
		fees::{answer_fee, REPORT_FEE},
		transact, Cargo, Message,
	},
	types::{AccountId, Balance},
};
use alloc::{vec, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use xcm::latest::prelude::*;
use zeropark_primitives::{
	compliance::{CarbonFill, CycleSpan, Positions},
	ids::{ParaId, RemoteOrderId},
	market::Quantity,
	purchase::Delivery,
	trading::Report,
};

/// Calls of a park.
#[derive(Encode, Decode)]
pub enum ParkCall {
	/// Its trading desk on the green certificate market.
	#[codec(index = 53)]
	PowerDesk(TradingDeskCall<Delivery>),
	/// Its registers of enterprises' emissions.
	#[codec(index = 54)]
	EmissionRegisters(EmissionRegistersCall),
	/// Its trading desk on the carbon market.
	#[codec(index = 55)]
	CarbonDesk(TradingDeskCall<CarbonFill>),
}

/// Calls of `emission-registers`.
#[derive(Encode, Decode)]
pub enum EmissionRegistersCall {
	/// `take_positions`.
	#[codec(index = 0)]
	TakePositions {
		/// The compliance cycle.
		cycle: CycleSpan,
		/// How enterprises stand in it.
		positions: Positions,
	},
}

/// Calls of a trading desk.
#[derive(Encode, Decode)]
pub enum TradingDeskCall<Fill> {
	/// `report`.
	#[codec(index = 0)]
	Report {
		/// The order, as the desk numbers it.
		#[codec(compact)]
		number: RemoteOrderId,
		/// What happened.
		report: Report<Fill>,
	},
}

/// What a market's trades are to a park: each has a trading desk of its own there.
pub trait DeskFill: Sized {
	/// The call that tells the desk.
	fn tell(call: TradingDeskCall<Self>) -> ParkCall;
}

impl DeskFill for Delivery {
	fn tell(call: TradingDeskCall<Self>) -> ParkCall {
		ParkCall::PowerDesk(call)
	}
}

impl DeskFill for CarbonFill {
	fn tell(call: TradingDeskCall<Self>) -> ParkCall {
		ParkCall::CarbonDesk(call)
	}
}

/// A message of a market to a park, with whatever it brings for an account there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct ToPark<Fill> {
	/// What the trading desk is told: the number of its order, and the report; `None` if nobody is
	/// to be told.
	pub report: Option<(RemoteOrderId, Report<Fill>)>,
	/// Whose the units and the money are.
	pub beneficiary: AccountId,
	/// Units: their class of asset, and how many.
	pub units: Option<(u32, Quantity)>,
	/// The money, of which the message's fee is paid.
	pub money: Balance,
}

impl<Fill: DeskFill + Encode> Message for ToPark<Fill> {
	fn cargo(&self) -> Cargo {
		Cargo {
			claimer: self.beneficiary.clone(),
			money: self.money,
			fee: REPORT_FEE.min(self.money),
			units: self.units,
		}
	}

	fn program(self, _: ParaId) -> Vec<Instruction<()>> {
		let beneficiary = account(self.beneficiary);
		let deposit = |assets: WildAsset| DepositAsset {
			assets: Wild(assets),
			beneficiary: beneficiary.clone(),
		};
		// At home, money has no parents.
		let money = AllOf { id: Location::here().into(), fun: WildFungible };
		let call = self.report.map(|(number, report)| {
			let call = TradingDeskCall::Report { number, report };
			transact(Fill::tell(call).encode())
		});
		// Money first, whatever becomes of the call.
		let mut program = vec![deposit(money.clone())];
		program.extend(call);
		program.extend([deposit(AllCounted(1)), RefundSurplus, deposit(money)]);
		program
	}
}

/// A message of the carbon market to a park: how enterprises stand in a compliance cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct PositionsToPark {
	/// The compliance cycle.
	pub cycle: CycleSpan,
	/// How enterprises stand in it.
	pub positions: Positions,
	/// Who pays, and gets what is left on the park.
	pub payer: AccountId,
	/// The money, of which the message's fee is paid.
	pub money: Balance,
}

impl Message for PositionsToPark {
	fn cargo(&self) -> Cargo {
		Cargo {
			claimer: self.payer.clone(),
			money: self.money,
			fee: answer_fee(self.positions.len()).min(self.money),
			units: None,
		}
	}

	fn program(self, _: ParaId) -> Vec<Instruction<()>> {
		let Self { cycle, positions, payer, .. } = self;
		let call = EmissionRegistersCall::TakePositions { cycle, positions };
		// At home, money has no parents.
		let money = || AllOf { id: Location::here().into(), fun: WildFungible };
		let beneficiary = account(payer);
		let deposit = || DepositAsset { assets: Wild(money()), beneficiary: beneficiary.clone() };
		// Money first, whatever becomes of the call.
		vec![
			deposit(),
			transact(ParkCall::EmissionRegisters(call).encode()),
			RefundSurplus,
			deposit(),
		]
	}
}

/// A message of the carbon market to a park.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum FromCarbon {
	/// How enterprises stand.
	Positions(PositionsToPark),
	/// What became of an order.
	Order(ToPark<CarbonFill>),
}

impl Message for FromCarbon {
	fn cargo(&self) -> Cargo {
		match self {
			Self::Positions(message) => message.cargo(),
			Self::Order(message) => message.cargo(),
		}
	}

	fn program(self, sender: ParaId) -> Vec<Instruction<()>> {
		match self {
			Self::Positions(message) => message.program(sender),
			Self::Order(message) => message.program(sender),
		}
	}
}
