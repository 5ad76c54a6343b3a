//! The weights that this pallet needs.

use frame_support::weights::Weight;

macro_rules! weights {
	($($(#[$doc:meta])* $name:ident;)*) => {
		/// Weights of the calls.
		pub trait WeightInfo {
			$($(#[$doc])* fn $name() -> Weight;)*
		}

		#[cfg(test)]
		impl WeightInfo for () {
			$(fn $name() -> Weight {
				Weight::from_parts(50_000_000, 4_000)
			})*
		}
	};
}

weights! {
	/// Weight of `register_project`.
	register_project;
	/// Weight of `withdraw_project`.
	withdraw_project;
	/// Weight of `validate`.
	validate;
	/// Weight of `approve`.
	approve;
	/// Weight of `refuse`.
	refuse;
	/// Weight of `report_reductions`.
	report_reductions;
	/// Weight of `verify_report`.
	verify_report;
	/// Weight of `issue`.
	issue;
	/// Weight of `refuse_report`.
	refuse_report;
	/// Weight of `withdraw_report`.
	withdraw_report;
	/// Weight of `retire`.
	retire;
	/// Weight of `withdraw_batch`.
	withdraw_batch;
}
