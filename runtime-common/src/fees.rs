//! What computation and space cost.

use frame_support::{parameter_types, weights::Weight};

use crate::{
	constants::{currency::MICRO, MAXIMUM_BLOCK_WEIGHT},
	types::Balance,
};

/// What a full block costs: 20 PCNY, which makes a transfer about 0.01 PCNY.
const FULL_BLOCK: u128 = 20 * crate::constants::currency::PCNY;

parameter_types! {
	/// The fee of a byte.
	pub const TransactionByteFee: Balance = 10 * MICRO;
	/// The least a message to another chain costs: its bytes come on top.
	pub const BaseDeliveryFee: Balance = 1_000 * MICRO;
}

/// The fee of a weight: its share of a full block in the scarcer of time and proof, rounded up.
pub struct WeightToFee;

impl frame_support::weights::WeightToFee for WeightToFee {
	type Balance = Balance;

	fn weight_to_fee(weight: &Weight) -> Balance {
		let share = |part: u64, whole: u64| {
			(u128::from(part) * FULL_BLOCK).div_ceil(u128::from(whole.max(1)))
		};
		share(weight.ref_time(), MAXIMUM_BLOCK_WEIGHT.ref_time())
			.max(share(weight.proof_size(), MAXIMUM_BLOCK_WEIGHT.proof_size()))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use frame_support::weights::WeightToFee as _;

	#[test]
	fn fee_should_follow_the_scarcer_part_and_round_up() {
		assert_eq!(WeightToFee::weight_to_fee(&MAXIMUM_BLOCK_WEIGHT), FULL_BLOCK);
		assert_eq!(WeightToFee::weight_to_fee(&Weight::from_parts(1, 0)), 1);
		assert_eq!(WeightToFee::weight_to_fee(&Weight::zero()), 0);
		let half_proof = Weight::from_parts(0, MAXIMUM_BLOCK_WEIGHT.proof_size() / 2);
		assert_eq!(WeightToFee::weight_to_fee(&half_proof), FULL_BLOCK / 2);
	}
}
