mod claims;
mod invariants;
mod prove;
mod withdraw;
