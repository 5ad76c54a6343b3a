use crate::{carbon::Statement, ids::PeriodId};

sp_api::decl_runtime_apis! {
	/// What people ask the park's period ledger.
	pub trait ZeroCarbonApi {
		/// The statement of a period, or of the newest one; `None` if there is no such period.
		fn statement(period: Option<PeriodId>) -> Option<Statement>;
	}
}
