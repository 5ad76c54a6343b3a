//! Why the network did not start, or stopped.

use std::fmt;

/// An error for the person at the terminal.
#[derive(Debug)]
pub enum Error {
	/// What was given cannot be worked with; nothing was started or submitted.
	Input(String),
	/// It went wrong on the way.
	Failed(String),
}

impl Error {
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
