//! What a proof is for.

use merlin::Transcript;

/// Whose figures a proof is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
	/// An account, by its id.
	Account(&'a [u8]),
	/// A device, by its public key or its number.
	Device(&'a [u8]),
}

/// What a proof is for. All of it is in the transcript, so that a proof holds nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context<'a> {
	/// The hash of the chain's first block.
	pub genesis_hash: &'a [u8],
	/// The parachain.
	pub para_id: u32,
	/// The pallet and the call that take the proof, as in `RangeProof.prove`.
	pub call: &'a [u8],
	/// Whose figures these are.
	pub subject: Subject<'a>,
	/// A number that the subject uses once.
	pub nonce: u64,
	/// What else the call says, in its own encoding: a purpose, a period.
	pub details: &'a [u8],
}

impl Context<'_> {
	/// Returns a transcript that begins with this context; `kind` tells apart what is proven.
	pub(crate) fn transcript(&self, kind: &'static [u8]) -> Transcript {
		let mut transcript = Transcript::new(b"zeropark proof v1");
		transcript.append_message(b"kind", kind);
		transcript.append_message(b"genesis", self.genesis_hash);
		transcript.append_u64(b"para", u64::from(self.para_id));
		transcript.append_message(b"call", self.call);
		match self.subject {
			Subject::Account(id) => transcript.append_message(b"account", id),
			Subject::Device(id) => transcript.append_message(b"device", id),
		}
		transcript.append_u64(b"nonce", self.nonce);
		transcript.append_message(b"details", self.details);
		transcript
	}
}
