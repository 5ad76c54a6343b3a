//! The calls that a proxy may make.

use crate::*;
use frame_support::traits::InstanceFilter;
use zeropark_runtime_common::proxy::ProxyType;

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::NonTransfer => !matches!(
				call,
				RuntimeCall::Balances { .. }
					| RuntimeCall::Consortium { .. }
					| RuntimeCall::EnergyMarket { .. }
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
