//! The chains, each with the types of its runtime.

use frame_support::{traits::GetCallMetadata, Parameter};
use scale_info::StaticTypeInfo;
use sp_runtime::{
	traits::{Dispatchable, Member, TransactionExtension},
	DispatchError,
};
use sp_version::RuntimeVersion;
use zeropark_runtime_common::types::{Hash, Nonce};

/// The values that a signature covers although the transaction does not carry them, extension by
/// extension: the runtime's version and that of its transactions, the genesis, and the block the
/// transaction is valid from, which is the genesis too.
pub type Implicit = ((), (), u32, u32, Hash, Hash, (), (), (), Option<[u8; 32]>);

/// A chain whose transactions this client can make.
pub trait Chain: Send + Sync + 'static {
	/// Its name, as messages use it.
	const NAME: &'static str;
	/// The version of the runtime whose types these are.
	const VERSION: RuntimeVersion;
	/// Its calls.
	type Call: Parameter + Member + Dispatchable + GetCallMetadata;
	/// Its events.
	type Event: Parameter + Member;
	/// The errors of its pallets.
	type Error: StaticTypeInfo;
	/// The extensions of its transactions.
	type Extension: TransactionExtension<Self::Call, Implicit = Implicit>;

	/// The extension of a transaction without tip that never expires.
	fn extension(nonce: Nonce) -> Self::Extension;

	/// Why a transaction failed, if `event` says that it did.
	fn failure(event: &Self::Event) -> Option<DispatchError>;
}

/// Any chain: it can be asked what all of them answer, and nothing is signed for it.
#[derive(Debug)]
pub enum AnyChain {}

/// Declares a chain by its runtime.
macro_rules! chain {
	($(#[$doc:meta])* $chain:ident, $name:literal, $runtime:ident) => {
		$(#[$doc])*
		#[derive(Debug)]
		pub enum $chain {}

		impl Chain for $chain {
			const NAME: &'static str = $name;
			const VERSION: RuntimeVersion = $runtime::VERSION;
			type Call = $runtime::RuntimeCall;
			type Event = $runtime::RuntimeEvent;
			type Error = $runtime::RuntimeError;
			type Extension = $runtime::TxExtension;

			fn extension(nonce: Nonce) -> Self::Extension {
				cumulus_pallet_weight_reclaim::StorageWeightReclaim::new((
					frame_system::AuthorizeCall::new(),
					frame_system::CheckNonZeroSender::new(),
					frame_system::CheckSpecVersion::new(),
					frame_system::CheckTxVersion::new(),
					frame_system::CheckGenesis::new(),
					frame_system::CheckEra::from(sp_runtime::generic::Era::Immortal),
					frame_system::CheckNonce::from(nonce),
					frame_system::CheckWeight::new(),
					pallet_transaction_payment::ChargeTransactionPayment::from(0),
					frame_metadata_hash_extension::CheckMetadataHash::new(false),
				))
			}

			fn failure(event: &Self::Event) -> Option<DispatchError> {
				match event {
					$runtime::RuntimeEvent::System(frame_system::Event::ExtrinsicFailed {
						dispatch_error,
						..
					}) => Some(*dispatch_error),
					_ => None,
				}
			}
		}
	};
}

chain!(
	/// The park's regional chain.
	Park,
	"the park",
	runtime_park
);
chain!(
	/// The green certificate market.
	Greencert,
	"greencert",
	runtime_greencert
);
chain!(
	/// The carbon market.
	Carbon,
	"carbon",
	runtime_carbon
);
chain!(
	/// An energy chain: power, heat, gas or cooling.
	Energy,
	"an energy chain",
	runtime_energy
);
