// Periods of the park's ledger.

import { chains, now } from './chains.mjs';
import { people } from './accounts.mjs';
import { event, send } from './send.mjs';

const HOUR = 3_600;

/** The grid's emissions, in mgCO2e per kWh. */
const GRID_FACTOR = 570_300;

/** Opens the period [start, end) and returns it with its id. */
async function open(start, end) {
	const call = chains.park.tx.zeroCarbon.openPeriod(start, end, GRID_FACTOR);
	const opened = event(await send(people().alice, call), 'zeroCarbon', 'PeriodOpened');
	return { id: opened.period.toNumber(), start, end };
}

let opened;

/**
 * An hour that is over, and a week that is not: opened once for all tests, because periods follow
 * each other.
 */
export function periods() {
	opened ??= (async () => {
		const hour = Math.floor((await now(chains.park)) / HOUR) * HOUR;
		const past = await open(hour - 2 * HOUR, hour - HOUR);
		return { past, current: await open(past.end, past.end + 7 * 24 * HOUR) };
	})();
	return opened;
}
