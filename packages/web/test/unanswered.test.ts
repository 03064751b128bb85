import { describe, expect, it } from '@jest/globals';
import { Problem } from '../src/lib/problem.js';
import { UnansweredRequests } from '../src/lib/unanswered.js';

const body = { amount: '100' };

function setUp() {
  const clock = { now: 0 };
  const keys: string[] = [];
  const requests = new UnansweredRequests(() => clock.now);
  const send = (answer: unknown, path = '/v1/adjustments', what: unknown = body) =>
    requests
      .send(path, what, (key) => {
        keys.push(key);
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      })
      .catch((error: unknown) => error);
  return { clock, keys, requests, send };
}

const problem = (status: number, code?: string) => new Problem({ title: 'No', status, ...(code ? { code } : {}) });

describe('the idempotency key of a request', () => {
  it.each([
    ['no answer at all', problem(0, 'network')],
    ['an outage', problem(503)],
    ['too early', problem(429)],
    ['an earlier one still under way', problem(409, 'idempotency_in_progress')],
    ['a fault of the page', new TypeError('Nothing to read.')],
  ])('stays after %s', async (_, failure) => {
    const { keys, send } = setUp();
    await send(failure);
    await send('done');
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
  });

  it.each([
    ['it was done', 'done'],
    ['it was refused', problem(422)],
    ['it was in conflict', problem(409, 'conflict')],
  ])('is another one once %s', async (_, answer) => {
    const { keys, send } = setUp();
    await send(answer);
    await send('done');
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('is another one for another body or address', async () => {
    const { keys, send } = setUp();
    const lost = problem(0);
    await send(lost);
    await send(lost, '/v1/adjustments', { amount: '200' });
    await send(lost, '/v1/notes');
    await send(lost, '/v1/notes', null);
    expect(new Set(keys).size).toBe(4);
  });

  it('is another one long after', async () => {
    const { clock, keys, send } = setUp();
    await send(problem(0));
    clock.now = 11 * 60_000;
    await send('done');
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('goes out once for two presses, and both hear the answer', async () => {
    const { requests } = setUp();
    let sent = 0;
    let answer: (value: string) => void = () => undefined;
    const call = () => {
      sent += 1;
      return new Promise<string>((resolve) => (answer = resolve));
    };
    const both = Promise.all([
      requests.send('/v1/adjustments', body, call),
      requests.send('/v1/adjustments', body, call),
    ]);
    answer('done');
    expect(await both).toEqual(['done', 'done']);
    expect(sent).toBe(1);
  });
});
