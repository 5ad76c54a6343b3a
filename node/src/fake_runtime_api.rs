//! The runtime APIs that the node is compiled against. It knows their signatures only: each chain
//! brings its wasm, which is asked at run time which of these APIs it has.

use cumulus_primitives_core::{CollationInfo, ParaId, RelayProofRequest};
use pallet_transaction_payment::FeeDetails;
use pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo;
use sp_consensus_aura::SlotDuration;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_genesis_builder::PresetId;
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
	traits::Block as BlockT,
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, ExtrinsicInclusionMode, OpaqueExtrinsic,
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;
use sp_weights::Weight;
use zeropark_primitives::{
	carbon::{SourceActivity, Statement},
	certificates::{CertificateInstrument, Receipt},
	ids::{AgreementId, PeriodId, SourceId},
	market::{Level, Side, Trade},
	purchase::PurchasedPower,
};
use zeropark_runtime_common::types::{AccountId, AuraId, Balance, Hash, Header, Nonce};

/// A block whose transactions are not looked into.
pub type Block = sp_runtime::generic::Block<Header, OpaqueExtrinsic>;

/// Never constructed, never called.
#[allow(dead_code)]
struct Runtime;

/// Implements runtime APIs, of which only the signatures are given, for [`Runtime`]; with them the
/// SDK generates [`RuntimeApi`], through which the node calls a chain's wasm.
macro_rules! impl_signatures {
	($(
		impl $($api:ident)::+<$($parameter:ident),+> {
			$(fn $method:ident $arguments:tt $(-> $answer:ty)?;)+
		}
	)+) => {
		sp_api::impl_runtime_apis! {
			$(
				impl $($api)::+<$($parameter),+> for Runtime {
					$(
						fn $method $arguments $(-> $answer)? {
							unimplemented!()
						}
					)+
				}
			)+
		}
	};
}

impl_signatures! {
	impl sp_api::Core<Block> {
		fn version() -> RuntimeVersion;
		fn execute_block(_: <Block as BlockT>::LazyBlock);
		fn initialize_block(_: &Header) -> ExtrinsicInclusionMode;
	}

	impl sp_api::Metadata<Block> {
		fn metadata() -> OpaqueMetadata;
		fn metadata_at_version(_: u32) -> Option<OpaqueMetadata>;
		fn metadata_versions() -> Vec<u32>;
	}

	impl sp_block_builder::BlockBuilder<Block> {
		fn apply_extrinsic(_: OpaqueExtrinsic) -> ApplyExtrinsicResult;
		fn finalize_block() -> Header;
		fn inherent_extrinsics(_: InherentData) -> Vec<OpaqueExtrinsic>;
		fn check_inherents(_: <Block as BlockT>::LazyBlock, _: InherentData) -> CheckInherentsResult;
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> {
		fn validate_transaction(_: TransactionSource, _: OpaqueExtrinsic, _: Hash)
			-> TransactionValidity;
	}

	impl sp_offchain::OffchainWorkerApi<Block> {
		fn offchain_worker(_: &Header);
	}

	impl sp_session::SessionKeys<Block> {
		fn generate_session_keys(_: Vec<u8>, _: Option<Vec<u8>>) -> OpaqueGeneratedSessionKeys;
		fn decode_session_keys(_: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>>;
	}

	impl sp_consensus_aura::AuraApi<Block, AuraId> {
		fn slot_duration() -> SlotDuration;
		fn authorities() -> Vec<AuraId>;
	}

	impl cumulus_primitives_aura::AuraUnincludedSegmentApi<Block> {
		fn can_build_upon(_: Hash, _: cumulus_primitives_aura::Slot) -> bool;
	}

	impl cumulus_primitives_core::RelayParentOffsetApi<Block> {
		fn relay_parent_offset() -> u32;
		fn max_claim_queue_offset() -> u8;
	}

	impl cumulus_primitives_core::SchedulingV3EnabledApi<Block> {
		fn scheduling_v3_enabled() -> bool;
	}

	impl cumulus_primitives_core::KeyToIncludeInRelayProof<Block> {
		fn keys_to_prove() -> RelayProofRequest;
	}

	impl cumulus_primitives_core::GetParachainInfo<Block> {
		fn parachain_id() -> ParaId;
	}

	impl cumulus_primitives_core::CollectCollationInfo<Block> {
		fn collect_collation_info(_: &Header) -> CollationInfo;
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> {
		fn account_nonce(_: AccountId) -> Nonce;
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance> {
		fn query_info(_: OpaqueExtrinsic, _: u32) -> RuntimeDispatchInfo<Balance>;
		fn query_fee_details(_: OpaqueExtrinsic, _: u32) -> FeeDetails<Balance>;
		fn query_weight_to_fee(_: Weight) -> Balance;
		fn query_length_to_fee(_: u32) -> Balance;
	}

	impl sp_genesis_builder::GenesisBuilder<Block> {
		fn build_state(_: Vec<u8>) -> sp_genesis_builder::Result;
		fn get_preset(_: &Option<PresetId>) -> Option<Vec<u8>>;
		fn preset_names() -> Vec<PresetId>;
	}

	impl zeropark_primitives::api::ZeroCarbonApi<Block> {
		fn statement(_: Option<PeriodId>) -> Option<Statement<AccountId>>;
		fn activities(
			_: Option<PeriodId>,
			_: Option<SourceId>,
			_: u32,
		) -> Vec<SourceActivity<AccountId>>;
	}

	impl zeropark_primitives::api::PowerPurchaseApi<Block> {
		fn purchased_power(
			_: Option<PeriodId>,
			_: Option<AgreementId>,
			_: u32,
		) -> Vec<PurchasedPower>;
	}

	impl zeropark_primitives::api::GreenCertificatesApi<Block> {
		fn receipt(_: u64) -> Option<Receipt>;
		fn depth(_: CertificateInstrument, _: Side, _: u32) -> Vec<Level>;
		fn trades(_: u32) -> Vec<Trade<AccountId, u32>>;
	}
}
