//! Money and fees.

use crate::{constants::currency::EXISTENTIAL_DEPOSIT, types::Balance};
use frame_support::parameter_types;

parameter_types! {
	/// The least an account may hold.
	pub const ExistentialDeposit: Balance = EXISTENTIAL_DEPOSIT;
}

/// Configures the pallets of money, for the `Runtime` in scope. `free_calls` checks the calls that
/// pay no fee.
#[macro_export]
macro_rules! impl_monetary_configs {
	() => {
		$crate::impl_monetary_configs!(free_calls: ());
	};
	(free_calls: $free_calls:ty) => {
		impl pallet_balances::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type RuntimeHoldReason = RuntimeHoldReason;
			type RuntimeFreezeReason = RuntimeFreezeReason;
			type WeightInfo = $crate::weights::pallet_balances::WeightInfo<Runtime>;
			type Balance = $crate::types::Balance;
			type DustRemoval = $crate::types::ToCollatorPot<Runtime>;
			type ExistentialDeposit = $crate::configs::monetary::ExistentialDeposit;
			type AccountStore = System;
			type ReserveIdentifier = [u8; 8];
			type FreezeIdentifier = RuntimeFreezeReason;
			type MaxLocks = frame_support::traits::ConstU32<0>;
			type MaxReserves = frame_support::traits::ConstU32<8>;
			type MaxFreezes = frame_support::traits::VariantCountOf<RuntimeFreezeReason>;
			type DoneSlashHandler = ();
		}

		impl pallet_transaction_payment::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type OnChargeTransaction = $crate::fees::ChargeFees<
				pallet_transaction_payment::FungibleAdapter<
					Balances,
					$crate::types::ToCollatorPot<Runtime>,
				>,
				$free_calls,
			>;
			type OperationalFeeMultiplier = frame_support::traits::ConstU8<5>;
			type WeightToFee = $crate::fees::WeightToFee;
			type LengthToFee = frame_support::weights::ConstantMultiplier<
				$crate::types::Balance,
				$crate::fees::TransactionByteFee,
			>;
			type FeeMultiplierUpdate = polkadot_runtime_common::SlowAdjustingFeeUpdate<Self>;
			type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
		}
	};
}
