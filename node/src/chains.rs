//! The chains this node knows by name, and their specifications.

use sc_chain_spec::{ChainSpec, ChainSpecExtension, ChainType, GenericChainSpec};
use serde::{Deserialize, Serialize};
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use zeropark_runtime_common::{
	chains as para,
	constants::{currency, SS58_PREFIX},
};

/// A chain of Zeropark.
#[derive(Clone, Copy, Debug)]
pub struct Chain {
	/// How the command line names it.
	pub id: &'static str,
	/// How people name it.
	pub name: &'static str,
	/// Its place under the relay chain.
	pub para_id: u32,
	/// What its presets are called before the usual name, for a runtime that serves several chains.
	preset_prefix: &'static str,
	/// Its runtime.
	wasm: fn() -> Option<&'static [u8]>,
	/// The presets of its runtime, natively: asking its wasm would mean compiling it first.
	preset: fn(&PresetId) -> Option<Vec<u8>>,
}

/// A chain with what it takes from its runtime.
macro_rules! chain {
	($id:literal, $name:literal, $para_id:expr, $preset_prefix:literal, $runtime:ident) => {
		Chain {
			id: $id,
			name: $name,
			para_id: $para_id,
			preset_prefix: $preset_prefix,
			wasm: || $runtime::WASM_BINARY,
			preset: $runtime::genesis_config_presets::get_preset,
		}
	};
}

/// Every chain, in the order of their RPC ports in the development network.
pub const CHAINS: [Chain; 7] = [
	chain!("park", "Zeropark Park", para::PARK, "", runtime_park),
	chain!("greencert", "Zeropark Green Certificates", para::GREENCERT, "", runtime_greencert),
	chain!("carbon", "Zeropark Carbon", para::CARBON, "", runtime_carbon),
	chain!("power", "Zeropark Power", para::POWER, "power_", runtime_energy),
	chain!("heat", "Zeropark Heat", para::HEAT, "heat_", runtime_energy),
	chain!("gas", "Zeropark Gas", para::GAS, "gas_", runtime_energy),
	chain!("cooling", "Zeropark Cooling", para::COOLING, "cooling_", runtime_energy),
];

/// What a chain specification says beyond the standard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ChainSpecExtension)]
#[serde(deny_unknown_fields)]
pub struct Extensions {
	/// The relay chain it lives under.
	#[serde(alias = "relayChain")]
	pub relay_chain: String,
	/// Its id there. Light clients ask for it.
	#[serde(alias = "paraId")]
	pub para_id: u32,
}

impl Extensions {
	/// The relay chain that `spec` names.
	pub fn relay_chain_of(spec: &dyn ChainSpec) -> Option<String> {
		sc_chain_spec::get_extension::<Self>(spec.extensions())
			.map(|extensions| extensions.relay_chain.clone())
	}
}

impl Chain {
	/// Its specification from the preset `preset`.
	fn spec(
		&self,
		preset: &str,
		kind: ChainType,
		suffix: &str,
	) -> Result<Box<dyn ChainSpec>, String> {
		let wasm = (self.wasm)().ok_or_else(|| {
			format!(
				"the runtime of `{}` was not built: unset SKIP_WASM_BUILD and build again",
				self.id
			)
		})?;
		let id = format!("{}{preset}", self.preset_prefix);
		let patch = (self.preset)(&id.as_str().into())
			.and_then(|json| serde_json::from_slice(&json).ok())
			.ok_or_else(|| format!("the runtime of `{}` has no preset `{id}`", self.id))?;
		let mut properties = sc_chain_spec::Properties::new();
		properties.insert("tokenSymbol".into(), currency::SYMBOL.into());
		properties.insert("tokenDecimals".into(), currency::DECIMALS.into());
		properties.insert("ss58Format".into(), SS58_PREFIX.into());
		let extensions = Extensions { relay_chain: "rococo-local".into(), para_id: self.para_id };
		let spec = GenericChainSpec::<Extensions>::builder(wasm, extensions)
			.with_name(&format!("{}{suffix}", self.name))
			.with_id(&format!("zeropark-{}-{}", self.id, preset.replace('_', "-")))
			.with_protocol_id(&format!("zeropark-{}", self.id))
			.with_chain_type(kind)
			.with_properties(properties)
			.with_genesis_config_patch(patch)
			.build();
		Ok(Box::new(spec))
	}

	/// Its specification for one machine: Alice alone, and she is root.
	pub fn development(&self) -> Result<Box<dyn ChainSpec>, String> {
		self.spec(DEV_RUNTIME_PRESET, ChainType::Development, " Development")
	}

	/// Its specification for a local relay chain: Alice and Bob, and nobody is root.
	pub fn local(&self) -> Result<Box<dyn ChainSpec>, String> {
		self.spec(LOCAL_TESTNET_RUNTIME_PRESET, ChainType::Local, " Local")
	}
}

/// The specification that `id` names: `park-dev`, `heat-local`, `park` (for `park-local`), or a
/// file.
pub fn load_spec(id: &str) -> Result<Box<dyn ChainSpec>, String> {
	let (name, development) = match id.rsplit_once('-') {
		Some((name, "dev")) => (name, true),
		Some((name, "local")) => (name, false),
		_ if id == "dev" || id.is_empty() => ("park", true),
		_ if id == "local" => ("park", false),
		_ => (id, false),
	};
	match CHAINS.iter().find(|chain| chain.id == name) {
		Some(chain) if development => chain.development(),
		Some(chain) => chain.local(),
		None if std::path::Path::new(id).is_file() => {
			let spec = GenericChainSpec::<Extensions>::from_json_file(id.into())?;
			Ok(Box::new(spec))
		},
		None => Err(format!(
			"there is no chain and no file called `{id}`: the chains are {}, each with `-dev` or `-local` behind it",
			CHAINS.map(|chain| chain.id).join(", ")
		)),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_chain_should_have_both_specifications_when_built() {
		if runtime_park::WASM_BINARY.is_none() {
			// Built with SKIP_WASM_BUILD: the error says so.
			assert!(load_spec("park-dev").is_err_and(|error| error.contains("SKIP_WASM_BUILD")));
			return;
		}
		for chain in CHAINS {
			for suffix in ["dev", "local"] {
				let spec = load_spec(&format!("{}-{suffix}", chain.id)).expect("is known");
				assert!(spec.id().starts_with(&format!("zeropark-{}", chain.id)));
				assert_eq!(Extensions::relay_chain_of(&*spec).as_deref(), Some("rococo-local"));
				let json = spec.as_json(true).expect("can be written");
				let json = serde_json::from_str::<serde_json::Value>(&json).expect("is JSON");
				assert_eq!(json["para_id"], chain.para_id);
			}
		}
	}

	#[test]
	fn the_sdks_spelling_should_be_read_too() {
		let extensions = serde_json::from_str(r#"{"relayChain":"paseo","paraId":2000}"#);
		let expected = Extensions { relay_chain: "paseo".into(), para_id: 2000 };
		assert_eq!(extensions.ok(), Some(expected));
	}

	#[test]
	fn an_unknown_chain_should_be_an_error_that_names_the_known_ones() {
		let error = load_spec("mars-dev").map(drop).expect_err("is unknown");
		assert!(error.contains("mars-dev") && error.contains("greencert"), "{error}");
	}
}
