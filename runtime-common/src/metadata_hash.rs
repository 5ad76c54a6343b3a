//! The hash of a runtime's metadata (RFC 78). Who signs it knows that the chain reads a transaction
//! as their wallet shows it.

use crate::constants::{currency, SS58_PREFIX};
use codec::Decode;
use frame_metadata::RuntimeMetadataPrefixed;
use merkleized_metadata::{generate_metadata_digest, ExtraInfo};

/// The hash of `metadata`, of version 15 and encoded, in hexadecimal with 0x; an error if it is no
/// such metadata. The runtime's version names its `spec_name` and `spec_version`.
pub fn metadata_hash(
	metadata: &[u8],
	spec_name: &str,
	spec_version: u32,
) -> Result<String, String> {
	let metadata = RuntimeMetadataPrefixed::decode(&mut &*metadata)
		.map_err(|error| format!("no metadata: {error}"))?
		.1;
	let extra = ExtraInfo {
		spec_version,
		spec_name: spec_name.into(),
		base58_prefix: SS58_PREFIX.into(),
		decimals: currency::DECIMALS,
		token_symbol: currency::SYMBOL.into(),
	};
	let digest = generate_metadata_digest(&metadata, extra)?;
	Ok(format!("{:?}", sp_core::H256(digest.hash())))
}
