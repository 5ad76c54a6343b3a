//! Messages to a green certificate market.

use crate::{
	constants::currency::EXISTENTIAL_DEPOSIT,
	messaging::{
		deposit_to,
		fees::{CANCELLATION_FEE, OUTPUT_FEE, PERMIT_DEPOSIT, PLACEMENT_FEE},
		orders::{self, RemoteOrdersCall},
		transact, Cargo, Message,
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
	RemoteOrders(RemoteOrdersCall<CertificateBasket, Claim>),
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

fn order_call(call: RemoteOrdersCall<CertificateBasket, Claim>) -> Vec<u8> {
	GreencertCall::RemoteOrders(call).encode()
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
				orders::place(sender, number, order, order_call)
			},
			Self::CancelOrder { number, payer } => {
				orders::cancel(sender, number, payer, order_call)
			},
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
