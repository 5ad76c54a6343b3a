//! What a proxy may do.

/// Defines `ProxyType` in the runtime's own crate, where alone it can be taught which calls it lets through.
#[macro_export]
macro_rules! define_proxy_type {
	() => {
		/// The kinds of proxy.
		#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
		#[derive(
			codec::Encode,
			codec::Decode,
			codec::DecodeWithMemTracking,
			codec::MaxEncodedLen,
			scale_info::TypeInfo
		)]
		pub enum ProxyType {
			/// Everything.
			#[default]
			Any,
			/// Everything but moving money and assets.
			NonTransfer,
			/// Only rejecting announced calls.
			CancelProxy,
			/// Only what a collator does.
			Collator,
		}
	};
}
