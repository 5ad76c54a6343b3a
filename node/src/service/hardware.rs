//! How fast this machine is, compared with the hardware that the SDK refers to.

use frame_benchmarking_cli::SUBSTRATE_REFERENCE_HARDWARE;
use sc_service::{Configuration, TaskManager};
use sc_sysinfo::HwBench;
use sc_telemetry::Telemetry;
use sc_tracing::tracing::warn;

/// Measures the machine, its disk in the database's folder; `None` if the database has none.
pub fn measure(config: &Configuration) -> Option<HwBench> {
	let folder = config.database.path()?;
	// Without the folder the disk is not measured, and the SDK logs why.
	let _ = std::fs::create_dir_all(folder);
	Some(sc_sysinfo::gather_hwbench(Some(folder), &SUBSTRATE_REFERENCE_HARDWARE))
}

/// Logs the measured speed, warns if it is below the reference, and sends it to telemetry.
pub fn report(hwbench: HwBench, telemetry: Option<&Telemetry>, task_manager: &TaskManager) {
	/// Our nodes do not validate for the relay chain: its validators' requirements do not count.
	const IS_RELAY_CHAIN_AUTHORITY: bool = false;

	sc_sysinfo::print_hwbench(&hwbench);
	let checked = SUBSTRATE_REFERENCE_HARDWARE.check_hardware(&hwbench, IS_RELAY_CHAIN_AUTHORITY);
	if let Err(failures) = checked {
		let failures = failures.to_string();
		warn!(
			"This machine is slower than the reference hardware: a collator on it may miss its \
			 slots. {}",
			failures.trim_end_matches(", ")
		);
	}
	if let Some(telemetry) = telemetry {
		task_manager.spawn_handle().spawn(
			"telemetry-hwbench",
			None,
			sc_sysinfo::initialize_hwbench_telemetry(telemetry.handle(), hwbench),
		);
	}
}
