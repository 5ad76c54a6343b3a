//! What computation and space cost.

use core::marker::PhantomData;
use frame_support::{pallet_prelude::TransactionValidityError, parameter_types, weights::Weight};
use pallet_transaction_payment::{OnChargeTransaction, TxCreditHold};
use sp_runtime::traits::{DispatchInfoOf, PostDispatchInfoOf, Zero};

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

/// The check of transactions that pay no fee, before they enter the pool and a block.
pub trait FreeCalls<AccountId, Call> {
	/// Whether `call` of `who` may enter. It may not only for a call that is free: whoever pays may
	/// fail.
	fn check(
		who: &AccountId,
		call: &Call,
		has_tip: bool,
		stage: Stage,
	) -> Result<(), TransactionValidityError>;
}

/// Where a transaction is about to enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
	/// The pool, where it may wait for others of its sender. A block asks this as well.
	Pool,
	/// A block.
	Block,
}

impl<AccountId, Call> FreeCalls<AccountId, Call> for () {
	fn check(_: &AccountId, _: &Call, _: bool, _: Stage) -> Result<(), TransactionValidityError> {
		Ok(())
	}
}

/// Charges fees as `Inner` does, and has `Free` check every call first. A call that is free cannot
/// be kept out by its fee, so what does not hold would fill blocks for nothing.
pub struct ChargeFees<Inner, Free>(PhantomData<(Inner, Free)>);

impl<T, Inner, Free> OnChargeTransaction<T> for ChargeFees<Inner, Free>
where
	T: pallet_transaction_payment::Config,
	Inner: OnChargeTransaction<T>,
	Free: FreeCalls<T::AccountId, T::RuntimeCall>,
{
	type Balance = Inner::Balance;
	type LiquidityInfo = Inner::LiquidityInfo;

	fn withdraw_fee(
		who: &T::AccountId,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		fee_with_tip: Self::Balance,
		tip: Self::Balance,
	) -> Result<Self::LiquidityInfo, TransactionValidityError> {
		Free::check(who, call, !tip.is_zero(), Stage::Block)?;
		Inner::withdraw_fee(who, call, info, fee_with_tip, tip)
	}

	fn can_withdraw_fee(
		who: &T::AccountId,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		fee_with_tip: Self::Balance,
		tip: Self::Balance,
	) -> Result<(), TransactionValidityError> {
		Free::check(who, call, !tip.is_zero(), Stage::Pool)?;
		Inner::can_withdraw_fee(who, call, info, fee_with_tip, tip)
	}

	fn correct_and_deposit_fee(
		who: &T::AccountId,
		info: &DispatchInfoOf<T::RuntimeCall>,
		post_info: &PostDispatchInfoOf<T::RuntimeCall>,
		corrected_fee_with_tip: Self::Balance,
		tip: Self::Balance,
		liquidity_info: Self::LiquidityInfo,
	) -> Result<(), TransactionValidityError> {
		Inner::correct_and_deposit_fee(
			who,
			info,
			post_info,
			corrected_fee_with_tip,
			tip,
			liquidity_info,
		)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow_account(who: &T::AccountId, amount: Self::Balance) {
		Inner::endow_account(who, amount);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn minimum_balance() -> Self::Balance {
		Inner::minimum_balance()
	}
}

impl<T, Inner, Free> TxCreditHold<T> for ChargeFees<Inner, Free>
where
	T: pallet_transaction_payment::Config,
	Inner: TxCreditHold<T>,
{
	type Credit = Inner::Credit;
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
