//! The types of a node: the same block, client and pool for every chain.

pub use crate::fake_runtime_api::{Block, RuntimeApi};

use cumulus_client_consensus_common::ParachainBlockImport;
use sc_executor::WasmExecutor;
use sc_service::{TFullBackend, TFullClient};
use sc_transaction_pool::TransactionPoolHandle;
use std::sync::Arc;

/// Runs a runtime, and offers it the functions of the host.
pub type Executor = WasmExecutor<cumulus_client_service::ParachainHostFunctions>;
/// A chain's client.
pub type Client = TFullClient<Block, RuntimeApi, Executor>;
/// A chain's database.
pub type Backend = TFullBackend<Block>;
/// A chain's transaction pool.
pub type Pool = TransactionPoolHandle<Block, Client>;
/// Makes the proposers of a chain's blocks.
pub type ProposerFactory = sc_basic_authorship::ProposerFactory<Pool, Client>;
/// Imports a chain's blocks, its own and its peers'.
pub type BlockImport = ParachainBlockImport<Block, Arc<Client>, Backend>;
/// The queue of blocks to be imported.
pub type ImportQueue = sc_consensus::DefaultImportQueue<Block>;
/// The result of starting a part of a node.
pub type Result<T> = sc_service::error::Result<T>;
