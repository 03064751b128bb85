import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FlowDocument, ScriptedFault, SimulationCase } from '@sluice/flows';
import { cores } from '../../src/cores.js';
import { runCase } from '../../src/simulation/run-case.js';
import { simulations } from '../../src/simulations.js';
import { library, shipped, told } from './library.js';

const withEffect = Object.entries(cores).filter(([, core]) => core.effect !== undefined);

describe('every step with an effect', () => {
  it.each(withEffect.map(([type]) => type))('%s does something in a simulated world', (type) => {
    expect(simulations[type]?.type).toBe(type);
  });

  it('and no other', () => {
    const types = withEffect.map(([type]) => type);
    expect(Object.keys(simulations).filter((type) => !types.includes(type))).toEqual([]);
  });
});

const flows: { flow: FlowDocument; subject: SimulationCase['subject']; event?: SimulationCase['event'] }[] = [
  {
    flow: shipped('order-to-payable'),
    subject: { kind: 'order', id: 'ord_1' },
    event: { type: 'order.paid', data: {} },
  },
  { flow: shipped('payout-batch'), subject: { kind: 'batch', id: 'bat_1' } },
];

const hours = fc.integer({ min: 0, max: 24 * 35 }).map((count) => `PT${count}H`);
const refund = fc.tuple(hours, fc.integer({ min: 1, max: 119_000 })).map(([after, cents]) => ({
  after,
  type: 'order.refunded',
  data: { refund: { id: `r${cents}`, amount: { amount: String(cents), currency: 'USD' } } },
}));
const anyFault = (nodes: string[]) =>
  fc.record({
    node: fc.constantFrom(...nodes),
    kind: fc.constantFrom<ScriptedFault['kind']>('error', 'down', 'lost_reply', 'worker_killed', 'worker_killed'),
    for: fc.constantFrom('PT1M', 'PT3H', 'P5D'),
  });
const anyAnswer = (nodes: string[]) =>
  fc.record({
    node: fc.constantFrom(...nodes),
    after: hours,
    outcome: fc.constantFrom<'approve' | 'reject' | 'done'>('approve', 'approve', 'reject', 'done'),
    by: fc.constantFrom('usr_finance', 'usr_finance2', 'usr_manager', 'usr_admin'),
  });
const email = fc.constantFrom('anna@northwind.example', 'x@mailinator.com', 'nora@winter-reviews.example');

const numbered = <T extends object>(list: T[]) => list.map((one, index) => ({ id: `s${index}`, ...one }));

describe('whatever goes wrong', () => {
  it.each(flows.map((one) => [one.flow.key, one] as const))(
    '%s does nothing twice, and its run is plain JSON',
    (_key, { flow, subject, event }) => {
      const nodes = flow.nodes.map(({ id }) => id);
      const ends = new Map<string, number>();
      fc.assert(
        fc.property(
          fc.array(refund, { maxLength: 3 }),
          fc.array(anyAnswer(nodes), { maxLength: 4 }),
          fc.array(anyFault(nodes), { maxLength: 4 }),
          email,
          (events, answers, faults, customer) => {
            const one = told({
              subject,
              ...(event && { event }),
              until: 'P40D',
              world: { orders: { ord_1: { paid: { customer: { email: customer } } } } },
              events: numbered(events),
              answers: numbered(answers),
              faults: numbered(faults),
            });
            const run = runCase(flow, one, library);
            const end = run.state.outcome ?? run.state.status;
            ends.set(end, (ends.get(end) ?? 0) + 1);
            expect(run.twice).toBe(0);
            const keys = run.mails.map(({ key }) => key);
            expect(new Set(keys).size).toBe(keys.length);
            expect(run.steps.map(({ number }) => number)).toEqual(run.steps.map((_, index) => index));
            const text = JSON.stringify(run);
            expect(JSON.stringify(JSON.parse(text))).toBe(text);
          },
        ),
        { numRuns: 40, seed: 20_261_121 },
      );
      process.stdout.write(`${flow.key}: ${[...ends].map(([end, count]) => `${end} ${count}`).join(', ')}\n`);
    },
  );
});
