//! A chain's genesis state, built by its runtime in an executor that keeps compiled code for
//! others.
//!
//! The SDK's own builder compiles the runtime anew each time it is asked, which takes seconds a
//! chain.

use crate::types::Executor;
use codec::{Decode, Encode};
use sc_chain_spec::ChainSpec;
use serde_json::Value;
use sp_core::{
	storage::well_known_keys,
	traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
};
use sp_state_machine::BasicExternalities;

/// Gives `spec` the state that its runtime makes of its configuration, unless it has one.
pub fn build(executor: &Executor, spec: &mut dyn ChainSpec) -> Result<(), String> {
	let json = spec.as_json(false)?;
	let json = serde_json::from_str::<Value>(&json).map_err(|error| error.to_string())?;
	let Some(genesis) = json.pointer("/genesis/runtimeGenesis") else {
		return Ok(());
	};
	let code = genesis.get("code").and_then(Value::as_str).ok_or("the genesis has no code")?;
	let code = sp_core::bytes::from_hex(code).map_err(|error| error.to_string())?;
	let fetcher = WrappedRuntimeCode(code.as_slice().into());
	let runtime = RuntimeCode {
		code_fetcher: &fetcher,
		hash: sp_crypto_hashing::blake2_256(&code).to_vec(),
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

	let config = match genesis.get("config") {
		Some(config) => config.clone(),
		None => {
			let (answer, _) = call("GenesisBuilder_get_preset", &None::<&str>.encode())?;
			let default = Option::<Vec<u8>>::decode(&mut &answer[..])
				.map_err(|error| error.to_string())?
				.ok_or("the runtime has no default configuration")?;
			let mut config = serde_json::from_slice(&default).map_err(|error| error.to_string())?;
			if let Some(patch) = genesis.get("patch") {
				sc_chain_spec::json_merge(&mut config, patch.clone());
			}
			config
		},
	};
	let config = serde_json::to_vec(&config).map_err(|error| error.to_string())?;
	let (answer, mut storage) = call("GenesisBuilder_build_state", &config.encode())?;
	sp_genesis_builder::Result::decode(&mut &answer[..]).map_err(|error| error.to_string())??;
	storage.top.insert(well_known_keys::CODE.to_vec(), code);
	spec.set_storage(storage);
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{chains::load_spec, service::executor};

	#[test]
	fn the_state_should_be_what_the_sdk_builds_and_stay_it() {
		if runtime_park::WASM_BINARY.is_none() {
			// Built with SKIP_WASM_BUILD: there is no specification.
			return;
		}
		let mut spec = load_spec("park-local").expect("is known");
		let state = |spec: &dyn ChainSpec| spec.as_storage_builder().build_storage();
		let expected = state(&*spec).expect("the SDK builds it").top;
		for _ in 0..2 {
			build(&executor(&Default::default()), &mut *spec).expect("is built");
			assert_eq!(state(&*spec).expect("is there").top, expected);
		}
		let raw = spec.as_json(true).expect("can be written");
		assert!(!raw.contains("runtimeGenesis"));
	}
}
