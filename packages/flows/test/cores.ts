import type { NodeCore, NodeCores } from '../src/index.js';

/** Small node types for the interpreter's own tests, so that these do not hang on the catalogue. */
const base = {
  category: 'logic' as const,
  title: '',
  icon: 'circle',
  sentence: () => [],
  historyCost: 0,
  money: false,
  editable: ['x'],
  skippable: true,
};
const storeWork = { queue: 'flows' as const, retry: { attempts: 3, initialMs: 1, maxMs: 1, factor: 1 }, timeoutMs: 1 };
const next = [{ key: 'next', title: 'next' }];

const list: NodeCore[] = [
  { ...base, type: 'act', ports: () => [...next, { key: 'other', title: 'other' }], effect: storeWork },
  { ...base, type: 'pay', ports: () => next, effect: { ...storeWork, queue: 'money' }, money: true },
  { ...base, type: 'pure', ports: () => next, run: (ctx) => ({ do: 'goto', port: 'next', set: { last: ctx.node } }) },
  {
    ...base,
    type: 'choose',
    ports: () => [
      { key: 'yes', title: 'yes' },
      { key: 'no', title: 'no' },
    ],
    run: (ctx) => ({ do: 'goto', port: ctx.evaluate(ctx.config['when'] ?? false) ? 'yes' : 'no' }),
  },
  {
    ...base,
    type: 'sleep',
    ports: () => next,
    run: (ctx) => ({ do: 'wait', wait: { kind: 'timer', for: String(ctx.config['for'] ?? 'P1D') } }),
    resume: () => ({ do: 'goto', port: 'next' }),
    waits: true,
  },
  {
    ...base,
    type: 'listen',
    ports: () => [
      { key: 'event', title: 'event' },
      { key: 'timeout', title: 'timeout' },
    ],
    run: (ctx) => ({
      do: 'wait',
      wait: {
        kind: 'event',
        events: ['order.refunded'],
        for: 'P3D',
        ...(ctx.config['filter'] !== undefined && { filter: ctx.config['filter'] }),
      },
    }),
    resume: (_ctx, ended) => ({ do: 'goto', port: ended.by === 'event' ? 'event' : 'timeout' }),
    waits: true,
  },
  {
    ...base,
    type: 'ask',
    ports: () => [
      { key: 'approved', title: 'approved' },
      { key: 'rejected', title: 'rejected' },
    ],
    effect: storeWork,
    resume: (_ctx, ended) =>
      ended.by === 'decision' ? { do: 'goto', port: ended.state } : { do: 'effect', stage: 'resume' },
    waits: true,
  },
  {
    ...base,
    type: 'fan',
    ports: () => ['a', 'b', 'c'].map((key) => ({ key, title: key })),
    run: (ctx) => ({ do: 'fork', ports: ['a', 'b', 'c'].slice(0, Number(ctx.config['ways'] ?? 2)) }),
  },
  {
    ...base,
    type: 'meet',
    ports: () => next,
    run: (ctx) => ({ do: 'join', need: typeof ctx.config['need'] === 'number' ? ctx.config['need'] : 'all' }),
  },
  {
    ...base,
    type: 'end',
    ports: () => [],
    run: (ctx) => ({ do: 'end', outcome: String(ctx.config['outcome'] ?? 'done') }),
  },
];

export const cores: NodeCores = Object.fromEntries(list.map((core) => [core.type, core]));
