//! Messages to a carbon market.

use crate::{
	constants::currency::EXISTENTIAL_DEPOSIT,
	messaging::{
		deposit_to,
		fees::{answer_fee, registers_fee},
		transact, Cargo, Message,
	},
	types::AccountId,
};
use alloc::{vec, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use xcm::latest::prelude::*;
use zeropark_primitives::{
	compliance::Registers,
	ids::{CycleId, ParaId},
};

/// Calls of the market's chain.
#[derive(Encode, Decode)]
pub enum CarbonCall {
	/// Its `carbon-allowances`.
	#[codec(index = 53)]
	CarbonAllowances(CarbonAllowancesCall),
}

/// Calls of `carbon-allowances`.
#[derive(Encode, Decode)]
pub enum CarbonAllowancesCall {
	/// `report`.
	#[codec(index = 0)]
	Report {
		/// The compliance cycle.
		cycle: CycleId,
		/// The registers of its enterprises.
		registers: Registers,
	},
}

/// A message to a carbon market.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum ToCarbon {
	/// Reports what enterprises emitted so far.
	Report {
		/// The compliance cycle.
		cycle: CycleId,
		/// The registers of its enterprises.
		registers: Registers,
		/// Who pays for this message and for the answer, which brings the rest home.
		payer: AccountId,
	},
}

impl Message for ToCarbon {
	fn cargo(&self) -> Cargo {
		let Self::Report { payer, registers, .. } = self;
		let fee = registers_fee(registers.len());
		// The account that pays for the answer stays open.
		let money = fee + answer_fee(registers.len()) + EXISTENTIAL_DEPOSIT;
		Cargo { claimer: payer.clone(), money, fee, units: None }
	}

	fn program(self, _: ParaId) -> Vec<Instruction<()>> {
		let Self::Report { cycle, registers, payer } = self;
		let report = CarbonAllowancesCall::Report { cycle, registers };
		vec![
			// The answer is paid from this account.
			deposit_to(payer.clone()),
			transact(CarbonCall::CarbonAllowances(report).encode()),
			RefundSurplus,
			deposit_to(payer),
		]
	}
}
