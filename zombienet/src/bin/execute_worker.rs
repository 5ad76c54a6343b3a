//! What a validator calls to execute a parachain's validation function, apart from itself.

polkadot_node_core_pvf_common::decl_worker_main!(
	"execute-worker",
	polkadot_node_core_pvf_execute_worker::worker_entrypoint,
	polkadot_cli::NODE_VERSION,
	env!("CARGO_PKG_VERSION"),
);
