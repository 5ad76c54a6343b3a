mod cancel;
mod invariants;
mod place;
mod report;
