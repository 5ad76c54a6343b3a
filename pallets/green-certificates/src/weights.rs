//! The weights that this pallet needs.

use frame_support::weights::Weight;

macro_rules! weights {
	($($(#[$doc:meta])* $name:ident($($n:ident)?);)*) => {
		/// Weights of the calls and of the hook; `n` is the number of steps that expiry takes.
		pub trait WeightInfo {
	/// Weight of `occupy_permit`.
	fn occupy_permit() -> Weight;
	/// Weight of `free_permit`.
	fn free_permit() -> Weight;
			$($(#[$doc])* fn $name($($n: u32)?) -> Weight;)*
		}

		#[cfg(test)]
		impl WeightInfo for () {
	fn occupy_permit() -> Weight {
		Weight::from_parts(50_000_000, 4_000)
	}
	fn free_permit() -> Weight {
		Weight::from_parts(50_000_000, 4_000)
	}
			$(fn $name($($n: u32)?) -> Weight {
				Weight::from_parts(50_000_000, 4_000) $(.saturating_mul(u64::from($n) + 1))?
			})*
		}
	};
}

weights! {
	/// Weight of `register_generator`.
	register_generator();
	/// Weight of `accredit`.
	accredit();
	/// Weight of `refuse_accreditation`.
	refuse_accreditation();
	/// Weight of `request_issuance`.
	request_issuance();
	/// Weight of `report_output`.
	report_output();
	/// Weight of `approve_issuance`.
	approve_issuance();
	/// Weight of `refuse_issuance`.
	refuse_issuance();
	/// Weight of `set_auto_approval`.
	set_auto_approval();
	/// Weight of `retire`.
	retire();
	/// Weight of `cancel`.
	cancel();
	/// Weight of `withdraw_batch`.
	withdraw_batch();
	/// Weight of `void_claim`.
	void_claim();
	/// Weight of `revoke_accreditation`.
	revoke_accreditation();
	/// Weight of expiring batches in `n` steps.
	expire(n);
}
