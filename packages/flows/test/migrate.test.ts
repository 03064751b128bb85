import { describe, expect, it } from '@jest/globals';
import { flowAfter, landing, refuseMigration, simulate, step, type Migration, type PinnedFlow } from '../src/index.js';
import { flowOf, Run, START } from './build.js';
import { cores } from './cores.js';

const bob = { id: 'usr_bob', name: 'Bob', roles: ['ops'] };

const before = flowOf({
  pause: ['sleep', { next: 'work' }, { for: 'P30D' }],
  work: ['act', { next: 'end' }],
  end: ['end'],
});

/** The same flow as a later version, with other steps. */
function later(nodes: Parameters<typeof flowOf>[0], more: Partial<PinnedFlow> = {}): PinnedFlow {
  return flowOf(nodes, { version: 2, hash: 'h2', ...more });
}

function waiting(flow: PinnedFlow, until?: string): Run {
  const run = new Run(flow);
  for (const position of run.state.positions)
    if (position.phase === 'wait')
      run.feed({ type: 'wait_registered', key: position.key, answer: until === undefined ? {} : { until } });
  return run;
}

function migration(
  run: Run,
  flow: PinnedFlow,
  map: Record<string, string> = {},
  more: Partial<Migration> = {},
): Migration {
  const expected = Object.fromEntries(run.state.positions.map(({ branch, key }) => [branch, key]));
  return { id: 'm1', actor: bob, reason: 'The wait is too long.', flow, map, expected, ...more };
}

/** Moves a run by hand; answers the commands. */
function move(run: Run, wish: Migration) {
  const input = { type: 'migrate' as const, migration: wish, at: '2026-11-21T09:00:00.000Z' };
  const result = step(run.flow, cores, run.state, input);
  run.state = result.state;
  run.commands = result.commands;
  return flowAfter(run.flow, input, result.state);
}

describe('where a run lands', () => {
  const cases: [string, PinnedFlow, Record<string, string>, object][] = [
    [
      'at the same step',
      later({ pause: ['sleep', { next: 'end' }], end: ['end'] }),
      {},
      { node: 'pause', keeps: true },
    ],
    [
      'at the step that is mapped',
      later({ nap: ['sleep', { next: 'end' }], end: ['end'] }),
      { pause: 'nap' },
      { node: 'nap', keeps: true },
    ],
    [
      'anew at a step of another kind',
      later({ work: ['act', { next: 'end' }], end: ['end'] }),
      { pause: 'work' },
      { node: 'work', enters: true },
    ],
    ['nowhere without a map', later({ nap: ['sleep', { next: 'end' }], end: ['end'] }), {}, { stays: 'no_node' }],
    ['nowhere where the map names no step', before, { pause: 'constructor' }, { stays: 'no_node' }],
  ];
  it.each(cases)('%s', (_, to, map, lands) => {
    const run = waiting(before);
    expect(landing(before, to, run.state.positions, map, cores)).toEqual([
      { branch: '', node: 'pause', key: run.key, lands },
    ]);
  });

  it('nowhere while an effect or a registration is under way', () => {
    const effect = new Run(flowOf({ work: ['act', { next: 'end' }], end: ['end'] }));
    expect(landing(effect.flow, effect.flow, effect.state.positions, {}, cores)[0]!.lands).toEqual({ stays: 'busy' });
    const registering = new Run(before);
    expect(landing(before, before, registering.state.positions, {}, cores)[0]!.lands).toEqual({ stays: 'busy' });
  });

  it('nowhere else where money is parked or an outcome is unknown', () => {
    for (const [type, unknownOutcome, stays] of [
      ['act', true, 'unknown_outcome'],
      ['pay', false, 'money'],
    ] as const) {
      const run = new Run(flowOf({ work: [type, { next: 'end' }], end: ['end'] }));
      const failure = { code: 'x', message: 'x', attempts: 1, unknownOutcome };
      run.feed({ type: 'effect_failed', key: run.key, failure });
      const to = later({ pause: ['sleep', { next: 'end' }], work: [type, { next: 'end' }], end: ['end'] });
      expect(landing(run.flow, to, run.state.positions, { work: 'pause' }, cores)[0]!.lands).toEqual({ stays });
      expect(landing(run.flow, to, run.state.positions, {}, cores)[0]!.lands).toEqual({ node: 'work', keeps: true });
    }
  });
});

describe('a migration is refused', () => {
  const to = later({ pause: ['sleep', { next: 'end' }], end: ['end'] });
  it.each<[string, string, Partial<Migration>]>([
    ['without a reason', 'reason_missing', { reason: ' ' }],
    ['where the run has moved on', 'moved', { expected: { '': 'run_1/pause/0/0/1' } }],
    ['where a branch was not seen', 'moved', { expected: {} }],
    ['to the version it is in', 'same_version', { flow: before }],
    ['to another flow', 'other_flow', { flow: { ...to, key: 'other' } }],
    ['where there is no place', 'no_landing', { flow: later({ end: ['end'] }) }],
  ])('%s', (_, code, more) => {
    const run = waiting(before);
    const wish = migration(run, to, {}, more);
    expect(refuseMigration(before, cores, run.state, wish)?.code).toBe(code);
    const { rev: _rev, ...untouched } = run.state;
    expect(move(run, wish)).toBe(before);
    expect(run.state).toMatchObject(untouched);
    expect(run.commands).toEqual([]);
  });

  it('while something is under way', () => {
    const run = new Run(before);
    expect(refuseMigration(before, cores, run.state, migration(run, to))?.code).toBe('busy');
  });
});

describe('a migrated run', () => {
  it('goes on waiting, under the same key and to the same moment, and tells the store its version', () => {
    const run = waiting(before, '2026-12-20T09:00:00.000Z');
    const { key } = run;
    const to = later({
      pause: ['sleep', { next: 'other' }, { for: 'P30D' }],
      other: ['act', { next: 'end' }],
      end: ['end'],
    });
    expect(move(run, migration(run, to))).toBe(to);
    expect(run.types).toEqual(['checkpoint']);
    expect(run.commands[0]).toMatchObject({
      record: { flow: { version: 2, hash: 'h2' }, acts: [{ type: 'migrate' }] },
    });
    expect(run.state.positions[0]).toMatchObject({
      key,
      wait: { registered: true, until: '2026-12-20T09:00:00.000Z' },
    });
    const after = step(to, cores, run.state, { type: 'timer', key, timer: 'until', at: '2026-12-20T09:00:00.000Z' });
    expect(after.commands.map((command) => 'node' in command && command.node)).toContain('other');
  });

  it('registers anew, counted from its entry, where the duration changed', () => {
    const run = waiting(before, '2026-12-20T09:00:00.000Z');
    const { key } = run;
    const to = later({ pause: ['sleep', { next: 'end' }, { for: 'P5D' }], end: ['end'] });
    move(run, migration(run, to));
    expect(run.types).toEqual(['cancel_wait', 'register_wait', 'checkpoint']);
    const register = run.commands.find(({ type }) => type === 'register_wait');
    expect(register).toMatchObject({ input: { enteredAt: START, request: { for: 'P5D' } } });
    expect(run.key).not.toBe(key);
    const late = step(to, cores, run.state, { type: 'timer', key, timer: 'until', at: '2026-12-20T09:00:00.000Z' });
    expect(late.state.positions[0]!.phase).toBe('wait');
  });

  it('keeps the name its effects are known by where its step has another one', () => {
    const asks = flowOf({ ask: ['ask', { approved: 'end', rejected: 'end' }, { x: 1 }], end: ['end'] });
    const run = new Run(asks);
    const approval = { id: 'apr_1', subjectHash: 's', role: 'ops', needed: 1, makers: [], decisions: [] };
    run.feed({ type: 'effect_done', key: run.key, result: { output: { a: 1 }, wait: { kind: 'approval', approval } } });
    run.feed({ type: 'wait_registered', key: run.key, answer: {} });
    const to = later(
      { question: ['ask', { approved: 'end', rejected: 'end' }, { x: 2 }], end: ['end'] },
      { makers: ['usr_eve'] },
    );
    const flow = move(run, migration(run, to, { ask: 'question' }));
    expect(run.state.vars['question']).toEqual({ a: 1 });
    expect(run.state.makers).toContain('usr_eve');
    const effect = run.commands.find(({ type }) => type === 'effect');
    expect(effect).toMatchObject({
      node: 'question',
      input: { context: { node: 'ask', visit: 1, item: 1, stage: 'resume' } },
    });
    expect(run.key).toBe('run_1/ask/1/1/1');
    const again = step(flow, cores, run.state, {
      type: 'effect_done',
      key: run.key,
      result: { wait: { kind: 'approval', approval } },
      at: START,
    });
    expect(again.state.positions[0]).toMatchObject({ node: 'question', phase: 'wait' });
  });

  it('lets nobody who made the new version decide what waits already', () => {
    const asks = flowOf({ ask: ['ask', { approved: 'end', rejected: 'end' }], end: ['end'] });
    const run = new Run(asks);
    const approval = { id: 'apr_1', subjectHash: 's', role: 'ops', needed: 1, makers: ['usr_ann'], decisions: [] };
    run.feed({ type: 'effect_done', key: run.key, result: { wait: { kind: 'approval', approval } } });
    run.feed({ type: 'wait_registered', key: run.key, answer: {} });
    move(run, migration(run, { ...asks, version: 2, hash: 'h2', makers: ['usr_eve'] }));
    expect(run.state.positions[0]!.wait!.approval!.makers).toEqual(['usr_ann', 'usr_eve']);
  });

  it('leaves its wait and enters the new step where that is of another kind', () => {
    const run = waiting(before, '2026-12-20T09:00:00.000Z');
    const { key } = run;
    const to = later({ work: ['act', { next: 'end' }], end: ['end'] });
    move(run, migration(run, to, { pause: 'work' }));
    expect(run.commands).toMatchObject([
      { type: 'cancel_wait', key },
      { type: 'effect', node: 'work' },
      { type: 'checkpoint' },
    ]);
    expect(run.state.log[0]).toMatchObject({ node: 'pause', status: 'skipped', label: { code: 'migrated' } });
  });

  it('moves each branch, and those that meet meet', () => {
    const split = flowOf({
      fan: ['fan', { a: 'one', b: 'two' }],
      one: ['sleep', { next: 'meet' }],
      two: ['listen', { event: 'meet', timeout: 'meet' }],
      meet: ['meet', { next: 'end' }],
      end: ['end'],
    });
    const run = waiting(split);
    const to = { ...split, version: 2, hash: 'h2' };
    const flow = move(run, migration(run, to, { one: 'meet', two: 'meet' }));
    expect(flow).toBe(to);
    expect(run.state).toMatchObject({ status: 'closed', outcome: 'done', positions: [] });
  });

  it('has the new defaults, and keeps what was set for it', () => {
    const run = waiting({ ...before, params: { hold: 'P1D', limit: 5 } });
    run.state = { ...run.state, vars: { ...run.state.vars, params: { hold: 'P9D', limit: 5 } } };
    const to = later(
      { pause: ['sleep', { next: 'end' }], end: ['end'] },
      { params: { hold: 'P2D', limit: 7, fresh: 1 } },
    );
    const from = { ...before, params: { hold: 'P1D', limit: 5 } };
    const { state } = step(from, cores, run.state, { type: 'migrate', migration: migration(run, to), at: START });
    expect(state.vars['params']).toEqual({ hold: 'P9D', limit: 7, fresh: 1 });
  });

  it('retries a parked wait with what the new version says', () => {
    const parked = waiting(
      flowOf({ hear: ['listen', { event: 'end', timeout: 'end' }, { filter: { no_such: [] } }], end: ['end'] }),
    );
    const event = { id: 'e1', type: 'order.refunded', occurredAt: START, data: {} };
    parked.feed({ type: 'event', event });
    expect(parked.state.status).toBe('parked');
    const to = later({ hear: ['listen', { event: 'end', timeout: 'end' }, { filter: true }], end: ['end'] });
    const flow = move(parked, migration(parked, to));
    const command = { id: 'c1', type: 'retry' as const, reason: 'Mended.', actor: bob };
    const { state } = step(flow, cores, parked.state, { type: 'command', command, at: START });
    expect(state.positions[0]).toMatchObject({ phase: 'wait', wait: { filter: true, registered: false } });
  });

  it('is not moved twice by one id', () => {
    const run = waiting(before);
    const to = later({ pause: ['sleep', { next: 'end' }, { for: 'P30D' }], end: ['end'] });
    const wish = migration(run, to);
    const flow = move(run, wish);
    const again = step(flow, cores, run.state, { type: 'migrate', migration: wish, at: START });
    expect(again.state.acts).toHaveLength(1);
    expect(again.commands).toEqual([]);
  });
});

describe('a simulated run', () => {
  it.each([false, true])('is moved at the time that is said (cut after every command: %s)', (cut) => {
    const to = later({
      pause: ['sleep', { next: 'other' }, { for: 'P5D' }],
      other: ['act', { next: 'end' }],
      end: ['end'],
    });
    const wish = { id: 'm1', actor: bob, reason: 'The wait is too long.', flow: to, map: {} };
    const { state, effects, endedAt } = simulate(before, cores, {
      at: START,
      subject: { kind: 'order', id: 'ord_1' },
      effect: () => ({ port: 'next' }),
      migrations: [{ at: '2026-11-22T09:00:00.000Z', migration: wish }],
      cut,
    });
    expect(effects.map(({ node, flow }) => [node, flow.version])).toEqual([['other', 2]]);
    expect(endedAt).toBe('2026-11-25T09:00:00.000Z');
    expect(state).toMatchObject({ outcome: 'done', flow: { version: 2 } });
  });
});

describe('a restart', () => {
  it('stops the run so that another begins, wherever it waits', () => {
    const run = waiting(before, '2026-12-20T09:00:00.000Z');
    run.feed({ type: 'command', command: { id: 'r1', type: 'restart', reason: 'New terms.', actor: bob } });
    expect(run.state).toMatchObject({ status: 'closed', outcome: 'restarted', closed: { status: 'stopped' } });
    expect(run.commands).toMatchObject([
      { type: 'cancel_wait' },
      { type: 'close', record: { acts: [{ type: 'restart' }] } },
    ]);
  });
});
