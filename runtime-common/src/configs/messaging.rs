//! Messages between chains: their queues, and who may send them. A runtime's `configs/xcm.rs` says
//! how one is executed.

use crate::{
	configs::system::RuntimeBlockWeights,
	constants::currency::deposit,
	types::{AccountId, Balance},
	xcm_types::{MaxInstructions, RelayNetwork},
	xcm_weights::XcmWeight,
};
use frame_support::{parameter_types, weights::Weight};
use sp_runtime::Perbill;
use xcm_builder::{SignedToAccountId32, WeightInfoBounds, WithUniqueTopic};

/// The longest message, in bytes: one of 100 KiB, the relay chain's limit, and its overhead.
pub const MAX_MESSAGE_SIZE: u32 = 103 * 1024;

parameter_types! {
	/// How much of a block's weight the execution of messages may take.
	pub MessageQueueServiceWeight: Weight =
		Perbill::from_percent(35) * RuntimeBlockWeights::get().max_block;
	/// Held for an account's list of aliases, which may act as it.
	pub const AliasDepositPerItem: Balance = deposit(1, 0);
	/// Held for each byte of that list.
	pub const AliasDepositPerByte: Balance = deposit(0, 1);
}

/// How a local account looks from outside.
pub type LocalOriginToLocation<RuntimeOrigin> =
	SignedToAccountId32<RuntimeOrigin, AccountId, RelayNetwork>;

/// Messages to siblings go by XCMP; the relay chain takes none.
pub type XcmRouter<XcmpQueue> = WithUniqueTopic<XcmpQueue>;

/// Weighs messages with the measured weights of their instructions.
pub type Weigher<Runtime, RuntimeCall> =
	WeightInfoBounds<XcmWeight<Runtime, RuntimeCall>, RuntimeCall, MaxInstructions>;

/// Configures the pallets of messages, for the `Runtime`, `XcmRouter` and `Weigher` in scope:
///
/// - `settlement_asset`: a `Get<AssetId>` of the settlement currency as this chain names it;
/// - `xcm_config`: how messages are executed.
#[macro_export]
macro_rules! impl_messaging_configs {
	(settlement_asset: $settlement_asset:ty, xcm_config: $xcm_config:ty $(,)?) => {
		impl cumulus_pallet_xcmp_queue::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type ChannelInfo = ParachainSystem;
			type VersionWrapper = PolkadotXcm;
			type XcmpQueue = frame_support::traits::TransformOrigin<
				MessageQueue,
				cumulus_primitives_core::AggregateMessageOrigin,
				cumulus_primitives_core::ParaId,
				parachains_common::message_queue::ParaIdToSibling,
			>;
			type MaxInboundSuspended = frame_support::traits::ConstU32<64>;
			type MaxActiveOutboundChannels = frame_support::traits::ConstU32<64>;
			type MaxPageSize =
				frame_support::traits::ConstU32<{ $crate::configs::messaging::MAX_MESSAGE_SIZE }>;
			type ControllerOrigin = frame_system::EnsureRoot<$crate::types::AccountId>;
			type ControllerOriginConverter = $crate::xcm_types::OriginConverter<RuntimeOrigin>;
			type WeightInfo = cumulus_pallet_xcmp_queue::weights::SubstrateWeight<Runtime>;
			type PriceForSiblingDelivery =
				$crate::xcm_types::SiblingDeliveryPrice<$settlement_asset, XcmpQueue>;
		}

		frame_support::parameter_types! {
			pub const AliasHoldReason: RuntimeHoldReason =
				RuntimeHoldReason::PolkadotXcm(pallet_xcm::HoldReason::AuthorizeAlias);
		}

		impl pallet_xcm::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			// Arbitrary messages are neither sent nor executed for anybody: assets move by the
			// transfer calls.
			type SendXcmOrigin = xcm_builder::EnsureXcmOrigin<RuntimeOrigin, ()>;
			type XcmRouter = XcmRouter;
			type ExecuteXcmOrigin = xcm_builder::EnsureXcmOrigin<
				RuntimeOrigin,
				$crate::configs::messaging::LocalOriginToLocation<RuntimeOrigin>,
			>;
			type XcmExecuteFilter = frame_support::traits::Nothing;
			type XcmExecutor = xcm_executor::XcmExecutor<$xcm_config>;
			type XcmTeleportFilter = frame_support::traits::Nothing;
			type XcmReserveTransferFilter = frame_support::traits::Everything;
			type Weigher = Weigher;
			type UniversalLocation = <$xcm_config as xcm_executor::Config>::UniversalLocation;
			type RuntimeOrigin = RuntimeOrigin;
			type RuntimeCall = RuntimeCall;
			const VERSION_DISCOVERY_QUEUE_SIZE: u32 = 100;
			type AdvertisedXcmVersion = pallet_xcm::CurrentXcmVersion;
			type AdminOrigin = frame_system::EnsureRoot<$crate::types::AccountId>;
			type Currency = Balances;
			type CurrencyMatcher = ();
			type TrustedLockers = ();
			type SovereignAccountOf = $crate::xcm_types::LocationToAccountId;
			type MaxLockers = frame_support::traits::ConstU32<0>;
			type MaxRemoteLockConsumers = frame_support::traits::ConstU32<0>;
			type RemoteLockConsumerIdentifier = ();
			type WeightInfo = $crate::weights::pallet_xcm::WeightInfo<Runtime>;
			type AuthorizedAliasConsideration = frame_support::traits::fungible::HoldConsideration<
				$crate::types::AccountId,
				Balances,
				AliasHoldReason,
				frame_support::traits::LinearStoragePrice<
					$crate::configs::messaging::AliasDepositPerItem,
					$crate::configs::messaging::AliasDepositPerByte,
					$crate::types::Balance,
				>,
			>;
		}

		impl cumulus_pallet_xcm::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type XcmExecutor = xcm_executor::XcmExecutor<$xcm_config>;
		}

		impl pallet_message_queue::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			#[cfg(feature = "runtime-benchmarks")]
			type MessageProcessor = pallet_message_queue::mock_helpers::NoopMessageProcessor<
				cumulus_primitives_core::AggregateMessageOrigin,
			>;
			#[cfg(not(feature = "runtime-benchmarks"))]
			type MessageProcessor = xcm_builder::ProcessXcmMessage<
				cumulus_primitives_core::AggregateMessageOrigin,
				xcm_executor::XcmExecutor<$xcm_config>,
				RuntimeCall,
			>;
			type Size = u32;
			type QueueChangeHandler =
				parachains_common::message_queue::NarrowOriginToSibling<XcmpQueue>;
			type QueuePausedQuery =
				parachains_common::message_queue::NarrowOriginToSibling<XcmpQueue>;
			type HeapSize =
				frame_support::traits::ConstU32<{ $crate::configs::messaging::MAX_MESSAGE_SIZE }>;
			type MaxStale = frame_support::traits::ConstU32<8>;
			type ServiceWeight = $crate::configs::messaging::MessageQueueServiceWeight;
			type IdleMaxServiceWeight = $crate::configs::messaging::MessageQueueServiceWeight;
			type WeightInfo = pallet_message_queue::weights::SubstrateWeight<Runtime>;
		}
	};
}
