use crate::{
	ids::{AgreementId, PeriodId},
	purchase::PurchasedPower,
};
use alloc::vec::Vec;

sp_api::decl_runtime_apis! {
	/// What people ask of the park's purchases.
	pub trait PowerPurchaseApi {
		/// The agreements that count towards a period, or the newest one: at most `count` from the
		/// one numbered `start`.
		fn purchased_power(
			period: Option<PeriodId>,
			start: AgreementId,
			count: u32,
		) -> Vec<PurchasedPower>;
	}
}
