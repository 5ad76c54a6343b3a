//! The chains of Zeropark and their places in the relay chain's address space.

use cumulus_primitives_core::ParaId;
use polkadot_parachain_primitives::primitives::Sibling;
use sp_runtime::traits::AccountIdConversion;

use crate::types::AccountId;

/// The park's regional chain: home of the settlement currency, of metering and of the period ledger.
pub const PARK: u32 = 2000;
/// The green certificate market.
pub const GREENCERT: u32 = 2001;
/// The carbon market.
pub const CARBON: u32 = 2002;
/// The energy chain of electric power.
pub const POWER: u32 = 2010;
/// The energy chain of heat.
pub const HEAT: u32 = 2011;
/// The energy chain of gas.
pub const GAS: u32 = 2012;
/// The energy chain of cooling.
pub const COOLING: u32 = 2013;

/// The index, on a chain that has some, of the pallet of the assets that are at home there.
pub const HOME_ASSETS: u8 = 12;

/// Every chain; each has channels to all others.
pub const ALL: [u32; 7] = [PARK, GREENCERT, CARBON, POWER, HEAT, GAS, COOLING];

/// The account that holds, on every other chain, what belongs to the chain `para_id`.
pub fn sovereign_account(para_id: u32) -> AccountId {
	Sibling::from(ParaId::from(para_id)).into_account_truncating()
}
