// Periods of the park's ledger, and their statements.

import { people } from './accounts.mjs';
import { chains, fullHour, HOUR, rpc } from './chains.mjs';
import { event, send } from './send.mjs';

/** The grid's emissions, in mgCO2e per kWh. */
const GRID_FACTOR = 570_300;

/** Opens the period [start, end). */
async function openPeriod(start, end) {
	const call = chains.park.tx.zeroCarbon.openPeriod(start, end, GRID_FACTOR);
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
		const past = await openPeriod(end - HOUR, end);
		return { past, current: await openPeriod(past.end, past.end + 7 * 24 * HOUR) };
	})();
	return opened;
}

/** The statement of a period, from the park's RPC. */
export const statementOf = (period) => rpc(chains.park, 'zeroCarbon_statement', period);
