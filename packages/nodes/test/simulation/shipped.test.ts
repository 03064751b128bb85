import { describe, expect, it } from '@jest/globals';
import type { SimulationCase } from '@sluice/flows';
import { demoWorld } from '../../src/simulation/demo.js';
import { runCase } from '../../src/simulation/run-case.js';
import { library, programme, shipped, told } from './library.js';

const order = { kind: 'order', id: 'ord_1' };
const paid = { type: 'order.paid', data: {} };
const visited = (run: ReturnType<typeof runCase>) => run.steps.map(({ node }) => node);

function tell(flow: string, more: Partial<SimulationCase>) {
  return runCase(shipped(flow), told(more), library);
}

describe('order to payable', () => {
  const tellOrder = (more: Partial<SimulationCase> = {}) =>
    tell('order-to-payable', { subject: order, event: paid, ...more });

  it('earns by the published rule, holds for the refund window and releases', () => {
    const run = tellOrder({
      expect: [
        { kind: 'outcome', outcome: 'payable' },
        { kind: 'mail', template: 'commission-held', day: 0 },
        { kind: 'effect', effect: 'commission_release', match: { amount: { currency: 'USD' } } },
      ],
    });
    expect(run.failed).toEqual([]);
    expect(visited(run)).toEqual(['compute', 'check', 'tell_held', 'hold', 'release', 'end_payable']);
    expect(run.endedAt).toBe('2026-12-20T09:00:00.000Z');
    expect(run.twice).toBe(0);
    expect(run.mails[0]).toMatchObject({ to: 'nora@winter-reviews.example', locale: 'en' });
    expect(run.mails[0]!.html).toContain('20 December 2026');
    expect(run.state.vars['compute']).toMatchObject({
      amount: { currency: 'USD', amount: expect.stringMatching(/^\d+$/) },
    });
  });

  it('ends as taken back when the order is refunded in the window', () => {
    const run = tellOrder({
      events: [
        {
          id: 'refund',
          after: 'P10D',
          type: 'order.refunded',
          data: { refund: { id: 'r1', amount: { amount: '119000', currency: 'USD' } } },
        },
      ],
    });
    expect(run.state.outcome).toBe('taken_back');
    expect(run.endedAt).toBe('2026-11-30T09:00:00.000Z');
    expect(run.effects.map(({ effect }) => effect)).toContain('commission_reduce');
  });

  it('asks people where the risk is high, and reminds them every day', () => {
    const run = tellOrder({
      world: { orders: { ord_1: { paid: { customer: { email: 'x@mailinator.com' } } } } },
      answers: [{ id: 'yes', node: 'review', after: 'P2D', outcome: 'approve', by: 'usr_manager' }],
    });
    expect(visited(run)).toContain('review');
    expect(run.mails.filter(({ template }) => template === 'review').map(({ at }) => at)).toEqual([
      '2026-11-20T09:00:00.000Z',
      '2026-11-21T09:00:00.000Z',
    ]);
    expect(run.state.outcome).toBe('payable');
  });
});

describe('payout batch', () => {
  it('pays what is payable after two people, and tells the partner with a statement', () => {
    const run = tell('payout-batch', {
      subject: { kind: 'batch', id: 'bat_1' },
      answers: [{ id: 'yes', node: 'approve', after: 'PT3H', outcome: 'approve', by: 'usr_finance' }],
    });
    expect(visited(run)).toEqual(['open', 'approve', 'send', 'statements', 'tell_paid', 'failures', 'end_paid']);
    expect(run.steps.find(({ node }) => node === 'send')).toMatchObject({
      startedAt: '2026-11-20T12:00:00.000Z',
      endedAt: '2026-11-20T13:00:00.000Z',
      output: { paid: 1, failed: 0, total: { amount: '20000', currency: 'USD' } },
    });
    expect(run.mails.at(-1)).toMatchObject({ template: 'paid', subject: expect.stringContaining('$200.00') });
    expect(run.twice).toBe(0);
  });

  it('is not approved by whoever made it', () => {
    const run = tell('payout-batch', {
      subject: { kind: 'batch', id: 'bat_1' },
      until: 'P5D',
      answers: [{ id: 'yes', node: 'approve', after: 'PT3H', outcome: 'approve', by: 'usr_ops' }],
    });
    expect(run.state.status).toBe('waiting');
    expect(run.timeline.find(({ ref }) => ref === 'yes')).toMatchObject({ lane: 'people', state: 'failed' });
  });
});

describe('clawback', () => {
  it('takes back what a refund leaves nothing of, and tells the partner', () => {
    const run = tell('clawback', {
      subject: { kind: 'order', id: 'ord_demo' },
      world: demoWorld(programme, { at: '2026-11-20T09:00:00.000Z', subject: { kind: 'commission', id: 'com_1' } }),
      event: {
        type: 'order.refunded',
        data: { refund: { id: 'r1', amount: { amount: '59500', currency: 'USD' } } },
      },
    });
    expect(run.state.vars['claw']).toMatchObject({
      commissions: ['com_1'],
      amount: { amount: '-10000', currency: 'USD' },
      direction: 'taken_back',
    });
    expect(run.mails.map(({ template }) => template)).toEqual(['clawback']);
    expect(run.timeline.filter(({ lane }) => lane === 'money').map(({ label }) => label)).toEqual([
      'commission_reduce',
    ]);
  });
});
