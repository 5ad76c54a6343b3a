use crate::{
	carbon::{SourceActivity, Statement},
	ids::{PeriodId, SourceId},
};
use alloc::vec::Vec;
use sp_runtime::AccountId32;

sp_api::decl_runtime_apis! {
	/// What people ask the park's period ledger.
	pub trait ZeroCarbonApi {
		/// The statement of a period, or of the newest one; `None` if there is no such period.
		fn statement(period: Option<PeriodId>) -> Option<Statement<AccountId32>>;

		/// What sources reported for a period, or for the newest one, in the order of the storage's
		/// keys: at most `count` after the source `after`.
		fn activities(
			period: Option<PeriodId>,
			after: Option<SourceId>,
			count: u32,
		) -> Vec<SourceActivity<AccountId32>>;
	}
}
