import { describe, expect, it } from '@jest/globals';
import type { CommissionTerms, JsonObject } from '@sluice/domain';
import { runCase } from '../../src/simulation/run-case.js';
import { draw, library, told } from './library.js';

const flow = draw(
  {
    earn: ['compute_commission', { earned: 'hold', none: 'nothing' }, { rule: 'standard' }],
    hold: [
      'hold',
      { ended: 'release', rejected: 'nothing' },
      { commissions: { $var: 'earn.commissions' }, for: 'P30D' },
    ],
    release: ['release', { released: 'paid', rejected: 'nothing' }, { commissions: { $var: 'earn.commissions' } }],
    paid: ['end', {}, { outcome: 'paid' }],
    nothing: ['end', {}, { outcome: 'nothing' }],
  },
  'order',
);
const percent = (rate: string) => ({ type: 'percent', rate }) as const;
const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' });

/** The order of the invented world: 1,190.00 with 190.00 tax. */
const earn = (
  terms: CommissionTerms,
  order: JsonObject = {},
  more: Record<string, Record<string, JsonObject>> = {},
) => {
  const world = {
    partners: { par_demo: { agreed: { terms: terms as unknown as JsonObject } } },
    orders: { ord_demo: { paid: order } },
    ...more,
  };
  const run = runCase(flow, told({ subject: { kind: 'order', id: 'ord_demo' }, world }), library);
  const amounts = run.effects
    .filter(({ effect }) => effect === 'commission_earn')
    .map(({ params }) => Number((params['amount'] as JsonObject)['amount']));
  return { run, amounts };
};

const items = [
  { sku: 'pro', quantity: 1, amount: usd(60000) },
  { sku: 'cable', category: 'hardware', quantity: 2, amount: usd(30000) },
  { sku: 'help', quantity: 1, amount: usd(10000) },
];
const tiers = [
  { from: '0', rate: '10' },
  { from: '50000', rate: '20' },
];

describe('the simulator computes plans as the worker does', () => {
  it.each<[string, CommissionTerms, JsonObject, number[]]>([
    ['percent', percent('12.5'), {}, [12500]],
    ['flat for each item', { type: 'flat', amount: '150', per: 'item' }, { items }, [600]],
    [
      'graduated over a year: 500.00 at 10 % and 500.00 at 20 %',
      { type: 'tiered', mode: 'graduated', measure: 'volume', period: 'year', tiers },
      {},
      [15000],
    ],
    ['bounty', { type: 'bounty', amount: '2500' }, {}, [2500]],
    ['recurring', { type: 'recurring', rate: '20', months: 3 }, {}, [20000]],
    ['multiplier', { type: 'multiplier', factor: '1.5', of: percent('10') }, {}, [15000]],
    ['bonus', { type: 'bonus', to: percent('10'), amount: '500', above: '100000' }, {}, [10500]],
    [
      'by product',
      {
        type: 'per_product',
        lines: [
          { skus: ['pro'], terms: percent('20') },
          { categories: ['hardware'], terms: { type: 'flat', amount: '100', per: 'item' } },
        ],
        rest: percent('5'),
      },
      { items },
      [500, 12000, 200],
    ],
    ['capped by order', { ...percent('50'), caps: [{ per: 'order', amount: '999' }] }, {}, [999]],
    ['capped by partner', { ...percent('50'), caps: [{ per: 'partner', amount: '998' }] }, {}, [998]],
    ['capped by customer', { ...percent('50'), caps: [{ per: 'customer', amount: '997' }] }, {}, [997]],
    ['capped by the programme', { ...percent('50'), caps: [{ per: 'programme', amount: '996' }] }, {}, [996]],
    ['nothing', { type: 'none', reason: 'staff' }, {}, []],
  ])('%s', (_name, terms, order, answer) => {
    const { run, amounts } = earn(terms, order);
    expect(amounts).toEqual(answer);
    expect(run.state.outcome).toBe(answer.length > 0 ? 'paid' : 'nothing');
    expect(run.twice).toBe(0);
  });

  it('releases stages one after the other, the hold for refunds first', () => {
    const { run, amounts } = earn({
      ...percent('10'),
      release: [
        { percent: '40', after: 'P0D' },
        { percent: '60', after: 'P90D' },
      ],
    });
    expect(amounts).toEqual([4000, 6000]);
    const released = run.effects
      .filter(({ effect }) => effect === 'commission_release')
      .map(({ at }) => at.slice(0, 10));
    expect(released).toEqual(['2026-12-20', '2027-02-18']);
    expect(run.state.outcome).toBe('paid');
  });

  it('goes by the group where the partner has no terms of its own', () => {
    const groups = {
      groups: { agencies: { key: 'agencies', name: 'Agencies', terms: { terms: { type: 'flat', amount: '77' } } } },
    };
    const world = { partners: { par_demo: { group: 'agencies' } }, ...groups };
    const run = runCase(flow, told({ subject: { kind: 'order', id: 'ord_demo' }, world }), library);
    expect(run.effects.map(({ params }) => params['amount'])[0]).toEqual(usd(77));
  });
});
