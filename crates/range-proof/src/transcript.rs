//! Messages of a transcript, as the crate `bulletproofs` writes them.

use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;

/// What a proof appends to a transcript, and draws from it.
pub(crate) trait Protocol {
	/// Begins a range proof of `m` values of `n` bits.
	fn begin_range_proof(&mut self, n: usize, m: usize);

	/// Begins an inner-product argument on vectors of length `n`.
	fn begin_inner_product(&mut self, n: usize);

	/// Appends a scalar.
	fn append_scalar(&mut self, label: &'static [u8], scalar: &Scalar);

	/// Draws a challenge.
	fn challenge(&mut self, label: &'static [u8]) -> Scalar;
}

impl Protocol for Transcript {
	fn begin_range_proof(&mut self, n: usize, m: usize) {
		self.append_message(b"dom-sep", b"rangeproof v1");
		self.append_u64(b"n", n as u64);
		self.append_u64(b"m", m as u64);
	}

	fn begin_inner_product(&mut self, n: usize) {
		self.append_message(b"dom-sep", b"ipp v1");
		self.append_u64(b"n", n as u64);
	}

	fn append_scalar(&mut self, label: &'static [u8], scalar: &Scalar) {
		self.append_message(label, scalar.as_bytes());
	}

	fn challenge(&mut self, label: &'static [u8]) -> Scalar {
		let mut wide = [0; 64];
		self.challenge_bytes(label, &mut wide);
		Scalar::from_bytes_mod_order_wide(&wide)
	}
}
