//! The weights that this pallet needs.

use frame_support::weights::Weight;

macro_rules! weights {
	($($(#[$doc:meta])* $name:ident($($m:ident)?);)*) => {
		/// Weights of the calls, and of checking a proof of `m` values, a power of two.
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
	/// Weight of `prove`, with the smallest proof; the check comes in addition.
	prove();
	/// Weight of `withdraw`.
	withdraw();
	/// Weight of checking a proof of values of 8 bits.
	verify_8(m);
	/// Weight of checking a proof of values of 16 bits.
	verify_16(m);
	/// Weight of checking a proof of values of 32 bits.
	verify_32(m);
	/// Weight of checking a proof of values of 64 bits.
	verify_64(m);
}
