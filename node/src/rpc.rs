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
use serde::{Deserialize, Serialize};
use sp_api::{ApiError, ApiExt, ApiRef, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};
use zeropark_primitives::{
	market::{
		CertificateMarket, GreenCertificatesApi as GreenCertificatesRuntimeApi, Level, Receipt,
		Side, Trade,
	},
	purchase::{PowerPurchaseApi as PowerPurchaseRuntimeApi, PurchasedPower},
	PeriodId, Statement, ZeroCarbonApi as ZeroCarbonRuntimeApi,
};
use zeropark_runtime_common::types::{AccountId, Hash};

/// How many agreements the runtime is asked for at a time.
const PAGE: u32 = 1_000;

/// The runtime API of the client.
type Api = <Client as ProvideRuntimeApi<Block>>::Api;

/// The park's period ledger.
#[rpc(client, server, namespace = "zeroCarbon")]
pub trait ZeroCarbon {
	/// The statement of a period, or of the newest one, at a block or at the best one. `null` if there is no such period.
	///
	/// Times are seconds since the Unix epoch, energy is in Wh, emissions are in gCO2e.
	#[method(name = "statement")]
	fn statement(
		&self,
		period: Option<PeriodId>,
		at: Option<Hash>,
	) -> RpcResult<Option<FullStatement>>;
}

/// A statement, and what its purchased power consists of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FullStatement {
	/// Equations (1) and (2).
	#[serde(flatten)]
	pub statement: Statement,
	/// The agreements that count towards `Pl`, each with the serial numbers that were retired for it.
	pub purchases: Vec<PurchasedPower>,
}

/// The registry of green certificates and their market.
#[rpc(client, server, namespace = "greenCertificates")]
pub trait GreenCertificates {
	/// The receipt of a retirement, at a block or at the best one. `null` if there is no such retirement.
	#[method(name = "receipt")]
	fn receipt(&self, retirement: u64, at: Option<Hash>) -> RpcResult<Option<Receipt>>;

	/// The best levels of a book: prices in micro-units of the settlement currency, best first, at most 100.
	#[method(name = "depth")]
	fn depth(
		&self,
		market: CertificateMarket,
		side: Side,
		levels: u32,
		at: Option<Hash>,
	) -> RpcResult<Vec<Level>>;

	/// The last trades, newest first.
	#[method(name = "trades")]
	fn trades(&self, count: u32, at: Option<Hash>) -> RpcResult<Vec<Trade<AccountId, u32>>>;
}

/// Answers [`GreenCertificatesServer`] from the chain's runtime.
pub struct GreenCertificatesRpc(Arc<Client>);

impl GreenCertificatesRpc {
	/// Asks the runtime at `at`, if it is one that keeps the registry.
	fn ask<Answer>(
		&self,
		at: Option<Hash>,
		question: impl FnOnce(ApiRef<'_, Api>, Hash) -> Result<Answer, ApiError>,
	) -> RpcResult<Answer> {
		let at = at.unwrap_or_else(|| self.0.info().best_hash);
		let api = self.0.runtime_api();
		match api.has_api::<dyn GreenCertificatesRuntimeApi<Block>>(at) {
			Ok(true) => question(api, at).map_err(|error| failed(error.to_string())),
			Ok(false) => Err(failed("this chain keeps no certificates: ask greencert's".into())),
			Err(error) => Err(failed(error.to_string())),
		}
	}
}

impl GreenCertificatesServer for GreenCertificatesRpc {
	fn receipt(&self, retirement: u64, at: Option<Hash>) -> RpcResult<Option<Receipt>> {
		self.ask(at, |api, at| api.receipt(at, retirement))
	}

	fn depth(
		&self,
		market: CertificateMarket,
		side: Side,
		levels: u32,
		at: Option<Hash>,
	) -> RpcResult<Vec<Level>> {
		self.ask(at, |api, at| api.depth(at, market, side, levels))
	}

	fn trades(&self, count: u32, at: Option<Hash>) -> RpcResult<Vec<Trade<AccountId, u32>>> {
		self.ask(at, |api, at| api.trades(at, count))
	}
}

/// Answers [`ZeroCarbonServer`] from the chain's runtime.
pub struct ZeroCarbonRpc(Arc<Client>);

impl ZeroCarbonRpc {
	fn full_statement(
		&self,
		at: Hash,
		period: Option<PeriodId>,
	) -> Result<Option<FullStatement>, ApiError> {
		let api = self.0.runtime_api();
		let Some(statement) = api.statement(at, period)? else { return Ok(None) };
		let mut purchases = Vec::<PurchasedPower>::new();
		loop {
			let next = purchases.last().map_or(0, |last| last.agreement + 1);
			let page = api.purchased_power(at, period, next, PAGE)?;
			if page.is_empty() {
				return Ok(Some(FullStatement { statement, purchases }));
			}
			purchases.extend(page);
		}
	}
}

impl ZeroCarbonServer for ZeroCarbonRpc {
	fn statement(
		&self,
		period: Option<PeriodId>,
		at: Option<Hash>,
	) -> RpcResult<Option<FullStatement>> {
		let at = at.unwrap_or_else(|| self.0.info().best_hash);
		let api = self.0.runtime_api();
		match api.has_api::<dyn ZeroCarbonRuntimeApi<Block>>(at) {
			Ok(true) => self.full_statement(at, period).map_err(|error| failed(error.to_string())),
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
	module.merge(ZeroCarbonRpc(client.clone()).into_rpc())?;
	module.merge(GreenCertificatesRpc(client).into_rpc())?;
	Ok(module)
}
