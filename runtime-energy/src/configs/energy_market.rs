//! Bids, prices, and settlement by meter.

use super::consortium::EnsureProvider;
use crate::*;
use frame_support::{
	pallet_prelude::{InvalidTransaction, TransactionValidityError},
	parameter_types,
	traits::{ConstU16, ConstU32},
	PalletId,
};
use pallet_energy_market::Call;
use zeropark_runtime_common::{
	fees::{FreeCalls, Stage},
	types::{CollatorPot, ParentHash},
};

parameter_types! {
	pub const MarketMakerId: PalletId = PalletId(*b"zp/maker");
}

impl pallet_energy_market::Config for Runtime {
	type ProviderOrigin = EnsureProvider;
	type Points = Consortium;
	type Currency = Balances;
	type Time = Timestamp;
	// What is at stake is a watt-hour.
	type Randomness = ParentHash<Runtime>;
	// Collators run the chain of the grid, and get its fees.
	type GridAccount = CollatorPot<Runtime>;
	type PalletId = MarketMakerId;
	// 1.023 PCNY per kWh, 20 % and 0.2 PCNY per kWh: every margin is for these.
	type MaxRetail = ConstU16<1_023>;
	type MaxLosses = ConstU32<200_000>;
	type MaxFee = ConstU32<200_000>;
	// 10,000 points are 625 pages, which are folded, collected from and paid to: 59 blocks for a slot. So its
	// quarter of an hour is enough also for blocks of 15 s. A block spends less than a fifth on it.
	type PagesPerBlock = ConstU32<32>;
	type WeightInfo = weights::pallet_energy_market::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Readings are free, and so must hold before they enter. Calls of the consortium's are for its members,
/// its meters and its provider: a stranger's do not enter either, so they cost a block nothing.
pub struct FreeReadings;

impl FreeCalls<AccountId, RuntimeCall> for FreeReadings {
	fn check(
		who: &AccountId,
		call: &RuntimeCall,
		has_tip: bool,
		_: Stage,
	) -> Result<(), TransactionValidityError> {
		match call {
			RuntimeCall::EnergyMarket(Call::report_reading { slot, drawn, delivered }) => {
				EnergyMarket::check_reading(who, *slot, *drawn, *delivered, has_tip)
			},
			RuntimeCall::EnergyMarket(_) | RuntimeCall::Consortium(_) => {
				let is_known = pallet_consortium::Members::<Runtime>::contains_key(who)
					|| pallet_sudo::Key::<Runtime>::get().as_ref() == Some(who);
				is_known.then_some(()).ok_or(InvalidTransaction::BadSigner.into())
			},
			_ => Ok(()),
		}
	}
}
