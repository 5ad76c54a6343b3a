//! Benchmarks of the park's runtime: its own pallets, and what all four runtimes share.

use crate::{
	configs::{
		outbox::FromPark,
		xcm::{SettlementAssetId, XcmConfig},
	},
	*,
};
use ::xcm::latest::prelude::*;
use alloc::{boxed::Box, string::String, vec, vec::Vec};
use cumulus_primitives_core::ParaId;
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkError, BenchmarkList};
use frame_support::{
	parameter_types,
	traits::{
		fungible::Mutate, ContainsPair, StorageInfo, StorageInfoTrait, WhitelistedStorageKeys,
	},
};
use zeropark_primitives::{
	compliance::{CarbonFill, EntityRegister, Register, Registers, MAX_REPORTED},
	ids::RemoteOrderId,
	purchase::Delivery,
	time::Seconds,
};
use zeropark_runtime_common::{
	chains,
	constants::currency::{EXISTENTIAL_DEPOSIT, PCNY},
	messaging::calls::carbon::ToCarbon,
	xcm_types::{HereLocation, LocationToAccountId, SiblingDeliveryPrice},
};

frame_benchmarking::define_benchmarks!(
	[cumulus_pallet_weight_reclaim, WeightReclaim]
	[pallet_carbon_trade, CarbonTrade]
	[pallet_emission_registers, EmissionRegisters]
	[pallet_metering, Metering]
	[pallet_node_selection, NodeSelection]
	[pallet_outbox, Outbox]
	[pallet_power_purchase, PowerPurchase]
	[pallet_range_proof, RangeProof]
	[pallet_trading_desk, CarbonDesk]
	[pallet_trading_desk, PowerDesk]
	[pallet_zero_carbon, ZeroCarbon]
	[pallet_xcm, PalletXcmBench::<Runtime>]
	[pallet_xcm_benchmarks::fungible, XcmFungible]
	[pallet_xcm_benchmarks::generic, XcmGeneric]
);

use pallet_xcm::benchmarking::Pallet as PalletXcmBench;
type XcmFungible = pallet_xcm_benchmarks::fungible::Pallet<Runtime>;
type XcmGeneric = pallet_xcm_benchmarks::generic::Pallet<Runtime>;

/// The benchmarks there are.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs one.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}

/// Prepares the state that benchmarks need.
pub struct Helper;

impl pallet_metering::BenchmarkHelper for Helper {
	fn set_time(seconds: Seconds) {
		pallet_timestamp::Now::<Runtime>::put(seconds * 1_000);
	}

	fn open_channel() {
		<Self as pallet_power_purchase::BenchmarkHelper>::open_channel();
	}
}

impl pallet_zero_carbon::BenchmarkHelper for Helper {
	fn set_time(seconds: Seconds) {
		<Self as pallet_metering::BenchmarkHelper>::set_time(seconds);
	}
}

impl pallet_emission_registers::BenchmarkHelper for Helper {
	fn open_channel() {
		ParachainSystem::open_outbound_hrmp_channel_for_benchmarks_or_tests(chains::CARBON.into());
	}
}

impl pallet_power_purchase::BenchmarkHelper for Helper {
	fn open_channel() {
		ParachainSystem::open_outbound_hrmp_channel_for_benchmarks_or_tests(
			chains::GREENCERT.into(),
		);
	}

	fn fund(who: &AccountId) {
		let _ = <Balances as Mutate<_>>::mint_into(who, 1_000_000_000 * PCNY);
	}

	fn set_time(seconds: Seconds) {
		<Self as pallet_zero_carbon::BenchmarkHelper>::set_time(seconds);
	}
}

impl pallet_trading_desk::BenchmarkHelper<Runtime, pallet_trading_desk::Instance1> for Helper {
	fn order_and_fill() -> Result<(RemoteOrderId, Delivery), BenchmarkError> {
		let buyer = pallet_power_purchase::order::<Runtime>(true)?;
		Ok((0, pallet_power_purchase::delivery(buyer)))
	}
}

impl pallet_carbon_trade::BenchmarkHelper<AccountId> for Helper {
	fn open_channel() {
		<Self as pallet_emission_registers::BenchmarkHelper>::open_channel();
	}

	fn fund(who: &AccountId) {
		<Self as pallet_power_purchase::BenchmarkHelper>::fund(who);
	}

	fn set_time(seconds: Seconds) {
		<Self as pallet_metering::BenchmarkHelper>::set_time(seconds);
	}
}

impl pallet_trading_desk::BenchmarkHelper<Runtime, pallet_trading_desk::Instance2> for Helper {
	fn order_and_fill() -> Result<(RemoteOrderId, CarbonFill), BenchmarkError> {
		let (_, owner) = pallet_carbon_trade::order::<Runtime>()?;
		Ok((0, pallet_carbon_trade::fill(owner)))
	}
}

impl pallet_outbox::BenchmarkHelper<AccountId, FromPark> for Helper {
	// The longest message there is.
	fn message(payer: &AccountId) -> (u32, FromPark) {
		<Self as pallet_power_purchase::BenchmarkHelper>::fund(payer);
		let register = EntityRegister { entity: 0, register: Register::default() };
		let registers = Registers::truncate_from(vec![register; MAX_REPORTED as usize]);
		let report = ToCarbon::Report { cycle: 0, registers, payer: payer.clone() };
		(chains::CARBON, FromPark::Carbon(report))
	}

	fn open_channel(lane: u32) {
		ParachainSystem::open_outbound_hrmp_channel_for_benchmarks_or_tests(lane.into());
	}
}

/// Makes ids of foreign assets.
pub struct ForeignAssetsHelper;

impl pallet_assets::BenchmarkHelper<Location, ()> for ForeignAssetsHelper {
	fn create_asset_id_parameter(id: u32) -> Location {
		Location::new(1, [Parachain(chains::GREENCERT), GeneralIndex(id.into())])
	}

	fn create_reserve_id_parameter(_: u32) {}
}

parameter_types! {
	/// What a delivery is paid with.
	pub ExistentialDepositAsset: Option<Asset> =
		Some((HereLocation::get(), EXISTENTIAL_DEPOSIT).into());
	/// Nothing is teleported.
	pub const NoTeleporter: Option<(Location, Asset)> = None;
	/// A chain that is trusted with settlement money in benchmarks alone: not the one messages are
	/// sent to, or a transfer there would be measured as one home.
	pub CarbonLocation: Location = Location::new(1, Parachain(chains::CARBON));
	/// The money that arrives from it.
	pub TrustedReserve: Option<(Location, Asset)> =
		Some((CarbonLocation::get(), (HereLocation::get(), PCNY).into()));
	/// Teleports are not tracked.
	pub const NoCheckedAccount: Option<(AccountId, xcm_builder::MintLocation)> = None;
	/// The chain messages are sent to.
	pub const Greencert: ParaId = ParaId::new(chains::GREENCERT);
}

/// Accepts money from that chain.
pub struct ReservesForBenchmarks;
impl ContainsPair<Asset, Location> for ReservesForBenchmarks {
	fn contains(asset: &Asset, origin: &Location) -> bool {
		asset.id.0 == HereLocation::get() && *origin == CarbonLocation::get()
	}
}

fn greencert() -> Location {
	Location::new(1, Parachain(chains::GREENCERT))
}

type DeliveryHelper = polkadot_runtime_common::xcm_sender::ToParachainDeliveryHelper<
	XcmConfig,
	ExistentialDepositAsset,
	SiblingDeliveryPrice<SettlementAssetId, XcmpQueue>,
	Greencert,
	ParachainSystem,
>;

impl pallet_xcm::benchmarking::Config for Runtime {
	type DeliveryHelper = DeliveryHelper;

	fn reachable_dest() -> Option<Location> {
		Some(greencert())
	}

	fn teleportable_asset_and_dest() -> Option<(Asset, Location)> {
		None
	}

	fn reserve_transferable_asset_and_dest() -> Option<(Asset, Location)> {
		Some(((HereLocation::get(), EXISTENTIAL_DEPOSIT).into(), greencert()))
	}

	fn set_up_complex_asset_transfer() -> Option<(Assets, u32, Location, Box<dyn FnOnce()>)> {
		let amount = EXISTENTIAL_DEPOSIT * 10;
		let assets: Assets = vec![(HereLocation::get(), amount).into()].into();
		let who: AccountId = frame_benchmarking::whitelisted_caller();
		let balance = EXISTENTIAL_DEPOSIT * 1_000;
		let _ =
			<Balances as frame_support::traits::Currency<_>>::make_free_balance_be(&who, balance);
		let verify = move || assert!(Balances::free_balance(&who) < balance);
		Some((assets, 0, greencert(), Box::new(verify)))
	}

	fn get_asset() -> Asset {
		(HereLocation::get(), EXISTENTIAL_DEPOSIT).into()
	}

	fn batch_call(calls: Vec<RuntimeCall>) -> Option<RuntimeCall> {
		Some(pallet_utility::Call::batch { calls }.into())
	}
}

impl pallet_xcm_benchmarks::Config for Runtime {
	type XcmConfig = XcmConfig;
	type AccountIdConverter = LocationToAccountId;
	type DeliveryHelper = DeliveryHelper;

	fn valid_destination() -> Result<Location, BenchmarkError> {
		Ok(greencert())
	}

	fn worst_case_holding(_: u32) -> xcm_executor::AssetsInHolding {
		let mut holding = xcm_executor::AssetsInHolding::new();
		holding.fungible.insert(
			AssetId(HereLocation::get()),
			Box::new(pallet_xcm_benchmarks::MockCredit(1_000_000 * PCNY)),
		);
		holding
	}
}

impl pallet_xcm_benchmarks::fungible::Config for Runtime {
	type TransactAsset = Balances;
	type CheckedAccount = NoCheckedAccount;
	type TrustedTeleporter = NoTeleporter;
	type TrustedReserve = TrustedReserve;

	fn get_asset() -> Asset {
		(HereLocation::get(), PCNY).into()
	}
}

impl pallet_xcm_benchmarks::generic::Config for Runtime {
	type TransactAsset = Balances;
	type RuntimeCall = RuntimeCall;

	fn worst_case_response() -> (u64, Response) {
		(0, Response::Version(Default::default()))
	}

	fn worst_case_asset_exchange() -> Result<(Assets, Assets), BenchmarkError> {
		Err(BenchmarkError::Skip)
	}

	fn universal_alias() -> Result<(Location, Junction), BenchmarkError> {
		Err(BenchmarkError::Skip)
	}

	fn transact_origin_and_runtime_call() -> Result<(Location, RuntimeCall), BenchmarkError> {
		let remark = frame_system::Call::remark_with_event { remark: Vec::new() };
		Ok((greencert(), remark.into()))
	}

	fn subscribe_origin() -> Result<Location, BenchmarkError> {
		Ok(greencert())
	}

	fn claimable_asset() -> Result<(Location, Location, Assets), BenchmarkError> {
		let assets: Assets = (AssetId(HereLocation::get()), 1_000 * PCNY).into();
		Ok((greencert(), Location::here(), assets))
	}

	fn worst_case_for_trader() -> Result<(Asset, WeightLimit), BenchmarkError> {
		let limit = frame_support::weights::Weight::from_parts(5_000, 5_000);
		Ok(((HereLocation::get(), 1_000_000 * PCNY).into(), WeightLimit::Limited(limit)))
	}

	fn unlockable_asset() -> Result<(Location, Location, Asset), BenchmarkError> {
		Err(BenchmarkError::Skip)
	}

	fn export_message_origin_and_destination(
	) -> Result<(Location, NetworkId, InteriorLocation), BenchmarkError> {
		Err(BenchmarkError::Skip)
	}

	fn alias_origin() -> Result<(Location, Location), BenchmarkError> {
		Err(BenchmarkError::Skip)
	}
}
