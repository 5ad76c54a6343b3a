//! The prover.

use crate::{
	commitment::commit,
	equality,
	generators::{blinding_base, generator, value_base, Side},
	proof_length,
	transcript::Protocol,
	verifier, Commitment, Context, Error, Range, Subject,
};
use alloc::vec::Vec;
use core::iter::once;
use curve25519_dalek::{
	ristretto::RistrettoPoint,
	scalar::Scalar,
	traits::{MultiscalarMul, VartimeMultiscalarMul},
};
use merlin::Transcript;
use sha3::{Digest, Sha3_512};

/// A value and the blinding of its commitment: what its owner keeps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Opening {
	/// The value.
	pub value: u64,
	/// The blinding.
	pub blinding: Scalar,
}

impl Opening {
	/// Returns the commitment.
	pub fn commitment(&self) -> Commitment {
		Commitment::commit(u128::from(self.value), &self.blinding)
	}
}

/// The key from which the blindings of an owner are derived, so that nobody has to keep them.
///
/// ```text
/// key      = the first 32 bytes of SHA3-512("zeropark blinding key v1" · secret)
/// blinding = SHA3-512("zeropark blinding v2" · key · genesis hash · para id · call · subject
///                     · nonce · details · bits · sides · min · max · number of values · values
///                     · index), modulo the order of the group
/// ```
///
/// The genesis hash, the call, the subject's id and the details are written as their length, 8 bytes,
/// and their bytes; the subject begins with a byte, 0 for an account and 1 for a device. The bits of a
/// side and the number of sides have 1 byte; para id, number of values and index 4; nonce, min, max and
/// each value 8. Numbers are little-endian.
///
/// Two values must never have the same blinding: the difference of their commitments would show the
/// difference of the values. So all values go into each blinding: other values of the same nonce have
/// others.
#[derive(Clone)]
pub struct BlindingKey([u8; 32]);

impl BlindingKey {
	/// Derives the key from a secret of at least 32 bytes, as the seed of an account.
	pub fn new(secret: &[u8]) -> Self {
		let digest = Sha3_512::new().chain_update(b"zeropark blinding key v1").chain_update(secret);
		let mut key = [0; 32];
		for (to, from) in key.iter_mut().zip(digest.finalize()) {
			*to = from;
		}
		Self(key)
	}

	/// Returns the openings of the values of a claim.
	pub fn openings(&self, context: &Context<'_>, range: &Range, values: &[u64]) -> Vec<Opening> {
		let mut digest = Sha3_512::new().chain_update(b"zeropark blinding v2").chain_update(self.0);
		text(&mut digest, context.genesis_hash);
		digest.update(context.para_id.to_le_bytes());
		text(&mut digest, context.call);
		let (kind, id) = match context.subject {
			Subject::Account(id) => (0u8, id),
			Subject::Device(id) => (1u8, id),
		};
		digest.update([kind]);
		text(&mut digest, id);
		digest.update(context.nonce.to_le_bytes());
		text(&mut digest, context.details);
		let (min, max) = range.bounds();
		let sides = if range.ends().is_some() { 2 } else { 1 };
		digest.update([range.bits_of_side(), sides]);
		digest.update(min.to_le_bytes());
		digest.update(max.to_le_bytes());
		digest.update((values.len() as u32).to_le_bytes());
		for value in values {
			digest.update(value.to_le_bytes());
		}
		let openings = values.iter().zip(0u32..).map(|(value, index)| {
			let mut wide = [0; 64];
			wide.copy_from_slice(&digest.clone().chain_update(index.to_le_bytes()).finalize());
			Opening { value: *value, blinding: Scalar::from_bytes_mod_order_wide(&wide) }
		});
		openings.collect()
	}
}

/// Appends a text: its length, and its bytes.
fn text(digest: &mut Sha3_512, bytes: &[u8]) {
	digest.update((bytes.len() as u64).to_le_bytes());
	digest.update(bytes);
}

/// Proves that every value lies in the range.
///
/// - `context`: what the proof is for;
/// - `openings`: the values, one at least;
/// - `range`: the range of each value;
/// - `entropy`: 32 random bytes. The secret scalars are a hash of them, the openings and the context,
///   so that poor randomness alone gives nothing away.
///
/// Errors: `NoValues`, `TooManyValues`, `OutOfRange`.
pub fn prove(
	context: &Context<'_>,
	openings: &[Opening],
	range: &Range,
	entropy: &[u8; 32],
) -> Result<Vec<u8>, Error> {
	let shape = range.shape(openings.len())?;
	let (n, m) = (shape.bits.count(), shape.proven);
	let proven = proven(openings, range, m)?;

	let mut transcript = verifier::transcript(context, range, openings.len());
	let mut secrets = Secrets::new(&transcript, openings, entropy);
	transcript.begin_range_proof(n, m);
	for opening in &proven {
		transcript.append_message(b"V", &opening.commitment().0);
	}

	let g = generators(Side::G, n, m)?;
	let mut h = generators(Side::H, n, m)?;
	let base = blinding_base();

	// The bits, and the bits less one.
	let a_l: Vec<Scalar> = proven
		.iter()
		.flat_map(|opening| (0..n).map(move |bit| Scalar::from((opening.value >> bit) & 1)))
		.collect();
	let a_r: Vec<Scalar> = a_l.iter().map(|bit| bit - Scalar::ONE).collect();
	let a_blinding = secrets.next();
	let s_l: Vec<Scalar> = (0..n * m).map(|_| secrets.next()).collect();
	let s_r: Vec<Scalar> = (0..n * m).map(|_| secrets.next()).collect();
	let s_blinding = secrets.next();
	let commit_vectors = |l: &[Scalar], r: &[Scalar], blinding: &Scalar| {
		RistrettoPoint::multiscalar_mul(
			l.iter().chain(r).chain(once(blinding)),
			g.iter().chain(&h).chain(once(&base)),
		)
	};
	let mut proof = Vec::with_capacity(proof_length(&shape));
	let mut append_point = |transcript: &mut Transcript, label, point: RistrettoPoint| {
		let bytes = point.compress().0;
		transcript.append_message(label, &bytes);
		proof.extend(bytes);
	};
	append_point(&mut transcript, b"A".as_slice(), commit_vectors(&a_l, &a_r, &a_blinding));
	append_point(&mut transcript, b"S".as_slice(), commit_vectors(&s_l, &s_r, &s_blinding));
	let y = transcript.challenge(b"y");
	let z = transcript.challenge(b"z");

	// l(X) = (a_L - z) + s_L·X, and r(X) = y^i·(a_R + z + s_R·X) + z^(2+j)·2^k.
	let l_0: Vec<Scalar> = a_l.iter().map(|bit| bit - z).collect();
	let mut r_0 = Vec::with_capacity(n * m);
	let mut r_1 = Vec::with_capacity(n * m);
	let (mut y_i, mut z_j, mut z_and_2) = (Scalar::ONE, z * z, z * z);
	for (i, (a_r, s_r)) in a_r.iter().zip(&s_r).enumerate() {
		if i > 0 && i % n == 0 {
			z_j *= z;
			z_and_2 = z_j;
		}
		r_0.push(y_i * (a_r + z) + z_and_2);
		r_1.push(y_i * s_r);
		y_i *= y;
		z_and_2 += z_and_2;
	}
	let t_1 = inner_product(&l_0, &r_1) + inner_product(&s_l, &r_0);
	let t_2 = inner_product(&s_l, &r_1);
	let (t_1_blinding, t_2_blinding) = (secrets.next(), secrets.next());
	let commit_scalar = |value: Scalar, blinding: Scalar| {
		RistrettoPoint::multiscalar_mul([value, blinding], [value_base(), base])
	};
	append_point(&mut transcript, b"T_1".as_slice(), commit_scalar(t_1, t_1_blinding));
	append_point(&mut transcript, b"T_2".as_slice(), commit_scalar(t_2, t_2_blinding));
	let x = transcript.challenge(b"x");

	let at_x = |zero: &[Scalar], one: &[Scalar]| -> Vec<Scalar> {
		zero.iter().zip(one).map(|(zero, one)| zero + x * one).collect()
	};
	let (l, r) = (at_x(&l_0, &s_l), at_x(&r_0, &r_1));
	let t_x = inner_product(&l, &r);
	let mut t_x_blinding = x * (t_1_blinding + x * t_2_blinding);
	let mut z_j = z * z;
	for opening in &proven {
		t_x_blinding += z_j * opening.blinding;
		z_j *= z;
	}
	let e_blinding = a_blinding + x * s_blinding;
	for (label, scalar) in [
		(b"t_x".as_slice(), t_x),
		(b"t_x_blinding".as_slice(), t_x_blinding),
		(b"e_blinding".as_slice(), e_blinding),
	] {
		transcript.append_scalar(label, &scalar);
		proof.extend(scalar.to_bytes());
	}
	let w = transcript.challenge(b"w");

	// The argument is about y^-i·H_i.
	let (y_inv, mut y_i) = (y.invert(), Scalar::ONE);
	for h in &mut h {
		*h *= y_i;
		y_i *= y_inv;
	}
	prove_inner_product(&mut transcript, w * value_base(), (g, h), (l, r), &mut proof);
	Ok(proof)
}

/// Proves that two openings have the same value, and returns the proof with which
/// [`verify_equality`](crate::verify_equality) accepts their commitments.
///
/// - `context`: what the proof is for;
/// - `entropy`: 32 random bytes.
///
/// Error: `OutOfRange` if the values differ.
pub fn prove_equality(
	context: &Context<'_>,
	left: &Opening,
	right: &Opening,
	entropy: &[u8; 32],
) -> Result<Vec<u8>, Error> {
	if left.value != right.value {
		return Err(Error::OutOfRange);
	}
	let mut transcript = equality::transcript(context, &left.commitment(), &right.commitment());
	let k = Secrets::new(&transcript, &[*left, *right], entropy).next();
	let r = commit(0, &k).compress().0;
	let s = k + equality::challenge(&mut transcript, &r) * (left.blinding - right.blinding);
	Ok([r, s.to_bytes()].concat())
}

/// The openings of what is proven to be in `[0, 2^n)`: see `proven` of the verifier.
fn proven(openings: &[Opening], range: &Range, proven: usize) -> Result<Vec<Opening>, Error> {
	let (min, max) = range.bounds();
	if openings.iter().any(|opening| !(min..=max).contains(&opening.value)) {
		return Err(Error::OutOfRange);
	}
	let mut all = openings.to_vec();
	if range.ends().is_some() {
		all.iter_mut().for_each(|opening| opening.value -= min);
		all.extend(
			openings
				.iter()
				.map(|opening| Opening { value: max - opening.value, blinding: -opening.blinding }),
		);
	}
	all.resize(proven, Opening { value: 0, blinding: Scalar::ONE });
	Ok(all)
}

fn generators(side: Side, n: usize, m: usize) -> Result<Vec<RistrettoPoint>, Error> {
	(0..n * m).map(|i| generator(side, i / n, i % n)).collect()
}

/// The secret scalars of a proof.
struct Secrets(Transcript);

impl Secrets {
	fn new(transcript: &Transcript, openings: &[Opening], entropy: &[u8; 32]) -> Self {
		let mut transcript = transcript.clone();
		for opening in openings {
			transcript.append_u64(b"secret value", opening.value);
			transcript.append_scalar(b"secret blinding", &opening.blinding);
		}
		transcript.append_message(b"entropy", entropy);
		Self(transcript)
	}

	fn next(&mut self) -> Scalar {
		self.0.challenge(b"secret")
	}
}

/// The argument that vectors a and b have the inner product c in P = Σ a_i·G_i + Σ b_i·H_i + c·Q,
/// equation (7). Each round halves the vectors, equation (8) times 1/u, with x = u².
fn prove_inner_product(
	transcript: &mut Transcript,
	q: RistrettoPoint,
	(mut g, mut h): (Vec<RistrettoPoint>, Vec<RistrettoPoint>),
	(mut a, mut b): (Vec<Scalar>, Vec<Scalar>),
	proof: &mut Vec<u8>,
) {
	transcript.begin_inner_product(a.len());
	while a.len() > 1 {
		let half = a.len() / 2;
		let (a_1, a_2) = a.split_at(half);
		let (b_1, b_2) = b.split_at(half);
		let (g_1, g_2) = g.split_at(half);
		let (h_1, h_2) = h.split_at(half);
		let cross = |a: &[Scalar], b: &[Scalar], g: &[RistrettoPoint], h: &[RistrettoPoint]| {
			let c = inner_product(a, b);
			RistrettoPoint::vartime_multiscalar_mul(
				a.iter().chain(b).chain(once(&c)),
				g.iter().chain(h).chain(once(&q)),
			)
			.compress()
			.0
		};
		let l = cross(a_1, b_2, g_2, h_1);
		let r = cross(a_2, b_1, g_1, h_2);
		transcript.append_message(b"L", &l);
		transcript.append_message(b"R", &r);
		proof.extend(l);
		proof.extend(r);
		let u = transcript.challenge(b"u");
		let u_inv = u.invert();
		let scalars = |first: &[Scalar], second: &[Scalar], x: Scalar, y: Scalar| -> Vec<Scalar> {
			first.iter().zip(second).map(|(first, second)| first * x + second * y).collect()
		};
		let points = |first: &[RistrettoPoint], second: &[RistrettoPoint], x: Scalar, y: Scalar| {
			let pairs = first.iter().zip(second);
			pairs
				.map(|(first, second)| {
					RistrettoPoint::vartime_multiscalar_mul([x, y], [first, second])
				})
				.collect::<Vec<_>>()
		};
		let (next_a, next_b) = (scalars(a_1, a_2, u, u_inv), scalars(b_1, b_2, u_inv, u));
		let (next_g, next_h) = (points(g_1, g_2, u_inv, u), points(h_1, h_2, u, u_inv));
		(a, b, g, h) = (next_a, next_b, next_g, next_h);
	}
	proof.extend(a.iter().chain(&b).flat_map(|scalar| scalar.to_bytes()));
}

fn inner_product(a: &[Scalar], b: &[Scalar]) -> Scalar {
	a.iter().zip(b).map(|(a, b)| a * b).sum()
}
