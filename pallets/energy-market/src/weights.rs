//! The weights that this pallet needs.

use frame_support::weights::Weight;

macro_rules! weights {
	($($(#[$doc:meta])* $name:ident($($p:ident)?);)*) => {
		/// Weights of the calls and of the hook; `p` is the number of pages.
		pub trait WeightInfo {
			$($(#[$doc])* fn $name($($p: u32)?) -> Weight;)*
		}

		#[cfg(test)]
		impl WeightInfo for () {
			$(fn $name($($p: u32)?) -> Weight {
				Weight::from_parts(50_000_000, 4_000) $(.saturating_mul(u64::from($p).saturating_add(1)))?
			})*
		}
	};
}

weights! {
	/// Weight of `bid`.
	bid();
	/// Weight of `report_reading`.
	report_reading();
	/// Weight of `set_terms`.
	set_terms();
	/// Weight of the hook when it opens a slot and finds nothing else to do.
	idle();
	/// Weight of adding up pages, and of clearing.
	fold(p);
	/// Weight of taking what the points of pages owe.
	collect(p);
	/// Weight of paying what the points of pages are owed, and of the record.
	pay(p);
}
