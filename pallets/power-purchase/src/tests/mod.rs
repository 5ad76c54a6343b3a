mod cancel_purchase;
mod invariants;
mod order_power;
mod order_shortfall;
mod report;
