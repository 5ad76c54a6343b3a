//! Blocks and their limits, the clock, and the chain's place under the relay chain.

use crate::constants::{
	AVERAGE_ON_INITIALIZE_RATIO, MAXIMUM_BLOCK_LENGTH, MAXIMUM_BLOCK_WEIGHT, NORMAL_DISPATCH_RATIO,
	SS58_PREFIX,
};
use cumulus_primitives_core::AggregateMessageOrigin;
use frame_support::{
	dispatch::DispatchClass,
	parameter_types,
	weights::{
		constants::{BlockExecutionWeight, ExtrinsicBaseWeight},
		Weight,
	},
};
use frame_system::limits::{BlockLength, BlockWeights};

parameter_types! {
	/// The prefix of every address.
	pub const SS58Prefix: u8 = SS58_PREFIX;
	/// How long a block may be; normal transactions have a share of it.
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAXIMUM_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |length| {
			*length = NORMAL_DISPATCH_RATIO * *length;
		})
		.build();
	/// How much a block may weigh. Normal transactions have a share of it, the rest is kept for
	/// operational ones.
	pub RuntimeBlockWeights: BlockWeights = BlockWeights::builder()
		.base_block(BlockExecutionWeight::get())
		.for_class(DispatchClass::all(), |weights| {
			weights.base_extrinsic = ExtrinsicBaseWeight::get();
		})
		.for_class(DispatchClass::Normal, |weights| {
			weights.max_total = Some(NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_WEIGHT);
		})
		.for_class(DispatchClass::Operational, |weights| {
			weights.max_total = Some(MAXIMUM_BLOCK_WEIGHT);
			weights.reserved =
				Some(MAXIMUM_BLOCK_WEIGHT - NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_WEIGHT);
		})
		.avg_block_initialization(AVERAGE_ON_INITIALIZE_RATIO)
		.build_or_panic();
	/// Kept free at the start of a block for messages from other parachains.
	pub const ReservedXcmpWeight: Weight = MAXIMUM_BLOCK_WEIGHT.saturating_div(4);
	/// Kept free at the start of a block for messages from the relay chain.
	pub const ReservedDmpWeight: Weight = MAXIMUM_BLOCK_WEIGHT.saturating_div(4);
	/// Names the queue of messages from the relay chain.
	pub const RelayMessageOrigin: AggregateMessageOrigin = AggregateMessageOrigin::Parent;
}

/// Configures the pallets of the system, for the `Runtime` in scope:
///
/// - `call_filter`: refuses the calls that nobody may make;
/// - `migrations`: run at an upgrade.
#[macro_export]
macro_rules! impl_system_configs {
	// Paths by their identifiers: `derive_impl` hands tokens on, which a parsed type might not
	// survive.
	(call_filter: $($call_filter:ident)::+, migrations: $($migrations:ident)::+ $(,)?) => {
		frame_support::parameter_types! {
			pub const Version: sp_version::RuntimeVersion = VERSION;
		}

		use frame_support::derive_impl;
		#[derive_impl(frame_system::config_preludes::ParaChainDefaultConfig)]
		impl frame_system::Config for Runtime {
			type BaseCallFilter = $($call_filter)::+;
			type BlockWeights = $crate::configs::system::RuntimeBlockWeights;
			type BlockLength = $crate::configs::system::RuntimeBlockLength;
			type AccountId = $crate::types::AccountId;
			type Nonce = $crate::types::Nonce;
			type Hash = $crate::types::Hash;
			type Block = Block;
			type BlockHashCount = $crate::constants::BlockHashCount;
			type DbWeight = frame_support::weights::constants::ParityDbWeight;
			type Version = Version;
			type AccountData = pallet_balances::AccountData<$crate::types::Balance>;
			type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
			type ExtensionsWeightInfo = frame_system::SubstrateExtensionsWeight<Runtime>;
			type SS58Prefix = $crate::configs::system::SS58Prefix;
			type OnSetCode = cumulus_pallet_parachain_system::ParachainSetCode<Self>;
			type MaxConsumers = frame_support::traits::ConstU32<16>;
			type SingleBlockMigrations = $($migrations)::+;
		}

		impl cumulus_pallet_parachain_system::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type OnSystemEvent = ();
			type SelfParaId = parachain_info::Pallet<Runtime>;
			type OutboundXcmpMessageSource = XcmpQueue;
			type DmpQueue = frame_support::traits::EnqueueWithOrigin<
				MessageQueue,
				$crate::configs::system::RelayMessageOrigin,
			>;
			type ReservedDmpWeight = $crate::configs::system::ReservedDmpWeight;
			type XcmpMessageHandler = XcmpQueue;
			type ReservedXcmpWeight = $crate::configs::system::ReservedXcmpWeight;
			type CheckAssociatedRelayNumber =
				cumulus_pallet_parachain_system::RelayNumberMonotonicallyIncreases;
			type ConsensusHook = $crate::types::ConsensusHook<Runtime>;
			type WeightInfo = cumulus_pallet_parachain_system::weights::SubstrateWeight<Runtime>;
			type RelayParentOffset = frame_support::traits::ConstU32<
				{ $crate::constants::consensus::RELAY_PARENT_OFFSET },
			>;
			type SchedulingSignatureVerifier = ();
		}

		impl pallet_timestamp::Config for Runtime {
			type Moment = u64;
			type OnTimestampSet = Aura;
			type MinimumPeriod = frame_support::traits::ConstU64<0>;
			type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
		}

		impl parachain_info::Config for Runtime {}

		impl pallet_network::Config for Runtime {}

		impl cumulus_pallet_weight_reclaim::Config for Runtime {
			type WeightInfo = ();
		}
	};
}
