//! Weights of this chain's own pallets: measured by `make weights`, never edited.

pub mod pallet_carbon_allowances;
pub mod pallet_ccer;
pub mod pallet_order_book;
pub mod pallet_outbox;
pub mod pallet_remote_orders;
