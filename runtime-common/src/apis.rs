//! The runtime APIs that every chain answers.

/// Implements every runtime API that a node and a wallet of SDK 2609 expect, for the `Runtime` in
/// scope, and with them the chain's own, given as the macro's body. `settlement_asset` is a
/// `Get<AssetId>` of what fees are paid in; `genesis_presets` a module with `get_preset` and
/// `preset_names`.
#[macro_export]
macro_rules! impl_runtime_apis {
	(
		settlement_asset: $settlement_asset:ty,
		genesis_presets: $genesis_presets:ident,
		$($own:tt)*
	) => {
		sp_api::impl_runtime_apis! {
			impl sp_api::Core<Block> for Runtime {
				fn version() -> sp_version::RuntimeVersion {
					VERSION
				}
				fn execute_block(block: <Block as BlockT>::LazyBlock) {
					Executive::execute_block(block)
				}
				fn initialize_block(
					header: &<Block as BlockT>::Header,
				) -> sp_runtime::ExtrinsicInclusionMode {
					Executive::initialize_block(header)
				}
			}

			impl sp_api::Metadata<Block> for Runtime {
				fn metadata() -> sp_core::OpaqueMetadata {
					sp_core::OpaqueMetadata::new(Runtime::metadata().into())
				}
				fn metadata_at_version(version: u32) -> Option<sp_core::OpaqueMetadata> {
					Runtime::metadata_at_version(version)
				}
				fn metadata_versions() -> Vec<u32> {
					Runtime::metadata_versions()
				}
			}

			impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
				fn execute_view_function(
					id: frame_support::view_functions::ViewFunctionId,
					input: Vec<u8>,
				) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
					Runtime::execute_view_function(id, input)
				}
			}

			impl sp_block_builder::BlockBuilder<Block> for Runtime {
				fn apply_extrinsic(
					extrinsic: <Block as BlockT>::Extrinsic,
				) -> sp_runtime::ApplyExtrinsicResult {
					Executive::apply_extrinsic(extrinsic)
				}
				fn finalize_block() -> <Block as BlockT>::Header {
					Executive::finalize_block()
				}
				fn inherent_extrinsics(
					data: sp_inherents::InherentData,
				) -> Vec<<Block as BlockT>::Extrinsic> {
					data.create_extrinsics()
				}
				fn check_inherents(
					block: <Block as BlockT>::LazyBlock,
					data: sp_inherents::InherentData,
				) -> sp_inherents::CheckInherentsResult {
					data.check_extrinsics(&block)
				}
			}

			impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
				fn validate_transaction(
					source: sp_runtime::transaction_validity::TransactionSource,
					tx: <Block as BlockT>::Extrinsic,
					block_hash: <Block as BlockT>::Hash,
				) -> sp_runtime::transaction_validity::TransactionValidity {
					Executive::validate_transaction(source, tx, block_hash)
				}
			}

			impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
				fn offchain_worker(header: &<Block as BlockT>::Header) {
					Executive::offchain_worker(header)
				}
			}

			impl sp_session::SessionKeys<Block> for Runtime {
				fn generate_session_keys(
					owner: Vec<u8>,
					seed: Option<Vec<u8>>,
				) -> sp_session::OpaqueGeneratedSessionKeys {
					SessionKeys::generate(&owner, seed).into()
				}
				fn decode_session_keys(
					encoded: Vec<u8>,
				) -> Option<Vec<(Vec<u8>, sp_core::crypto::KeyTypeId)>> {
					SessionKeys::decode_into_raw_public_keys(&encoded)
				}
			}

			impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
				fn slot_duration() -> sp_consensus_aura::SlotDuration {
					sp_consensus_aura::SlotDuration::from_millis(
						$crate::constants::time::SLOT_DURATION,
					)
				}
				fn authorities() -> Vec<AuraId> {
					pallet_aura::Authorities::<Runtime>::get().into_inner()
				}
			}

			impl cumulus_primitives_aura::AuraUnincludedSegmentApi<Block> for Runtime {
				fn can_build_upon(
					included_hash: <Block as BlockT>::Hash,
					slot: cumulus_primitives_aura::Slot,
				) -> bool {
					$crate::types::ConsensusHook::<Runtime>::can_build_upon(included_hash, slot)
				}
			}

			impl cumulus_primitives_core::RelayParentOffsetApi<Block> for Runtime {
				fn relay_parent_offset() -> u32 {
					$crate::constants::consensus::RELAY_PARENT_OFFSET
				}
				fn max_claim_queue_offset() -> u8 {
					cumulus_pallet_parachain_system::Pallet::<Runtime>::max_claim_queue_offset()
				}
			}

			impl cumulus_primitives_core::SchedulingV3EnabledApi<Block> for Runtime {
				fn scheduling_v3_enabled() -> bool {
					use cumulus_primitives_core::VerifySchedulingSignature;
					<Runtime as cumulus_pallet_parachain_system::Config>::SchedulingSignatureVerifier::V3_SCHEDULING_ENABLED
				}
			}

			impl cumulus_primitives_core::KeyToIncludeInRelayProof<Block> for Runtime {
				fn keys_to_prove() -> cumulus_primitives_core::RelayProofRequest {
					use cumulus_primitives_core::{
						relay_chain::well_known_keys::EPOCH_INDEX, RelayProofRequest, RelayStorageKey,
					};
					// Collators prove the relay chain's randomness anyway. With the number of the
					// epoch a chain knows which epoch it is of.
					RelayProofRequest { keys: vec![RelayStorageKey::Top(EPOCH_INDEX.to_vec())] }
				}
			}

			impl cumulus_primitives_core::TargetBlockRate<Block> for Runtime {
				fn target_block_rate() -> u32 {
					$crate::constants::consensus::BLOCK_PROCESSING_VELOCITY
				}
			}

			impl cumulus_primitives_core::GetParachainInfo<Block> for Runtime {
				fn parachain_id() -> cumulus_primitives_core::ParaId {
					ParachainInfo::parachain_id()
				}
			}

			impl cumulus_primitives_core::CollectCollationInfo<Block> for Runtime {
				fn collect_collation_info(
					header: &<Block as BlockT>::Header,
				) -> cumulus_primitives_core::CollationInfo {
					ParachainSystem::collect_collation_info(header)
				}
			}

			impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
				fn account_nonce(account: AccountId) -> Nonce {
					System::account_nonce(account)
				}
			}

			impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
				for Runtime
			{
				fn query_info(
					uxt: <Block as BlockT>::Extrinsic,
					len: u32,
				) -> pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo<Balance> {
					TransactionPayment::query_info(uxt, len)
				}
				fn query_fee_details(
					uxt: <Block as BlockT>::Extrinsic,
					len: u32,
				) -> pallet_transaction_payment::FeeDetails<Balance> {
					TransactionPayment::query_fee_details(uxt, len)
				}
				fn query_weight_to_fee(weight: frame_support::weights::Weight) -> Balance {
					TransactionPayment::weight_to_fee(weight)
				}
				fn query_length_to_fee(length: u32) -> Balance {
					TransactionPayment::length_to_fee(length)
				}
			}

			impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
				Block,
				Balance,
				RuntimeCall,
			> for Runtime
			{
				fn query_call_info(
					call: RuntimeCall,
					len: u32,
				) -> pallet_transaction_payment::RuntimeDispatchInfo<Balance> {
					TransactionPayment::query_call_info(call, len)
				}
				fn query_call_fee_details(
					call: RuntimeCall,
					len: u32,
				) -> pallet_transaction_payment::FeeDetails<Balance> {
					TransactionPayment::query_call_fee_details(call, len)
				}
				fn query_weight_to_fee(weight: frame_support::weights::Weight) -> Balance {
					TransactionPayment::weight_to_fee(weight)
				}
				fn query_length_to_fee(length: u32) -> Balance {
					TransactionPayment::length_to_fee(length)
				}
			}

			impl xcm_runtime_apis::fees::XcmPaymentApi<Block> for Runtime {
				fn query_acceptable_payment_assets(
					version: ::xcm::Version,
				) -> Result<Vec<::xcm::VersionedAssetId>, xcm_runtime_apis::fees::Error> {
					let assets = vec![<$settlement_asset as frame_support::traits::Get<_>>::get()];
					PolkadotXcm::query_acceptable_payment_assets(version, assets)
				}
				fn query_weight_to_asset_fee(
					weight: frame_support::weights::Weight,
					asset: ::xcm::VersionedAssetId,
				) -> Result<u128, xcm_runtime_apis::fees::Error> {
					type Trader = <XcmConfig as xcm_executor::Config>::Trader;
					PolkadotXcm::query_weight_to_asset_fee::<Trader>(weight, asset)
				}
				fn query_xcm_weight(
					message: ::xcm::VersionedXcm<()>,
				) -> Result<frame_support::weights::Weight, xcm_runtime_apis::fees::Error> {
					PolkadotXcm::query_xcm_weight(message)
				}
				fn query_delivery_fees(
					destination: ::xcm::VersionedLocation,
					message: ::xcm::VersionedXcm<()>,
					asset: ::xcm::VersionedAssetId,
				) -> Result<::xcm::VersionedAssets, xcm_runtime_apis::fees::Error> {
					type Exchanger = <XcmConfig as xcm_executor::Config>::AssetExchanger;
					PolkadotXcm::query_delivery_fees::<Exchanger>(destination, message, asset)
				}
			}

			impl xcm_runtime_apis::dry_run::DryRunApi<Block, RuntimeCall, RuntimeEvent, OriginCaller>
				for Runtime
			{
				fn dry_run_call(
					origin: OriginCaller,
					call: RuntimeCall,
					version: ::xcm::Version,
				) -> Result<
					xcm_runtime_apis::dry_run::CallDryRunEffects<RuntimeEvent>,
					xcm_runtime_apis::dry_run::Error,
				> {
					PolkadotXcm::dry_run_call::<Runtime, XcmRouter, OriginCaller, RuntimeCall>(
						origin, call, version,
					)
				}
				fn dry_run_xcm(
					origin: ::xcm::VersionedLocation,
					message: ::xcm::VersionedXcm<RuntimeCall>,
				) -> Result<
					xcm_runtime_apis::dry_run::XcmDryRunEffects<RuntimeEvent>,
					xcm_runtime_apis::dry_run::Error,
				> {
					PolkadotXcm::dry_run_xcm::<XcmRouter>(origin, message)
				}
			}

			impl xcm_runtime_apis::conversions::LocationToAccountApi<Block, AccountId> for Runtime {
				fn convert_location(
					location: ::xcm::VersionedLocation,
				) -> Result<AccountId, xcm_runtime_apis::conversions::Error> {
					xcm_runtime_apis::conversions::LocationToAccountHelper::<
						AccountId,
						$crate::xcm_types::LocationToAccountId,
					>::convert_location(location)
				}
			}

			impl xcm_runtime_apis::trusted_query::TrustedQueryApi<Block> for Runtime {
				fn is_trusted_reserve(
					asset: ::xcm::VersionedAsset,
					location: ::xcm::VersionedLocation,
				) -> xcm_runtime_apis::trusted_query::XcmTrustedQueryResult {
					PolkadotXcm::is_trusted_reserve(asset, location)
				}
				fn is_trusted_teleporter(
					asset: ::xcm::VersionedAsset,
					location: ::xcm::VersionedLocation,
				) -> xcm_runtime_apis::trusted_query::XcmTrustedQueryResult {
					PolkadotXcm::is_trusted_teleporter(asset, location)
				}
			}

			impl xcm_runtime_apis::authorized_aliases::AuthorizedAliasersApi<Block> for Runtime {
				fn authorized_aliasers(
					target: ::xcm::VersionedLocation,
				) -> Result<
					Vec<xcm_runtime_apis::authorized_aliases::OriginAliaser>,
					xcm_runtime_apis::authorized_aliases::Error,
				> {
					PolkadotXcm::authorized_aliasers(target)
				}
				fn is_authorized_alias(
					origin: ::xcm::VersionedLocation,
					target: ::xcm::VersionedLocation,
				) -> Result<bool, xcm_runtime_apis::authorized_aliases::Error> {
					PolkadotXcm::is_authorized_alias(origin, target)
				}
			}

			impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
				fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
					frame_support::genesis_builder_helper::build_state::<RuntimeGenesisConfig>(config)?;
					// A relay chain whose genesis opens channels announces them in messages of its
					// block 0. A chain takes those of the last relay block it knows for processed,
					// which is 0 now: it would leave them out, and not match its queue's head ever
					// after (polkadot-sdk#1616). Further back in block 0 than any is:
					cumulus_pallet_parachain_system::LastProcessedDownwardMessage::<Runtime>::put(
						cumulus_pallet_parachain_system::parachain_inherent::InboundMessageId {
							sent_at: 0,
							reverse_idx: u32::MAX,
						},
					);
					Ok(())
				}
				fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
					frame_support::genesis_builder_helper::get_preset::<RuntimeGenesisConfig>(
						id,
						$genesis_presets::get_preset,
					)
				}
				fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
					$genesis_presets::preset_names()
				}
			}

			#[cfg(feature = "try-runtime")]
			impl frame_try_runtime::TryRuntime<Block> for Runtime {
				fn on_runtime_upgrade(
					checks: frame_try_runtime::UpgradeCheckSelect,
				) -> (frame_support::weights::Weight, frame_support::weights::Weight) {
					// A panic is what `try-runtime` wants: it stops at the first thing that does
					// not hold.
					let weight = Executive::try_runtime_upgrade(checks).unwrap();
					(weight, $crate::configs::system::RuntimeBlockWeights::get().max_block)
				}
				fn execute_block(
					block: <Block as BlockT>::LazyBlock,
					state_root_check: bool,
					signature_check: bool,
					select: frame_try_runtime::TryStateSelect,
				) -> frame_support::weights::Weight {
					Executive::try_execute_block(block, state_root_check, signature_check, select)
						.unwrap()
				}
			}

			$($own)*
		}
	};
}
