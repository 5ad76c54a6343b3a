//! The JSON-RPC methods of a chain: the standard ones, and ours in a file per API.
//!
//! Every node offers all of our methods, and asks the runtime of its chain for the answer. Errors:
//!
//! | code | when |
//! |---|---|
//! | -32601, method not found | the chain is of another kind; the message names the one to ask |
//! | -32602, invalid parameters | a parameter cannot be read |
//! | -32603, internal error | the runtime cannot answer, as at a block that the node does not have |

mod green_certificates;
mod zero_carbon;

use crate::types::{Block, Client, Pool};
use green_certificates::{GreenCertificatesRpc, GreenCertificatesServer};
use jsonrpsee::{
	core::RpcResult,
	types::{error::ErrorObjectOwned, ErrorCode},
	RpcModule,
};
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sp_api::{ApiError, ApiExt, ProvideRuntimeApi, RuntimeApiInfo};
use sp_blockchain::HeaderBackend;
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};
use zero_carbon::{ZeroCarbonRpc, ZeroCarbonServer};
use zeropark_runtime_common::types::Hash;

/// The runtime APIs, as the client calls them.
type Api = <Client as ProvideRuntimeApi<Block>>::Api;

/// Every method of a chain.
pub fn create(
	client: Arc<Client>,
	pool: Arc<Pool>,
) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>> {
	let mut module = RpcModule::new(());
	module.merge(System::new(client.clone(), pool).into_rpc())?;
	module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
	module.merge(ZeroCarbonRpc(client.clone()).into_rpc())?;
	module.merge(GreenCertificatesRpc(client).into_rpc())?;
	Ok(module)
}

/// Puts `question` to the runtime at the block `at`, or at the best one. A runtime without the API
/// `Asked` is not asked: `unavailable` then says so, and names the chain that has it.
fn ask<Asked: RuntimeApiInfo + ?Sized, Answer>(
	client: &Client,
	at: Option<Hash>,
	unavailable: &str,
	question: impl FnOnce(&Api, Hash) -> Result<Answer, ApiError>,
) -> RpcResult<Answer> {
	let at = at.unwrap_or_else(|| client.info().best_hash);
	let api = client.runtime_api();
	let failed = |error: ApiError| rpc_error(ErrorCode::InternalError, error.to_string());
	if !api.has_api::<Asked>(at).map_err(failed)? {
		return Err(rpc_error(ErrorCode::MethodNotFound, unavailable));
	}
	question(&api, at).map_err(failed)
}

fn rpc_error(code: ErrorCode, message: impl Into<String>) -> ErrorObjectOwned {
	ErrorObjectOwned::owned(code.code(), message, None::<()>)
}
