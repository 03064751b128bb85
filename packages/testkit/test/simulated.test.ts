import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { timeSkippingServerPath } from '@sluice/devstack';
import { parseFlowFile, type FlowDocument, type SimulationCase } from '@sluice/flows';
import type { LibraryTemplate } from '@sluice/nodes/simulation/library';
import { startTimeSkipping } from '../src/harness/time-skipping.js';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { besideReal } from '../src/simulated/beside.js';

let env: TestWorkflowEnvironment;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const path = await timeSkippingServerPath((line) => process.stderr.write(`  ${line}\n`));
  env = await startTimeSkipping(path);
}, 300_000);

afterAll(() => env?.teardown());

const letter = (line: string): LibraryTemplate => ({
  kind: 'transactional',
  variables: ['name', 'url', 'since'],
  locales: {
    en: {
      subject: `${line}, {{ name }}`,
      html: `<p>Hello {{ name }} & co, since {{ since }}.</p><a href="{{ url }}">open</a>`,
    },
    de: {
      subject: `${line}, {{ name }}`,
      html: `<p>Guten Tag {{ name }}</p><p>{{ since }}</p>`,
      text: 'Guten Tag {{ name }}',
    },
  },
});

const email = (template: string) => ({
  template,
  to: { kind: 'partner', partner: { $var: 'subject.id' } },
  data: { since: { $var: 'event.type' } },
});

/** Waits for time and for an event, mails in between, a task for a person. */
const flow: FlowDocument = {
  key: 'beside',
  title: 'Beside',
  subject: 'partner',
  trigger: { type: 'event', events: ['partner.approved'], reentry: 'once' },
  parameters: [],
  nodes: [
    { id: 'first', type: 'email', config: email('first') },
    { id: 'week', type: 'wait', config: { for: 'P7D' } },
    { id: 'second', type: 'email', config: email('second') },
    { id: 'active', type: 'wait_for_event', config: { events: ['partner.activity'], for: 'P20D' } },
    { id: 'call', type: 'task', config: { title: 'Call {{ subject.id }}', role: 'manager', due: 'P5D' } },
    { id: 'third', type: 'email', config: email('third') },
    { id: 'end', type: 'end', config: { outcome: 'done' } },
  ],
  edges: [
    { from: 'trigger', port: 'next', to: 'first' },
    { from: 'first', port: 'next', to: 'week' },
    { from: 'week', port: 'next', to: 'second' },
    { from: 'second', port: 'next', to: 'active' },
    { from: 'active', port: 'event', to: 'third' },
    { from: 'active', port: 'timeout', to: 'call' },
    { from: 'call', port: 'done', to: 'third' },
    { from: 'call', port: 'overdue', to: 'end' },
    { from: 'third', port: 'next', to: 'end' },
  ],
  exits: [],
  notes: [],
  version: 1,
  hash: '',
};

const told = (more: Partial<SimulationCase>): SimulationCase => ({
  id: 'case_1',
  title: 'A case',
  startsAt: '2026-11-20T09:00:00.000Z',
  subject: { kind: 'partner', id: 'par_nora' },
  world: { partners: { par_nora: { name: 'Nora <b>Winter</b>' } } },
  event: { type: 'partner.approved', data: {} },
  events: [],
  answers: [],
  faults: [],
  expect: [],
  ...more,
});

const cases: [string, SimulationCase, string[]][] = [
  [
    'who is active',
    told({ events: [{ id: 'visit', after: 'P9D', type: 'partner.activity', data: {} }] }),
    ['first', 'second', 'third'],
  ],
  [
    'who is called, in German',
    told({
      world: { partners: { par_nora: { language: 'de' } } },
      answers: [{ id: 'done', node: 'call', after: 'P2D', outcome: 'done', by: 'usr_manager' }],
    }),
    ['first', 'second', 'third'],
  ],
  ['whom nobody calls', told({}), ['first', 'second']],
];

describe('the simulator and the real interpreter', () => {
  it.each(cases)(
    'mail the same bytes to %s',
    async (_who, oneCase, templates) => {
      const { mails, path } = await besideReal({
        env,
        mongo: process.env['SLUICE_TEST_MONGODB_URI'] ?? '',
        programme: demoProgramme,
        flow,
        oneCase,
        templates: { first: letter('One'), second: letter('Two'), third: letter('Three') },
      });
      expect(path.real).toEqual(path.simulated);
      expect(mails.real.map(({ template }) => template).sort()).toEqual(templates);
      expect(mails.real).toEqual(mails.simulated);
    },
    240_000,
  );

  it('earn, ask, remind, hold and release the same money', async () => {
    const { simulated, mails, path, outputs } = await besideReal({
      env,
      mongo: process.env['SLUICE_TEST_MONGODB_URI'] ?? '',
      programme: demoProgramme,
      flow: shipped('order-to-payable'),
      oneCase: told({
        subject: { kind: 'order', id: 'ord_1' },
        event: { type: 'order.paid', data: {} },
        world: { orders: { ord_1: { paid: { customer: { email: 'x@mailinator.com' } } } } },
        answers: [
          { id: 'yes', node: 'review', after: 'P2DT1H', outcome: 'approve', by: 'usr_manager', comment: 'known' },
        ],
      }),
    });
    expect(simulated.state.outcome).toBe('payable');
    expect(path.real).toEqual(path.simulated);
    expect(mails.real.map(({ template }) => template)).toEqual(['commission-held', 'review', 'review', 'review']);
    expect(mails.real).toEqual(mails.simulated);
    for (const node of ['compute', 'check', 'release']) expect(outputs.real[node]).toEqual(outputs.simulated[node]);
  }, 240_000);
});

function shipped(key: string): FlowDocument {
  const file = new URL(`../../../workflows/templates/${key}.json`, import.meta.url);
  const parsed = parseFlowFile(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.flow;
}
