//! The calls that nobody may make.

use crate::*;
use frame_support::traits::{Contains, Get};
use zeropark_runtime_common::{routes::Here, xcm_types::is_deliverable};

/// Refuses the calls that nobody may make, except root.
pub struct CallFilter;
impl Contains<RuntimeCall> for CallFilter {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			// Money that is burned leaves its backing stranded.
			RuntimeCall::Balances(pallet_balances::Call::burn { .. }) => false,
			// Emptying an account of a class burns certificates behind the registry's back.
			RuntimeCall::Assets(pallet_assets::Call::refund { allow_burn: true, .. }) => false,
			// These run a program of the caller's making on another chain, where it could burn.
			RuntimeCall::PolkadotXcm(
				pallet_xcm::Call::transfer_assets_using_type_and_then { .. }
				| pallet_xcm::Call::add_authorized_alias { .. },
			) => false,
			// A transfer that cannot be delivered is refused before it leaves.
			RuntimeCall::PolkadotXcm(call) => is_deliverable(call, &Here::<Runtime>::get()),
			_ => true,
		}
	}
}
