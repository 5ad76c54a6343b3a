//! Messages to a carbon market.

use crate::{
	constants::currency::EXISTENTIAL_DEPOSIT,
	messaging::{
		deposit_to,
		fees::{answer_fee, registers_fee, CANCELLATION_FEE, PLACEMENT_FEE},
		orders::{self, RemoteOrdersCall},
		transact, Cargo, Message,
	},
	types::{AccountId, Balance},
};
use alloc::{vec, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use xcm::latest::prelude::*;
use zeropark_primitives::{
	compliance::{CarbonBasket, Compliance, Registers},
	ids::{CycleId, ParaId, RemoteOrderId},
	trading::RemoteOrder,
};

/// An order of allowances or credits.
pub type CarbonOrder = RemoteOrder<AccountId, CarbonBasket, Compliance>;

/// Calls of the market's chain.
#[derive(Encode, Decode)]
pub enum CarbonCall {
	/// Its `remote-orders`.
	#[codec(index = 52)]
	RemoteOrders(RemoteOrdersCall<CarbonBasket, Compliance>),
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
	/// Places an order with its money.
	PlaceOrder {
		/// The order, as the desk numbers it.
		number: RemoteOrderId,
		/// The order.
		order: CarbonOrder,
		/// Its price and overhead.
		money: Balance,
	},
	/// Calls an order back.
	CancelOrder {
		/// The order.
		number: RemoteOrderId,
		/// Whose the rest is.
		payer: AccountId,
	},
}

fn order_call(call: RemoteOrdersCall<CarbonBasket, Compliance>) -> Vec<u8> {
	CarbonCall::RemoteOrders(call).encode()
}

impl Message for ToCarbon {
	fn cargo(&self) -> Cargo {
		let (claimer, money, fee) = match self {
			Self::Report { payer, registers, .. } => {
				let fee = registers_fee(registers.len());
				// The account that pays for the answer stays open.
				(payer, fee + answer_fee(registers.len()) + EXISTENTIAL_DEPOSIT, fee)
			},
			Self::PlaceOrder { order, money, .. } => (&order.beneficiary, *money, PLACEMENT_FEE),
			Self::CancelOrder { payer, .. } => (payer, CANCELLATION_FEE, CANCELLATION_FEE),
		};
		Cargo { claimer: claimer.clone(), money, fee, units: None }
	}

	fn program(self, sender: ParaId) -> Vec<Instruction<()>> {
		match self {
			Self::Report { cycle, registers, payer } => {
				let report = CarbonAllowancesCall::Report { cycle, registers };
				vec![
					// The answer is paid from this account.
					deposit_to(payer.clone()),
					transact(CarbonCall::CarbonAllowances(report).encode()),
					RefundSurplus,
					deposit_to(payer),
				]
			},
			Self::PlaceOrder { number, order, .. } => {
				orders::place(sender, number, order, order_call)
			},
			Self::CancelOrder { number, payer } => {
				orders::cancel(sender, number, payer, order_call)
			},
		}
	}
}
