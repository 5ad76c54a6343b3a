//! The weights that this pallet needs.

use frame_support::weights::Weight;

/// Weights of the calls and of the hook, including the shares of the trading desk and the outbox.
pub trait WeightInfo {
	/// Weight of `buy`.
	fn buy() -> Weight;
	/// Weight of `cancel_order`.
	fn cancel_order() -> Weight;
	/// Weight of `sell`.
	fn sell() -> Weight;
	/// Weight of `instruct`.
	fn instruct() -> Weight;
	/// Weight of `follow`, and of a block in which an instruction is followed.
	fn follow() -> Weight;
}

#[cfg(test)]
impl WeightInfo for () {
	fn buy() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn cancel_order() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn sell() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn instruct() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn follow() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
}
