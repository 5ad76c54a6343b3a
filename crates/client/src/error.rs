//! The errors of a client.

use jsonrpsee::core::ClientError;
use scale_info::{
	form::PortableForm, meta_type, PortableRegistry, Registry, StaticTypeInfo, TypeDef, Variant,
};
use sp_runtime::{transaction_validity::InvalidTransaction, DispatchError};
use std::fmt;

/// Why a chain was not asked, or did not do what it was asked.
#[derive(Debug)]
pub enum Error {
	/// Nobody said where a chain answers.
	NoEndpoint {
		/// The chain's parachain id.
		para_id: u32,
	},
	/// Nobody answers at an address.
	Unreachable {
		/// The address.
		url: String,
		/// The chain that was expected there.
		chain: &'static str,
		/// The cause.
		source: ClientError,
	},
	/// A connection has ended.
	Closed {
		/// The chain it led to.
		chain: &'static str,
	},
	/// A request was not answered, or with an error.
	Request {
		/// The method, or the call of the transaction.
		request: &'static str,
		/// The cause.
		source: ClientError,
	},
	/// A stored value is not of the type that this client knows.
	Undecodable {
		/// The chain.
		chain: &'static str,
		/// The cause.
		source: codec::Error,
	},
	/// The transaction pool refused a transaction.
	Refused {
		/// The transaction's call.
		call: &'static str,
		/// Why it is invalid.
		reason: InvalidTransaction,
	},
	/// A transaction is in a block, and failed there.
	Failed {
		/// The transaction's call.
		call: &'static str,
		/// The error it failed with.
		error: DispatchError,
		/// The error's name, if it is one of a pallet.
		pallet_error: Option<PalletError>,
	},
	/// A transaction is in no block after long enough.
	TimedOut {
		/// The transaction's call.
		call: &'static str,
		/// How many blocks were seen meanwhile.
		blocks: u32,
	},
}

impl Error {
	/// Whether a transaction failed with `error`, such as the error of a pallet.
	pub fn failed_with(&self, error: impl Into<DispatchError>) -> bool {
		let expected = error.into();
		matches!(self, Self::Failed { error, .. } if *error == expected)
	}

	/// Why `call` was not taken by the pool.
	pub(crate) fn of_pool(call: &'static str, source: ClientError) -> Self {
		match &source {
			ClientError::Call(answer) if answer.code() == POOL_INVALID_TX => answer
				.data()
				.and_then(|data| serde_json::from_str::<String>(data.get()).ok())
				.and_then(|text| invalidity(&text)),
			_ => None,
		}
		.map_or(Self::Request { request: call, source }, |reason| Self::Refused { call, reason })
	}
}

/// The code by which a node says that a transaction is invalid.
const POOL_INVALID_TX: i32 = 1010;

/// Why a transaction is invalid, from how a node says it.
fn invalidity(text: &str) -> Option<InvalidTransaction> {
	use InvalidTransaction::*;
	if let Some(code) = text.strip_prefix("Custom error: ") {
		return code.parse().ok().map(Custom);
	}
	[
		Call,
		Payment,
		Future,
		Stale,
		BadProof,
		AncientBirthBlock,
		ExhaustsResources,
		BadMandatory,
		MandatoryValidation,
		BadSigner,
		IndeterminateImplicit,
		UnknownOrigin,
	]
	.into_iter()
	.find(|reason| text == <&str>::from(*reason))
}

impl std::error::Error for Error {
	fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
		match self {
			Self::Unreachable { source, .. } | Self::Request { source, .. } => Some(source),
			Self::Undecodable { source, .. } => Some(source),
			_ => None,
		}
	}
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::NoEndpoint { para_id } => {
				write!(f, "nobody said where chain {para_id} answers: give its URL")
			},
			Self::Unreachable { url, chain, source } => write!(
				f,
				"{url} cannot be reached ({}): is {chain} running there?",
				explained(source)
			),
			Self::Closed { chain } => {
				write!(f, "the connection to {chain} was closed: is it still running?")
			},
			Self::Request { request, source } => write!(f, "{request}: {}", explained(source)),
			Self::Undecodable { chain, source } => write!(
				f,
				"the state of {chain} is of another version ({source}): use the version of this \
				 program that was built for it"
			),
			Self::Refused { call, reason: InvalidTransaction::Custom(code) } => {
				write!(f, "{call}: the pool refuses the transaction: custom error {code}")
			},
			Self::Refused { call, reason } => {
				write!(f, "{call}: the pool refuses the transaction: {}", <&str>::from(*reason))
			},
			Self::Failed { call, pallet_error: Some(error), .. } => write!(f, "{call}: {error}"),
			Self::Failed { call, error, .. } => write!(f, "{call}: {error:?}"),
			Self::TimedOut { call, blocks } => {
				write!(f, "{call}: in no block after {blocks} blocks")
			},
		}
	}
}

/// A node's own words, without those of the protocol around them.
fn explained(error: &ClientError) -> String {
	match error {
		ClientError::Call(answer) => {
			let data = answer.data().map(|data| format!(" ({})", data.get())).unwrap_or_default();
			format!("{}{data}", answer.message())
		},
		other => other.to_string(),
	}
}

/// The error of a pallet, as its runtime describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PalletError {
	/// The pallet, as the runtime names it.
	pub pallet: String,
	/// The error's name.
	pub name: String,
	/// The error's documentation.
	pub docs: String,
}

impl PalletError {
	/// The name of `error` in a runtime whose errors are of the type `RuntimeError`; `None` if it
	/// is no pallet's.
	pub fn of<RuntimeError: StaticTypeInfo>(error: DispatchError) -> Option<Self> {
		let DispatchError::Module(module) = error else { return None };
		let [index, ..] = module.error;
		let mut registry = Registry::new();
		let errors = registry.register_type(&meta_type::<RuntimeError>());
		let types = PortableRegistry::from(registry);
		let pallet = variant(&types, errors.id, module.index)?;
		let error = variant(&types, pallet.fields.first()?.ty.id, index)?;
		Some(Self {
			pallet: pallet.name.clone(),
			name: error.name.clone(),
			docs: error.docs.join(" ").trim().to_owned(),
		})
	}
}

/// The variant with a codec index, of the enum with a number in a registry.
fn variant(types: &PortableRegistry, id: u32, index: u8) -> Option<&Variant<PortableForm>> {
	match &types.resolve(id)?.type_def {
		TypeDef::Variant(definition) => {
			definition.variants.iter().find(|variant| variant.index == index)
		},
		_ => None,
	}
}

impl fmt::Display for PalletError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self { pallet, name, docs } = self;
		write!(f, "{pallet}.{name}")?;
		if docs.is_empty() {
			return Ok(());
		}
		write!(f, ": {docs}")
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use jsonrpsee::types::ErrorObjectOwned;
	use runtime_park::{Runtime, RuntimeError};
	use sp_runtime::TokenError;

	/// A node's answer to an invalid transaction.
	fn refusal(text: &str) -> Error {
		let answer = ErrorObjectOwned::owned(1010, "Invalid Transaction", Some(text));
		Error::of_pool("transfer", ClientError::Call(answer))
	}

	#[test]
	fn a_refusal_should_be_the_reason_that_the_node_names() {
		for reason in [
			InvalidTransaction::Stale,
			InvalidTransaction::Payment,
			InvalidTransaction::BadProof,
			InvalidTransaction::UnknownOrigin,
		] {
			let refused = refusal(reason.into());
			assert!(matches!(refused, Error::Refused { reason: found, .. } if found == reason));
		}
		let refused = refusal("Custom error: 9");
		assert!(matches!(refused, Error::Refused { reason: InvalidTransaction::Custom(9), .. }));
	}

	#[test]
	fn a_refusal_should_stay_an_answer_when_its_reason_is_unknown() {
		let refused = refusal("Because");
		assert!(matches!(refused, Error::Request { request: "transfer", .. }));
		assert_eq!(refused.to_string(), "transfer: Invalid Transaction (\"Because\")");
	}

	#[test]
	fn a_failure_should_be_compared_and_named_by_pallet_and_error() {
		type PurchaseError = pallet_power_purchase::Error<Runtime>;
		let error = DispatchError::from(PurchaseError::NoShortfall);
		let pallet_error = PalletError::of::<RuntimeError>(error);
		let failed = Error::Failed { call: "order_shortfall", error, pallet_error };
		assert!(failed.failed_with(PurchaseError::NoShortfall));
		assert!(!failed.failed_with(PurchaseError::NotFound));
		assert!(!failed.failed_with(pallet_metering::Error::<Runtime>::NotFound));
		let text = failed.to_string();
		assert!(
			text.starts_with("order_shortfall: PowerPurchase.NoShortfall: The period"),
			"{text}"
		);
	}

	#[test]
	fn an_error_of_no_pallet_should_have_no_name() {
		let error = DispatchError::Token(TokenError::FundsUnavailable);
		assert_eq!(PalletError::of::<RuntimeError>(error), None);
	}
}
