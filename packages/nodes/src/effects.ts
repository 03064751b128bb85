import type { EffectSpec } from '@sluice/flows';

/** Short idempotent work on the store: one event in history, tried for about five minutes, then parked. */
export const storeWork: EffectSpec = {
  queue: 'flows',
  local: true,
  retry: { attempts: 12, initialMs: 100, maxMs: 60_000, factor: 2 },
  timeoutMs: 20_000,
};

/** Work on many documents of the money path: on its own queue, with a heartbeat that carries the cursor. */
export const moneyWork: EffectSpec = {
  queue: 'money',
  retry: { attempts: 12, initialMs: 500, maxMs: 60_000, factor: 2 },
  timeoutMs: 30 * 60_000,
  heartbeatMs: 10_000,
};

/** Mail: tried for about a day at the provider's rate before a person is asked. */
export const mailWork: EffectSpec = {
  queue: 'mail',
  retry: { attempts: 16, initialMs: 1_000, maxMs: 2 * 60 * 60_000, factor: 2.5 },
  timeoutMs: 10 * 60_000,
  heartbeatMs: 10_000,
};

/** Documents in bulk, such as a batch's statements. */
export const bulkWork: EffectSpec = {
  queue: 'bulk',
  retry: { attempts: 12, initialMs: 500, maxMs: 60_000, factor: 2 },
  timeoutMs: 30 * 60_000,
  heartbeatMs: 10_000,
};

/** A call to somebody else's server over HTTP: tried for a few minutes before a person is asked. */
export const callWork: EffectSpec = {
  queue: 'flows',
  retry: { attempts: 7, initialMs: 1_000, maxMs: 60_000, factor: 3 },
  timeoutMs: 60_000,
};
