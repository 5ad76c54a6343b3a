//! Compiles the runtime to wasm; with the metadata's hash in it if asked, which takes compiling it twice.

#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
fn main() {
	substrate_wasm_builder::WasmBuilder::build_using_defaults();
}

#[cfg(all(feature = "std", feature = "metadata-hash"))]
fn main() {
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("PCNY", 6)
		.build();
}

#[cfg(not(feature = "std"))]
fn main() {}
