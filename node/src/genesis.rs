//! A chain's genesis state, built by its runtime in an executor whose compiled code serves the chain afterwards.
//!
//! The SDK's own builder compiles the runtime anew each time it is asked, which takes seconds a chain.

use crate::service::Executor;
use codec::{Decode, Encode};
use sp_core::{
	storage::{well_known_keys, Storage},
	traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
};
use sp_state_machine::BasicExternalities;

/// What `code` makes of the preset called `preset`.
pub fn storage(executor: &Executor, code: &[u8], preset: &str) -> Result<Storage, String> {
	let fetcher = WrappedRuntimeCode(code.into());
	let runtime = RuntimeCode {
		code_fetcher: &fetcher,
		hash: sp_crypto_hashing::blake2_256(code).to_vec(),
		heap_pages: None,
	};
	let call = |method: &str, argument: &[u8]| {
		let mut state = BasicExternalities::new_empty();
		let (result, _) =
			executor.call(&mut state, &runtime, method, argument, CallContext::Offchain);
		result
			.map(|answer| (answer, state.into_storages()))
			.map_err(|error| format!("{method}: {error}"))
	};
	let config = |preset: Option<&str>| -> Result<serde_json::Value, String> {
		let (answer, _) = call("GenesisBuilder_get_preset", &preset.encode())?;
		let json = Option::<Vec<u8>>::decode(&mut &answer[..])
			.map_err(|error| error.to_string())?
			.ok_or_else(|| {
				format!("the runtime has no preset `{}`", preset.unwrap_or("default"))
			})?;
		serde_json::from_slice(&json).map_err(|error| error.to_string())
	};

	let mut genesis = config(None)?;
	sc_chain_spec::json_merge(&mut genesis, config(Some(preset))?);
	let genesis = serde_json::to_vec(&genesis).map_err(|error| error.to_string())?;
	let (answer, mut storage) = call("GenesisBuilder_build_state", &genesis.encode())?;
	sp_genesis_builder::Result::decode(&mut &answer[..]).map_err(|error| error.to_string())??;
	storage.top.insert(well_known_keys::CODE.to_vec(), code.to_vec());
	Ok(storage)
}
