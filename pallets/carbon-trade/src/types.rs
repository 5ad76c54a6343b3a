//! What an order is for.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zeropark_primitives::ids::{CycleId, EntityId};

/// What one of the desk's orders is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Order {
	/// The enterprise.
	pub entity: EntityId,
	/// The compliance cycle.
	pub cycle: CycleId,
	/// How often it has bought something.
	pub purchases: u32,
}
