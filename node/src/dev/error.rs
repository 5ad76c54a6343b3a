//! Why the network did not start, or stopped.

use std::{fmt, io::ErrorKind};

/// An error for the person at the terminal.
#[derive(Debug)]
pub enum Error {
	/// What was given cannot be worked with; nothing was started or submitted.
	Input(String),
	/// It went wrong on the way.
	Failed(String),
}

impl Error {
	/// Of the parts of a chain's node, which did not start.
	pub fn of_parts(chain: &str, error: sc_service::Error) -> Self {
		match &error {
			// The folder is what was given, and the message names it.
			sc_service::Error::Io(cause) if cause.kind() == ErrorKind::ResourceBusy => {
				Self::Input(error.to_string())
			},
			_ => Self::Failed(format!("{chain}: {error}")),
		}
	}

	/// Whether it is the input's fault.
	pub fn is_input(&self) -> bool {
		matches!(self, Self::Input(_))
	}
}

impl From<zeropark_replay::Error> for Error {
	fn from(error: zeropark_replay::Error) -> Self {
		if error.is_input() {
			Self::Input(error.to_string())
		} else {
			Self::Failed(error.to_string())
		}
	}
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Input(message) | Self::Failed(message) => f.write_str(message),
		}
	}
}
