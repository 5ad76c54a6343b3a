//! The calls that a proxy may make, the park's operators and its verifiers.

use crate::*;
use alloc::vec::Vec;
use frame_support::traits::{ConstU32, InstanceFilter, SortedMembers};
use frame_system::{EnsureRoot, EnsureSignedBy};
use zeropark_runtime_common::proxy::ProxyType;

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::NonTransfer => !matches!(
				call,
				RuntimeCall::Balances { .. }
					| RuntimeCall::ForeignAssets { .. }
					| RuntimeCall::Metering { .. }
					| RuntimeCall::PolkadotXcm { .. }
					| RuntimeCall::CarbonDesk { .. }
					| RuntimeCall::CarbonTrade { .. }
					| RuntimeCall::PowerDesk { .. }
					| RuntimeCall::PowerPurchase { .. }
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

/// The park's operators: they admit devices, open and close periods.
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

/// The verifiers: they publish factors, approve sources, confirm removals, and that devices and
/// sources have ended.
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

/// The verifiers that are not operators too: nobody verifies what they operate.
pub struct IndependentVerifiers;

impl SortedMembers<AccountId> for IndependentVerifiers {
	fn sorted_members() -> Vec<AccountId> {
		let mut verifiers = Verifiers::sorted_members();
		verifiers.retain(|verifier| !<Operators as SortedMembers<_>>::contains(verifier));
		verifiers
	}
}

/// A call of a verifier that is not an operator.
pub type EnsureVerifier = EnsureSignedBy<IndependentVerifiers, AccountId>;
