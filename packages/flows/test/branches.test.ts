import { describe, expect, it } from '@jest/globals';
import type { BufferedEvent, EffectResult, RunCommand } from '../src/index.js';
import { flowOf, Run } from './build.js';

const refund = (id: string): BufferedEvent => ({
  id,
  type: 'order.refunded',
  occurredAt: '2026-11-20T09:00:00.000Z',
  data: {},
});
const done: EffectResult = { port: 'next' };
const keyOf = (run: Run, node: string): string => run.state.positions.find((position) => position.node === node)!.key;
const nodes = (run: Run): string[] => run.state.positions.map(({ node }) => node).sort();
const finish = (run: Run, node: string): unknown =>
  run.feed({ type: 'effect_done', key: keyOf(run, node), result: done });
const register = (run: Run, node: string): unknown =>
  run.feed({ type: 'wait_registered', key: keyOf(run, node), answer: { until: '2026-12-20T09:00:00.000Z' } });

/** Two steps side by side, then one more. */
const twoSteps = (need?: number) =>
  flowOf({
    fork: ['fan', { a: 'left', b: 'right' }],
    left: ['act', { next: 'join', other: 'end' }],
    right: ['act', { next: 'join', other: 'end' }],
    join: ['meet', { next: 'after' }, need === undefined ? {} : { need }],
    after: ['act', { next: 'end' }],
    end: ['end'],
  });

/** A step beside a wait. */
const stepAndWait = (need?: number) =>
  flowOf({
    fork: ['fan', { a: 'work', b: 'wait' }],
    work: ['act', { next: 'join', other: 'end' }],
    wait: ['listen', { event: 'join', timeout: 'join' }],
    join: ['meet', { next: 'after' }, need === undefined ? {} : { need }],
    after: ['act', { next: 'end' }],
    end: ['end'],
  });

describe('a parallel step', () => {
  it('begins all its branches at once, and the join waits for all of them', () => {
    const run = new Run(twoSteps());
    expect(run.types).toEqual(['effect', 'effect']);
    finish(run, 'right');
    expect(nodes(run)).toEqual(['left']);
    finish(run, 'left');
    expect(nodes(run)).toEqual(['after']);
    expect(run.state.positions[0]).toMatchObject({ branch: '' });
    expect(run.state.forks).toEqual({});
    finish(run, 'after');
    expect(run.state).toMatchObject({ status: 'closed', outcome: 'done' });
  });

  it('is waiting only while every branch waits', () => {
    const run = new Run(stepAndWait());
    register(run, 'wait');
    expect(run.state.status).toBe('running');
    finish(run, 'work');
    expect(run.state.status).toBe('waiting');
  });

  it('parks one branch, and the others go on', () => {
    const run = new Run(stepAndWait());
    register(run, 'wait');
    const failure = { code: 'refused', message: 'No.', attempts: 3, unknownOutcome: false };
    run.feed({ type: 'effect_failed', key: keyOf(run, 'work'), failure });
    expect(run.state.status).toBe('parked');
    run.feed({ type: 'event', event: refund('e1') });
    expect(nodes(run)).toEqual(['work']);
    const retry: RunCommand = {
      id: 'c1',
      type: 'retry',
      reason: 'again',
      actor: { id: 'u', name: 'U', roles: ['ops'] },
      at: keyOf(run, 'work'),
    };
    run.feed({ type: 'command', command: retry });
    finish(run, 'work');
    expect(nodes(run)).toEqual(['after']);
  });

  it('parks where it leads nowhere, before any branch has begun', () => {
    const run = new Run(flowOf({ fork: ['fan', { a: 'end' }], end: ['end'] }));
    expect(run.state).toMatchObject({ status: 'parked', positions: [{ node: 'fork', park: { code: 'no_path' } }] });
  });

  it('keeps forks inside forks apart', () => {
    const run = new Run(
      flowOf({
        outer: ['fan', { a: 'inner', b: 'beside' }],
        inner: ['fan', { a: 'left', b: 'right' }],
        left: ['act', { next: 'inside' }],
        right: ['act', { next: 'inside' }],
        inside: ['meet', { next: 'outside' }],
        beside: ['act', { next: 'outside' }],
        outside: ['meet', { next: 'end' }],
        end: ['end'],
      }),
    );
    expect(nodes(run)).toEqual(['beside', 'left', 'right']);
    finish(run, 'beside');
    finish(run, 'left');
    expect(run.state.status).toBe('running');
    finish(run, 'right');
    expect(run.state).toMatchObject({ status: 'closed' });
  });
});

describe('a join of the first', () => {
  it('calls the waits of the others off, and later events do not reach them', () => {
    const run = new Run(stepAndWait(1));
    register(run, 'wait');
    const waiting = keyOf(run, 'wait');
    finish(run, 'work');
    expect(nodes(run)).toEqual(['after']);
    expect(run.commands.find(({ type }) => type === 'cancel_wait')).toMatchObject({ key: waiting });
    run.feed({ type: 'event', event: refund('late') });
    expect(nodes(run)).toEqual(['after']);
    expect(run.state.log.find(({ node }) => node === 'wait')).toMatchObject({ status: 'skipped' });
  });

  it('lets an effect under way end, and does not follow it', () => {
    const run = new Run(twoSteps(1));
    finish(run, 'left');
    expect(nodes(run)).toEqual(['after', 'right']);
    finish(run, 'right');
    expect(nodes(run)).toEqual(['after']);
    expect(run.state.visits['after']).toBe(1);
  });

  it('closes only when what was under way has ended', () => {
    const run = new Run(twoSteps(1));
    finish(run, 'left');
    finish(run, 'after');
    expect(run.state.status).toBe('running');
    finish(run, 'right');
    expect(run.state).toMatchObject({ status: 'closed', outcome: 'done' });
  });

  it('begins no further branch where the first is there at once', () => {
    const run = new Run(
      flowOf({
        fork: ['fan', { a: 'join', b: 'work' }],
        work: ['act', { next: 'join' }],
        join: ['meet', { next: 'end' }, { need: 1 }],
        end: ['end'],
      }),
    );
    expect(run.state).toMatchObject({ status: 'closed' });
    expect(run.state.visits['work']).toBeUndefined();
  });
});

it('an end in a branch ends the run: waits are left, effects waited for', () => {
  const run = new Run(stepAndWait());
  register(run, 'wait');
  run.feed({ type: 'effect_done', key: keyOf(run, 'work'), result: { port: 'other' } });
  expect(run.state).toMatchObject({ status: 'closed', outcome: 'done', positions: [] });
});

it('an event reaches every branch that waits for it, once', () => {
  const run = new Run(
    flowOf({
      fork: ['fan', { a: 'one', b: 'two' }],
      one: ['listen', { event: 'join', timeout: 'end' }],
      two: ['listen', { event: 'join', timeout: 'end' }],
      join: ['meet', { next: 'after' }],
      after: ['act', { next: 'end' }],
      end: ['end'],
    }),
  );
  register(run, 'one');
  register(run, 'two');
  run.feed({ type: 'event', event: refund('e1') });
  expect(nodes(run)).toEqual(['after']);
  expect(run.state.consumed).toEqual(['e1']);
});

it('a step that ends long after is told to the store, though it has left the log', () => {
  const run = new Run(
    flowOf({
      fork: ['fan', { a: 'wait', b: 'again' }],
      wait: ['listen', { event: 'join', timeout: 'join' }],
      again: ['act', { next: 'again', other: 'join' }],
      join: ['meet', { next: 'last' }],
      last: ['sleep', { next: 'end' }],
      end: ['end'],
    }),
  );
  const { number } = run.state.positions.find(({ node }) => node === 'wait')!.step;
  register(run, 'wait');
  for (let round = 0; round < 150; round += 1) finish(run, 'again');
  expect(run.state.logFrom).toBeGreaterThan(number);
  run.feed({ type: 'event', event: refund('e1') });
  run.feed({ type: 'effect_done', key: keyOf(run, 'again'), result: { port: 'other' } });
  const registered = run.commands.find((command) => command.type === 'register_wait')!;
  expect(registered.input.record.steps.find((step) => step.number === number)).toMatchObject({
    node: 'wait',
    status: 'done',
    port: 'event',
  });
  expect(run.state.amended).toEqual([]);
});
