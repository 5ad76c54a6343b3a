mod cancel_purchase;
mod deliveries;
mod invariants;
mod order_power;
mod order_shortfall;
