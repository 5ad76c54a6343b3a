// `polkadot export-chain-spec`, for a relay chain that may have fewer validators than parachains.
//
// A relay chain has a core for each parachain, and as many groups of validators as cores. With
// fewer validators the last groups are empty, and a block that an empty group has to check waits
// for ever. So parachains share the cores of the other groups.
//
// zombienet calls this script with `--chain NAME`, adds its validators and parachains to the
// output, and calls the script again with `--chain FILE --raw`. Nothing changes the storage
// afterwards.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The storage key of the cores' work: twox128("ParaScheduler") ++ twox128("CoreDescriptors"). */
const CORE_DESCRIPTORS = '0x94eadf0156a8ad5156507773d0471e4a04e6ac775a3245623103ffec2cb2c92f';

/** The parts of a whole core: `PartsOf57600` of the relay chain. */
const CORE = 57_600;

/**
 * For how many blocks of the relay chain a parachain has a core before the next parachain has it.
 * With one block each, two parachains would alternate, and it would always be the turn of the same
 * one of two collators, because their slots are as long as those of the relay chain.
 */
const BLOCKS = 2;

/** In bytes. The largest specification is 24 MB of JSON. */
const MAX_SPECIFICATION = 64 * 1024 * 1024;

// The encoding is SCALE.
const NONE = 0;
const SOME = 1;
const TASK = 2;
const integer = (value, bytes) =>
	Array.from({ length: bytes }, (_, index) => (value >> (8 * index)) & 0xff);
/** The length of a list of fewer than 64 items. */
const length = (list) => list.length << 2;

/** A `CoreDescriptor`: these parachains in turn, for ever. */
function descriptor(ids) {
	// Each block takes a step off a parachain's share. When nothing is left, the next has its turn.
	const step = Math.floor(CORE / ids.length / BLOCKS);
	const share = integer(step * BLOCKS, 2);
	const assignments = ids.flatMap((id) => [TASK, ...integer(id, 4), ...share, ...share]);
	const work = [length(ids), ...assignments, NONE, ...integer(0, 2), ...integer(step, 2)];
	return [NONE, SOME, ...work];
}

/** The storage value that divides the parachains among as many cores as there are validators. */
function sharedCores(ids, validators) {
	const cores = Array.from({ length: validators }, (_, core) =>
		ids.filter((_, index) => index % validators === core),
	);
	const entries = cores.flatMap((ids, core) => [...integer(core, 4), ...descriptor(ids)]);
	return Buffer.from([length(cores), ...entries]);
}

const args = process.argv.slice(2);
let specification = execFileSync('polkadot', ['export-chain-spec', ...args], {
	maxBuffer: MAX_SPECIFICATION,
	stdio: ['ignore', 'pipe', 'inherit'],
});
const [, file, raw] = args;
if (raw) {
	const { session, paras } = JSON.parse(readFileSync(file)).genesis.runtimeGenesis.patch;
	const ids = (paras?.paras ?? []).map(([id]) => id);
	const validators = session.keys.length;
	if (validators < ids.length) {
		const changed = JSON.parse(specification);
		const storage = changed.genesis.raw.top;
		if (!storage[CORE_DESCRIPTORS]) throw new Error('the relay chain keeps cores elsewhere');
		storage[CORE_DESCRIPTORS] = `0x${sharedCores(ids, validators).toString('hex')}`;
		specification = JSON.stringify(changed);
	}
}
process.stdout.write(specification);
