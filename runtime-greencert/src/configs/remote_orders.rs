//! Orders from parks and for them.

use super::outbox::ParkMessenger;
use crate::*;
use frame_support::{parameter_types, traits::ConstU32, weights::Weight, PalletId};
use sp_runtime::Perbill;
use zeropark_primitives::{
	certificates::{CertificateBasket, Claim},
	ids::BatchId,
	purchase::Delivery,
};
use zeropark_runtime_common::{
	chains::{self, Parks},
	constants::MAXIMUM_BLOCK_WEIGHT,
	messaging::{
		fees::{RECEIPT_DEPOSIT, REMOTE_ORDER_DEPOSIT, REPORT_FEE},
		REMOTE_ORDERS,
	},
	xcm_types::EnsureSibling,
};

parameter_types! {
	pub const RemoteOrdersId: PalletId = REMOTE_ORDERS;
	pub const RemoteOrderDeposit: Balance = REMOTE_ORDER_DEPOSIT;
	pub const ReceiptDeposit: Balance = RECEIPT_DEPOSIT;
	pub const ReportFee: Balance = REPORT_FEE;
	// Three orders that meet as many others as they may.
	pub MaxPlacing: Weight = Perbill::from_percent(10) * MAXIMUM_BLOCK_WEIGHT;
}

impl pallet_remote_orders::Config for Runtime {
	type ChainOrigin = EnsureSibling<Parks>;
	type ChainId = ConstU32<{ chains::GREENCERT }>;
	type Destinations = Parks;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Class = BatchId;
	type Basket = CertificateBasket;
	type Purpose = Claim;
	type Fill = Delivery;
	type Venue = OrderBook;
	type Fulfilment = GreenCertificates;
	// Parks do not sell certificates.
	type Sales = ();
	type Transport = ParkMessenger;
	type PalletId = RemoteOrdersId;
	type Deposit = RemoteOrderDeposit;
	type ReceiptDeposit = ReceiptDeposit;
	type ReportFee = ReportFee;
	// Less than a fiftieth of a block.
	type MaxTasks = ConstU32<8>;
	type MaxPlacing = MaxPlacing;
	type WeightInfo = weights::pallet_remote_orders::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
