use crate::{
	certificates::{CertificateInstrument, Receipt},
	ids::{BatchId, RetirementId},
	market::{Level, Side, Trade},
};
use alloc::vec::Vec;
use sp_runtime::AccountId32;

sp_api::decl_runtime_apis! {
	/// What people ask the green certificate market.
	pub trait GreenCertificatesApi {
		/// The receipt of a retirement; `None` if there is no such retirement.
		fn receipt(retirement: RetirementId) -> Option<Receipt>;
		/// The best levels of a book, best first, at most 100.
		fn depth(market: CertificateInstrument, side: Side, levels: u32) -> Vec<Level>;
		/// The last trades, newest first.
		fn trades(count: u32) -> Vec<Trade<AccountId32, BatchId>>;
	}
}
