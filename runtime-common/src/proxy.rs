//! The kinds of proxy.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A kind of proxy. Each runtime says in its `configs/governance.rs` which calls a kind may make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum ProxyType {
	/// Everything.
	#[default]
	Any,
	/// Everything except moving money and assets.
	NonTransfer,
	/// Only rejecting announced calls.
	CancelProxy,
	/// Only what a collator does.
	Collator,
}

impl ProxyType {
	/// Whether a proxy of this kind may do all that one of the kind `other` may.
	pub fn includes(self, other: Self) -> bool {
		match (self, other) {
			(Self::Any, _) => true,
			(Self::NonTransfer, Self::Collator | Self::CancelProxy) => true,
			(mine, theirs) => mine == theirs,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::ProxyType::{self, Any, CancelProxy, Collator, NonTransfer};

	#[test]
	fn a_kind_should_include_itself_and_narrower_kinds() {
		let all = [Any, NonTransfer, CancelProxy, Collator];
		let included = |kind: ProxyType| {
			all.into_iter().filter(|other| kind.includes(*other)).collect::<Vec<_>>()
		};
		assert_eq!(included(Any), all);
		assert_eq!(included(NonTransfer), [NonTransfer, CancelProxy, Collator]);
		assert_eq!(included(CancelProxy), [CancelProxy]);
		assert_eq!(included(Collator), [Collator]);
	}
}
