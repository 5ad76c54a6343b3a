// Node selection: a round from registration to the nodes that have the roles.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { u8aToHex } from '@polkadot/util';
import { people } from '../support/accounts.mjs';
import { chains, eventually, rpc, view } from '../support/chains.mjs';
import { event, refusal, send } from '../support/send.mjs';

/** How many consensus and exchange nodes the park chooses. */
const CONSENSUS = 3;
const EXCHANGE = 2;

/** The ways to choose `count` of `items`. */
function choices(items, count) {
	if (count === 0) return [[]];
	return items.flatMap((item, at) =>
		choices(items.slice(at + 1), count - 1).map((rest) => [item, ...rest]),
	);
}

/** Equation (3): what everybody is far from the nearest of the chosen nodes. */
const cost = (times, chosen) =>
	times.reduce((sum, row) => sum + Math.min(...chosen.map((node) => row[node])), 0);

/** The best choice, by trying all of them. */
function bestOf(times) {
	const places = times.map((_, place) => place);
	const all = choices(places, CONSENSUS).flatMap((consensus) => {
		const rest = places.filter((place) => !consensus.includes(place));
		return choices(rest, EXCHANGE).map((exchange) => ({
			consensus,
			exchange,
			cost: cost(times, consensus) + cost(times, exchange),
		}));
	});
	return all.reduce((one, other) => (other.cost < one.cost ? other : one));
}

export default function selection() {
	let nodes;
	let round;

	const calls = () => chains.park.tx.nodeSelection;
	const ask = (name, ...args) => view(chains.park, 'NodeSelection', name, ...args);

	/** Waits for a phase of a round, and returns the round. */
	const phase = (name, accept = () => true) =>
		eventually(chains.park, `a round is ${name}`, async () => {
			const current = (await ask('round')).unwrap();
			return current.phase[`is${name}`] && accept(current) && current;
		});

	it('nodes should register with a bond, and leave a round later', async () => {
		const { alice, bob, charlie, dave, eve, ferdie, verifier } = people();
		nodes = [alice, bob, charlie, dave, eve, ferdie];
		for (const node of nodes) {
			await send(node, calls().register({ consensus: true, exchange: true }, '/dns/node'));
		}
		await send(verifier, calls().register({ consensus: false, exchange: false }, ''));
		await send(verifier, calls().leave());
		const early = await refusal(() => send(verifier, calls().withdraw()));
		assert.equal(early.name, 'nodeSelection.NotYet');
	});

	it('rows should be reported once a round by the nodes of its roster', async () => {
		const before = (await ask('round')).unwrap().id.toNumber();
		const current = await phase('Measuring', ({ id }) => id.toNumber() > before);
		round = current.id.toNumber();
		const roster = (await ask('roster')).map((account) => account.toString());
		assert.equal(roster.length, nodes.length);
		for (const node of nodes) {
			const own = roster.indexOf(node.address);
			// On a line, in the order of the roster, a millisecond apart.
			const row = roster.map((_, other) => 10 * Math.abs(own - other));
			const result = await send(node, calls().report(round, row));
			event(result, 'nodeSelection', 'Reported');
		}
		const again = calls().report(
			round,
			roster.map(() => 1),
		);
		const error = await refusal(() => send(nodes[0], again));
		assert.equal(error.name, 'nodeSelection.AlreadyReported');
	});

	it('the best choice should be found by a worker, and take over when the round ends', async () => {
		const { park } = chains;
		const { ferdie } = people();
		// From now on the node's off-chain worker has the key of a registered node.
		await rpc(park, 'author_insertKey', 'ants', '//Ferdie', u8aToHex(ferdie.publicKey));
		await phase('Searching', ({ id }) => id.toNumber() === round);
		const [numbers, , entries] = (await ask('instance')).unwrap();
		const size = numbers.length;
		assert.equal(size, nodes.length);
		const times = numbers.map((_, place) =>
			entries.slice(place * size, (place + 1) * size).map((time) => time.toNumber()),
		);
		const found = bestOf(times);
		// Any multipliers do: these certify nothing.
		const none = Array(size).fill(0);
		const multipliers = { consensus: none, exchange: none, delta: 0 };
		const worse = { ...found, cost: found.cost - 1, multipliers };
		const error = await refusal(() => send(nodes[0], calls().submit(round, worse)));
		assert.equal(error.name, 'nodeSelection.WrongCost');
		const best = await eventually(park, 'the worker submits a choice', async () => {
			return (await ask('best')).unwrapOr(null);
		});
		assert.equal(best.by.toString(), ferdie.address);
		assert.equal(best.cost.toNumber(), found.cost);
		const late = calls().submit(round, { ...found, multipliers });
		const notBetter = await refusal(() => send(nodes[0], late));
		assert.equal(notBetter.name, 'nodeSelection.NotBetter');

		const selected = await eventually(park, 'the round is over', async () => {
			const selected = (await ask('selected')).unwrapOr(null);
			return selected?.round.toNumber() === round && selected;
		});
		assert.equal(selected.consensus.length, CONSENSUS);
		assert.equal(selected.exchange.length, EXCHANGE);
		assert.equal(selected.cost.toNumber(), found.cost);
	});

	it('the bond of a node that left should return', async () => {
		const { verifier } = people();
		const left = (await ask('node', verifier.address)).unwrap().leaves.unwrap().toNumber();
		await eventually(chains.park, 'its round has come', async () => {
			return (await ask('round')).unwrap().id.toNumber() >= left;
		});
		await send(verifier, calls().withdraw());
		assert.ok((await ask('node', verifier.address)).isNone);
	});
}
