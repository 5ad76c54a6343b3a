//! Figures that are committed to, proven to lie in a range, and not shown.

use crate::{constants::currency::deposit, types::Balance};
use core::marker::PhantomData;
use frame_support::{parameter_types, traits::Get};
use zeropark_primitives::ids::ParaId;

parameter_types! {
	/// Held for an account that proves something: a 48-byte key; 8 + 16 bytes of value.
	pub const ProverDeposit: Balance = deposit(1, 72);
	/// Held for a statement: 48 + 32 bytes of keys; 8 + 4 + 16 bytes of value.
	pub const StatementDeposit: Balance = deposit(1, 108);
}

/// The id of a runtime's parachain.
pub struct OwnParaId<Runtime>(PhantomData<Runtime>);
impl<Runtime: parachain_info::Config> Get<ParaId> for OwnParaId<Runtime> {
	fn get() -> ParaId {
		parachain_info::Pallet::<Runtime>::parachain_id().into()
	}
}

/// Configures the pallet of range proofs, for the `Runtime` in scope.
#[macro_export]
macro_rules! impl_proof_configs {
	() => {
		impl pallet_range_proof::Config for Runtime {
			type ParaId = $crate::configs::proofs::OwnParaId<Runtime>;
			type Currency = Balances;
			type RuntimeHoldReason = RuntimeHoldReason;
			type ProverDeposit = $crate::configs::proofs::ProverDeposit;
			type StatementDeposit = $crate::configs::proofs::StatementDeposit;
			type WeightInfo = $crate::weights::pallet_range_proof::WeightInfo<Runtime>;
		}
	};
}
