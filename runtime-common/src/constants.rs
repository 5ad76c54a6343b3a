//! Units, times and limits.

use frame_support::{
	parameter_types,
	weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight},
};
use sp_runtime::Perbill;

use crate::types::{Balance, BlockNumber};

/// The settlement currency, PCNY, and its parts.
pub mod currency {
	use super::Balance;

	/// The smallest unit: a millionth of a PCNY.
	pub const MICRO: Balance = 1;
	/// A thousandth of a PCNY.
	pub const MILLI: Balance = 1_000 * MICRO;
	/// One PCNY.
	pub const PCNY: Balance = 1_000 * MILLI;
	/// How many decimals a wallet shows.
	pub const DECIMALS: u8 = 6;
	/// What a wallet calls it.
	pub const SYMBOL: &str = "PCNY";
	/// The least an account may hold.
	pub const EXISTENTIAL_DEPOSIT: Balance = MILLI;

	/// What is held for `items` stored items of `bytes` bytes together: 0.1 PCNY an item, 0.001
	/// PCNY a byte.
	pub const fn deposit(items: u32, bytes: u32) -> Balance {
		items as Balance * 100 * MILLI + bytes as Balance * MILLI
	}
}

/// Time, in blocks and milliseconds.
pub mod time {
	use super::BlockNumber;

	/// A slot of this chain, in milliseconds.
	pub const SLOT_DURATION: u64 = 6_000;
	/// A slot of the relay chain, in milliseconds.
	pub const RELAY_SLOT_DURATION: u32 = 6_000;
	/// Blocks in a minute.
	pub const MINUTES: BlockNumber = 60_000 / (SLOT_DURATION as BlockNumber);
	/// Blocks in an hour.
	pub const HOURS: BlockNumber = 60 * MINUTES;
}

/// Consensus with the relay chain.
pub mod consensus {
	/// Blocks made for each relay block.
	pub const BLOCK_PROCESSING_VELOCITY: u32 = 1;
	/// Blocks that may wait for inclusion: asynchronous backing of depth 2 and the one being made.
	pub const UNINCLUDED_SEGMENT_CAPACITY: u32 = 3;
	/// How many relay blocks behind the newest a block builds on.
	pub const RELAY_PARENT_OFFSET: u32 = 0;
}

/// What `on_initialize` takes of a block on average: 5 %.
pub const AVERAGE_ON_INITIALIZE_RATIO: Perbill = Perbill::from_percent(5);

/// What normal transactions may take of a block: 75 %, the rest is for operational ones.
pub const NORMAL_DISPATCH_RATIO: Perbill = Perbill::from_percent(75);

/// A block: two seconds of computation, and as much proof as the relay chain takes.
pub const MAXIMUM_BLOCK_WEIGHT: Weight = Weight::from_parts(
	WEIGHT_REF_TIME_PER_SECOND.saturating_mul(2),
	cumulus_primitives_core::relay_chain::MAX_POV_SIZE as u64,
);

/// The longest block, in bytes.
pub const MAXIMUM_BLOCK_LENGTH: u32 = 5 * 1024 * 1024;

/// The SS58 prefix of every chain: the generic one, so that an account looks the same on all.
pub const SS58_PREFIX: u8 = 42;

/// The XCM version a chain speaks to one it has not yet agreed a version with.
pub const SAFE_XCM_VERSION: u32 = xcm::latest::VERSION;

parameter_types! {
	/// How many block hashes a chain keeps: the reach of a mortal transaction.
	pub const BlockHashCount: BlockNumber = 4096;
}
