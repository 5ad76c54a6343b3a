//! The JSON-RPC methods of a chain: the standard ones and our own.

use crate::{
	fake_runtime_api::Block,
	service::{Client, Pool},
};
use jsonrpsee::{
	core::RpcResult,
	proc_macros::rpc,
	types::{error::ErrorObjectOwned, ErrorCode},
	RpcModule,
};
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sp_api::{ApiExt, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};
use zeropark_primitives::{PeriodId, Statement, ZeroCarbonApi as ZeroCarbonRuntimeApi};
use zeropark_runtime_common::types::Hash;

/// The park's period ledger.
#[rpc(client, server, namespace = "zeroCarbon")]
pub trait ZeroCarbon {
	/// The statement of a period, or of the newest one, at a block or at the best one. `null` if there is no such period.
	///
	/// Times are seconds since the Unix epoch, energy is in Wh, emissions are in gCO2e.
	#[method(name = "statement")]
	fn statement(&self, period: Option<PeriodId>, at: Option<Hash>)
		-> RpcResult<Option<Statement>>;
}

/// Answers [`ZeroCarbon`] from the chain's runtime.
pub struct ZeroCarbonRpc(Arc<Client>);

impl ZeroCarbonServer for ZeroCarbonRpc {
	fn statement(
		&self,
		period: Option<PeriodId>,
		at: Option<Hash>,
	) -> RpcResult<Option<Statement>> {
		let at = at.unwrap_or_else(|| self.0.info().best_hash);
		let api = self.0.runtime_api();
		match api.has_api::<dyn ZeroCarbonRuntimeApi<Block>>(at) {
			Ok(true) => api.statement(at, period).map_err(|error| failed(error.to_string())),
			Ok(false) => Err(failed("this chain keeps no period ledger: ask the park's".into())),
			Err(error) => Err(failed(error.to_string())),
		}
	}
}

fn failed(message: String) -> ErrorObjectOwned {
	ErrorObjectOwned::owned(ErrorCode::InternalError.code(), message, None::<()>)
}

/// Every method of a chain.
pub fn create(
	client: Arc<Client>,
	pool: Arc<Pool>,
) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>> {
	let mut module = RpcModule::new(());
	module.merge(System::new(client.clone(), pool).into_rpc())?;
	module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
	module.merge(ZeroCarbonRpc(client).into_rpc())?;
	Ok(module)
}
