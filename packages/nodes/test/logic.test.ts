import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@sluice/domain';
import { simulate, type BufferedEvent, type PinnedFlow, type Script } from '@sluice/flows';
import { flowOf } from '../../flows/test/build.js';
import { cores } from '../src/cores.js';
import { percentile } from '../src/split/core.js';

const START = '2026-11-20T09:00:00.000Z';

const flow = (nodes: Parameters<typeof flowOf>[0]): PinnedFlow => flowOf(nodes, { subject: 'partner' });

function run(pinned: PinnedFlow, script: Partial<Script> = {}) {
  return simulate(pinned, cores, {
    at: START,
    subject: { kind: 'partner', id: 'par_1' },
    effect: () => ({ port: 'next' }),
    ...script,
  });
}

const click = (id: string, at: string): { at: string; event: BufferedEvent } => ({
  at,
  event: { id, type: 'click', correlation: 'partner:par_1', occurredAt: at, data: { id } },
});

describe('for_each', () => {
  const through = (list: JsonObject[string], batch = 1) =>
    flow({
      items: ['for_each', { each: 'add', done: 'end' }, { list, batch }],
      add: [
        'set',
        { next: 'items' },
        { values: { sum: { $logic: { '+': [{ var: ['sum', 0] }, { var: 'items.item' }] } } } },
      ],
      end: ['end', {}, { outcome: 'done' }],
    });

  it.each([
    ['every item in order', [1, 2, 3], 1, 6, 3],
    ['batches, of which it sees the first item', [1, 2, 3, 4, 5], 2, 1 + 3 + 5, 3],
    ['nothing of an empty list', [], 1, undefined, 0],
  ])('goes through %s', (_what, list, batch, sum, rounds) => {
    const { state } = run(through(list, batch));
    expect(state).toMatchObject({ status: 'closed', outcome: 'done' });
    expect(state.vars['sum']).toBe(sum);
    expect(state.visits['add'] ?? 0).toBe(rounds);
    expect(state.vars['items']).toMatchObject({ running: false, total: list.length });
  });

  it('begins anew when the run comes to it again from outside', () => {
    const { state } = run(
      flow({
        twice: ['loop', { again: 'items', done: 'end' }, { max: 2 }],
        items: ['for_each', { each: 'add', done: 'twice' }, { list: ['a', 'b'] }],
        add: ['set', { next: 'items' }, { values: { last: { $var: 'items.item' } } }],
        end: ['end', {}, { outcome: 'done' }],
      }),
    );
    expect(state.visits['add']).toBe(4);
  });

  it.each([
    ['what is no list', { a: 1 }, 'not_a_list'],
    ['too long a list', Array.from({ length: 10_001 }, () => 0), 'too_long'],
  ])('parks at %s', (_what, list, code) => {
    const { state } = run(through({ $var: 'event.list' }), { event: { list } });
    expect(state.positions[0]?.park).toMatchObject({ code });
  });
});

describe('loop', () => {
  const looping = (config: JsonObject) =>
    flow({
      loop: ['loop', { again: 'add', done: 'end', limit: 'never' }, config],
      add: ['set', { next: 'loop' }, { values: { n: { $logic: { '+': [{ var: ['n', 0] }, 1] } } } }],
      end: ['end', {}, { outcome: 'done' }],
      never: ['end', {}, { outcome: 'never' }],
    });

  it.each([
    ['so many times', { max: 3 }, 3, 'done'],
    ['until its condition holds', { max: 9, until: { '>=': [{ var: ['n', 0] }, 2] } }, 2, 'done'],
    ['not at all where it holds at once', { max: 9, until: true }, undefined, 'done'],
    ['to its limit, and says so', { max: 2, until: false }, 2, 'never'],
  ])('goes round %s', (_what, config, times, outcome) => {
    const { state } = run(looping(config));
    expect(state).toMatchObject({ status: 'closed', outcome });
    expect(state.vars['n']).toBe(times);
  });

  it('parks at a limit that a variable gives wrongly', () => {
    const { state } = run(looping({ max: { $var: 'event.max' } }), { event: { max: 'many' } });
    expect(state.positions[0]?.park).toMatchObject({ code: 'bad_limit' });
  });
});

describe('split', () => {
  it('sends a subject the same way each time, and subjects by their shares', () => {
    const split = flow({
      split: [
        'split',
        { a: 'a', b: 'b' },
        {
          shares: [
            { port: 'a', percent: 20 },
            { port: 'b', percent: 80 },
          ],
        },
      ],
      a: ['end', {}, { outcome: 'a' }],
      b: ['end', {}, { outcome: 'b' }],
    });
    const way = (id: string) => run(split, { subject: { kind: 'partner', id } }).state.outcome;
    const ways = Array.from({ length: 2_000 }, (_, index) => way(`par_${index}`));
    expect(ways.map((_, index) => way(`par_${index}`))).toEqual(ways);
    const share = ways.filter((each) => each === 'a').length / ways.length;
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.23);
  });

  it('gives numbers from 0 to 99, all of them', () => {
    const all = new Set(Array.from({ length: 5_000 }, (_, index) => percentile(`split/partner/par_${index}`)));
    expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });
});

describe('collecting', () => {
  const collecting = (type: 'digest' | 'debounce', more: JsonObject = {}) =>
    flow({
      collect: [type, { next: 'end', nothing: 'nothing' }, { events: ['click'], for: 'PT1H', ...more }],
      end: ['end', {}, { outcome: 'done' }],
      nothing: ['end', {}, { outcome: 'nothing' }],
    });
  const clicks = [click('e1', '2026-11-20T09:10:00.000Z'), click('e2', '2026-11-20T09:50:00.000Z')];

  it('digest goes on after its time with all that came', () => {
    const { state, endedAt } = run(collecting('digest'), { events: clicks });
    expect(state.vars['collect']).toMatchObject({ count: 2, events: [{ id: 'e1' }, { id: 'e2' }] });
    expect(endedAt).toBe('2026-11-20T10:00:00.000Z');
  });

  it('debounce goes on when it has been quiet for its time', () => {
    const { state, endedAt } = run(collecting('debounce'), { events: clicks });
    expect(state.vars['collect']).toMatchObject({ count: 2 });
    expect(endedAt).toBe('2026-11-20T10:50:00.000Z');
  });

  it.each(['digest', 'debounce'] as const)('%s leaves by “nothing” where nothing came', (type) => {
    expect(run(collecting(type)).state.outcome).toBe('nothing');
  });

  it('goes on at once when it has as many as it may keep', () => {
    const { state, endedAt } = run(collecting('digest', { max: 1 }), { events: clicks });
    expect(state.vars['collect']).toMatchObject({ count: 1 });
    expect(endedAt).toBe('2026-11-20T09:10:00.000Z');
  });

  it('is the same when the run is cut after every command', () => {
    const whole = run(collecting('debounce'), { events: clicks });
    const pieces = run(collecting('debounce'), { events: clicks, cut: true });
    expect(pieces.state).toEqual(JSON.parse(JSON.stringify(whole.state)));
  });
});

it('parallel branches meet at their join, and their waits run at the same time', () => {
  const { state, endedAt } = run(
    flow({
      both: ['parallel', { mail: 'soon', task: 'later' }, { branches: [{ port: 'mail' }, { port: 'task' }] }],
      soon: ['wait', { next: 'join' }, { for: 'P2D' }],
      later: ['wait', { next: 'join' }, { for: 'P5D' }],
      join: ['join', { next: 'end' }],
      end: ['end', {}, { outcome: 'done' }],
    }),
  );
  expect(state).toMatchObject({ status: 'closed', outcome: 'done' });
  expect(endedAt).toBe('2026-11-25T09:00:00.000Z');
});
