//! The real binary: the development network as a user meets it.

mod access;
mod bad_input;
mod certificates;
mod commands;
mod network;
mod prove;
mod purchases;
mod readings;
mod replay;
mod rpc;
mod select;
mod settlement;
mod state;
mod storage;
