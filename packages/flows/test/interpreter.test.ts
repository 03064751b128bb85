import { describe, expect, it } from '@jest/globals';
import type { Actor, BufferedEvent, Command, RunCommand } from '../src/index.js';
import { refuseCommand, refuseDecision, simulate } from '../src/index.js';
import { flowOf, Run, START } from './build.js';
import { cores } from './cores.js';

const ann: Actor = { id: 'usr_ann', name: 'Ann', roles: ['finance'] };
const bob: Actor = { id: 'usr_bob', name: 'Bob', roles: ['finance'] };

const refund = (id: string, more: Partial<BufferedEvent> = {}): BufferedEvent => ({
  id,
  type: 'order.refunded',
  occurredAt: START,
  data: { amount: 5 },
  ...more,
});
const failure = { code: 'refused', message: 'No.', attempts: 3, unknownOutcome: false };

let ids = 0;
function command(
  act: { type: 'retry' | 'stop' } | { type: 'edit'; input: object } | { type: 'skip'; port?: string },
  actor = ann,
) {
  return { id: `cmd_${++ids}`, reason: 'because', actor, ...act } as RunCommand;
}

describe('a step with an effect', () => {
  it('is asked for once, under run/node/visit/item/generation, and its output becomes a variable', () => {
    const run = new Run(flowOf({ a: ['act', { next: 'b' }], b: ['end'] }));
    expect(run.commands).toMatchObject([{ type: 'effect', key: 'run_1/a/1/0/1', queue: 'flows' }]);
    run.feed({ type: 'effect_done', key: run.key, result: { port: 'next', output: { paid: '5' }, attempts: 2 } });
    expect(run.state).toMatchObject({ status: 'closed', outcome: 'done', vars: { a: { paid: '5' } } });
    expect(run.types).toEqual(['close']);
    expect(run.state.log).toMatchObject([
      { node: 'a', status: 'done', port: 'next', attempts: 2 },
      { node: 'b', status: 'done' },
    ]);
  });

  it('ignores an answer that comes twice or late', () => {
    const run = new Run(flowOf({ a: ['act', { next: 'b' }], b: ['act', { next: 'c' }], c: ['end'] }));
    const key = run.key;
    run.feed({ type: 'effect_done', key, result: { port: 'next' } });
    expect(run.feed({ type: 'effect_done', key, result: { port: 'next' } })).toEqual([]);
    expect(run.state.positions[0]?.node).toBe('b');
  });

  it('parks where the port leads nowhere, keeping the generation: it has happened', () => {
    const run = new Run(flowOf({ a: ['act', { next: 'b' }], b: ['end'] }));
    run.feed({ type: 'effect_done', key: run.key, result: { port: 'other' } });
    expect(run.state.positions[0]?.park).toMatchObject({ code: 'no_path', happened: true });
    run.feed({ type: 'command', command: command({ type: 'retry' }) });
    expect(run.key).toBe('run_1/a/1/0/1');
  });

  it('leaves by on_error where that is drawn', () => {
    const run = new Run(
      flowOf({ a: ['act', { next: 'b', on_error: 'c' }], b: ['end'], c: ['end', {}, { outcome: 'failed' }] }),
    );
    run.feed({ type: 'effect_failed', key: run.key, failure });
    expect(run.state).toMatchObject({ outcome: 'failed', vars: { a: { error: { code: 'refused' } } } });
  });

  it('does not take on_error for granted where the outcome is unknown', () => {
    const run = new Run(flowOf({ a: ['act', { next: 'b', on_error: 'b' }], b: ['end'] }));
    run.feed({ type: 'effect_failed', key: run.key, failure: { ...failure, unknownOutcome: true } });
    expect(run.state.status).toBe('parked');
  });
});

describe('a parked step', () => {
  const parked = (type: 'act' | 'pay', unknownOutcome = false): Run => {
    const run = new Run(flowOf({ a: [type, { next: 'b' }], b: ['end'] }));
    run.feed({ type: 'effect_failed', key: run.key, failure: { ...failure, unknownOutcome } });
    expect(run.types).toEqual(['checkpoint']);
    return run;
  };
  const refuses = (run: Run, act: RunCommand) => refuseCommand(run.flow, cores, run.state, act)?.code;

  it('is retried under a new generation, because nothing happened', () => {
    const run = parked('act');
    run.feed({ type: 'command', command: command({ type: 'retry' }) });
    expect(run.commands).toMatchObject([{ type: 'effect', key: 'run_1/a/1/0/2' }]);
    expect(run.state.log).toHaveLength(1);
  });

  it('is retried under the same key where it may have happened', () => {
    const run = parked('pay', true);
    run.feed({ type: 'command', command: command({ type: 'retry' }) });
    expect(run.commands).toMatchObject([{ type: 'effect', key: 'run_1/a/1/0/1' }]);
  });

  it('takes an edit of the fields that the node lets go of', () => {
    const run = parked('act');
    expect(refuses(run, command({ type: 'edit', input: { y: 1 } }))).toBe('not_editable');
    run.feed({ type: 'command', command: command({ type: 'edit', input: { x: 7 } }) });
    const [effect] = run.commands as Extract<Command, { type: 'effect' }>[];
    expect(effect?.input.context.config).toMatchObject({ x: 7 });
    expect(effect?.input.record.acts).toMatchObject([{ type: 'edit', actor: { id: 'usr_ann' }, status: 'done' }]);
  });

  it('is skipped by a port that leads somewhere', () => {
    const run = parked('act');
    expect(refuses(run, command({ type: 'skip', port: 'other' }))).toBe('no_path');
    run.feed({ type: 'command', command: command({ type: 'skip' }) });
    expect(run.state).toMatchObject({ status: 'closed', outcome: 'done', log: [{ status: 'skipped' }, {}] });
  });

  it.each(['edit', 'skip'] as const)('on a money node, %s takes a second person who asks for the same', (type) => {
    const act = type === 'edit' ? { type, input: { x: 1 } } : { type };
    const run = parked('pay');
    run.feed({ type: 'command', command: command(act) });
    expect(run.state).toMatchObject({
      status: 'parked',
      positions: [{ park: { requested: { actor: { id: 'usr_ann' } } } }],
    });
    expect(run.types).toEqual(['checkpoint']);
    expect(refuses(run, command(act))).toBe('needs_second_person');
    run.feed({ type: 'command', command: command(act, bob) });
    expect(run.state.status).toBe(type === 'edit' ? 'running' : 'closed');
  });

  it('a second person who asks for something else only replaces the request', () => {
    const run = parked('pay');
    run.feed({ type: 'command', command: command({ type: 'edit', input: { x: 1 } }) });
    run.feed({ type: 'command', command: command({ type: 'edit', input: { x: 2 } }, bob) });
    expect(run.state).toMatchObject({ status: 'parked', positions: [{ park: { requested: { input: { x: 2 } } } }] });
  });

  it.each(['edit', 'skip'] as const)('with an unknown outcome, %s is refused', (type) => {
    const run = parked('pay', true);
    expect(refuses(run, command(type === 'edit' ? { type, input: { x: 1 } } : { type }))).toBe('unknown_outcome');
  });

  it('answers a repeated command id without doing it again', () => {
    const run = parked('act');
    const retry = command({ type: 'retry' });
    run.feed({ type: 'command', command: retry });
    run.feed({ type: 'effect_failed', key: run.key, failure });
    expect(run.feed({ type: 'command', command: retry })).toEqual([]);
    expect(run.state).toMatchObject({ status: 'parked', decided: { [retry.id]: { status: 'done' } } });
  });

  it('needs a reason, and a step that is parked', () => {
    const run = parked('act');
    expect(refuses(run, { ...command({ type: 'retry' }), reason: ' ' })).toBe('reason_missing');
    run.feed({ type: 'command', command: command({ type: 'retry' }) });
    expect(refuses(run, command({ type: 'retry' }))).toBe('not_parked');
  });

  it('is stopped', () => {
    const run = parked('act');
    run.feed({ type: 'command', command: command({ type: 'stop' }) });
    expect(run.state).toMatchObject({ status: 'closed', outcome: 'stopped', closed: { status: 'stopped' } });
  });
});

describe('stopping while an effect is under way', () => {
  it('waits until it is known how that ended', () => {
    const run = new Run(flowOf({ a: ['pay', { next: 'b' }], b: ['act', { next: 'c' }], c: ['end'] }));
    run.feed({ type: 'command', command: command({ type: 'stop' }) });
    expect(run.state.status).toBe('running');
    run.feed({ type: 'effect_done', key: run.key, result: { port: 'next', output: { sent: true } } });
    // The step's effect is in the record; the next one, begun in the same turn, is not carried out.
    expect(run.state.vars['a']).toEqual({ sent: true });
    expect(run.state).toMatchObject({ status: 'closed', outcome: 'stopped' });
    expect(run.types).toEqual(['close']);
  });
});

describe('a wait', () => {
  const listening = (config = {}): Run =>
    new Run(
      flowOf({
        a: ['act', { next: 'w' }],
        w: ['listen', { event: 'e', timeout: 't' }, config],
        e: ['end', {}, { outcome: 'event' }],
        t: ['end', {}, { outcome: 'timeout' }],
      }),
    );
  const registered = (run: Run, answer = {}) =>
    run.feed({ type: 'wait_registered', key: run.key, answer: { until: '2026-11-23T09:00:00.000Z', ...answer } });

  it('is registered, then timed', () => {
    const run = listening();
    run.feed({ type: 'effect_done', key: run.key, result: { port: 'next' } });
    expect(run.commands).toMatchObject([{ type: 'register_wait', input: { since: START, request: { for: 'P3D' } } }]);
    registered(run);
    expect(run.commands).toMatchObject([{ type: 'timer', at: '2026-11-23T09:00:00.000Z' }]);
    run.feed({ type: 'timer', key: run.key, timer: 'until' });
    expect(run.state.outcome).toBe('timeout');
    expect(run.types).toEqual(['cancel_wait', 'close']);
  });

  it.each<[string, (run: Run) => void]>([
    [
      'before the step ends that precedes the wait',
      (run) => {
        run.feed({ type: 'event', event: refund('e1') });
        run.feed({ type: 'effect_done', key: run.key, result: { port: 'next' } });
      },
    ],
    [
      'while the wait is being registered',
      (run) => {
        run.feed({ type: 'effect_done', key: run.key, result: { port: 'next' } });
        run.feed({ type: 'event', event: refund('e1') });
      },
    ],
    [
      'in the store, found by the registration',
      (run) => {
        run.feed({ type: 'effect_done', key: run.key, result: { port: 'next' } });
        registered(run, { found: [refund('e1')] });
      },
    ],
    [
      'after the registration',
      (run) => {
        run.feed({ type: 'effect_done', key: run.key, result: { port: 'next' } });
        registered(run);
        run.feed({ type: 'event', event: refund('e1') });
      },
    ],
  ])('sees an event that comes %s', (_when, play) => {
    const run = listening();
    play(run);
    expect(run.state).toMatchObject({ outcome: 'event', consumed: ['e1'], buffer: [] });
  });

  it('sees a doubled event once', () => {
    const run = new Run(
      flowOf({
        w: ['listen', { event: 'v', timeout: 't' }],
        v: ['listen', { event: 'e', timeout: 't' }],
        e: ['end', {}, { outcome: 'twice' }],
        t: ['end'],
      }),
    );
    run.feed({ type: 'event', event: refund('e1') });
    run.feed({ type: 'event', event: refund('e1') });
    registered(run, { found: [refund('e1')] });
    expect(run.state.positions[0]?.node).toBe('v');
    run.feed({ type: 'event', event: refund('e2') });
    expect(run.state.outcome).toBe('twice');
  });

  it('is not ended by an event that its filter refuses, nor by one from before', () => {
    const run = listening({ filter: { '>': [{ var: 'event.data.amount' }, 10] } });
    run.feed({ type: 'effect_done', key: run.key, result: { port: 'next' } });
    registered(run);
    run.feed({ type: 'event', event: refund('small') });
    run.feed({ type: 'event', event: refund('old', { data: { amount: 50 }, receivedAt: '2026-11-01T00:00:00.000Z' }) });
    expect(run.state.status).toBe('waiting');
    run.feed({ type: 'event', event: refund('big', { data: { amount: 50 } }) });
    expect(run.state.outcome).toBe('event');
  });

  it('parks where its filter cannot be evaluated, and looks again when that is retried', () => {
    const run = listening({ filter: { '>': [{ var: 'event.data.amount' }, 10] } });
    run.feed({ type: 'effect_done', key: run.key, result: { port: 'next' } });
    registered(run);
    run.feed({ type: 'event', event: refund('odd', { data: { amount: 'five' } }) });
    expect(run.state).toMatchObject({ status: 'parked', positions: [{ park: { from: 'wait' } }] });
    run.feed({ type: 'command', command: command({ type: 'retry' }) });
    expect(run.types).toEqual(['register_wait']);
  });

  it('ends on a wake-up that came too early, and lets the node look again', () => {
    const run = new Run(flowOf({ a: ['act', { next: 'b' }], b: ['end'] }));
    run.feed({ type: 'wake', key: 'hold:com_1' });
    run.feed({
      type: 'effect_done',
      key: run.key,
      result: { wait: { kind: 'hold', wake: ['hold:com_0', 'hold:com_1'] } },
    });
    expect(run.commands).toMatchObject([
      { type: 'effect', key: 'run_1/a/1/1/1', input: { context: { stage: 'resume', ended: { by: 'wake' } } } },
    ]);
  });
});

describe('exits', () => {
  const exits = [
    { events: ['order.refunded'], filter: { '>': [{ var: 'event.data.amount' }, 10] }, outcome: 'refunded' },
  ];
  it('end the run at any time, once nothing is under way', () => {
    const run = new Run(flowOf({ a: ['act', { next: 'w' }], w: ['sleep', { next: 'e' }], e: ['end'] }, { exits }));
    run.feed({ type: 'event', event: refund('e0', { correlation: 'order:ord_1' }) });
    run.feed({ type: 'event', event: refund('e1', { data: { amount: 50 }, correlation: 'order:ord_2' }) });
    expect(run.state.closing).toBeUndefined();
    run.feed({ type: 'event', event: refund('e2', { data: { amount: 50 }, correlation: 'order:ord_1' }) });
    run.feed({ type: 'effect_done', key: run.key, result: { port: 'next' } });
    expect(run.state).toMatchObject({ status: 'closed', outcome: 'refunded', closed: { status: 'completed' } });
  });
});

describe('an approval', () => {
  const approval = { id: 'apr_1', subjectHash: 'h1', role: 'finance', needed: 2, makers: ['usr_maker'], decisions: [] };
  const asked = (): Run => {
    const run = new Run(
      flowOf({
        a: ['ask', { approved: 'y', rejected: 'n' }],
        y: ['end', {}, { outcome: 'yes' }],
        n: ['end', {}, { outcome: 'no' }],
      }),
    );
    run.feed({ type: 'effect_done', key: run.key, result: { wait: { kind: 'approval', approval, remind: 'P1D' } } });
    run.feed({ type: 'wait_registered', key: run.key, answer: { remindAt: '2026-11-21T09:00:00.000Z' } });
    return run;
  };
  const decision = (id: string, actor: Actor, more = {}) => ({
    id,
    approval: 'apr_1',
    outcome: 'approve' as const,
    actor,
    subjectHash: 'h1',
    ...more,
  });

  it.each([
    ['somebody without the role', decision('d', { id: 'usr_x', name: 'X', roles: ['ops'] }), 'not_allowed'],
    ['the maker', decision('d', { id: 'usr_maker', name: 'M', roles: ['finance'] }), 'self_approval'],
    ['somebody who saw another version', decision('d', ann, { subjectHash: 'h0' }), 'changed'],
    ['anybody about another approval', decision('d', ann, { approval: 'apr_2' }), 'not_pending'],
  ])('refuses %s', (_who, bad, code) => {
    expect(refuseDecision(asked().state, bad)?.code).toBe(code);
  });

  it('needs two different people, and each decision counts once', () => {
    const run = asked();
    run.feed({ type: 'decision', decision: decision('d1', ann), result: { accepted: true, state: 'pending' } });
    expect(refuseDecision(run.state, decision('d2', ann))?.code).toBe('already_decided');
    expect(refuseDecision(run.state, decision('d1', ann))).toBeUndefined();
    run.feed({ type: 'decision', decision: decision('d3', bob), result: { accepted: true, state: 'approved' } });
    expect(run.state).toMatchObject({
      outcome: 'yes',
      decided: { d1: { state: 'pending' }, d3: { state: 'approved' } },
    });
  });

  it('reminds beside the wait, again and again', () => {
    const run = asked();
    run.at = '2026-11-21T09:00:00.000Z';
    run.feed({ type: 'timer', key: run.key, timer: 'remind' });
    expect(run.commands).toMatchObject([
      { type: 'effect', side: true, key: 'run_1/a/1/remind-1/1', input: { context: { stage: 'remind' } } },
      { type: 'timer', timer: 'remind', at: '2026-11-22T09:00:00.000Z' },
    ]);
    run.feed({ type: 'timer', key: run.key, timer: 'remind' });
    expect(run.commands).toMatchObject([{}, { at: '2026-11-23T09:00:00.000Z' }]);
    expect(run.state.status).toBe('waiting');
  });
});

describe('going round', () => {
  it('parks a run that goes round without waiting', () => {
    const run = new Run(flowOf({ a: ['pure', { next: 'b' }], b: ['pure', { next: 'a' }] }));
    expect(run.state.positions[0]?.park?.code).toBe('too_many_steps');
  });

  it('keeps state and log small over thousands of visits', () => {
    const flow = flowOf({ a: ['act', { next: 's', other: 'e' }], s: ['sleep', { next: 'a' }], e: ['end'] });
    const { state } = simulate(flow, cores, {
      at: START,
      subject: { kind: 'order', id: 'ord_1' },
      effect: (context) => ({ port: context.visit === 3_000 ? 'other' : 'next' }),
    });
    expect(state).toMatchObject({ status: 'closed', steps: 6_000 });
    expect(state.log.length).toBeLessThanOrEqual(101);
    expect(state.logFrom + state.log.length).toBe(6_000);
  });
});
