import { describe, expect, it } from '@jest/globals';
import type { EffectInput, EffectResult, RunStep } from '@sluice/flows';
import type { NodeActivities } from '@sluice/nodes/activity-types';
import { NonRetryable } from '@sluice/nodes/activity-types';
import { MockActivityEnvironment } from '@temporalio/testing';
import { nextTry } from '../src/attempts.js';
import { effectActivity } from '../src/effects.js';

const step: RunStep = {
  number: 4,
  node: 'mail',
  type: 'email',
  visit: 1,
  generation: 1,
  startedAt: '2026-11-20T10:00:00.000Z',
  status: 'running',
  attempts: 0,
};
const key = 'run_1/mail/1/0/1';

const input = {
  context: { key, run: 'run_1', programme: 'demo', type: 'email' },
  record: {
    id: 'run_1',
    current: { key: 'run_1/other/1/0/1', step: { ...step, number: 3 } },
    beside: [{ key, step }],
    steps: [step],
  },
} as unknown as EffectInput;

async function attempt(number: number, run: () => Promise<EffectResult>) {
  const flushed: RunStep[] = [];
  const registry: NodeActivities<null> = { email: { type: 'email', run } };
  const effect = effectActivity(registry, null, async ({ record }) => void flushed.push(...record.steps));
  const environment = new MockActivityEnvironment({ attempt: number });
  const answer = await environment.run(effect, input).catch((error: unknown) => error);
  return { flushed, answer };
}

describe('a step that is tried again', () => {
  it('shows how often it was tried, why it failed, and when it is next', async () => {
    const { flushed, answer } = await attempt(2, async () => Promise.reject(new Error('The line is dead.')));
    expect(flushed).toMatchObject([
      { number: 4, attempts: 1, status: 'running' },
      { number: 4, attempts: 2, error: { code: 'failed', message: 'The line is dead.' } },
    ]);
    expect(Date.parse(flushed[1]?.retryAt ?? '')).toBeGreaterThan(Date.now());
    expect(answer).toMatchObject({ type: 'failed', details: [{ unknownOutcome: false, attempts: 2 }] });
  });

  it('says nothing of it where there is no second time, or it went well', async () => {
    const final = await attempt(1, async () => Promise.reject(new NonRetryable('gone', 'No such address.')));
    expect(final.flushed).toMatchObject([{ attempts: 0 }]);
    expect((await attempt(1, async () => ({ port: 'next' }))).answer).toEqual({ port: 'next', attempts: 1 });
  });

  it.each([
    [1, 100],
    [3, 400],
    [5, 1_000],
    [6, undefined],
  ])('after attempt %i in %s ms', (number, ms) => {
    const now = new Date('2026-11-20T10:00:00.000Z');
    const retry = { attempts: 6, initialMs: 100, maxMs: 1_000, factor: 2 };
    const at = nextTry({ queue: 'flows', retry, timeoutMs: 1 }, number, now);
    expect(at && Date.parse(at) - now.getTime()).toBe(ms);
  });
});
