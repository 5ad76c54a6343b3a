//! Aliases, and the types that differ only by the runtime.

pub use parachains_common::{
	AccountId, AuraId, Balance, BlockNumber, Hash, Header, Nonce, Signature,
};
use sp_runtime::{generic, MultiAddress};

/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;

/// The standard extensions, in the standard order: any wallet can sign.
pub type TxExtension<Runtime> = cumulus_pallet_weight_reclaim::StorageWeightReclaim<
	Runtime,
	(
		frame_system::AuthorizeCall<Runtime>,
		frame_system::CheckNonZeroSender<Runtime>,
		frame_system::CheckSpecVersion<Runtime>,
		frame_system::CheckTxVersion<Runtime>,
		frame_system::CheckGenesis<Runtime>,
		frame_system::CheckEra<Runtime>,
		frame_system::CheckNonce<Runtime>,
		frame_system::CheckWeight<Runtime>,
		pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
		frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	),
>;

/// A transaction of `Runtime`.
pub type UncheckedExtrinsic<Runtime, RuntimeCall> =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension<Runtime>>;

/// A block of `Runtime`.
pub type Block<Runtime, RuntimeCall> =
	generic::Block<Header, UncheckedExtrinsic<Runtime, RuntimeCall>>;

/// Where a block built by an Aura collator is checked: one block per relay block, three in flight.
pub type ConsensusHook<Runtime> = cumulus_pallet_aura_ext::FixedVelocityConsensusHook<
	Runtime,
	{ crate::constants::time::RELAY_SLOT_DURATION },
	{ crate::constants::consensus::BLOCK_PROCESSING_VELOCITY },
	{ crate::constants::consensus::UNINCLUDED_SEGMENT_CAPACITY },
>;

/// Puts what would otherwise be burned (dust, fees) into the collators' pot. Burning settlement
/// money away from home would break the equality of a sovereign account with the issuance it backs.
pub type ToCollatorPot<Runtime> = frame_support::traits::tokens::imbalance::ResolveTo<
	pallet_collator_selection::StakingPotAccountId<Runtime>,
	pallet_balances::Pallet<Runtime>,
>;

/// The collators' pot.
pub struct CollatorPot<Runtime>(core::marker::PhantomData<Runtime>);
impl<Runtime> frame_support::traits::Get<AccountId> for CollatorPot<Runtime>
where
	Runtime: pallet_collator_selection::Config + frame_system::Config<AccountId = AccountId>,
{
	fn get() -> AccountId {
		pallet_collator_selection::Pallet::<Runtime>::account_id()
	}
}

/// The hash of the block before, which nobody knows before it is made. Its collator has some influence
/// on it: for what is drawn where little is at stake.
pub struct ParentHash<Runtime>(core::marker::PhantomData<Runtime>);
impl<Runtime: frame_system::Config>
	frame_support::traits::Randomness<
		Runtime::Hash,
		frame_system::pallet_prelude::BlockNumberFor<Runtime>,
	> for ParentHash<Runtime>
{
	fn random(
		subject: &[u8],
	) -> (Runtime::Hash, frame_system::pallet_prelude::BlockNumberFor<Runtime>) {
		use sp_runtime::traits::Hash;
		let parent = frame_system::Pallet::<Runtime>::parent_hash();
		(
			Runtime::Hashing::hash_of(&(subject, parent)),
			frame_system::Pallet::<Runtime>::block_number(),
		)
	}
}
