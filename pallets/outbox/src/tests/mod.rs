mod invariants;
mod send_waiting;
mod submit;
