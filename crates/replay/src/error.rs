//! Why a replay did not start, or stopped.

use std::fmt;

/// An error for the person who replays.
#[derive(Debug)]
pub enum Error {
	/// What was given cannot be worked with; nothing was submitted.
	Input(String),
	/// A chain was not asked, or did not do what it was asked.
	Chain(zeropark_client::Error),
	/// It went wrong on the way.
	Failed(String),
}

impl Error {
	/// Whether it is the input's fault.
	pub fn is_input(&self) -> bool {
		matches!(self, Self::Input(_))
	}

	/// A transaction succeeded, and none of its events says what it was sent for.
	pub(crate) fn nothing_of(call: &str) -> Self {
		Self::Failed(format!("{call}: nothing came of it"))
	}
}

impl From<zeropark_client::Error> for Error {
	fn from(error: zeropark_client::Error) -> Self {
		Self::Chain(error)
	}
}

impl std::error::Error for Error {
	fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
		match self {
			Self::Chain(error) => Some(error),
			Self::Input(_) | Self::Failed(_) => None,
		}
	}
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Chain(error) => fmt::Display::fmt(error, f),
			Self::Input(message) | Self::Failed(message) => f.write_str(message),
		}
	}
}
