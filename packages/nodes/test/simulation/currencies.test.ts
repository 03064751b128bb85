import { describe, expect, it } from '@jest/globals';
import type { FlowDocument } from '@sluice/flows';
import { runCase } from '../../src/simulation/run-case.js';
import { library, told } from './library.js';

const flow: FlowDocument = {
  key: 'test',
  title: 'Test',
  subject: 'order',
  trigger: { type: 'manual' },
  parameters: [],
  nodes: [
    { id: 'step', type: 'compute_commission', config: { rule: 'standard' } },
    { id: 'earned', type: 'end', config: { outcome: 'earned' } },
    { id: 'none', type: 'end', config: { outcome: 'none' } },
  ],
  edges: [
    { from: 'trigger', port: 'next', to: 'step' },
    { from: 'step', port: 'earned', to: 'earned' },
    { from: 'step', port: 'none', to: 'none' },
  ],
  exits: [],
  notes: [],
  version: 1,
  hash: 'h',
};
const subject = { kind: 'order', id: 'ord_1' } as const;
const yen = (amount: string) => ({ amount, currency: 'JPY' });
const orders = {
  ord_1: { paid: { amount: yen('119000'), tax: yen('19000'), shipping: yen('0'), discount: yen('0') } },
};

describe('a simulated order in another currency', () => {
  it('earns in the programme’s currency by the rate of its day that the world knows', () => {
    const rate = { id: 'fxr_1', from: 'JPY', to: 'USD', rate: '0.0064', date: '2026-11-19', source: 'ecb' };
    const run = runCase(flow, told({ subject, world: { orders, fx_rates: { fxr_1: rate } } }), library);
    expect(run.state.outcome).toBe('earned');
    const earned = run.variables.map(({ set }) => set['step']).find((output) => output !== undefined);
    // 100,000 yen × 0.0064 = $640.00, of which the invented partner, bronze, earns 10 %.
    expect(earned).toMatchObject({ amount: { currency: 'USD' } });
    const { amount } = (earned as { amount: { amount: string } }).amount;
    expect(amount).toBe('6400');
  });

  it('stops the step where there is none, as it does for real', () => {
    const { state } = runCase(flow, told({ subject, world: { orders } }), library);
    expect(state.status).toBe('parked');
    expect(state.positions[0]?.park).toMatchObject({ code: 'no_rate', message: expect.stringContaining('JPY to USD') });
  });
});
