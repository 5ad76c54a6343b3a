mod cancel;
mod invariants;
mod place;
mod place_for;
mod remainders;
mod sales;
mod tasks;
