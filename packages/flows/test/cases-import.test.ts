import { describe, expect, it } from '@jest/globals';
import { importRun, parseCases, type RealRun, type RunStep } from '../src/index.js';
import type { FlowDocument } from '../src/document.js';

const step = (more: Partial<RunStep> & Pick<RunStep, 'number' | 'node' | 'type'>): RunStep => ({
  visit: 1,
  generation: 1,
  startedAt: '2026-11-20T09:00:00.000Z',
  endedAt: '2026-11-20T09:00:01.000Z',
  status: 'done',
  attempts: 1,
  ...more,
});

const node = (id: string, type: string) => ({ id, type, config: {} });
const flow: FlowDocument = {
  key: 'f',
  title: 'F',
  subject: 'order',
  trigger: { type: 'manual' },
  parameters: [{ key: 'hold', title: 'Hold', type: 'duration', default: 'P30D' }],
  nodes: [node('review', 'approval'), node('call', 'task'), node('tell', 'email')],
  edges: [],
  exits: [],
  notes: [],
  version: 1,
  hash: '',
};

const real: RealRun = {
  id: 'run_1',
  flow: { key: 'f', version: 3 },
  subject: { kind: 'order', id: 'ord_1' },
  startedAt: '2026-11-20T09:00:00.000Z',
  vars: { event: { type: 'order.paid', data: { order: { id: 'A' } } }, params: { hold: 'P9D', gone: 1 } },
  world: { orders: { ord_1: { externalId: 'A' } } },
  events: [
    { id: 'evt_0', type: 'partner.activity', at: '2026-11-19T09:00:00.000Z', data: {} },
    { id: 'evt_1', type: 'order.refunded', at: '2026-11-22T09:00:00.250Z', data: { refund: { id: 'r' } } },
  ],
  acts: [
    decide('d1', 'usr_a', '2026-11-20T11:00:00.000Z', 'fine'),
    decide('d2', 'usr_b', '2026-11-20T12:00:00.000Z', 'too risky'),
  ],
  steps: [
    step({
      number: 0,
      node: 'review',
      type: 'approval',
      endedAt: '2026-11-20T12:00:00.500Z',
      output: { decision: { id: 'd2', by: 'usr_b', outcome: 'reject', form: { score: 3 } } },
    }),
    step({
      number: 1,
      node: 'call',
      type: 'task',
      visit: 2,
      port: 'done',
      endedAt: '2026-11-21T09:00:00.000Z',
      output: { task: 'tsk_1', by: 'usr_c', result: { note: 'ok' } },
    }),
    step({ number: 2, node: 'tell', type: 'email', status: 'failed', error: { code: 'refused', message: 'No.' } }),
    step({ number: 3, node: 'taken_out', type: 'email', status: 'parked', error: { code: 'x', message: 'X' } }),
  ],
};

function decide(id: string, actor: string, at: string, reason: string): RealRun['acts'][number] {
  return { id, type: 'decide', node: 'review', at, reason, actor: { id: actor, name: actor }, status: 'done' };
}

describe('importRun', () => {
  const imported = importRun(real, flow);

  it('takes the start, what was stored, the parameters that are left and the events after the start', () => {
    expect(imported).toMatchObject({
      startsAt: real.startedAt,
      subject: real.subject,
      world: real.world,
      event: { type: 'order.paid', data: { order: { id: 'A' } } },
      params: { hold: 'P9D' },
      from: { run: 'run_1', flow: 'f', version: 3 },
    });
    expect(imported.events).toEqual([
      { id: 'evt_1', after: 'PT172800.250S', type: 'order.refunded', data: { refund: { id: 'r' } } },
    ]);
  });

  it('takes each decision with its time, the last one as it was', () => {
    expect(imported.answers).toEqual([
      { id: 'd1', node: 'review', nth: 1, after: 'PT7200S', outcome: 'approve', by: 'usr_a', comment: 'fine' },
      {
        id: 'd2',
        node: 'review',
        nth: 1,
        after: 'PT10800S',
        outcome: 'reject',
        by: 'usr_b',
        comment: 'too risky',
        form: { score: 3 },
      },
      { id: 'task_1', node: 'call', nth: 2, after: 'PT86400S', outcome: 'done', by: 'usr_c', form: { note: 'ok' } },
    ]);
  });

  it('takes failures of steps that the flow still has', () => {
    expect(imported.faults).toEqual([{ id: 'fault_2', node: 'tell', nth: 1, kind: 'error', code: 'refused' }]);
  });

  it('is a case that can be stored', () => {
    expect(parseCases([imported])).toEqual({ ok: true, cases: [imported] });
  });
});

describe('parseCases', () => {
  const one = importRun(real, flow);

  it.each<[string, unknown, string]>([
    ['a duration that is none', { ...one, until: 'soon' }, '/0/until'],
    ['an instant that is none', { ...one, startsAt: 'today' }, '/0/startsAt'],
    [
      'an answer of another kind',
      { ...one, answers: [{ ...one.answers[0], outcome: 'maybe' }] },
      '/0/answers/0/outcome',
    ],
    ['an unknown expectation', { ...one, expect: [{ kind: 'luck' }] }, '/0/expect/0/kind'],
    ['a field that is not known', { ...one, hurry: true }, '/0'],
  ])('points to %s', (_what, json, pointer) => {
    expect(parseCases([json])).toMatchObject({ ok: false, problems: [{ severity: 'error', pointer }] });
  });

  it('refuses two cases of one id', () => {
    expect(parseCases([one, one])).toMatchObject({ ok: false, problems: [{ pointer: '/1/id', code: 'duplicate' }] });
  });
});
