// Periods of the park's ledger, and their statements.

import { people } from './accounts.mjs';
import { chains, fullHour, HOUR, rpc } from './chains.mjs';
import { event, send } from './send.mjs';

/** The grid's emissions, in mgCO2e per kWh. */
const GRID_FACTOR = 570_300;

/** A digest of evidence. */
export const EVIDENCE = `0x${'07'.repeat(32)}`;

/** Opens the period [start, end), or, without a start, one that follows the period before. */
async function openPeriod(start, end) {
	const call = chains.park.tx.zeroCarbon.openPeriod(start, end);
	const opened = event(await send(people().alice, call), 'zeroCarbon', 'PeriodOpened');
	return { id: opened.period.toNumber(), start, end };
}

let opened;

/**
 * An hour that has ended and the current week. They are opened once for all tests, because each
 * period starts where the one before ends.
 */
export function periods() {
	opened ??= (async () => {
		const end = await fullHour(chains.park, -1);
		const year = new Date((end - HOUR) * 1_000).getUTCFullYear();
		const { publishGridFactor } = chains.park.tx.zeroCarbon;
		await send(people().verifier, publishGridFactor(year, GRID_FACTOR, EVIDENCE));
		const past = await openPeriod(end - HOUR, end);
		const current = await openPeriod(null, past.end + 7 * 24 * HOUR);
		return { past, current: { ...current, start: past.end } };
	})();
	return opened;
}

/** The statement of a period, from the park's RPC. */
export const statementOf = (period) => rpc(chains.park, 'zeroCarbon_statement', period);
