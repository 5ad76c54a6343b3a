//! The weights that this pallet needs.

use frame_support::weights::Weight;

macro_rules! weights {
	($($(#[$doc:meta])* $name:ident($($n:ident)?);)*) => {
		/// Weights of the calls and of the hook; `n` is the number of enterprises.
		pub trait WeightInfo {
			$($(#[$doc])* fn $name($($n: u32)?) -> Weight;)*
		}

		#[cfg(test)]
		impl WeightInfo for () {
			$(fn $name($($n: u32)?) -> Weight {
				Weight::from_parts(50_000_000, 4_000) $(.saturating_mul(u64::from($n).saturating_add(1)))?
			})*
		}
	};
}

weights! {
	/// Weight of `take_positions`.
	take_positions(n);
	/// Weight of `register_entity`.
	register_entity();
	/// Weight of `assign`.
	assign();
	/// Weight of the hook that reports registers.
	report(n);
}
