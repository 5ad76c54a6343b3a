//! Weights of the park's own pallets: measured by `make weights`, never edited.

pub mod pallet_carbon_trade;
pub mod pallet_emission_registers;
pub mod pallet_metering;
pub mod pallet_node_selection;
pub mod pallet_outbox;
pub mod pallet_power_purchase;
pub mod pallet_trading_desk_carbon_desk;
pub mod pallet_trading_desk_power_desk;
pub mod pallet_zero_carbon;
