//! The command line of the relay chain node that a collator embeds: its own arguments, where there
//! are none what the parachain's configuration implies, and ports that do not collide with the
//! parachain's.

use crate::{chains, cli::Cli};
use clap::Parser;
use sc_chain_spec::{GenericChainSpec, NoExtension};
use sc_cli::{CliConfiguration, DefaultConfigurationValues, Result, SubstrateCli};
use sc_service::{
	config::{PrometheusConfig, RpcMethods, TransactionPoolOptions},
	BasePath, ChainSpec, Role,
};
use std::path::PathBuf;

/// The command line of the embedded relay chain node.
#[derive(Debug)]
pub struct RelayChainCli {
	/// Its own arguments.
	pub base: polkadot_cli::RunCmd,
	/// The relay chain the parachain's specification names.
	pub chain_id: Option<String>,
	/// Where it keeps its database.
	pub base_path: PathBuf,
	/// Whether nothing of its specification matters but its name, as where no such node is started.
	pub by_name: bool,
}

impl RelayChainCli {
	/// From the arguments after `--`, and what the parachain's configuration says.
	pub fn new<'a>(
		config: &sc_service::Configuration,
		arguments: impl Iterator<Item = &'a String>,
		by_name: bool,
	) -> Self {
		Self {
			base: polkadot_cli::RunCmd::parse_from(
				std::iter::once("relay-chain-arguments").chain(arguments.map(String::as_str)),
			),
			chain_id: chains::Extensions::relay_chain_of(&*config.chain_spec),
			base_path: config.base_path.path().join("polkadot"),
			by_name,
		}
	}
}

impl SubstrateCli for RelayChainCli {
	fn impl_name() -> String {
		Cli::impl_name()
	}

	fn impl_version() -> String {
		Cli::impl_version()
	}

	fn description() -> String {
		Cli::description()
	}

	fn author() -> String {
		Cli::author()
	}

	fn support_url() -> String {
		Cli::support_url()
	}

	fn copyright_start_year() -> i32 {
		Cli::copyright_start_year()
	}

	fn load_spec(&self, id: &str) -> std::result::Result<Box<dyn ChainSpec>, String> {
		let spec = polkadot_cli::Cli::from_iter([Self::executable_name()]).load_spec(id);
		match id_of(id) {
			Some(id) if self.by_name && spec.is_err() => {
				let spec = GenericChainSpec::<NoExtension>::builder(&[], None).with_id(&id).build();
				Ok(Box::new(spec))
			},
			_ => spec,
		}
	}
}

/// The id, and so the folder, of a relay chain that this node does not have built in:
/// `rococo_local_testnet` for `rococo-local`.
fn id_of(name: &str) -> Option<String> {
	let (network, kind) = name.split_once('-')?;
	match (network, kind) {
		("rococo" | "versi" | "westend", "dev") => Some(format!("{network}_dev")),
		("rococo" | "versi" | "westend", "local" | "staging") => {
			Some(format!("{network}_{kind}_testnet"))
		},
		_ => None,
	}
}

impl DefaultConfigurationValues for RelayChainCli {
	fn p2p_listen_port() -> u16 {
		30334
	}

	fn rpc_listen_port() -> u16 {
		9965
	}

	fn prometheus_listen_port() -> u16 {
		9616
	}
}

/// Passes a question on to the relay chain node's own arguments.
macro_rules! delegate {
	($(fn $name:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {
		$(fn $name(&self, $($argument: $type),*) -> $result {
			self.base.base.$name($($argument),*)
		})*
	};
}

impl CliConfiguration<Self> for RelayChainCli {
	delegate! {
		fn shared_params() -> &sc_cli::SharedParams;
		fn import_params() -> Option<&sc_cli::ImportParams>;
		fn network_params() -> Option<&sc_cli::NetworkParams>;
		fn keystore_params() -> Option<&sc_cli::KeystoreParams>;
		fn rpc_addr(default_port: u16) -> Result<Option<Vec<sc_cli::RpcEndpoint>>>;
		fn prometheus_config(default_port: u16, spec: &Box<dyn ChainSpec>) -> Result<Option<PrometheusConfig>>;
		fn role(is_dev: bool) -> Result<Role>;
		fn transaction_pool(is_dev: bool) -> Result<TransactionPoolOptions>;
		fn trie_cache_maximum_size() -> Result<Option<usize>>;
		fn rpc_methods() -> Result<RpcMethods>;
		fn rpc_max_connections() -> Result<u32>;
		fn rpc_cors(is_dev: bool) -> Result<Option<Vec<String>>>;
		fn default_heap_pages() -> Result<Option<u64>>;
		fn force_authoring() -> Result<bool>;
		fn disable_grandpa() -> Result<bool>;
		fn max_runtime_instances() -> Result<Option<usize>>;
		fn announce_block() -> Result<bool>;
		fn telemetry_endpoints(spec: &Box<dyn ChainSpec>) -> Result<Option<sc_telemetry::TelemetryEndpoints>>;
		fn node_name() -> Result<String>;
	}

	fn database(&self) -> Result<Option<sc_cli::Database>> {
		Ok(self.base.base.database()?.or(Some(sc_cli::Database::ParityDb)))
	}

	fn base_path(&self) -> Result<Option<BasePath>> {
		let own = self.shared_params().base_path()?;
		Ok(own.or_else(|| Some(self.base_path.clone().into())))
	}

	fn chain_id(&self, is_dev: bool) -> Result<String> {
		let own = self.base.base.chain_id(is_dev)?;
		Ok(if own.is_empty() { self.chain_id.clone().unwrap_or_default() } else { own })
	}

	fn init<F>(&self, _: &String, _: &String, _: F) -> Result<()>
	where
		F: FnOnce(&mut sc_cli::LoggerBuilder),
	{
		unreachable!("the parachain's command line sets the process up")
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_relay_chain_that_is_not_built_in_should_load_when_only_its_name_matters() {
		let id = |by_name, name: &str| {
			let base = polkadot_cli::RunCmd::parse_from(["relay-chain-arguments"]);
			let cli = RelayChainCli { base, chain_id: None, base_path: PathBuf::new(), by_name };
			cli.load_spec(name).map(|spec| spec.id().to_string()).ok()
		};
		assert_eq!(id(true, "rococo-local").as_deref(), Some("rococo_local_testnet"));
		assert_eq!(id(true, "westend-dev").as_deref(), Some("westend_dev"));
		assert_eq!(id(true, "polkadot").as_deref(), Some("polkadot"));
		assert_eq!(id(true, "nowhere-local"), None);
		assert_eq!(id(false, "rococo-local"), None);
	}
}
