//! The chains of Zeropark: their para ids, and the kind of each. A further park is a row here and a
//! genesis.

use cumulus_primitives_core::ParaId;
use frame_support::traits::Contains;
use polkadot_parachain_primitives::primitives::Sibling;
use sp_runtime::traits::AccountIdConversion;

use crate::types::AccountId;

/// The park's regional chain: home of the settlement currency, of metering and of the period
/// ledger.
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
/// A second park. No network of this repository starts it.
pub const SECOND_PARK: u32 = 2100;

/// The purpose of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
	/// A park's regional chain.
	Park,
	/// A green certificate market.
	Greencert,
	/// A carbon market.
	Carbon,
	/// A chain for the energy of one carrier.
	Energy,
}

/// Which para ids are of which kind.
const KINDS: [(u32, Kind); 8] = [
	(PARK, Kind::Park),
	(GREENCERT, Kind::Greencert),
	(CARBON, Kind::Carbon),
	(POWER, Kind::Energy),
	(HEAT, Kind::Energy),
	(GAS, Kind::Energy),
	(COOLING, Kind::Energy),
	(SECOND_PARK, Kind::Park),
];

/// The chains that the presets start; each has channels to all others.
pub const ALL: [u32; 7] = [PARK, GREENCERT, CARBON, POWER, HEAT, GAS, COOLING];

/// The index, on a chain that has some, of the pallet of the assets that are at home there.
pub const HOME_ASSETS: u8 = 12;

/// The kind of the chain `para_id`; `None` if it is none of Zeropark's.
pub fn kind_of(para_id: u32) -> Option<Kind> {
	KINDS.into_iter().find_map(|(id, kind)| (id == para_id).then_some(kind))
}

/// The para ids of every chain of Zeropark.
pub fn ids() -> impl Iterator<Item = u32> {
	KINDS.into_iter().map(|(id, _)| id)
}

/// The para ids of parks.
pub struct Parks;
impl Contains<u32> for Parks {
	fn contains(para_id: &u32) -> bool {
		kind_of(*para_id) == Some(Kind::Park)
	}
}

/// The para ids of green certificate markets.
pub struct Greencerts;
impl Contains<u32> for Greencerts {
	fn contains(para_id: &u32) -> bool {
		kind_of(*para_id) == Some(Kind::Greencert)
	}
}

/// The para ids of carbon markets.
pub struct Carbons;
impl Contains<u32> for Carbons {
	fn contains(para_id: &u32) -> bool {
		kind_of(*para_id) == Some(Kind::Carbon)
	}
}

/// The account that holds, on every other chain, the assets of the chain `para_id`.
pub fn sovereign_account(para_id: u32) -> AccountId {
	Sibling::from(ParaId::from(para_id)).into_account_truncating()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_chain_should_have_one_kind() {
		for id in ids() {
			assert_eq!(ids().filter(|it| *it == id).count(), 1, "{id}");
		}
		assert!(ALL.into_iter().all(|id| kind_of(id).is_some()));
		assert_eq!(kind_of(1_000), None);
	}
}
