//! Accounts that act for others, together, or as root.

use crate::{constants::currency::deposit, types::Balance};
use frame_support::parameter_types;

parameter_types! {
	/// Held for a call that waits for signatures: a 32-byte key; 4 + 4 + 16 + 32 bytes of value.
	pub const MultisigDepositBase: Balance = deposit(1, 88);
	/// Held for each of its signatories.
	pub const MultisigDepositFactor: Balance = deposit(0, 32);
	/// Held for an account's list of proxies.
	pub const ProxyDepositBase: Balance = deposit(1, 8);
	/// Held for each proxy.
	pub const ProxyDepositFactor: Balance = deposit(0, 33);
	/// Held for a proxy's list of announced calls.
	pub const AnnouncementDepositBase: Balance = deposit(1, 8);
	/// Held for each announced call.
	pub const AnnouncementDepositFactor: Balance = deposit(0, 66);
}

/// Configures the pallets by which accounts act for each other, for the `Runtime` in scope. The
/// runtime's `impl InstanceFilter<RuntimeCall> for ProxyType` says which calls each kind of proxy
/// may make.
#[macro_export]
macro_rules! impl_governance_configs {
	() => {
		impl pallet_utility::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type RuntimeCall = RuntimeCall;
			type PalletsOrigin = OriginCaller;
			type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
		}

		impl pallet_multisig::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type RuntimeCall = RuntimeCall;
			type Currency = Balances;
			type DepositBase = $crate::configs::governance::MultisigDepositBase;
			type DepositFactor = $crate::configs::governance::MultisigDepositFactor;
			type MaxSignatories = frame_support::traits::ConstU32<64>;
			type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
			type BlockNumberProvider = System;
		}

		impl pallet_proxy::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type RuntimeCall = RuntimeCall;
			type Currency = Balances;
			type ProxyType = $crate::proxy::ProxyType;
			type ProxyDepositBase = $crate::configs::governance::ProxyDepositBase;
			type ProxyDepositFactor = $crate::configs::governance::ProxyDepositFactor;
			type MaxProxies = frame_support::traits::ConstU32<32>;
			type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
			type MaxPending = frame_support::traits::ConstU32<32>;
			type CallHasher = sp_runtime::traits::BlakeTwo256;
			type AnnouncementDepositBase = $crate::configs::governance::AnnouncementDepositBase;
			type AnnouncementDepositFactor = $crate::configs::governance::AnnouncementDepositFactor;
			type BlockNumberProvider = System;
		}

		impl pallet_sudo::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type RuntimeCall = RuntimeCall;
			type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
		}
	};
}
