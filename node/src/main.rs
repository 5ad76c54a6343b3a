//! The node of every chain of Zeropark: collator, full node, and the development network.

mod chains;
mod cli;
mod command;
mod dev;
mod fake_runtime_api;
mod genesis;
mod prove;
mod relay_cli;
mod rpc;
mod select;
mod service;
mod types;

fn main() -> std::process::ExitCode {
	command::run()
}
