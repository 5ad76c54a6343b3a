//! Who makes the blocks.

use core::marker::PhantomData;

use crate::{
	constants::currency::deposit,
	types::{Balance, BlockNumber},
};
use frame_support::{parameter_types, traits::Get, PalletId};
use frame_system::pallet_prelude::BlockNumberFor;

parameter_types! {
	/// Names the account that is the collators' pot.
	pub const CollatorPotId: PalletId = PalletId(*b"PotStake");
	/// Held for session keys: a 32-byte key under a 32-byte account.
	pub const SessionKeyDeposit: Balance = deposit(1, 64);
}

/// The length of a session in blocks, as genesis set it.
pub struct SessionLength<Runtime>(PhantomData<Runtime>);
impl<Runtime> Get<BlockNumber> for SessionLength<Runtime>
where
	Runtime: pallet_network::Config,
	BlockNumberFor<Runtime>: Into<BlockNumber>,
{
	fn get() -> BlockNumber {
		// A division by it must not fail, whatever the state.
		pallet_network::SessionLength::<Runtime>::get().into().max(1)
	}
}

/// Configures the pallets of collation, for the `Runtime` in scope. `sessions` says who makes the blocks
/// of the next session.
#[macro_export]
macro_rules! impl_consensus_configs {
	() => {
		$crate::impl_consensus_configs!(sessions: CollatorSelection);
	};
	(sessions: $sessions:ty) => {
		impl pallet_authorship::Config for Runtime {
			type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
			type EventHandler = (CollatorSelection,);
		}

		impl pallet_collator_selection::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type Currency = Balances;
			type UpdateOrigin = frame_system::EnsureRoot<$crate::types::AccountId>;
			type PotId = $crate::configs::consensus::CollatorPotId;
			type MaxCandidates = frame_support::traits::ConstU32<64>;
			type MinEligibleCollators = frame_support::traits::ConstU32<1>;
			type MaxInvulnerables = frame_support::traits::ConstU32<16>;
			// A collator that made no block for a session is not one.
			type KickThreshold = $crate::configs::consensus::SessionLength<Runtime>;
			type ValidatorId = $crate::types::AccountId;
			type ValidatorIdOf = pallet_collator_selection::IdentityCollator;
			type ValidatorRegistration = Session;
			type WeightInfo = pallet_collator_selection::weights::SubstrateWeight<Runtime>;
		}

		impl pallet_session::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type ValidatorId = $crate::types::AccountId;
			type ValidatorIdOf = pallet_collator_selection::IdentityCollator;
			type ShouldEndSession = pallet_session::PeriodicSessions<
				$crate::configs::consensus::SessionLength<Runtime>,
				frame_support::traits::ConstU32<0>,
			>;
			type NextSessionRotation = Self::ShouldEndSession;
			type SessionManager = $sessions;
			type SessionHandler =
				<SessionKeys as sp_runtime::traits::OpaqueKeys>::KeyTypeIdProviders;
			type Keys = SessionKeys;
			type DisablingStrategy = ();
			type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
			type Currency = Balances;
			type KeyDeposit = $crate::configs::consensus::SessionKeyDeposit;
		}

		impl pallet_aura::Config for Runtime {
			type AuthorityId = $crate::types::AuraId;
			type DisabledValidators = ();
			type MaxAuthorities = frame_support::traits::ConstU32<128>;
			type AllowMultipleBlocksPerSlot = frame_support::traits::ConstBool<true>;
			type SlotDuration =
				frame_support::traits::ConstU64<{ $crate::constants::time::SLOT_DURATION }>;
		}

		impl cumulus_pallet_aura_ext::Config for Runtime {}
	};
}
