import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@sluice/domain';
import type { FlowDocument, SimulationCase, SubjectKind } from '@sluice/flows';
import { runCase } from '../../src/simulation/run-case.js';
import { library, told } from './library.js';

/** One step with every way out to an end of its name, and what follows behind the ways that go on. */
function flowOf(
  subject: SubjectKind,
  step: { type: string; config: JsonObject },
  ports: string[],
  behind: { [port: string]: { type: string; config: JsonObject; port: string } } = {},
): FlowDocument {
  const nexts = Object.entries(behind);
  return {
    key: 'test',
    title: 'Test',
    subject,
    trigger: { type: 'manual' },
    parameters: [],
    nodes: [
      { id: 'step', ...step },
      ...nexts.map(([port, { type, config }]) => ({ id: `then_${port}`, type, config })),
      ...ports.map((port) => ({ id: `end_${port}`, type: 'end', config: { outcome: port } })),
    ],
    edges: [
      { from: 'trigger', port: 'next', to: 'step' },
      ...ports.map((port) => ({ from: 'step', port, to: behind[port] ? `then_${port}` : `end_${port}` })),
      ...nexts.map(([port, next]) => ({ from: `then_${port}`, port: next.port, to: `end_${port}` })),
    ],
    exits: [],
    notes: [],
    version: 1,
    hash: 'h',
  };
}

const partner: SimulationCase['subject'] = { kind: 'partner', id: 'par_1' };
const request: SimulationCase['subject'] = { kind: 'coupon_request', id: 'crq_1' };
const amount = { amount: '5000', currency: 'USD' };
const effects = (run: ReturnType<typeof runCase>) => run.effects.map(({ effect }) => effect);

describe('a simulated bonus', () => {
  const step = { type: 'bonus', config: { amount, reason: 'Thanks', hold: 'P10D' } };
  const hold = { type: 'hold', config: { commissions: { $var: 'step.commissions' } }, port: 'ended' };

  it('is earned in the same ledger and held as long as it says', () => {
    const run = runCase(flowOf('partner', step, ['next'], { next: hold }), told({ subject: partner }), library);
    expect(run.state.outcome).toBe('next');
    expect(effects(run)).toEqual(['commission_earn']);
    expect(run.twice).toBe(0);
  });
});

describe('a simulated goal', () => {
  const step = {
    type: 'goal_bonus',
    config: { goal: 'orders', count: 2, for: 'P14D', amount, reason: 'the challenge', hold: 'P0D' },
  };
  const flow = flowOf('partner', step, ['reached', 'missed']);
  // The invented order is another partner's.
  const world = { referrals: { ref_demo: { partner: 'par_other' } } };
  const order = (id: string, after: string) => ({
    id,
    after,
    type: 'order.paid',
    data: { order: { id, amount: { amount: '10000', currency: 'USD' } }, customer: { id: `of-${id}` } },
  });

  it('is reached by the orders that the script tells', () => {
    const run = runCase(
      flow,
      told({ subject: partner, world, events: [order('a', 'P1D'), order('b', 'P2D')] }),
      library,
    );
    expect(run.state.outcome).toBe('reached');
    expect(effects(run)).toEqual(['commission_earn', 'commission_release']);
    expect(run.twice).toBe(0);
  });

  it('is missed without them, when its time is over', () => {
    const run = runCase(flow, told({ subject: partner, world, events: [order('a', 'P1D')] }), library);
    expect(run.state.outcome).toBe('missed');
    expect(effects(run)).toEqual([]);
  });
});

describe('a simulated coupon request', () => {
  const check = flowOf('coupon_request', { type: 'check_coupon', config: {} }, ['clear', 'conflict'], {
    clear: { type: 'create_coupon', config: { expires: 'P90D' }, port: 'next' },
    conflict: { type: 'create_coupon', config: { answer: 'decline', reason: 'taken' }, port: 'next' },
  });

  it.each([
    ['SPRING26', 'clear', 'coupon_created'],
    ['N0RA1O', 'conflict', 'coupon_declined'],
  ])('for %s is %s', (code, outcome, effect) => {
    const other = { cpn_other: { partner: 'par_other', code: 'NORA10' } };
    const world = { coupon_requests: { crq_1: { code } }, coupons: other };
    const run = runCase(check, told({ subject: request, world }), library);
    expect(run.state.outcome).toBe(outcome);
    expect(effects(run)).toEqual(['coupon_checked', effect]);
    expect(run.twice).toBe(0);
  });

  it.each([
    [{}, 'ok'],
    [{ findings: [{ code: 'page.disclosure_missing', params: {} }] }, 'findings'],
    [{ outcome: 'unreachable' }, 'unreachable'],
  ])('has a page that the case describes as %j: %s', (page, outcome) => {
    const flow = flowOf('coupon_request', { type: 'scan_page', config: {} }, ['ok', 'findings', 'unreachable']);
    const landingPage = 'https://nora.example/kettle';
    const world = { coupon_requests: { crq_1: { landingPage } }, pages: { [landingPage]: page } };
    expect(runCase(flow, told({ subject: request, world }), library).state.outcome).toBe(outcome);
  });
});

describe('simulated messages', () => {
  it.each([
    ['portal_notice', { title: 'Hello {{ subject.id }}', link: '/portal' }, 'notice_told'],
    ['slack', { text: 'Hello', channel: '#partners' }, 'slack_posted'],
    ['webhook', { url: 'https://hooks.example/in' }, 'webhook_called'],
  ])('%s is written down and not sent', (type, config, effect) => {
    const run = runCase(flowOf('partner', { type, config }, ['next']), told({ subject: partner }), library);
    expect(run.state.outcome).toBe('next');
    expect(effects(run)).toEqual([effect]);
  });

  it('a webhook that answers an error parks, as the case says', () => {
    const flow = flowOf('partner', { type: 'webhook', config: { url: 'https://hooks.example/in' } }, ['next']);
    const world = { answers: { 'https://hooks.example/in': { status: 404 } } };
    expect(runCase(flow, told({ subject: partner, world }), library).state.status).toBe('parked');
  });
});
