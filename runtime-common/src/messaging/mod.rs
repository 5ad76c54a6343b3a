//! Messages that the chains themselves send to each other, in one place: what one says to another
//! ([`calls`]), what it takes along to pay for it ([`fees`]), and how it travels ([`transport`]). Orders are the same
//! for every market ([`orders`]).
//!
//! A pallet knows none of this. It hands what it has to say to a messenger in its runtime's
//! configuration, which makes a message of it and submits that to the chain's outbox. To add a
//! message to a chain, add a variant to the chain's file in [`calls`], its fee, and a case to the
//! test of the runtime that receives it.
//!
//! The other chain drops a message that it cannot decode, and only root can recover the assets that
//! the message brought. So calls between chains, and the types in them, change only while nothing
//! is under way, or by new variants that the receiver learns first.

pub mod calls;
pub mod fees;
pub mod orders;
pub mod transport;

use crate::types::{AccountId, Balance};
use alloc::vec::Vec;
use frame_support::PalletId;
use sp_runtime::traits::AccountIdConversion;
use xcm::latest::prelude::*;
use zeropark_primitives::{
	ids::{ParaId, RemoteOrderId},
	market::Quantity,
};

/// The seed of the accounts of remote orders, on a market's chain.
pub const REMOTE_ORDERS: PalletId = PalletId(*b"zp/remot");

/// The seed of the accounts that pay for parks' reports to the carbon market.
const EMISSION_REGISTERS: PalletId = PalletId(*b"zp/emreg");

/// The account that pays for the reports of the park `chain` to the carbon market, on both chains.
pub fn registers_account(chain: ParaId) -> AccountId {
	EMISSION_REGISTERS.into_sub_account_truncating(chain)
}

/// The account, on a market's chain, of an order that `chain` placed there.
pub fn order_account(chain: ParaId, number: RemoteOrderId) -> AccountId {
	REMOTE_ORDERS.into_sub_account_truncating((chain, number))
}

/// The assets that a message takes along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cargo {
	/// Whose is whatever is trapped of the message.
	pub claimer: AccountId,
	/// All the money.
	pub money: Balance,
	/// The part of the money that pays for the message's execution.
	pub fee: Balance,
	/// A class that is at home on the sending chain, and how many units of it.
	pub units: Option<(u32, Quantity)>,
}

/// A message to another chain.
pub trait Message {
	/// The assets that it takes along.
	fn cargo(&self) -> Cargo;

	/// The program that runs on the other chain once the fee is paid, when the chain `sender` sends
	/// it.
	fn program(self, sender: ParaId) -> Vec<Instruction<()>>;
}

/// A call that the sending chain itself makes.
fn transact(call: Vec<u8>) -> Instruction<()> {
	Transact { origin_kind: OriginKind::Native, fallback_max_weight: None, call: call.into() }
}

/// An account of the chain that the program runs on.
fn account(account: AccountId) -> Location {
	Location::new(0, [AccountId32 { network: None, id: account.into() }])
}

/// Gives all the money to `owner`, on a chain that money is no home to.
fn deposit_to(owner: AccountId) -> Instruction<()> {
	DepositAsset { assets: Wild(AllCounted(1)), beneficiary: account(owner) }
}
