import { describe, expect, it } from '@jest/globals';
import {
  flowHash,
  lockFlow,
  pinFlow,
  PinError,
  simulate,
  type EffectContext,
  type FlowDocument,
  type Locks,
  type PinnedFlow,
  type Script,
} from '../src/index.js';
import { z } from 'zod';
import { flowOf, START } from './build.js';
import { cores as small } from './cores.js';

const effect = { queue: 'flows' as const, retry: { attempts: 1, initialMs: 1, maxMs: 1, factor: 1 }, timeoutMs: 1 };
const cores = {
  ...small,
  subflow: {
    ...small['act']!,
    type: 'subflow',
    effect,
    ports: () => [
      { key: 'next', title: '' },
      { key: 'stopped', title: '' },
    ],
    uses: (config: { [key: string]: unknown }) => ({ flows: [String(config['flow'])] }),
  },
};

const inner = flowOf(
  {
    pause: ['sleep', { next: 'work' }, { for: 'P3D' }],
    work: ['act', { next: 'end' }],
    end: ['end', {}, { outcome: 'inside' }],
  },
  { key: 'inner' },
);
const outer = flowOf({
  call: ['subflow', { next: 'after', stopped: 'gone' }, { flow: 'inner' }],
  after: ['act', { next: 'end' }],
  gone: ['end', {}, { outcome: 'gone' }],
  end: ['end', {}, { outcome: 'outside' }],
});

function script(flows: Record<string, PinnedFlow>, more: Partial<Script> = {}): Script {
  return {
    at: START,
    run: 'run_1',
    subject: { kind: 'order', id: 'ord_1' },
    effect: () => ({ port: 'next' }),
    child: (context: EffectContext) => {
      const pinned = flows[String(context.config['flow'])];
      return pinned && { pinned, run: `${context.run}+${context.node}.${context.visit}`, subject: context.subject };
    },
    ...more,
  };
}

describe('a run inside of a run', () => {
  it('goes on under the same clock and wakes the one that waits for it', () => {
    const result = simulate(outer, cores, script({ inner }));
    expect(result.state).toMatchObject({ status: 'closed', outcome: 'outside' });
    expect(result.state.vars['call']).toEqual({ run: 'run_1+call.1', outcome: 'inside' });
    expect(result.children.map(({ state }) => [state.run, state.outcome])).toEqual([['run_1+call.1', 'inside']]);
    expect(result.endedAt).toBe('2026-11-23T09:00:00.000Z');
    expect(result.effects.map(({ node, stage }) => [node, stage])).toEqual([
      ['call', 'enter'],
      ['call', 'resume'],
      ['after', 'enter'],
    ]);
  });

  it('is not missed where it closes at once', () => {
    const quick = flowOf({ end: ['end'] }, { key: 'inner' });
    expect(simulate(outer, cores, script({ inner: quick })).state.outcome).toBe('outside');
  });

  it('is the same whether or not it is cut after every command', () => {
    const plain = simulate(outer, cores, script({ inner }));
    const cut = simulate(outer, cores, script({ inner }, { cut: true }));
    expect(cut.state.outcome).toBe(plain.state.outcome);
    expect(cut.children[0]!.effects.map(({ key }) => key)).toEqual(plain.children[0]!.effects.map(({ key }) => key));
  });

  it('is stopped where the run above is', () => {
    const actor = { id: 'usr_bob', name: 'Bob', roles: [] };
    const commands = [
      { at: '2026-11-21T09:00:00.000Z', command: { id: 'c', type: 'stop' as const, reason: 'x', actor } },
    ];
    const { state, children } = simulate(outer, cores, script({ inner }, { commands }));
    expect(state).toMatchObject({ status: 'closed', outcome: 'stopped' });
    expect(children[0]!.state).toMatchObject({ outcome: 'parent_closed', closed: { status: 'stopped' } });
    expect(children[0]!.effects).toEqual([]);
  });

  it('is stopped where the branch that waits for it is called off', () => {
    const race = flowOf({
      fan: ['fan', { a: 'call', b: 'short' }],
      call: ['subflow', { next: 'meet', stopped: 'meet' }, { flow: 'inner' }],
      short: ['sleep', { next: 'meet' }, { for: 'P1D' }],
      meet: ['meet', { next: 'rest' }, { need: 1 }],
      rest: ['sleep', { next: 'end' }, { for: 'P9D' }],
      end: ['end'],
    });
    const { state, children } = simulate(race, cores, script({ inner }));
    expect(state.outcome).toBe('done');
    expect(children[0]!.state).toMatchObject({ outcome: 'parent_left', closed: { at: '2026-11-21T09:00:00.000Z' } });
  });

  it('tells that it was stopped', () => {
    const exits = [{ events: ['order.refunded'], outcome: 'refunded' }];
    const quitting: PinnedFlow = { ...inner, exits: [] };
    const event = { id: 'e1', type: 'order.refunded', correlation: 'order:ord_1', occurredAt: START, data: {} };
    const events = [{ at: '2026-11-21T09:00:00.000Z', event }];
    const completed = simulate(outer, cores, script({ inner: { ...quitting, exits } }, { events }));
    expect(completed.state.vars['call']).toMatchObject({ outcome: 'refunded' });
    expect(completed.state.outcome).toBe('outside');
  });

  it('has a life of its own where it is not waited for', () => {
    const apart = flowOf({ call: ['subflow', { next: 'end' }, { flow: 'inner', wait: false }], end: ['end'] });
    const { state, children, endedAt } = simulate(apart, cores, script({ inner }));
    expect(state.outcome).toBe('done');
    expect(endedAt).toBe(START);
    expect(children[0]!.state.outcome).toBe('inside');
  });

  it('goes no deeper than allowed', () => {
    const flows = Object.fromEntries(
      [0, 1, 2, 3, 4, 5, 6].map((depth) => [
        `f${depth}`,
        flowOf({ call: ['subflow', { next: 'end', stopped: 'end' }, { flow: `f${depth + 1}` }], end: ['end'] }),
      ]),
    );
    const { state, children } = simulate(flows['f0']!, cores, script(flows, { limit: 200 }));
    expect(children).toHaveLength(5);
    expect(children[4]!.state.positions[0]).toMatchObject({ phase: 'parked', park: { code: 'too_deep' } });
    expect(state.status).toBe('waiting');
  });
});

describe('a flow that runs another', () => {
  const document = (key: string, calls: string): FlowDocument => ({
    key,
    title: key,
    subject: 'order',
    trigger: { type: 'manual' },
    parameters: [],
    nodes: [
      { id: 'call', type: 'subflow', config: { flow: calls } },
      { id: 'end', type: 'end', config: {} },
    ],
    edges: [
      { from: 'trigger', port: 'next', to: 'call' },
      { from: 'call', port: 'next', to: 'end' },
    ],
    exits: [],
    notes: [],
    version: 3,
    hash: '',
  });
  const any = z.record(z.string(), z.json());
  const catalogue = Object.fromEntries(Object.entries(cores).map(([key, core]) => [key, { core, schema: any }]));
  const locks = (flows: Locks['flows']): Locks => ({ catalogue, rules: {}, templates: {}, ...(flows && { flows }) });
  const codeOf = (make: () => unknown): string => {
    try {
      make();
      return 'pinned';
    } catch (error) {
      return error instanceof PinError ? error.code : String(error);
    }
  };

  it('locks it by version and hash, and says what it uses', () => {
    const a = pinFlow(document('a', 'b'), locks({ b: { key: 'b', version: 2, hash: 'hb', uses: ['c'], depth: 2 } }));
    expect(a.flows).toEqual({ b: { key: 'b', version: 2, hash: 'hb', uses: ['c'], depth: 2 } });
    expect(lockFlow(a)).toEqual({
      key: 'a',
      version: 3,
      hash: flowHash(document('a', 'b')),
      uses: ['b', 'c'],
      depth: 3,
    });
  });

  it.each([
    ['missing_flow', undefined],
    ['flow_cycle', { b: { key: 'b', version: 1, hash: 'h', uses: ['c', 'a'], depth: 2 } }],
    ['too_deep', { b: { key: 'b', version: 1, hash: 'h', uses: [], depth: 5 } }],
  ])('is refused: %s', (code, flows) => {
    expect(codeOf(() => pinFlow(document('a', 'b'), locks(flows)))).toBe(code);
    expect(codeOf(() => pinFlow(document('a', 'a'), locks(flows)))).toBe('flow_cycle');
  });
});
