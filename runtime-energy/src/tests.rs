//! What every runtime must hold to.

use crate::*;
use zeropark_runtime_common::{chains, genesis::away_issuance};

zeropark_runtime_common::conformance_tests! {
	para_ids: [chains::POWER, chains::HEAT, chains::GAS, chains::COOLING],
	issuance: away_issuance(),
	ours: [Network, RangeProof, Carrier, Consortium, EnergyMarket],
	weighed: [
		pallet_consortium::Config,
		pallet_energy_market::Config,
	],
}

#[test]
fn genesis_should_tell_the_carriers_apart() {
	// The unit, Wh in one, mgCO2e per kWh where it is used, and the seconds of a slot.
	for (carrier, para_id, unit, energy, factor, slot) in [
		("power", chains::POWER, "kWh", 1_000, 0, 900),
		("heat", chains::HEAT, "GJ", 277_777, 0, 900),
		("gas", chains::GAS, "m3", 10_814, 199_944, 900),
		("cooling", chains::COOLING, "kWh", 1_000, 0, 900),
	] {
		for preset in ["development", "local_testnet"] {
			preset_ext(&alloc::format!("{carrier}_{preset}")).execute_with(|| {
				let set = pallet_carrier::CarrierInfo::<Runtime>::get().expect("is set");
				assert_eq!(set.name.to_vec(), carrier.as_bytes());
				assert_eq!(set.unit.to_vec(), unit.as_bytes());
				assert_eq!(set.energy_per_unit.0, energy);
				assert_eq!(set.emission_factor.0, factor);
				assert_eq!(set.slot, slot);
				assert_eq!(u32::from(ParachainInfo::parachain_id()), para_id);
			});
		}
	}
}
