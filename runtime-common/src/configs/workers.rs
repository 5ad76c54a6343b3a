//! Transactions that a runtime's off-chain workers make.

/// Has the off-chain workers of the `Runtime` in scope sign ordinary transactions, which common readers of
/// blocks understand. They hold for an hour.
#[macro_export]
macro_rules! impl_worker_configs {
	() => {
		impl frame_system::offchain::SigningTypes for Runtime {
			type Public = <$crate::types::Signature as sp_runtime::traits::Verify>::Signer;
			type Signature = $crate::types::Signature;
		}

		impl<LocalCall> frame_system::offchain::CreateTransactionBase<LocalCall> for Runtime
		where
			RuntimeCall: From<LocalCall>,
		{
			type RuntimeCall = RuntimeCall;
			type Extrinsic = UncheckedExtrinsic;
		}

		impl<LocalCall> frame_system::offchain::CreateSignedTransaction<LocalCall> for Runtime
		where
			RuntimeCall: From<LocalCall>,
		{
			fn create_signed_transaction<
				C: frame_system::offchain::AppCrypto<Self::Public, Self::Signature>,
			>(
				call: RuntimeCall,
				public: Self::Public,
				account: $crate::types::AccountId,
				nonce: $crate::types::Nonce,
			) -> Option<UncheckedExtrinsic> {
				// The block before is the newest of which the hash is known.
				let block = u64::from(System::block_number().saturating_sub(1));
				let era = sp_runtime::generic::Era::mortal($crate::configs::workers::PERIOD, block);
				let extension = TxExtension::from((
					frame_system::AuthorizeCall::<Runtime>::new(),
					frame_system::CheckNonZeroSender::<Runtime>::new(),
					frame_system::CheckSpecVersion::<Runtime>::new(),
					frame_system::CheckTxVersion::<Runtime>::new(),
					frame_system::CheckGenesis::<Runtime>::new(),
					frame_system::CheckEra::<Runtime>::from(era),
					frame_system::CheckNonce::<Runtime>::from(nonce),
					frame_system::CheckWeight::<Runtime>::new(),
					pallet_transaction_payment::ChargeTransactionPayment::<Runtime>::from(0),
					frame_metadata_hash_extension::CheckMetadataHash::<Runtime>::new(false),
				));
				let payload = sp_runtime::generic::SignedPayload::new(call, extension).ok()?;
				let signature = payload.using_encoded(|payload| C::sign(payload, public))?;
				let (call, extension, _) = payload.deconstruct();
				Some(UncheckedExtrinsic::new_signed(call, account.into(), signature, extension))
			}
		}
	};
}

/// For how many blocks a worker's transaction holds.
pub const PERIOD: u64 = 512;
