//! Lanes, and the transport that carries their messages.

use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{pallet_prelude::DispatchResult, traits::tokens::Preservation};
use scale_info::TypeInfo;
use zeropark_primitives::ids::ParaId;

/// The position of a lane: the messages with the numbers `[first, next)` wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Lane {
	/// The number of the oldest message that has not left.
	pub first: u64,
	/// The number that the next message gets.
	pub next: u64,
}

impl Lane {
	/// Returns how many messages wait.
	pub fn waiting(&self) -> u64 {
		self.next.saturating_sub(self.first)
	}
}

/// Carries messages to their chains.
pub trait Transport<AccountId> {
	/// A message from this chain to another.
	type Message;

	/// Takes the money and assets that `message` carries from `payer` into the chain's custody.
	/// Takes nothing if it fails.
	///
	/// Refuses a message that could never be sent, for it would hold back its lane for ever.
	fn collect(
		payer: &AccountId,
		preservation: Preservation,
		lane: ParaId,
		message: &Self::Message,
	) -> DispatchResult;

	/// Sends `message` to the chain `lane`, with its money and assets out of the custody. If it
	/// fails, the caller undoes all its changes to storage.
	fn send(lane: ParaId, message: Self::Message) -> DispatchResult;

	/// Takes note that a message still waited in a block, so that a channel that nothing else uses
	/// can recover.
	fn waited(lane: ParaId);
}
