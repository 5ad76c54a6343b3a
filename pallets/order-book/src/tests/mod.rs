mod cancel_order;
mod expiry;
mod invariants;
mod pages;
mod place_ask;
mod place_bid;
mod set_halted;
