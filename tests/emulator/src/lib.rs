//! Tests of several chains together; see `tests/`.
