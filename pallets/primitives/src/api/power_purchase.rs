use crate::{
	ids::{AgreementId, PeriodId},
	purchase::PurchasedPower,
};
use alloc::vec::Vec;

sp_api::decl_runtime_apis! {
	/// What people ask of the park's purchases.
	pub trait PowerPurchaseApi {
		/// The agreements that count towards a period, or the newest one, in the order of the
		/// storage's keys: at most `count` after the agreement `after`.
		fn purchased_power(
			period: Option<PeriodId>,
			after: Option<AgreementId>,
			count: u32,
		) -> Vec<PurchasedPower>;
	}
}
