mod cancel;
mod invariants;
mod news;
mod place;
mod place_for;
