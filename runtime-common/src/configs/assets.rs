//! Deposits for classes of assets, the same on every chain that has some.

use crate::{
	constants::currency::{deposit, EXISTENTIAL_DEPOSIT},
	types::Balance,
};
use frame_support::parameter_types;

parameter_types! {
	/// Held for a class.
	pub const AssetDeposit: Balance = deposit(1, 200);
	/// Held from whoever opens an account of a class before it has a balance.
	pub const AssetAccountDeposit: Balance = EXISTENTIAL_DEPOSIT;
	/// Held for a class's name and symbol, whatever their length.
	pub const MetadataDepositBase: Balance = deposit(1, 100);
	/// Held for each byte of them.
	pub const MetadataDepositPerByte: Balance = deposit(0, 1);
	/// Held for an approval to spend.
	pub const ApprovalDeposit: Balance = deposit(1, 100);
}
