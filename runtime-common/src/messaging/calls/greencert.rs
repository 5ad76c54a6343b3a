//! Messages to a green certificate market.

use crate::{
	constants::currency::EXISTENTIAL_DEPOSIT,
	messaging::{
		deposit_to,
		fees::{CANCELLATION_FEE, OUTPUT_FEE, PERMIT_DEPOSIT, PLACEMENT_FEE},
		order_account, transact, Cargo, Message,
	},
	types::{AccountId, Balance},
};
use alloc::{vec, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::H256;
use xcm::latest::prelude::*;
use zeropark_primitives::{
	certificates::{CertificateBasket, Claim},
	ids::{DeviceId, ParaId, RemoteOrderId},
	time::Interval,
	trading::RemoteOrder,
	units::WattHours,
};

/// An order of certificates.
pub type CertificateOrder = RemoteOrder<AccountId, CertificateBasket, Claim>;

/// Calls of the market's chain.
#[derive(Encode, Decode)]
pub enum GreencertCall {
	/// Its `green-certificates`.
	#[codec(index = 50)]
	GreenCertificates(GreenCertificatesCall),
	/// Its `remote-orders`.
	#[codec(index = 52)]
	RemoteOrders(RemoteOrdersCall),
}

/// Calls of `green-certificates`.
#[derive(Encode, Decode)]
pub enum GreenCertificatesCall {
	/// `report_output`.
	#[codec(index = 4)]
	ReportOutput {
		/// The meter, as its chain numbers it.
		device: DeviceId,
		/// When it was delivered.
		span: Interval,
		/// How much.
		energy: WattHours,
		/// Whether the park consumed it.
		own_use: bool,
		/// The digest of the meter's register.
		evidence: H256,
	},
	/// `occupy_permit`.
	#[codec(index = 13)]
	OccupyPermit {
		/// The meter, as its chain numbers it.
		device: DeviceId,
		/// The digest of the permit.
		permit: H256,
		/// From whose account the deposit is held.
		depositor: AccountId,
	},
}

/// Calls of `remote-orders`.
#[derive(Encode, Decode)]
pub enum RemoteOrdersCall {
	/// `place`.
	#[codec(index = 0)]
	Place {
		/// The order, as the desk numbers it.
		#[codec(compact)]
		number: RemoteOrderId,
		/// The order.
		order: CertificateOrder,
	},
	/// `cancel`.
	#[codec(index = 1)]
	Cancel {
		/// The order.
		#[codec(compact)]
		number: RemoteOrderId,
		/// Whose the rest is.
		beneficiary: AccountId,
	},
}

/// A message to a green certificate market.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum ToGreencert {
	/// Places an order with its money.
	PlaceOrder {
		/// The order, as the desk numbers it.
		number: RemoteOrderId,
		/// The order.
		order: CertificateOrder,
		/// Its price and overhead.
		money: Balance,
	},
	/// Calls an order back.
	CancelOrder {
		/// The order.
		number: RemoteOrderId,
		/// Whose the rest is.
		payer: AccountId,
	},
	/// Has a meter's output of a month certified, as the park's own.
	ReportOutput {
		/// The meter.
		device: DeviceId,
		/// The month.
		span: Interval,
		/// The energy that it delivered.
		energy: WattHours,
		/// The digest of the meter's register.
		evidence: H256,
		/// Who pays, and gets the rest on the market's chain.
		payer: AccountId,
	},
	/// Occupies the permit of a plant that the park counts as its own.
	OccupyPermit {
		/// The meter.
		device: DeviceId,
		/// The digest of the permit.
		permit: H256,
		/// Who pays, and gets the rest on the market's chain.
		payer: AccountId,
	},
}

fn order_call(call: RemoteOrdersCall) -> Instruction<()> {
	transact(GreencertCall::RemoteOrders(call).encode())
}

impl Message for ToGreencert {
	fn cargo(&self) -> Cargo {
		let (claimer, money, fee) = match self {
			Self::PlaceOrder { order, money, .. } => (&order.beneficiary, *money, PLACEMENT_FEE),
			Self::CancelOrder { payer, .. } => (payer, CANCELLATION_FEE, CANCELLATION_FEE),
			Self::ReportOutput { payer, .. } => (payer, OUTPUT_FEE, OUTPUT_FEE),
			Self::OccupyPermit { payer, .. } => {
				(payer, OUTPUT_FEE + PERMIT_DEPOSIT + EXISTENTIAL_DEPOSIT, OUTPUT_FEE)
			},
		};
		Cargo { claimer: claimer.clone(), money, fee, units: None }
	}

	fn program(self, sender: ParaId) -> Vec<Instruction<()>> {
		match self {
			Self::PlaceOrder { number, order, .. } => {
				let deposit = || deposit_to(order_account(sender, number));
				let beneficiary = order.beneficiary.clone();
				vec![
					// An order that cannot be placed is called back at once: the money comes home.
					SetErrorHandler(Xcm(vec![
						RefundSurplus,
						deposit(),
						order_call(RemoteOrdersCall::Cancel { number, beneficiary }),
					])),
					deposit(),
					order_call(RemoteOrdersCall::Place { number, order }),
					ExpectTransactStatus(MaybeErrorCode::Success),
					// The handler's weight is refunded once there is another in its place.
					SetErrorHandler(Xcm(vec![])),
					RefundSurplus,
					deposit(),
				]
			},
			Self::CancelOrder { number, payer } => vec![
				order_call(RemoteOrdersCall::Cancel { number, beneficiary: payer }),
				RefundSurplus,
				deposit_to(order_account(sender, number)),
			],
			Self::ReportOutput { device, span, energy, evidence, payer } => {
				// The period ledger counts it as the park's own.
				let own_use = true;
				let report =
					GreenCertificatesCall::ReportOutput { device, span, energy, own_use, evidence };
				vec![
					transact(GreencertCall::GreenCertificates(report).encode()),
					RefundSurplus,
					deposit_to(payer),
				]
			},
			Self::OccupyPermit { device, permit, payer } => {
				let depositor = payer.clone();
				let occupy = GreenCertificatesCall::OccupyPermit { device, permit, depositor };
				vec![
					// The deposit is held from this account.
					deposit_to(payer.clone()),
					transact(GreencertCall::GreenCertificates(occupy).encode()),
					RefundSurplus,
					deposit_to(payer),
				]
			},
		}
	}
}
