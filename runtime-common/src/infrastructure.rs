//! The pallet configurations that are the same on every chain.

/// Implements, for the `Runtime` in scope, the configuration of every pallet that does the same on each chain.
///
/// The caller's scope must have the runtime's types and pallets (`use crate::*`) and say:
///
/// - `transfers`: the pallets whose calls move money or assets, which a `NonTransfer` proxy must not make;
/// - `forbidden`: calls of its own pallets that nobody may make;
/// - `partner`: the chain that assets other than money may be sent to, as an `Option<Location>`;
/// - `fee_asset`: a `Get<xcm::latest::AssetId>` of the settlement currency as this chain names it.
#[macro_export]
macro_rules! impl_infrastructure {
	(
		transfers: [$($transfer:ident),* $(,)?],
		forbidden: [$($forbidden:pat),* $(,)?],
		partner: $partner:expr,
		fee_asset: $fee_asset:ty $(,)?
	) => {
		use $crate::{
			constants::{consensus, currency, time},
			types::{AccountId, Balance, BlockNumber, Hash, Nonce},
		};

		frame_support::parameter_types! {
			pub const Version: sp_version::RuntimeVersion = VERSION;
			pub const SS58Prefix: u8 = $crate::constants::SS58_PREFIX;
			pub RuntimeBlockLength: frame_system::limits::BlockLength =
				frame_system::limits::BlockLength::builder()
					.max_length($crate::constants::MAXIMUM_BLOCK_LENGTH)
					.modify_max_length_for_class(
						frame_support::dispatch::DispatchClass::Normal,
						|length| *length = $crate::constants::NORMAL_DISPATCH_RATIO * *length,
					)
					.build();
			pub RuntimeBlockWeights: frame_system::limits::BlockWeights =
				frame_system::limits::BlockWeights::builder()
					.base_block(frame_support::weights::constants::BlockExecutionWeight::get())
					.for_class(frame_support::dispatch::DispatchClass::all(), |weights| {
						weights.base_extrinsic =
							frame_support::weights::constants::ExtrinsicBaseWeight::get();
					})
					.for_class(frame_support::dispatch::DispatchClass::Normal, |weights| {
						weights.max_total = Some(
							$crate::constants::NORMAL_DISPATCH_RATIO
								* $crate::constants::MAXIMUM_BLOCK_WEIGHT,
						);
					})
					.for_class(frame_support::dispatch::DispatchClass::Operational, |weights| {
						let whole = $crate::constants::MAXIMUM_BLOCK_WEIGHT;
						weights.max_total = Some(whole);
						weights.reserved =
							Some(whole - $crate::constants::NORMAL_DISPATCH_RATIO * whole);
					})
					.avg_block_initialization($crate::constants::AVERAGE_ON_INITIALIZE_RATIO)
					.build_or_panic();
		}

		/// What nobody may call: burning money, which would leave its backing stranded; what runs a program of the caller's
		/// making on another chain, where it could burn; and sending what would not arrive.
		pub struct CallFilter;
		impl frame_support::traits::Contains<RuntimeCall> for CallFilter {
			fn contains(call: &RuntimeCall) -> bool {
				match call {
					RuntimeCall::Balances(pallet_balances::Call::burn { .. })
					| RuntimeCall::PolkadotXcm(
						pallet_xcm::Call::transfer_assets_using_type_and_then { .. }
						| pallet_xcm::Call::add_authorized_alias { .. },
					) $(| $forbidden)* => false,
					RuntimeCall::PolkadotXcm(call) => {
						use frame_support::traits::Get;
						let settlement: ::xcm::latest::AssetId = <$fee_asset>::get();
						$crate::xcm_types::arrives(call, &settlement.0, $partner)
					},
					_ => true,
				}
			}
		}

		use frame_support::derive_impl;
		#[derive_impl(frame_system::config_preludes::ParaChainDefaultConfig)]
		impl frame_system::Config for Runtime {
			type BaseCallFilter = CallFilter;
			type BlockWeights = RuntimeBlockWeights;
			type BlockLength = RuntimeBlockLength;
			type AccountId = AccountId;
			type Nonce = Nonce;
			type Hash = Hash;
			type Block = Block;
			type BlockHashCount = $crate::constants::BlockHashCount;
			type DbWeight = frame_support::weights::constants::ParityDbWeight;
			type Version = Version;
			type AccountData = pallet_balances::AccountData<Balance>;
			type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
			type ExtensionsWeightInfo = frame_system::SubstrateExtensionsWeight<Runtime>;
			type SS58Prefix = SS58Prefix;
			type OnSetCode = cumulus_pallet_parachain_system::ParachainSetCode<Self>;
			type MaxConsumers = frame_support::traits::ConstU32<16>;
			type SingleBlockMigrations = Migrations;
		}

		impl cumulus_pallet_weight_reclaim::Config for Runtime {
			type WeightInfo = ();
		}

		impl pallet_timestamp::Config for Runtime {
			type Moment = u64;
			type OnTimestampSet = Aura;
			type MinimumPeriod = frame_support::traits::ConstU64<0>;
			type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
		}

		impl parachain_info::Config for Runtime {}

		frame_support::parameter_types! {
			pub const ExistentialDeposit: Balance = currency::EXISTENTIAL_DEPOSIT;
		}

		impl pallet_balances::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type RuntimeHoldReason = RuntimeHoldReason;
			type RuntimeFreezeReason = RuntimeFreezeReason;
			type WeightInfo = $crate::weights::pallet_balances::WeightInfo<Runtime>;
			type Balance = Balance;
			type DustRemoval = $crate::types::ToCollatorPot<Runtime>;
			type ExistentialDeposit = ExistentialDeposit;
			type AccountStore = System;
			type ReserveIdentifier = [u8; 8];
			type FreezeIdentifier = RuntimeFreezeReason;
			type MaxLocks = frame_support::traits::ConstU32<0>;
			type MaxReserves = frame_support::traits::ConstU32<8>;
			type MaxFreezes =
				frame_support::traits::VariantCountOf<RuntimeFreezeReason>;
			type DoneSlashHandler = ();
		}

		impl pallet_transaction_payment::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type OnChargeTransaction = pallet_transaction_payment::FungibleAdapter<
				Balances,
				$crate::types::ToCollatorPot<Runtime>,
			>;
			type OperationalFeeMultiplier = frame_support::traits::ConstU8<5>;
			type WeightToFee = $crate::fees::WeightToFee;
			type LengthToFee = frame_support::weights::ConstantMultiplier<
				Balance,
				$crate::fees::TransactionByteFee,
			>;
			type FeeMultiplierUpdate =
				polkadot_runtime_common::SlowAdjustingFeeUpdate<Self>;
			type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
		}

		frame_support::parameter_types! {
			pub const ReservedXcmpWeight: frame_support::weights::Weight =
				$crate::constants::MAXIMUM_BLOCK_WEIGHT.saturating_div(4);
			pub const ReservedDmpWeight: frame_support::weights::Weight =
				$crate::constants::MAXIMUM_BLOCK_WEIGHT.saturating_div(4);
			pub const RelayMessageOrigin: cumulus_primitives_core::AggregateMessageOrigin =
				cumulus_primitives_core::AggregateMessageOrigin::Parent;
			pub MessageQueueServiceWeight: frame_support::weights::Weight =
				sp_runtime::Perbill::from_percent(35) * RuntimeBlockWeights::get().max_block;
		}

		impl cumulus_pallet_parachain_system::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type OnSystemEvent = ();
			type SelfParaId = parachain_info::Pallet<Runtime>;
			type OutboundXcmpMessageSource = XcmpQueue;
			type DmpQueue =
				frame_support::traits::EnqueueWithOrigin<MessageQueue, RelayMessageOrigin>;
			type ReservedDmpWeight = ReservedDmpWeight;
			type XcmpMessageHandler = XcmpQueue;
			type ReservedXcmpWeight = ReservedXcmpWeight;
			type CheckAssociatedRelayNumber =
				cumulus_pallet_parachain_system::RelayNumberMonotonicallyIncreases;
			type ConsensusHook = $crate::types::ConsensusHook<Runtime>;
			type WeightInfo = cumulus_pallet_parachain_system::weights::SubstrateWeight<Runtime>;
			type RelayParentOffset =
				frame_support::traits::ConstU32<{ consensus::RELAY_PARENT_OFFSET }>;
			type SchedulingSignatureVerifier = ();
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
				xcm_executor::XcmExecutor<xcm::XcmConfig>,
				RuntimeCall,
			>;
			type Size = u32;
			type QueueChangeHandler =
				parachains_common::message_queue::NarrowOriginToSibling<XcmpQueue>;
			type QueuePausedQuery =
				parachains_common::message_queue::NarrowOriginToSibling<XcmpQueue>;
			// Room for a message of 100 KiB, the relay chain's limit, and its overhead.
			type HeapSize = frame_support::traits::ConstU32<{ 103 * 1024 }>;
			type MaxStale = frame_support::traits::ConstU32<8>;
			type ServiceWeight = MessageQueueServiceWeight;
			type IdleMaxServiceWeight = MessageQueueServiceWeight;
			type WeightInfo = pallet_message_queue::weights::SubstrateWeight<Runtime>;
		}

		impl cumulus_pallet_aura_ext::Config for Runtime {}

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
			type MaxPageSize = frame_support::traits::ConstU32<{ 103 * 1024 }>;
			type ControllerOrigin = frame_system::EnsureRoot<AccountId>;
			type ControllerOriginConverter =
				$crate::xcm_types::OriginConverter<RuntimeOrigin>;
			type WeightInfo = cumulus_pallet_xcmp_queue::weights::SubstrateWeight<Runtime>;
			type PriceForSiblingDelivery =
				$crate::xcm_types::SiblingDeliveryPrice<$fee_asset, XcmpQueue>;
		}

		impl pallet_authorship::Config for Runtime {
			type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
			type EventHandler = (CollatorSelection,);
		}

		impl pallet_session::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type ValidatorId = AccountId;
			type ValidatorIdOf = pallet_collator_selection::IdentityCollator;
			type ShouldEndSession = pallet_session::PeriodicSessions<
				frame_support::traits::ConstU32<{ time::SESSION }>,
				frame_support::traits::ConstU32<0>,
			>;
			type NextSessionRotation = Self::ShouldEndSession;
			type SessionManager = CollatorSelection;
			type SessionHandler =
				<SessionKeys as sp_runtime::traits::OpaqueKeys>::KeyTypeIdProviders;
			type Keys = SessionKeys;
			type DisablingStrategy = ();
			type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
			type Currency = Balances;
			type KeyDeposit = SessionKeyDeposit;
		}

		impl pallet_aura::Config for Runtime {
			type AuthorityId = $crate::types::AuraId;
			type DisabledValidators = ();
			type MaxAuthorities = frame_support::traits::ConstU32<128>;
			type AllowMultipleBlocksPerSlot = frame_support::traits::ConstBool<true>;
			type SlotDuration = frame_support::traits::ConstU64<{ time::SLOT_DURATION }>;
		}

		frame_support::parameter_types! {
			pub const CollatorPotId: frame_support::PalletId = frame_support::PalletId(*b"PotStake");
			// A 32-byte key under a 32-byte account.
			pub const SessionKeyDeposit: Balance = currency::deposit(1, 64);
		}

		impl pallet_collator_selection::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type Currency = Balances;
			type UpdateOrigin = frame_system::EnsureRoot<AccountId>;
			type PotId = CollatorPotId;
			type MaxCandidates = frame_support::traits::ConstU32<64>;
			type MinEligibleCollators = frame_support::traits::ConstU32<1>;
			type MaxInvulnerables = frame_support::traits::ConstU32<16>;
			// A collator that made no block for a session is not one.
			type KickThreshold = frame_support::traits::ConstU32<{ time::SESSION }>;
			type ValidatorId = AccountId;
			type ValidatorIdOf = pallet_collator_selection::IdentityCollator;
			type ValidatorRegistration = Session;
			type WeightInfo = pallet_collator_selection::weights::SubstrateWeight<Runtime>;
		}

		impl pallet_utility::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type RuntimeCall = RuntimeCall;
			type PalletsOrigin = OriginCaller;
			type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
		}

		frame_support::parameter_types! {
			// A 32-byte key; 4 + 4 + 16 + 32 bytes of value.
			pub const MultisigDepositBase: Balance = currency::deposit(1, 88);
			pub const MultisigDepositFactor: Balance = currency::deposit(0, 32);
			pub const ProxyDepositBase: Balance = currency::deposit(1, 8);
			pub const ProxyDepositFactor: Balance = currency::deposit(0, 33);
			pub const AnnouncementDepositBase: Balance = currency::deposit(1, 8);
			pub const AnnouncementDepositFactor: Balance = currency::deposit(0, 66);
		}

		impl pallet_multisig::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type RuntimeCall = RuntimeCall;
			type Currency = Balances;
			type DepositBase = MultisigDepositBase;
			type DepositFactor = MultisigDepositFactor;
			type MaxSignatories = frame_support::traits::ConstU32<64>;
			type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
			type BlockNumberProvider = System;
		}

		$crate::define_proxy_type!();

		impl frame_support::traits::InstanceFilter<RuntimeCall> for ProxyType {
			fn filter(&self, call: &RuntimeCall) -> bool {
				use ProxyType::*;
				match self {
					Any => true,
					NonTransfer => !matches!(
						call,
						RuntimeCall::Sudo { .. } $(| RuntimeCall::$transfer { .. })*
					),
					CancelProxy => matches!(
						call,
						RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. })
							| RuntimeCall::Utility { .. } | RuntimeCall::Multisig { .. }
					),
					Collator => matches!(
						call,
						RuntimeCall::CollatorSelection { .. } | RuntimeCall::Session { .. }
							| RuntimeCall::Utility { .. } | RuntimeCall::Multisig { .. }
					),
				}
			}

			fn is_superset(&self, other: &Self) -> bool {
				use ProxyType::*;
				match (self, other) {
					(Any, _) => true,
					(NonTransfer, Collator | CancelProxy) => true,
					(mine, theirs) => mine == theirs,
				}
			}
		}

		impl pallet_proxy::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type RuntimeCall = RuntimeCall;
			type Currency = Balances;
			type ProxyType = ProxyType;
			type ProxyDepositBase = ProxyDepositBase;
			type ProxyDepositFactor = ProxyDepositFactor;
			type MaxProxies = frame_support::traits::ConstU32<32>;
			type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
			type MaxPending = frame_support::traits::ConstU32<32>;
			type CallHasher = sp_runtime::traits::BlakeTwo256;
			type AnnouncementDepositBase = AnnouncementDepositBase;
			type AnnouncementDepositFactor = AnnouncementDepositFactor;
			type BlockNumberProvider = System;
		}

		impl pallet_sudo::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type RuntimeCall = RuntimeCall;
			type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
		}

		frame_support::parameter_types! {
			pub const AliasDepositPerItem: Balance = currency::deposit(1, 0);
			pub const AliasDepositPerByte: Balance = currency::deposit(0, 1);
			pub const AliasHoldReason: RuntimeHoldReason =
				RuntimeHoldReason::PolkadotXcm(pallet_xcm::HoldReason::AuthorizeAlias);
		}

		/// How a local account looks from outside.
		pub type LocalOriginToLocation = xcm_builder::SignedToAccountId32<
			RuntimeOrigin,
			AccountId,
			$crate::xcm_types::RelayNetwork,
		>;

		/// Messages to siblings go by XCMP; the relay chain takes none.
		pub type XcmRouter = xcm_builder::WithUniqueTopic<XcmpQueue>;

		/// Weighs messages with the measured weights of their instructions.
		pub type Weigher = xcm_builder::WeightInfoBounds<
			$crate::xcm_weights::XcmWeight<Runtime, RuntimeCall>,
			RuntimeCall,
			$crate::xcm_types::MaxInstructions,
		>;

		impl pallet_xcm::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			// Arbitrary messages are neither sent nor executed for anybody: assets move by the transfer calls.
			type SendXcmOrigin = xcm_builder::EnsureXcmOrigin<RuntimeOrigin, ()>;
			type XcmRouter = XcmRouter;
			type ExecuteXcmOrigin =
				xcm_builder::EnsureXcmOrigin<RuntimeOrigin, LocalOriginToLocation>;
			type XcmExecuteFilter = frame_support::traits::Nothing;
			type XcmExecutor = xcm_executor::XcmExecutor<xcm::XcmConfig>;
			type XcmTeleportFilter = frame_support::traits::Nothing;
			type XcmReserveTransferFilter = frame_support::traits::Everything;
			type Weigher = Weigher;
			type UniversalLocation = xcm::UniversalLocation;
			type RuntimeOrigin = RuntimeOrigin;
			type RuntimeCall = RuntimeCall;
			const VERSION_DISCOVERY_QUEUE_SIZE: u32 = 100;
			type AdvertisedXcmVersion = pallet_xcm::CurrentXcmVersion;
			type AdminOrigin = frame_system::EnsureRoot<AccountId>;
			type Currency = Balances;
			type CurrencyMatcher = ();
			type TrustedLockers = ();
			type SovereignAccountOf = $crate::xcm_types::LocationToAccountId;
			type MaxLockers = frame_support::traits::ConstU32<0>;
			type MaxRemoteLockConsumers = frame_support::traits::ConstU32<0>;
			type RemoteLockConsumerIdentifier = ();
			type WeightInfo = $crate::weights::pallet_xcm::WeightInfo<Runtime>;
			type AuthorizedAliasConsideration = frame_support::traits::fungible::HoldConsideration<
				AccountId,
				Balances,
				AliasHoldReason,
				frame_support::traits::LinearStoragePrice<
					AliasDepositPerItem,
					AliasDepositPerByte,
					Balance,
				>,
			>;
		}

		impl cumulus_pallet_xcm::Config for Runtime {
			type RuntimeEvent = RuntimeEvent;
			type XcmExecutor = xcm_executor::XcmExecutor<xcm::XcmConfig>;
		}

		/// Migrations that every upgrade runs.
		pub type Migrations = (pallet_xcm::migration::MigrateToLatestXcmVersion<Runtime>,);
	};
}

/// Implements `xcm_executor::Config` for the `XcmConfig` in scope from what differs between the chains:
///
/// - `settlement`: the settlement currency's location as this chain names it;
/// - `transactor`: what moves assets;
/// - `reserves`: which assets are accepted from which reserve;
/// - `transact`: which calls a message may make.
#[macro_export]
macro_rules! impl_xcm_executor {
	(
		settlement: $settlement:ty,
		transactor: $transactor:ty,
		reserves: $reserves:ty,
		transact: $transact:ty $(,)?
	) => {
		impl xcm_executor::Config for XcmConfig {
			type RuntimeCall = RuntimeCall;
			type XcmSender = XcmRouter;
			type XcmEventEmitter = PolkadotXcm;
			type AssetTransactor = $transactor;
			type OriginConverter = $crate::xcm_types::OriginConverter<RuntimeOrigin>;
			type IsReserve = $reserves;
			type IsTeleporter = ();
			type Aliasers = frame_support::traits::Nothing;
			type UniversalLocation = UniversalLocation;
			type Barrier = $crate::xcm_types::Barrier<PolkadotXcm, UniversalLocation>;
			type Weigher = Weigher;
			type Trader = $crate::xcm_types::Trader<Runtime, $settlement>;
			type ResponseHandler = PolkadotXcm;
			type AssetTrap = PolkadotXcm;
			type AssetLocker = ();
			type AssetExchanger = ();
			type SubscriptionService = PolkadotXcm;
			type PalletInstancesInfo = AllPalletsWithSystem;
			type MaxAssetsIntoHolding = $crate::xcm_types::MaxAssetsIntoHolding;
			type FeeManager = $crate::xcm_types::FeeManager<Runtime, $transactor>;
			type MessageExporter = ();
			type UniversalAliases = frame_support::traits::Nothing;
			type CallDispatcher = RuntimeCall;
			type SafeCallFilter = $transact;
			type TransactionalProcessor = xcm_builder::FrameTransactionalProcessor;
			type HrmpNewChannelOpenRequestHandler = ();
			type HrmpChannelAcceptedHandler = ();
			type HrmpChannelClosingHandler = ();
			type XcmRecorder = PolkadotXcm;
		}
	};
}
