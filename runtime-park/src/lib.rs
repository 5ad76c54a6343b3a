//! The runtime of the park's regional chain: home of the settlement currency, of the meters and of
//! the period ledger.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"]
// Most of what a runtime crate names is made by macros that document nothing.
#![allow(missing_docs)]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod genesis_config_presets;
pub mod migrations;
#[cfg(test)]
mod tests;
mod weights;

use alloc::{borrow::Cow, vec::Vec};
pub use apis::RuntimeApi;
use sp_runtime::impl_opaque_keys;
use sp_version::RuntimeVersion;
use zeropark_runtime_common::types::{self, AccountId, AuraId, Balance, Nonce};

/// Declares the version; its number must be a plain literal.
macro_rules! version {
	($spec_version:tt) => {
		/// The version of this runtime.
		#[sp_version::runtime_version]
		pub const VERSION: RuntimeVersion = RuntimeVersion {
			spec_name: Cow::Borrowed("zeropark-park"),
			impl_name: Cow::Borrowed("zeropark-park"),
			authoring_version: 1,
			spec_version: $spec_version,
			impl_version: 0,
			apis: apis::RUNTIME_API_VERSIONS,
			transaction_version: 1,
			system_version: 1,
		};
	};
}

#[cfg(not(feature = "next-version"))]
version!(1);
#[cfg(feature = "next-version")]
version!(2);

/// A block of this chain.
pub type Block = types::Block<Runtime, RuntimeCall>;
/// A transaction of this chain.
pub type UncheckedExtrinsic = types::UncheckedExtrinsic<Runtime, RuntimeCall>;
/// The extensions of a transaction of this chain.
pub type TxExtension = types::TxExtension<Runtime>;
/// Executes blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

impl_opaque_keys! {
	/// The keys of a collator.
	pub struct SessionKeys {
		/// Its block authoring key.
		pub aura: Aura,
	}
}

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	// System.
	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type ParachainSystem = cumulus_pallet_parachain_system;
	#[runtime::pallet_index(2)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(3)]
	pub type ParachainInfo = parachain_info;
	#[runtime::pallet_index(4)]
	pub type WeightReclaim = cumulus_pallet_weight_reclaim;
	#[runtime::pallet_index(5)]
	pub type Network = pallet_network;

	// Money.
	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(11)]
	pub type TransactionPayment = pallet_transaction_payment;
	#[runtime::pallet_index(13)]
	pub type ForeignAssets = pallet_assets<Instance2>;

	// Collation.
	#[runtime::pallet_index(20)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(21)]
	pub type CollatorSelection = pallet_collator_selection;
	#[runtime::pallet_index(22)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(23)]
	pub type Aura = pallet_aura;
	#[runtime::pallet_index(24)]
	pub type AuraExt = cumulus_pallet_aura_ext;
	#[runtime::pallet_index(25)]
	pub type NodeSelection = pallet_node_selection;

	// Messages between chains.
	#[runtime::pallet_index(30)]
	pub type XcmpQueue = cumulus_pallet_xcmp_queue;
	#[runtime::pallet_index(31)]
	pub type PolkadotXcm = pallet_xcm;
	#[runtime::pallet_index(32)]
	pub type CumulusXcm = cumulus_pallet_xcm;
	#[runtime::pallet_index(33)]
	pub type MessageQueue = pallet_message_queue;
	#[runtime::pallet_index(34)]
	pub type Outbox = pallet_outbox;

	// Governance and handy tools.
	#[runtime::pallet_index(40)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(41)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(42)]
	pub type Proxy = pallet_proxy;
	#[runtime::pallet_index(43)]
	pub type Sudo = pallet_sudo;
	#[runtime::pallet_index(44)]
	pub type Operators = pallet_membership<Instance1>;
	#[runtime::pallet_index(45)]
	pub type Verifiers = pallet_membership<Instance2>;

	// The park.
	#[runtime::pallet_index(50)]
	pub type Metering = pallet_metering;
	#[runtime::pallet_index(51)]
	pub type ZeroCarbon = pallet_zero_carbon;
	#[runtime::pallet_index(52)]
	pub type PowerPurchase = pallet_power_purchase;
	#[runtime::pallet_index(53)]
	pub type PowerDesk = pallet_trading_desk<Instance1>;
	#[runtime::pallet_index(54)]
	pub type EmissionRegisters = pallet_emission_registers;
	#[runtime::pallet_index(55)]
	pub type CarbonDesk = pallet_trading_desk<Instance2>;
	#[runtime::pallet_index(56)]
	pub type CarbonTrade = pallet_carbon_trade;

	// Figures that are proven and not shown.
	#[runtime::pallet_index(60)]
	pub type RangeProof = pallet_range_proof;
}

cumulus_pallet_parachain_system::register_validate_block! {
	Runtime = Runtime,
	BlockExecutor = cumulus_pallet_aura_ext::BlockExecutor::<Runtime, Executive>,
}
