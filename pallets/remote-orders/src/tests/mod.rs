mod cancel;
mod invariants;
mod news;
mod place;
