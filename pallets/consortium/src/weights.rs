//! The weights that this pallet needs.

use frame_support::weights::Weight;

macro_rules! weights {
	($($(#[$doc:meta])* $name:ident($($m:ident)?);)*) => {
		/// Weights of the calls; `m` is the number of meters.
		pub trait WeightInfo {
			$($(#[$doc])* fn $name($($m: u32)?) -> Weight;)*
		}

		#[cfg(test)]
		impl WeightInfo for () {
			$(fn $name($($m: u32)?) -> Weight {
				Weight::from_parts(50_000_000, 4_000) $(.saturating_mul(u64::from($m).saturating_add(1)))?
			})*
		}
	};
}

weights! {
	/// Weight of `admit`.
	admit();
	/// Weight of `remove`.
	remove();
	/// Weight of `offer_point`.
	offer_point(m);
	/// Weight of `accept_point`.
	accept_point();
	/// Weight of `suspend_point`.
	suspend_point();
	/// Weight of `resume_point`.
	resume_point();
	/// Weight of `leave`.
	leave();
	/// Weight of `release_margin`.
	release_margin();
}
