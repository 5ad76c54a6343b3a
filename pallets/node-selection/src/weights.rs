//! The weights that this pallet needs.

use frame_support::weights::Weight;

macro_rules! weights {
	($($(#[$doc:meta])* $name:ident($($n:ident)?);)*) => {
		/// Weights of the calls and of the hook; `n` is the number of nodes of a round.
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
	/// Weight of `register`.
	register();
	/// Weight of `leave`.
	leave();
	/// Weight of `withdraw`.
	withdraw();
	/// Weight of `report`.
	report();
	/// Weight of `submit`.
	submit(n);
	/// Weight of the hook when nothing is due.
	idle();
	/// Weight of drawing the seed.
	begin_search(n);
	/// Weight of ending a round and beginning the next.
	begin(n);
}
