//! The calls that a proxy may make, the regulators and the verifiers.

use crate::*;
use alloc::vec::Vec;
use frame_support::traits::{ConstU32, Contains, InstanceFilter, SortedMembers};
use frame_system::{EnsureRoot, EnsureSignedBy};
use zeropark_runtime_common::proxy::ProxyType;

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::NonTransfer => !matches!(
				call,
				RuntimeCall::Balances { .. }
					| RuntimeCall::Assets { .. }
					| RuntimeCall::CarbonAllowances { .. }
					| RuntimeCall::Ccer { .. }
					| RuntimeCall::OrderBook { .. }
					| RuntimeCall::RemoteOrders { .. }
					| RuntimeCall::PolkadotXcm { .. }
					| RuntimeCall::Sudo { .. }
			),
			Self::CancelProxy => matches!(
				call,
				RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. })
					| RuntimeCall::Utility { .. }
					| RuntimeCall::Multisig { .. }
			),
			Self::Collator => matches!(
				call,
				RuntimeCall::CollatorSelection { .. }
					| RuntimeCall::Session { .. }
					| RuntimeCall::Utility { .. }
					| RuntimeCall::Multisig { .. }
			),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		self.includes(*other)
	}
}

/// The regulators: they open cycles, allocate, and issue.
impl pallet_membership::Config<pallet_membership::Instance1> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type AddOrigin = EnsureRoot<AccountId>;
	type RemoveOrigin = EnsureRoot<AccountId>;
	type SwapOrigin = EnsureRoot<AccountId>;
	type ResetOrigin = EnsureRoot<AccountId>;
	type PrimeOrigin = EnsureRoot<AccountId>;
	type MembershipInitialized = ();
	type MembershipChanged = ();
	type MaxMembers = ConstU32<16>;
	type WeightInfo = pallet_membership::weights::SubstrateWeight<Runtime>;
}

/// The verifiers: they validate projects, and verify what projects reduced.
impl pallet_membership::Config<pallet_membership::Instance2> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type AddOrigin = EnsureRoot<AccountId>;
	type RemoveOrigin = EnsureRoot<AccountId>;
	type SwapOrigin = EnsureRoot<AccountId>;
	type ResetOrigin = EnsureRoot<AccountId>;
	type PrimeOrigin = EnsureRoot<AccountId>;
	type MembershipInitialized = ();
	type MembershipChanged = ();
	type MaxMembers = ConstU32<16>;
	type WeightInfo = pallet_membership::weights::SubstrateWeight<Runtime>;
}

/// The verifiers that are not regulators too: nobody verifies what they then issue for.
pub struct IndependentVerifiers;

impl SortedMembers<AccountId> for IndependentVerifiers {
	fn sorted_members() -> Vec<AccountId> {
		let mut verifiers = Verifiers::sorted_members();
		verifiers.retain(|verifier| !<Regulators as SortedMembers<_>>::contains(verifier));
		verifiers
	}
}

impl Contains<AccountId> for IndependentVerifiers {
	fn contains(who: &AccountId) -> bool {
		<Self as SortedMembers<_>>::contains(who)
	}
}

/// A call of a verifier that is not a regulator.
pub type EnsureVerifier = EnsureSignedBy<IndependentVerifiers, AccountId>;
