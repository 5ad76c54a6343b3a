//! The paper's equations (7) and (8). The paper writes its group as a product; here it is a sum.

use super::*;
use crate::generators::{generator, value_base, Side};
use curve25519_dalek::{ristretto::RistrettoPoint, traits::VartimeMultiscalarMul};

type Vectors = (Vec<Scalar>, Vec<Scalar>, Vec<RistrettoPoint>, Vec<RistrettoPoint>);

fn inner(a: &[Scalar], b: &[Scalar]) -> Scalar {
	a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn product(bases: &[RistrettoPoint], exponents: &[Scalar]) -> RistrettoPoint {
	RistrettoPoint::vartime_multiscalar_mul(exponents, bases)
}

/// Equation (7): z = g^a · h^b · μ^c, with c = <a, b>.
fn equation_7((a, b, g, h): &Vectors) -> RistrettoPoint {
	product(g, a) + product(h, b) + inner(a, b) * value_base()
}

/// Vectors of length n that do not look alike.
fn vectors(n: usize) -> Vectors {
	let scalar = |i: usize| Scalar::from((i as u64 + 1) * 7_919 % 1_009 + 2);
	let points = |side| (0..n).map(|i| generator(side, 1, i).expect("is a point")).collect();
	(
		(0..n).map(scalar).collect(),
		(0..n).map(|i| scalar(i + n)).collect(),
		points(Side::G),
		points(Side::H),
	)
}

fn fold<T>(vector: &[T], combine: impl Fn(&T, &T) -> T) -> Vec<T> {
	let (first, second) = vector.split_at(vector.len() / 2);
	first.iter().zip(second).map(|(first, second)| combine(first, second)).collect()
}

/// Equation (8): a' = x·a₁ + a₂, b' = b₁ + x·b₂, g' = g₁·g₂^x, h' = h₁^x·h₂.
fn equation_8((a, b, g, h): &Vectors, x: &Scalar) -> Vectors {
	(
		fold(a, |first, second| x * first + second),
		fold(b, |first, second| first + x * second),
		fold(g, |first, second| first + x * second),
		fold(h, |first, second| x * first + second),
	)
}

/// What a Bulletproof does: a' = u·a₁ + a₂/u, b' = b₁/u + u·b₂, g' = g₁/u + u·g₂, h' = u·h₁ + h₂/u.
fn fold_by_u((a, b, g, h): &Vectors, u: &Scalar) -> Vectors {
	let inverse = u.invert();
	(
		fold(a, |first, second| u * first + inverse * second),
		fold(b, |first, second| inverse * first + u * second),
		fold(g, |first, second| inverse * first + u * second),
		fold(h, |first, second| u * first + inverse * second),
	)
}

/// The two cross terms of a folding.
fn cross_terms((a, b, g, h): &Vectors) -> (RistrettoPoint, RistrettoPoint) {
	let half = a.len() / 2;
	let ((a_1, a_2), (b_1, b_2)) = (a.split_at(half), b.split_at(half));
	let ((g_1, g_2), (h_1, h_2)) = (g.split_at(half), h.split_at(half));
	let left = product(g_2, a_1) + product(h_1, b_2) + inner(a_1, b_2) * value_base();
	let right = product(g_1, a_2) + product(h_2, b_1) + inner(a_2, b_1) * value_base();
	(left, right)
}

/// The commitment of equation (7) binds the inner product: another c is another z.
#[test]
fn equation_7_should_bind_the_inner_product() {
	let (a, b, g, h) = vectors(8);
	let c: Scalar = (0..8).map(|i| a[i] * b[i]).sum();
	let z = product(&g, &a) + product(&h, &b) + c * value_base();
	assert_eq!(z, equation_7(&(a.clone(), b.clone(), g.clone(), h.clone())));
	let other = product(&g, &a) + product(&h, &b) + (c + Scalar::ONE) * value_base();
	assert_ne!(z, other);
}

/// Equation (8) keeps the form of equation (7): z' = x·z + x²·L + R, and no inverse is needed.
#[test]
fn equation_8_should_keep_equation_7() {
	let mut vectors = vectors(8);
	let mut x = Scalar::from(11u64);
	while vectors.0.len() > 1 {
		let (left, right) = cross_terms(&vectors);
		let z = equation_7(&vectors);
		vectors = equation_8(&vectors, &x);
		assert_eq!(equation_7(&vectors), x * z + x * x * left + right);
		x += Scalar::from(3u64);
	}
}

/// With x = u², every vector of equation (8) is u times that of a Bulletproof, so that the inner
/// product and z are x times theirs; the cross terms are the same.
#[test]
fn equation_8_should_be_the_folding_of_a_bulletproof_times_u() {
	let given = vectors(8);
	let u = Scalar::from(7u64);
	let x = u * u;
	let paper = equation_8(&given, &x);
	let ours = fold_by_u(&given, &u);
	for i in 0..4 {
		assert_eq!(paper.0[i], u * ours.0[i]);
		assert_eq!(paper.1[i], u * ours.1[i]);
		assert_eq!(paper.2[i], u * ours.2[i]);
		assert_eq!(paper.3[i], u * ours.3[i]);
	}
	assert_eq!(inner(&paper.0, &paper.1), x * inner(&ours.0, &ours.1));
	assert_eq!(equation_7(&paper), x * equation_7(&ours));
	let (left, right) = cross_terms(&given);
	let inverse = x.invert();
	assert_eq!(equation_7(&ours), equation_7(&given) + x * left + inverse * right);
}

/// Down to length 1, the factors multiply.
#[test]
fn every_round_should_have_its_factor() {
	let (mut paper, mut ours) = (vectors(16), vectors(16));
	let mut factor = Scalar::ONE;
	for u in [3u64, 5, 7, 11].map(Scalar::from) {
		paper = equation_8(&paper, &(u * u));
		ours = fold_by_u(&ours, &u);
		factor *= u;
	}
	assert_eq!(paper.0.len(), 1);
	assert_eq!(paper.0[0], factor * ours.0[0]);
	assert_eq!(paper.3[0], factor * ours.3[0]);
	assert_eq!(equation_7(&paper), factor * factor * equation_7(&ours));
}
