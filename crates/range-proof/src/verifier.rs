//! The verifier.

use crate::{
	generators::{blinding_base, generator, value_base, Side, BLINDING_BASE},
	proof::Proof,
	transcript::Protocol,
	Commitment, Context, Error, Range, Shape,
};
use alloc::{vec, vec::Vec};
use curve25519_dalek::{
	ristretto::RistrettoPoint,
	scalar::Scalar,
	traits::{IsIdentity, VartimeMultiscalarMul},
};
use merlin::Transcript;

/// The claim that every committed value lies in a range, and its proof.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
	/// What the proof is for.
	pub context: Context<'a>,
	/// The commitments, one at least.
	pub commitments: &'a [Commitment],
	/// The range of each value.
	pub range: Range,
	/// The proof: one for all values together.
	pub proof: &'a [u8],
}

/// Checks a claim.
///
/// Errors: every [`Error`] but those of a prover and of a sum.
pub fn verify(claim: &Claim<'_>) -> Result<(), Error> {
	verify_batch(core::slice::from_ref(claim))
}

/// Checks independent claims together. The first error is returned; `Refused` says that one proof at
/// least does not hold, and not which. No claims hold.
///
/// Errors: every [`Error`] but those of a prover and of a sum.
pub fn verify_batch(claims: &[Claim<'_>]) -> Result<(), Error> {
	// What is cheap to refuse is refused first.
	let shapes = claims.iter().map(Claim::shape).collect::<Result<Vec<_>, _>>()?;
	let mut terms = Terms::new(&shapes);
	let mut binding = Transcript::new(b"zeropark range proof batch v1");
	let mut checked = Vec::with_capacity(claims.len());
	for (claim, shape) in claims.iter().zip(shapes) {
		checked.push(Checked::new(claim, shape, &mut binding)?);
	}
	for claim in checked {
		let weight = binding.challenge(b"weight");
		let c = binding.challenge(b"c");
		terms.add(claim, weight, c);
	}
	terms.check()
}

impl Claim<'_> {
	fn shape(&self) -> Result<Shape, Error> {
		let shape = self.range.shape(self.commitments.len())?;
		if self.proof.len() != crate::proof_length(&shape) {
			return Err(Error::WrongLength);
		}
		Ok(shape)
	}
}

/// Begins the transcript of a range proof, up to where the crate `bulletproofs` goes on.
pub(crate) fn transcript(context: &Context<'_>, range: &Range, values: usize) -> Transcript {
	let mut transcript = context.transcript(b"range");
	let (min, max) = range.bounds();
	transcript.append_u64(b"sides", if range.ends().is_some() { 2 } else { 1 });
	transcript.append_u64(b"min", min);
	transcript.append_u64(b"max", max);
	transcript.append_u64(b"values", values as u64);
	transcript
}

/// Returns the commitments that are proven to be in `[0, 2^n)`: the values, or v - min of all and then
/// max - v of all; and the padding.
fn proven(
	claim: &Claim<'_>,
	points: &[RistrettoPoint],
	shape: &Shape,
) -> Result<Vec<[u8; 32]>, Error> {
	let given = claim.commitments.iter().map(|commitment| commitment.0);
	let mut proven: Vec<[u8; 32]> = match claim.range.ends() {
		None => given.collect(),
		Some((min, max)) => {
			let mut sides: Vec<[u8; 32]> = if min == 0 {
				given.collect()
			} else {
				let base = Scalar::from(min) * value_base();
				points.iter().map(|point| (point - base).compress().0).collect()
			};
			let base = Scalar::from(max) * value_base();
			sides.extend(points.iter().map(|point| (base - point).compress().0));
			sides
		},
	};
	if proven.contains(&[0; 32]) {
		return Err(Error::IdentityCommitment);
	}
	proven.resize(shape.proven, BLINDING_BASE);
	Ok(proven)
}

/// A claim of which everything is valid but perhaps the equation, with the challenges of its transcript.
struct Checked {
	shape: Shape,
	ends: Option<(u64, u64)>,
	commitments: Vec<RistrettoPoint>,
	proof: Proof,
	y: Scalar,
	z: Scalar,
	x: Scalar,
	w: Scalar,
	/// The challenges of the halvings, first one first.
	u: Vec<Scalar>,
}

impl Checked {
	fn new(claim: &Claim<'_>, shape: Shape, binding: &mut Transcript) -> Result<Self, Error> {
		let commitments = claim
			.commitments
			.iter()
			.map(Commitment::hiding_point)
			.collect::<Result<Vec<_>, _>>()?;
		let proof = Proof::read(claim.proof, &shape)?;
		let mut transcript = transcript(&claim.context, &claim.range, commitments.len());
		transcript.begin_range_proof(shape.bits.count(), shape.proven);
		for commitment in proven(claim, &commitments, &shape)? {
			transcript.append_message(b"V", &commitment);
		}
		transcript.append_message(b"A", &proof.a_bits.bytes);
		transcript.append_message(b"S", &proof.s_bits.bytes);
		let y = transcript.challenge(b"y");
		let z = transcript.challenge(b"z");
		transcript.append_message(b"T_1", &proof.t_1.bytes);
		transcript.append_message(b"T_2", &proof.t_2.bytes);
		let x = transcript.challenge(b"x");
		transcript.append_scalar(b"t_x", &proof.t_x);
		transcript.append_scalar(b"t_x_blinding", &proof.t_x_blinding);
		transcript.append_scalar(b"e_blinding", &proof.e_blinding);
		let w = transcript.challenge(b"w");
		transcript.begin_inner_product(shape.generators());
		let mut u = Vec::with_capacity(proof.rounds.len());
		for (l, r) in &proof.rounds {
			transcript.append_message(b"L", &l.bytes);
			transcript.append_message(b"R", &r.bytes);
			u.push(transcript.challenge(b"u"));
		}
		// The transcript has everything but these two. Its next challenge stands for all of it.
		transcript.append_scalar(b"a", &proof.a);
		transcript.append_scalar(b"b", &proof.b);
		let mut digest = [0; 64];
		transcript.challenge_bytes(b"batch", &mut digest);
		binding.append_message(b"claim", &digest);
		Ok(Self { shape, ends: claim.range.ends(), commitments, proof, y, z, x, w, u })
	}
}

/// The terms of the equation, summed over the claims of a batch.
struct Terms {
	/// The most bits of a value, which is how many generators of each value are used.
	bits: usize,
	/// The factor of B.
	value_base: Scalar,
	/// The factor of B̃.
	blinding_base: Scalar,
	/// The factors of the generators, `bits` for each value.
	g: Vec<Scalar>,
	h: Vec<Scalar>,
	/// All others.
	scalars: Vec<Scalar>,
	points: Vec<RistrettoPoint>,
}

impl Terms {
	fn new(shapes: &[Shape]) -> Self {
		let bits = shapes.iter().map(|shape| shape.bits.count()).max().unwrap_or(0);
		let values = shapes.iter().map(|shape| shape.proven).max().unwrap_or(0);
		let zeros = vec![Scalar::ZERO; bits * values];
		Self {
			bits,
			value_base: Scalar::ZERO,
			blinding_base: Scalar::ZERO,
			g: zeros.clone(),
			h: zeros,
			scalars: Vec::new(),
			points: Vec::new(),
		}
	}

	fn push(&mut self, scalar: Scalar, point: RistrettoPoint) {
		self.scalars.push(scalar);
		self.points.push(point);
	}

	/// Adds the equation of a claim, times `weight`; `c` keeps its two parts apart.
	fn add(&mut self, claim: Checked, weight: Scalar, c: Scalar) {
		let Checked { shape, ends, commitments, proof, y, z, x, w, u } = claim;
		let (n, m) = (shape.bits.count(), shape.proven);
		let (zz, cw) = (z * z, c * weight);
		let (a, b) = (proof.a, proof.b);

		let mut u_inv = u.clone();
		let all_inv = Scalar::batch_invert(&mut u_inv);
		let u_sq: Vec<Scalar> = u.iter().map(|u| u * u).collect();
		for ((round, sq), inv) in proof.rounds.iter().zip(&u_sq).zip(&u_inv) {
			self.push(weight * sq, round.0.point);
			self.push(weight * inv * inv, round.1.point);
		}

		// s_i is the product of u_k where bit k of i is set, and of 1/u_k where it is not. The first
		// challenge belongs to the highest bit.
		let mut s = Vec::with_capacity(n * m);
		s.push(all_inv);
		for sq in u_sq.iter().rev() {
			for i in 0..s.len() {
				s.push(s[i] * sq);
			}
		}

		let minus_z = -(weight * z);
		let (wa, y_inv) = (weight * a, y.invert());
		// weight·y^-i, and z^(2+j).
		let (mut wy, mut z_j) = (weight, zz);
		let mut s_i = s.iter().zip(s.iter().rev());
		for value in 0..m {
			// z^(2+j)·2^k.
			let mut z_and_2 = z_j;
			for bit in 0..n {
				let Some((s, s_inv)) = s_i.next() else { break };
				let at = value * self.bits + bit;
				self.g[at] += minus_z - wa * s;
				self.h[at] += wy * (z_and_2 - b * s_inv) - minus_z;
				z_and_2 += z_and_2;
				wy *= y_inv;
			}
			z_j *= z;
		}

		// The values: those that are shifted have a part in B, and the padding is B̃.
		let mut factor = cw * zz;
		let mut values = Vec::with_capacity(commitments.len());
		for _ in &commitments {
			values.push(factor);
			if let Some((min, _)) = ends {
				self.value_base -= factor * Scalar::from(min);
			}
			factor *= z;
		}
		let mut proven = commitments.len();
		if let Some((_, max)) = ends {
			for value in &mut values {
				*value -= factor;
				self.value_base += factor * Scalar::from(max);
				factor *= z;
			}
			proven += commitments.len();
		}
		for _ in proven..m {
			self.blinding_base += factor;
			factor *= z;
		}
		for (value, commitment) in values.into_iter().zip(commitments) {
			self.push(value, commitment);
		}

		self.push(weight, proof.a_bits.point);
		self.push(weight * x, proof.s_bits.point);
		self.push(cw * x, proof.t_1.point);
		self.push(cw * x * x, proof.t_2.point);
		self.blinding_base -= weight * proof.e_blinding + cw * proof.t_x_blinding;
		self.value_base +=
			weight * w * (proof.t_x - a * b) + cw * (delta(&shape, &y, &z) - proof.t_x);
	}

	/// Checks that the sum is zero.
	fn check(mut self) -> Result<(), Error> {
		if self.points.is_empty() {
			return Ok(());
		}
		self.push(self.value_base, value_base());
		self.push(self.blinding_base, blinding_base());
		for (side, factors) in
			[(Side::G, core::mem::take(&mut self.g)), (Side::H, core::mem::take(&mut self.h))]
		{
			for (i, factor) in factors.into_iter().enumerate() {
				// One that no claim of the batch uses.
				if factor != Scalar::ZERO {
					self.push(factor, generator(side, i / self.bits, i % self.bits)?);
				}
			}
		}
		if RistrettoPoint::vartime_multiscalar_mul(self.scalars, self.points).is_identity() {
			Ok(())
		} else {
			Err(Error::Refused)
		}
	}
}

/// δ(y, z) = (z - z²)·Σ y^i - z³·Σ z^j·(2^n - 1).
fn delta(shape: &Shape, y: &Scalar, z: &Scalar) -> Scalar {
	let sum_y = sum_of_powers(y, shape.generators());
	let sum_z = sum_of_powers(z, shape.proven);
	let zz = z * z;
	(z - zz) * sum_y - zz * z * Scalar::from(shape.bits.max()) * sum_z
}

/// Returns 1 + x + … + x^(n-1), for n a power of two.
fn sum_of_powers(x: &Scalar, n: usize) -> Scalar {
	let (mut sum, mut power) = (Scalar::ONE, *x);
	for _ in 0..n.ilog2() {
		sum += power * sum;
		power *= power;
	}
	sum
}
