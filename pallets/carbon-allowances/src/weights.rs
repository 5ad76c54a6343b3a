//! The weights that this pallet needs.

use frame_support::weights::Weight;

macro_rules! weights {
	($($(#[$doc:meta])* $name:ident($($n:ident)?);)*) => {
		/// Weights of the calls; `n` is the number of registers in a report.
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
	/// Weight of `report`.
	report(n);
	/// Weight of `open_cycle`.
	open_cycle();
	/// Weight of `set_cap`.
	set_cap();
	/// Weight of `register_entity`.
	register_entity();
	/// Weight of `enrol`.
	enrol();
	/// Weight of `allocate`.
	allocate();
	/// Weight of `confirm`.
	confirm();
	/// Weight of `correct`.
	correct();
	/// Weight of `settle`.
	settle();
	/// Weight of `surrender_credits`.
	surrender_credits();
	/// Weight of `deposit`.
	deposit();
	/// Weight of `withdraw`.
	withdraw();
	/// Weight of `cancel_voluntarily`.
	cancel_voluntarily();
	/// Weight of `carry_over`.
	carry_over();
	/// Weight of `close_cycle`.
	close_cycle();
	/// Weight of `set_roles`.
	set_roles();
	/// Weight of `tell`.
	tell();
	/// Weight of `fine`.
	fine();
}
