//! Two commitments with the same value.
//!
//! If V - W has no part in B, then it is d·B̃, and whoever knows both openings knows d. The proof is
//! Schnorr's: a point R = k·B̃ and s = k + c·d.

use crate::{
	generators::blinding_base,
	proof::{point, scalar},
	transcript::Protocol,
	Commitment, Context, Error,
};
use curve25519_dalek::{
	ristretto::RistrettoPoint,
	scalar::Scalar,
	traits::{IsIdentity, VartimeMultiscalarMul},
};
use merlin::Transcript;

/// The length of a proof of equality, in bytes: a point and a scalar.
pub const EQUALITY_PROOF_LENGTH: usize = 64;

/// Checks the proof that two commitments have the same value.
///
/// Errors: `WrongLength`, `InvalidPoint`, `IdentityPoint`, `InvalidScalar`, `InvalidCommitment`,
/// `IdentityCommitment`, `Refused`.
pub fn verify_equality(
	context: &Context<'_>,
	left: &Commitment,
	right: &Commitment,
	proof: &[u8],
) -> Result<(), Error> {
	if proof.len() != EQUALITY_PROOF_LENGTH {
		return Err(Error::WrongLength);
	}
	let mut elements = proof.chunks_exact(32);
	let (r, s) = (point(elements.next())?, scalar(elements.next())?);
	let difference = left.hiding_point()? - right.hiding_point()?;
	let c = challenge(&mut transcript(context, left, right), &r.bytes);
	let rest = RistrettoPoint::vartime_multiscalar_mul(
		[s, -c, -Scalar::ONE],
		[blinding_base(), difference, r.point],
	);
	if rest.is_identity() {
		Ok(())
	} else {
		Err(Error::Refused)
	}
}

/// Begins the transcript of a proof of equality.
pub(crate) fn transcript(
	context: &Context<'_>,
	left: &Commitment,
	right: &Commitment,
) -> Transcript {
	let mut transcript = context.transcript(b"equality");
	transcript.append_message(b"V", &left.0);
	transcript.append_message(b"W", &right.0);
	transcript
}

/// Appends the point R, and draws c.
pub(crate) fn challenge(transcript: &mut Transcript, r: &[u8; 32]) -> Scalar {
	transcript.append_message(b"R", r);
	transcript.challenge(b"c")
}
