//! What every runtime must hold to.

use crate::*;
use zeropark_runtime_common::{chains, genesis::away_issuance};

zeropark_runtime_common::conformance_tests! {
	para_ids: [chains::POWER, chains::HEAT, chains::GAS, chains::COOLING],
	issuance: away_issuance(),
}

#[test]
fn genesis_should_tell_the_carriers_apart() {
	for (carrier, para_id) in [
		("power", chains::POWER),
		("heat", chains::HEAT),
		("gas", chains::GAS),
		("cooling", chains::COOLING),
	] {
		preset_ext(&alloc::format!("{carrier}_development")).execute_with(|| {
			let set = pallet_carrier::TheCarrier::<Runtime>::get().expect("is set");
			assert_eq!(set.name.to_vec(), carrier.as_bytes());
			assert_eq!(u32::from(ParachainInfo::parachain_id()), para_id);
		});
	}
}
