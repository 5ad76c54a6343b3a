//! The runtime of the carbon market.

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
pub mod weights;

use alloc::{borrow::Cow, vec::Vec};
pub use apis::RuntimeApi;
use sp_runtime::impl_opaque_keys;
use sp_version::RuntimeVersion;
use zeropark_runtime_common::types::{self, AccountId, AuraId, Balance, Nonce};

/// The version of this runtime.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("zeropark-carbon"),
	impl_name: Cow::Borrowed("zeropark-carbon"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

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
	#[runtime::pallet_index(12)]
	pub type Assets = pallet_assets<Instance1>;

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
	pub type Regulators = pallet_membership<Instance1>;
	#[runtime::pallet_index(45)]
	pub type Verifiers = pallet_membership<Instance2>;

	// The market.
	#[runtime::pallet_index(51)]
	pub type OrderBook = pallet_order_book;
	#[runtime::pallet_index(52)]
	pub type RemoteOrders = pallet_remote_orders;

	// Allowances and credits.
	#[runtime::pallet_index(53)]
	pub type CarbonAllowances = pallet_carbon_allowances;
	#[runtime::pallet_index(54)]
	pub type Ccer = pallet_ccer;

	// Figures that are proven and not shown.
	#[runtime::pallet_index(60)]
	pub type RangeProof = pallet_range_proof;
}

cumulus_pallet_parachain_system::register_validate_block! {
	Runtime = Runtime,
	BlockExecutor = cumulus_pallet_aura_ext::BlockExecutor::<Runtime, Executive>,
}
