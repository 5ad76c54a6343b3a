//! The runtimes together, with messages executed as on the real network, in one process and without
//! blocks' cost.

mod chains;
mod outputs;
mod purchases;
mod quota;
mod quota_orders;
mod quota_sales;
mod settlement;
