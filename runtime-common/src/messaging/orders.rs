//! Orders on another chain's market: the calls of its `remote-orders`, and the programs that make them.

use crate::{
	messaging::{deposit_to, order_account, transact},
	types::AccountId,
};
use alloc::{vec, vec::Vec};
use codec::{Decode, Encode};
use xcm::latest::prelude::*;
use zeropark_primitives::{
	ids::{ParaId, RemoteOrderId},
	trading::RemoteOrder,
};

/// Calls of `remote-orders`.
#[derive(Encode, Decode)]
pub enum RemoteOrdersCall<Basket, Purpose> {
	/// `place`.
	#[codec(index = 0)]
	Place {
		/// The order, as the desk numbers it.
		#[codec(compact)]
		number: RemoteOrderId,
		/// The order.
		order: RemoteOrder<AccountId, Basket, Purpose>,
	},
	/// `cancel`.
	#[codec(index = 1)]
	Cancel {
		/// The order.
		#[codec(compact)]
		number: RemoteOrderId,
		/// Whose the rest is.
		beneficiary: AccountId,
	},
}

/// Places order `number` of the chain `sender`, for which the message brings money. `call` encodes a
/// call of `remote-orders` as one of the market's chain.
pub(super) fn place<Basket, Purpose>(
	sender: ParaId,
	number: RemoteOrderId,
	order: RemoteOrder<AccountId, Basket, Purpose>,
	call: fn(RemoteOrdersCall<Basket, Purpose>) -> Vec<u8>,
) -> Vec<Instruction<()>> {
	let deposit = || deposit_to(order_account(sender, number));
	let beneficiary = order.beneficiary.clone();
	vec![
		// An order that cannot be placed is called back at once: the money comes home.
		SetErrorHandler(Xcm(vec![
			RefundSurplus,
			deposit(),
			transact(call(RemoteOrdersCall::Cancel { number, beneficiary })),
		])),
		deposit(),
		transact(call(RemoteOrdersCall::Place { number, order })),
		ExpectTransactStatus(MaybeErrorCode::Success),
		// The handler's weight is refunded once there is another in its place.
		SetErrorHandler(Xcm(vec![])),
		RefundSurplus,
		deposit(),
	]
}

/// Calls order `number` of the chain `sender` back; the rest is `payer`'s.
pub(super) fn cancel<Basket, Purpose>(
	sender: ParaId,
	number: RemoteOrderId,
	payer: AccountId,
	call: fn(RemoteOrdersCall<Basket, Purpose>) -> Vec<u8>,
) -> Vec<Instruction<()>> {
	vec![
		transact(call(RemoteOrdersCall::Cancel { number, beneficiary: payer })),
		RefundSurplus,
		deposit_to(order_account(sender, number)),
	]
}
