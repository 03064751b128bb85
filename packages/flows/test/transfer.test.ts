import { describe, expect, it } from '@jest/globals';
import { outstanding } from '../src/core.js';
import { carriedOver, refuseTransfer, simulate, type RunState } from '../src/index.js';
import { cores } from './cores.js';
import { flowOf, Run, START } from './build.js';

const pinned = flowOf({
  pause: ['sleep', { next: 'work' }, { for: 'P30D' }],
  work: ['act', { next: 'end' }],
  end: ['end'],
});
const until = '2026-12-20T09:00:00.000Z';

function waiting(): Run {
  const run = new Run(pinned);
  run.feed({ type: 'wait_registered', key: run.key, answer: { until } });
  return run;
}

describe('a run on its way to another server', () => {
  it('leaves where it waits, and not while it does something or when it is over', () => {
    const { state } = waiting();
    expect(refuseTransfer(state)).toBeUndefined();
    expect(refuseTransfer({ ...state, status: 'closed' })?.code).toBe('closed');
    expect(refuseTransfer({ ...state, closing: { outcome: 'x', status: 'stopped' } })?.code).toBe('busy');
    const [position] = state.positions;
    expect(refuseTransfer({ ...state, positions: [{ ...position!, phase: 'effect' }] })?.code).toBe('busy');
    expect(refuseTransfer({ ...state, positions: [] })?.code).toBe('busy');
  });

  it('registers its wait anew and counts it from when it was entered', () => {
    const there = JSON.parse(JSON.stringify(carriedOver(waiting().state))) as RunState;
    expect(outstanding(pinned, cores, there)).toEqual([
      expect.objectContaining({
        type: 'register_wait',
        input: expect.objectContaining({ enteredAt: START, request: expect.objectContaining({ for: 'P30D' }) }),
      }),
    ]);
  });

  it('does what it would have done, each effect once', () => {
    const script = {
      at: START,
      subject: { kind: 'order', id: 'ord_1' },
      effect: () => ({ port: 'next' }),
    };
    const stayed = simulate(pinned, cores, script);
    const run = waiting();
    run.state = carriedOver(run.state);
    run.feed({ type: 'wait_registered', key: run.key, answer: { until } });
    run.at = until;
    run.feed({ type: 'timer', key: run.key, timer: 'until' });
    expect(run.commands).toContainEqual(expect.objectContaining({ type: 'effect', node: 'work' }));
    run.feed({ type: 'effect_done', key: run.key, result: { port: 'next' } });
    expect(run.state.status).toBe('closed');
    expect(run.state.outcome).toBe(stayed.state.outcome);
    expect(run.state.log.map(({ node, visit }) => [node, visit])).toEqual(
      stayed.state.log.map(({ node, visit }) => [node, visit]),
    );
  });
});
