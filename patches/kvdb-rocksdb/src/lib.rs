//! The part of `kvdb-rocksdb`'s API that `polkadot-service` compiles against, for a node that runs
//! on ParityDB.
//!
//! [`Database::open`] is the only way to a [`Database`] and always answers with an error that names
//! the cure, so no value of the type exists and every method is unreachable by construction.

use kvdb::{DBKeyValue, DBTransaction, DBValue, KeyValueDB};
use std::{collections::HashMap, convert::Infallible, io, path::Path};

/// Database configuration; accepted and never used.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct DatabaseConfig {
	/// Memory budget in MiB by column.
	pub memory_budget: HashMap<u32, usize>,
	/// Number of columns.
	pub columns: u32,
	/// Whether a missing database is created.
	pub create_if_missing: bool,
}

impl DatabaseConfig {
	/// A configuration with `columns` columns.
	pub fn with_columns(columns: u32) -> Self {
		Self { columns, create_if_missing: true, ..Default::default() }
	}
}

/// A database that cannot be opened.
pub struct Database(Infallible);

impl Database {
	/// Always an error: RocksDB is not built into this binary.
	pub fn open<P: AsRef<Path>>(_config: &DatabaseConfig, path: P) -> io::Result<Database> {
		Err(io::Error::new(
			io::ErrorKind::Unsupported,
			format!(
				"RocksDB is not built in (asked for at {}): start with `--database paritydb`",
				path.as_ref().display()
			),
		))
	}

	/// Number of columns.
	pub fn num_columns(&self) -> u32 {
		match self.0 {}
	}

	/// Removes the last column.
	pub fn remove_last_column(&mut self) -> io::Result<()> {
		match self.0 {}
	}

	/// Adds a column.
	pub fn add_column(&mut self) -> io::Result<()> {
		match self.0 {}
	}

	/// A new transaction.
	pub fn transaction(&self) -> DBTransaction {
		match self.0 {}
	}

	/// Writes a transaction.
	pub fn write(&self, _transaction: DBTransaction) -> io::Result<()> {
		match self.0 {}
	}

	/// Reads a value.
	pub fn get(&self, _col: u32, _key: &[u8]) -> io::Result<Option<DBValue>> {
		match self.0 {}
	}

	/// Compacts a column.
	pub fn force_compact(&self, _col: u32) -> io::Result<()> {
		match self.0 {}
	}

	/// Iterates over a column.
	pub fn iter(&self, _col: u32) -> Box<dyn Iterator<Item = io::Result<DBKeyValue>> + '_> {
		match self.0 {}
	}
}

impl KeyValueDB for Database {
	fn get(&self, _col: u32, _key: &[u8]) -> io::Result<Option<DBValue>> {
		match self.0 {}
	}

	fn get_by_prefix(&self, _col: u32, _prefix: &[u8]) -> io::Result<Option<DBValue>> {
		match self.0 {}
	}

	fn write(&self, _transaction: DBTransaction) -> io::Result<()> {
		match self.0 {}
	}

	fn iter<'a>(&'a self, _col: u32) -> Box<dyn Iterator<Item = io::Result<DBKeyValue>> + 'a> {
		match self.0 {}
	}

	fn iter_with_prefix<'a>(
		&'a self,
		_col: u32,
		_prefix: &'a [u8],
	) -> Box<dyn Iterator<Item = io::Result<DBKeyValue>> + 'a> {
		match self.0 {}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn open_should_name_the_cure() {
		let Err(error) = Database::open(&DatabaseConfig::with_columns(1), "/nowhere");
		assert!(error.to_string().contains("--database paritydb"));
	}
}
