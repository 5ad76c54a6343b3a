//! Nodes, rounds and choices.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use zeropark_ant_colony as ants;
use zeropark_primitives::market::Balance;

/// The most nodes of a round. The chain's check of a choice is quadratic in them.
pub const MAX_NODES: u32 = 256;

/// The longest endpoint, in bytes.
pub const MAX_ENDPOINT: u32 = 128;

/// A round, counted from 1.
pub type RoundId = u32;

/// The address at which others reach a node, as libp2p writes it.
pub type Endpoint = BoundedVec<u8, ConstU32<MAX_ENDPOINT>>;

/// What a node measured to each node of a round's roster, in its order: the round-trip time in tenths
/// of a millisecond; 0 where nothing was measured.
pub type Row = BoundedVec<u16, ConstU32<MAX_NODES>>;

/// Nodes, by their places in a round's instance.
pub type Places = BoundedVec<u16, ConstU32<MAX_NODES>>;

/// The roles that a node offers to take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Roles {
	/// To make blocks: the paper's consensus service node.
	pub consensus: bool,
	/// To give access to other chains: the paper's cross-chain exchange node.
	pub exchange: bool,
}

/// A registered node. One that offers no role is an application node: others serve it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Node {
	/// The roles that it offers.
	pub roles: Roles,
	/// Where others reach it.
	pub endpoint: Endpoint,
	/// What is on hold for it, in the smallest unit of the currency.
	pub bond: Balance,
	/// The round from which on it may leave; `None` if it stays.
	pub leaves: Option<RoundId>,
}

/// How far a round is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Phase<BlockNumber> {
	/// Nodes report what they measured, until this block.
	Measuring {
		/// The first block that takes no rows any more.
		until: BlockNumber,
	},
	/// All rows are there. The seed is drawn in this block.
	Frozen {
		/// The block.
		until: BlockNumber,
	},
	/// Choices are taken, until this block.
	Searching {
		/// The first block that takes none any more.
		until: BlockNumber,
		/// The seed of the search, drawn after the rows were frozen.
		seed: H256,
	},
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Round<BlockNumber> {
	/// Its number.
	pub id: RoundId,
	/// How far it is.
	pub phase: Phase<BlockNumber>,
	/// What the choice of the round before costs now: a better one is wanted. `None` if it cannot stay.
	pub bar: Option<u64>,
}

/// A choice, as it is submitted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Choice {
	/// The consensus nodes.
	pub consensus: Places,
	/// The exchange nodes.
	pub exchange: Places,
	/// Its cost, equation (3).
	pub cost: u64,
	/// The multipliers that certify how good it is, with ten fractional bits.
	pub multipliers: Multipliers,
}

/// The multipliers of the relaxation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Multipliers {
	/// For each node what it pays to be served by a consensus node.
	pub consensus: BoundedVec<u64, ConstU32<MAX_NODES>>,
	/// The same for exchange nodes.
	pub exchange: BoundedVec<u64, ConstU32<MAX_NODES>>,
	/// What a consensus node is dearer than an exchange node.
	pub delta: i64,
}

impl Choice {
	/// As the library has it.
	pub(crate) fn selection(&self) -> ants::Selection {
		ants::Selection { consensus: self.consensus.to_vec(), exchange: self.exchange.to_vec() }
	}

	/// As the library has them.
	pub(crate) fn multipliers(&self) -> ants::Multipliers {
		let Multipliers { consensus, exchange, delta } = &self.multipliers;
		ants::Multipliers {
			consensus: consensus.to_vec(),
			exchange: exchange.to_vec(),
			delta: *delta,
		}
	}
}

/// The best choice of a round so far.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Best<AccountId> {
	/// The consensus nodes.
	pub consensus: Places,
	/// The exchange nodes.
	pub exchange: Places,
	/// Its cost.
	pub cost: u64,
	/// By how much it is above the least possible cost at most, in millionths: the certified gap.
	pub gap: u32,
	/// Who found it.
	pub by: AccountId,
}

/// The nodes that have the roles.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Selected<AccountId> {
	/// The round that chose them.
	pub round: RoundId,
	/// The consensus nodes.
	pub consensus: BoundedVec<AccountId, ConstU32<MAX_NODES>>,
	/// The exchange nodes.
	pub exchange: BoundedVec<AccountId, ConstU32<MAX_NODES>>,
	/// What they cost in that round.
	pub cost: u64,
	/// The certified gap, in millionths.
	pub gap: u32,
}
