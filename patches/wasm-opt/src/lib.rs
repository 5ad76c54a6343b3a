//! The part of the `wasm-opt` crate's API that `substrate-wasm-builder` uses, over the `wasm-opt`
//! program of an installed Binaryen (Debian: `apt-get install binaryen`), which saves compiling it
//! (13 CPU-minutes).

use std::{
	fmt,
	path::Path,
	process::{Command, Output},
};

/// A transformation of the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
	/// Removes DWARF sections.
	StripDwarf,
	/// Lowers the sign-extension operators to the MVP. The target `wasm32v1-none` never emits them,
	/// and Binaryen learnt the pass only after version 108, so it is not asked for.
	SignextLowering,
}

/// Why a run failed.
#[derive(Debug)]
pub struct OptimizationError(String);

impl fmt::Display for OptimizationError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&self.0)
	}
}

impl std::error::Error for OptimizationError {}

/// What to run.
#[derive(Clone, Debug, Default)]
pub struct OptimizationOptions {
	arguments: Vec<&'static str>,
}

impl OptimizationOptions {
	/// No optimisation, only the passes asked for.
	pub fn new_opt_level_0() -> Self {
		Self { arguments: vec!["-O0"] }
	}

	/// Refuses everything past the WebAssembly MVP.
	pub fn mvp_features_only(&mut self) -> &mut Self {
		self.arguments.push("--mvp-features");
		self
	}

	/// Keeps the names section.
	pub fn debug_info(&mut self, keep: bool) -> &mut Self {
		if keep {
			self.arguments.push("--debuginfo");
		}
		self
	}

	/// Adds a pass.
	pub fn add_pass(&mut self, pass: Pass) -> &mut Self {
		match pass {
			Pass::StripDwarf => self.arguments.push("--strip-dwarf"),
			Pass::SignextLowering => {},
		}
		self
	}

	/// Reads `input`, writes `output`.
	pub fn run(
		&self,
		input: impl AsRef<Path>,
		output: impl AsRef<Path>,
	) -> Result<(), OptimizationError> {
		let result = Command::new("wasm-opt")
			.args(&self.arguments)
			.arg(input.as_ref())
			.arg("-o")
			.arg(output.as_ref())
			.output();
		match result {
			Ok(Output { status, .. }) if status.success() => Ok(()),
			Ok(Output { status, stderr, .. }) => Err(OptimizationError(format!(
				"wasm-opt ended with {status}: {}",
				String::from_utf8_lossy(&stderr)
			))),
			Err(error) => Err(OptimizationError(format!(
				"the program `wasm-opt` could not be run ({error}): install binaryen, or run `make setup`"
			))),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_missing_module_should_be_an_error() {
		let error = OptimizationOptions::new_opt_level_0()
			.add_pass(Pass::StripDwarf)
			.run("/nonexistent.wasm", "/nonexistent.out.wasm");
		assert!(error.is_err());
	}
}
