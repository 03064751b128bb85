import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PartnerId } from '@sluice/domain';
import { routes, type Route } from '@sluice/contracts/routes';
import { verify } from '@sluice/store';
import fc from 'fast-check';
import { hostile } from './hostile-values.js';
import { startApi, type Credential, type TestApi } from './support.js';

let api: TestApi;
let partner: PartnerId;
const callers: Credential[] = [];

beforeAll(async () => {
  api = await startApi();
  partner = await api.partner('Kestrel Reviews');
  for (const role of ['admin', 'ops', 'finance'] as const) callers.push(await api.user([role]));
  callers.push(await api.user(['partner'], { partner }));
});
afterAll(() => api.close());

const samples = 6;
const slowMs = 10_000;
const strangeIds = ['x', '%00', '..', 'a'.repeat(300), '__proto__', 'par_0000', 'constructor', 'payout-batch'];

describe('whatever is sent to', () => {
  it.each((Object.entries(routes) as [string, Route][]).filter(([, { special }]) => special !== 'stream'))(
    '%s is answered, never with a fault of ours',
    async (_, route) => {
      const sent = fc.record({
        caller: fc.nat(callers.length - 1),
        ids: fc.array(fc.oneof(fc.constantFrom(...strangeIds), fc.constant(partner)), { minLength: 3, maxLength: 3 }),
        body: route.body ? hostile(route.body, [partner, 'demo']) : fc.constant(undefined),
        query: route.query ? hostile(route.query, [partner, 'demo']) : fc.constant({}),
      });
      for (const { caller, ids, body, query } of fc.sample(sent, { numRuns: samples, seed: 7 })) {
        const response = await fetch(api.url + addressOf(route, ids, query), {
          method: route.method.toUpperCase(),
          redirect: 'manual',
          signal: AbortSignal.timeout(slowMs),
          headers: {
            ...callers[caller]?.headers,
            'Idempotency-Key': randomUUID(),
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          },
          ...(body === undefined || route.method === 'get' ? {} : { body: JSON.stringify(body) }),
        });
        const said = await response.text();
        if (response.status >= 500) throw new Error(`${response.status} to ${JSON.stringify(body)}: ${said}`);
        if (response.status >= 400) expect(response.headers.get('content-type')).toContain('problem+json');
      }
    },
  );

  it('leaves the books right', async () => {
    expect((await verify(api.store, { programme: 'demo' })).filter(({ code }) => code !== 'not_relayed')).toEqual([]);
  });
});

/** The route's address with these ids, and the query as text. */
function addressOf({ path }: Route, ids: readonly string[], query: unknown): string {
  const rest = [...ids];
  const filled = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(rest.shift() ?? 'x'));
  if (typeof query !== 'object' || query === null) return filled;
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
  return `${filled}?${new URLSearchParams(pairs as [string, string][]).toString()}`;
}
