// Signs calls, sends them, and reads what came of them.

import assert from 'node:assert/strict';
import { mock } from 'node:test';

/** Every call that was signed in this run and succeeded, as `section.method`. */
export const succeeded = new Set();

/** A call that failed in its block: `name` like `zeroCarbon.NotFound`, `message` from the chain. */
class CallError extends Error {
	constructor(registry, error) {
		const { name, docs } = describeError(registry, error);
		super(docs);
		this.name = name;
	}
}

/** The name and the documentation of a dispatch error. */
function describeError(registry, error) {
	if (error.isModule) {
		const { section, name, docs } = registry.findMetaError(error.asModule);
		return { name: `${section}.${name}`, docs: docs.join(' ').trim() };
	}
	const name = [error.type, error.value.type].filter(Boolean).join('.');
	return { name, docs: name };
}

/** Throws the error of a nested call, given its result in an event, if the call failed. */
export function throwIfFailed(api, result) {
	if (result.isErr) throw new CallError(api.registry, result.asErr);
}

/** Signs a call, sends it, and waits until its block is final. Throws if it is refused or fails. */
export async function send(signer, call, options = {}) {
	const result = await new Promise((resolve, reject) => {
		const settle = (result) => {
			if (result.isFinalized) resolve(result);
			if (result.isError) reject(result.internalError ?? new Error(result.status.type));
		};
		call.signAndSend(signer, options, settle).catch(reject);
	});
	if (result.dispatchError) throw new CallError(call.registry, result.dispatchError);
	succeeded.add(`${call.method.section}.${call.method.method}`);
	return result;
}

/** The data of the first event of a kind that a transaction deposited. */
export function event(result, section, method) {
	const record = result.findRecord(section, method);
	const others = result.events.map(({ event }) => `${event.section}.${event.method}`);
	assert.ok(record, `there is no ${section}.${method} among ${others.join(', ')}`);
	return record.event.data;
}

/** The error that an attempt ends with, which the log does not repeat. Throws if it succeeds. */
export async function refusal(attempt) {
	const log = mock.method(console, 'error', () => {});
	try {
		await attempt();
	} catch (error) {
		return error;
	} finally {
		log.mock.restore();
	}
	return assert.fail('it was not refused');
}
