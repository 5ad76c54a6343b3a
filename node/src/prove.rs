//! `prove`: commits to figures, and proves that they lie in a range.

use crate::cli::ProveCmd;
use pallet_range_proof::{Purpose, Statement, CALL, MAX_PURPOSE};
use serde_json::{json, Value};
use sp_core::{bytes::to_hex, sr25519, Pair};
use std::path::Path;
use zeropark_primitives::proofs::{Bits, Bounds, Commitment, Commitments, ProvenRange, MAX_VALUES};
use zeropark_range_proof as proofs;
use zeropark_replay::show;

/// The bytes of a seed.
const SEED: usize = 32;

/// Proves, and prints what the call takes. An error says what is wrong with the input.
pub fn run(command: &ProveCmd) -> Result<(), String> {
	let seed = seed(&command.secret)?;
	let account: [u8; 32] = match &command.account {
		Some(account) => account.clone().into(),
		None => sr25519::Pair::from_seed(&seed).public().0,
	};
	let purpose = Purpose::try_from(command.purpose.clone().into_bytes())
		.map_err(|_| format!("--purpose: longer than {MAX_PURPOSE} bytes: give a shorter one"))?;
	let (range, proven_range) = range(command)?;

	let context = proofs::Context {
		genesis_hash: command.genesis.as_bytes(),
		para_id: command.para_id,
		call: CALL.as_bytes(),
		subject: proofs::Subject::Account(&account),
		nonce: command.nonce,
		details: &purpose,
	};
	let key = proofs::BlindingKey::new(&seed);
	let openings = key.openings(&context, &range, &values(&command.values)?);
	// The seed of a new key, which is random.
	let (_, entropy) = sr25519::Pair::generate();
	let proof = proofs::prove(&context, &openings, &range, &entropy)
		.map_err(|error| refusal(error, &range))?;
	let commitments = openings.iter().map(proofs::Opening::commitment).collect::<Vec<_>>();
	proofs::verify(&proofs::Claim { context, commitments: &commitments, range, proof: &proof })
		.map_err(|error| format!("the proof does not pass the check: {error:?}"))?;

	let stored = commitments.iter().map(|commitment| Commitment(commitment.0)).collect::<Vec<_>>();
	let commitments = Commitments::try_from(stored).map_err(|_| too_many())?;
	let statement = Statement { purpose, commitments, range: proven_range };
	show(&format!("{:#}", report(command, &account, &statement, &proof, &openings)));
	Ok(())
}

/// Reads the seed.
fn seed(path: &Path) -> Result<[u8; SEED], String> {
	let about = |error: String| format!("{}: {error}", path.display());
	let text = std::fs::read_to_string(path)
		.map_err(|error| about(format!("{error}: name a file that can be read")))?;
	let bytes = sp_core::bytes::from_hex(text.trim()).ok();
	bytes
		.and_then(|bytes| bytes.try_into().ok())
		.ok_or_else(|| about(format!("not {SEED} bytes in hexadecimal digits: give a seed")))
}

/// Reads the figures.
fn values(path: &Path) -> Result<Vec<u64>, String> {
	let about = |error: String| format!("--values {}: {error}", path.display());
	let text = if path == Path::new("-") {
		std::io::read_to_string(std::io::stdin()).map_err(|error| about(error.to_string()))?
	} else {
		// A command line shows its figures to everybody on the machine.
		std::fs::read_to_string(path).map_err(|error| {
			about(format!("{error}: name a file with the figures, or - for the standard input"))
		})?
	};
	let words = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
	words
		.map(|word| {
			let wrong = |_| about(format!("`{word}` is no whole number from 0 to 2^64 - 1"));
			word.parse().map_err(wrong)
		})
		.collect()
}

/// The range, for the prover and as the chain has it.
fn range(command: &ProveCmd) -> Result<(proofs::Range, ProvenRange), String> {
	let (ours, bits) = match command.bits {
		8 => (proofs::Bits::Eight, Bits::Eight),
		16 => (proofs::Bits::Sixteen, Bits::Sixteen),
		32 => (proofs::Bits::ThirtyTwo, Bits::ThirtyTwo),
		64 => (proofs::Bits::SixtyFour, Bits::SixtyFour),
		other => return Err(format!("--bits {other}: give 8, 16, 32 or 64")),
	};
	let (Some(min), Some(max)) = (command.min, command.max) else {
		return Ok((proofs::Range::bits(ours), ProvenRange { bits, interval: None }));
	};
	if max < min {
		return Err(format!("--min {min} is above --max {max}: change one"));
	}
	let range = proofs::Range::interval(ours, min, max).map_err(|_| {
		let most = ours.max();
		format!("--min {min} and --max {max} are further apart than {most}: raise --bits")
	})?;
	Ok((range, ProvenRange { bits, interval: Some(Bounds { min, max }) }))
}

fn refusal(error: proofs::Error, range: &proofs::Range) -> String {
	let (min, max) = range.bounds();
	match error {
		proofs::Error::OutOfRange => {
			format!("--values: a figure is not from {min} to {max}: no proof can be made of it")
		},
		proofs::Error::NoValues => "--values: give a figure".into(),
		proofs::Error::TooManyValues => too_many(),
		other => format!("no proof can be made: {other:?}"),
	}
}

fn too_many() -> String {
	format!(
		"--values: more than {MAX_VALUES}, or than half as many for an interval: make several proofs"
	)
}

/// The arguments of the call as JSON: bytes in hexadecimal digits, and numbers as text, because JavaScript
/// rounds those beyond 2^53.
fn report(
	command: &ProveCmd,
	account: &[u8; 32],
	statement: &Statement,
	proof: &[u8],
	openings: &[proofs::Opening],
) -> Value {
	let hex = |bytes: &[u8]| to_hex(bytes, false);
	let commitments = statement.commitments.iter().map(|commitment| hex(&commitment.0));
	let interval = statement.range.interval;
	let mut report = json!({
		"account": hex(account),
		"nonce": command.nonce.to_string(),
		"statement": {
			"purpose": hex(&statement.purpose),
			"commitments": commitments.collect::<Vec<_>>(),
			"bits": command.bits,
			"interval": interval.map(|bounds| json!({ "min": bounds.min.to_string(), "max": bounds.max.to_string() })),
		},
		"digest": hex(statement.digest().as_bytes()),
		"proof": hex(proof),
	});
	if command.openings {
		let openings = openings.iter().map(
			|opening| json!({ "value": opening.value.to_string(), "blinding": hex(opening.blinding.as_bytes()) }),
		);
		report["openings"] = openings.collect();
	}
	report
}
