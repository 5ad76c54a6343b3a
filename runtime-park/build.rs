//! Compiles the runtime to wasm, with the hash of its metadata in it (ADR 8).

#[cfg(feature = "std")]
fn main() {
	// Another version has another hash.
	if std::env::var_os("CARGO_FEATURE_NEXT_VERSION").is_none() {
		std::env::set_var("RUNTIME_METADATA_HASH", include_str!("metadata-hash").trim());
	}
	substrate_wasm_builder::WasmBuilder::build_using_defaults();
}

#[cfg(not(feature = "std"))]
fn main() {}
