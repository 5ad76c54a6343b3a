//! Transactions as a wallet makes them.

use codec::{Decode, Encode};
use frame_support::storage::storage_prefix;
use jsonrpsee::{
	core::{client::ClientT, ClientError},
	http_client::HttpClient,
	rpc_params,
};
use sp_core::Bytes;
use sp_crypto_hashing::blake2_128;
use sp_keyring::Sr25519Keyring;
use zeropark_runtime_common::types::{AccountId, Balance, Hash};

/// What every transaction carries: no tip, immortal. The type is `TxExtension` of some runtime.
macro_rules! extension {
	($nonce:expr) => {
		cumulus_pallet_weight_reclaim::StorageWeightReclaim::new((
			frame_system::AuthorizeCall::new(),
			frame_system::CheckNonZeroSender::new(),
			frame_system::CheckSpecVersion::new(),
			frame_system::CheckTxVersion::new(),
			frame_system::CheckGenesis::new(),
			frame_system::CheckEra::from(sp_runtime::generic::Era::Immortal),
			frame_system::CheckNonce::from($nonce),
			frame_system::CheckWeight::new(),
			pallet_transaction_payment::ChargeTransactionPayment::from(0),
			frame_metadata_hash_extension::CheckMetadataHash::new(false),
		))
	};
}
pub(crate) use extension;

/// Signs a call of `$runtime` as `$key` and submits it.
macro_rules! submit {
	($runtime:ident, $client:expr, $key:expr, $call:expr) => {{
		let (nonce, genesis) = crate::transactions::nonce_and_genesis($client, $key).await;
		let call: $runtime::RuntimeCall = $call.into();
		let extension: $runtime::TxExtension = crate::transactions::extension!(nonce);
		let (spec, transaction) =
			($runtime::VERSION.spec_version, $runtime::VERSION.transaction_version);
		let implicit = ((), (), spec, transaction, genesis, genesis, (), (), (), None);
		let payload = sp_runtime::generic::SignedPayload::<
			$runtime::RuntimeCall,
			$runtime::TxExtension,
		>::from_raw(call.clone(), extension.clone(), implicit);
		let signature = payload.using_encoded(|payload| $key.sign(payload));
		let signed = $runtime::UncheckedExtrinsic::new_signed(
			call,
			$key.to_account_id().into(),
			signature.into(),
			extension,
		);
		crate::transactions::send($client, &signed).await
	}};
}
pub(crate) use submit;

/// The next nonce of `key`, and the chain's genesis.
pub async fn nonce_and_genesis(client: &HttpClient, key: Sr25519Keyring) -> (u32, Hash) {
	let nonce = client
		.request("system_accountNextIndex", rpc_params![key.to_account_id()])
		.await
		.expect("answers");
	(nonce, genesis(client).await)
}

/// The chain's genesis.
pub async fn genesis(client: &HttpClient) -> Hash {
	client.request("chain_getBlockHash", rpc_params![0]).await.expect("answers")
}

/// Submits an encoded transaction.
pub async fn send(client: &HttpClient, transaction: &impl Encode) -> Result<Hash, ClientError> {
	client.request("author_submitExtrinsic", rpc_params![Bytes(transaction.encode())]).await
}

/// A stored value.
pub async fn stored<T: Decode>(client: &HttpClient, key: Vec<u8>) -> Option<T> {
	stored_in(client, key, None).await
}

/// A stored value as of a block, or of the best one.
async fn stored_in<T: Decode>(client: &HttpClient, key: Vec<u8>, at: Option<Hash>) -> Option<T> {
	let value: Option<Bytes> =
		client.request("state_getStorage", rpc_params![Bytes(key), at]).await.expect("answers");
	value.map(|value| T::decode(&mut &value[..]).expect("is of its type"))
}

/// What an account may spend.
pub async fn free(client: &HttpClient, account: &AccountId) -> Balance {
	free_in(client, account, None).await
}

/// What an account might have spent as of a block, or of the best one.
pub async fn free_in(client: &HttpClient, account: &AccountId, at: Option<Hash>) -> Balance {
	let mut key = storage_prefix(b"System", b"Account").to_vec();
	key.extend(blake2_128(account.as_ref()));
	key.extend(AsRef::<[u8]>::as_ref(account));
	type Info = frame_system::AccountInfo<u32, pallet_balances::AccountData<Balance>>;
	stored_in::<Info>(client, key, at).await.map_or(0, |info| info.data.free)
}

/// What a chain has issued.
pub async fn issued(client: &HttpClient) -> Balance {
	stored(client, storage_prefix(b"Balances", b"TotalIssuance").to_vec()).await.unwrap_or(0)
}
