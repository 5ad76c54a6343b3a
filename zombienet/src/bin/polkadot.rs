//! The relay chain's node. RocksDB is not built in: give it `--database paritydb`.

use std::process::ExitCode;

fn main() -> ExitCode {
	match polkadot_cli::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		},
	}
}
