import { describe, expect, it } from '@jest/globals';
import {
  computeLead,
  leadOrder,
  derivedId,
  renderExplanation,
  stagesOf,
  type CommissionTerms,
  type LeadInput,
} from '../../src/index.js';

const lead = { externalId: 'acme-7', event: 'trial.started' };
const pay = (terms: CommissionTerms, more: Partial<LeadInput> = {}) =>
  computeLead({ lead, terms, settings: { rounding: 'half_even', recurringMonths: 12 }, currency: 'USD', ...more });
const half = [500_000, 500_000];

describe('what a lead earns', () => {
  it.each<[string, CommissionTerms, Partial<LeadInput>, bigint, string | null]>([
    ['a bounty of 25.00', { type: 'bounty', amount: '2500' }, {}, 2500n, null],
    [
      'the same once more for the customer',
      { type: 'bounty', amount: '2500' },
      { bountyPaid: true },
      0n,
      'none.bounty',
    ],
    ['a flat 10.00, whatever was paid before', { type: 'flat', amount: '1000' }, { bountyPaid: true }, 1000n, null],
    ['1.5 × 25.01 = 37.515, to the even cent', multiple('1.5', '2501'), {}, 3752n, null],
    ['1.5 × 25.03 = 37.545, to the even cent', multiple('1.5', '2503'), {}, 3754n, null],
    ['1.5 × ¥1001 = 1501.5, to the even yen', multiple('1.5', '1001'), { currency: 'JPY' }, 1502n, null],
    ['0.5 × KD 2.501 = 1.2505, to the even fils', multiple('0.5', '2501'), { currency: 'KWD' }, 1250n, null],
    ['a bounty of ¥1,000', { type: 'bounty', amount: '1000' }, { currency: 'JPY' }, 1000n, null],
    [
      '25.01 shared: the first half is a cent more',
      { type: 'bounty', amount: '2501' },
      { share: of(half, 0) },
      1251n,
      null,
    ],
    ['25.01 shared: the second half', { type: 'bounty', amount: '2501' }, { share: of(half, 1) }, 1250n, null],
    [
      '¥1,000 in thirds: the first',
      { type: 'flat', amount: '1000' },
      { currency: 'JPY', share: of([1, 1, 1], 0) },
      334n,
      null,
    ],
    [
      '¥1,000 in thirds: the last',
      { type: 'flat', amount: '1000' },
      { currency: 'JPY', share: of([1, 1, 1], 2) },
      333n,
      null,
    ],
    [
      'capped before it is shared: 20.00 of 25.00, half of it',
      { type: 'flat', amount: '2500', caps: [{ per: 'order', amount: '2000' }] },
      { share: of(half, 1) },
      1000n,
      null,
    ],
    ['5.00 on top of 10.00', { type: 'bonus', to: { type: 'flat', amount: '1000' }, amount: '500' }, {}, 1500n, null],
    ['nothing, with the reason', { type: 'none', reason: 'free_mail' }, {}, 0n, 'none.rule'],
  ])('%s', (_name, terms, more, amount, none) => {
    const [line, ...rest] = pay(terms, more);
    expect(rest).toEqual([]);
    expect(line).toMatchObject({ key: 'trial.started', amount: { amount, currency: more.currency ?? 'USD' } });
    expect(line!.base.amount).toBe(0n);
    expect(line!.none?.code ?? null).toBe(none);
  });

  it.each<[string, CommissionTerms]>([
    ['a rate', { type: 'percent', rate: '20' }],
    ['a multiple of a rate', { type: 'multiplier', factor: '2', of: { type: 'percent', rate: '20' } }],
    ['a rate by volume', { type: 'tiered', mode: 'whole', measure: 'volume', tiers: [{ from: '0', rate: '5' }] }],
    ['a rate by orders', { type: 'tiered', mode: 'whole', measure: 'orders', tiers: [{ from: '0', rate: '5' }] }],
    ['every payment', { type: 'recurring', amount: '500' }],
    ['an amount for each item', { type: 'flat', amount: '500', per: 'item' }],
    ['a rate on top', { type: 'bonus', to: { type: 'flat', amount: '1000' }, rate: '5' }],
    [
      'an amount from an order of some size on',
      { type: 'bonus', to: { type: 'flat', amount: '1' }, amount: '5', above: '9' },
    ],
    ['by product', { type: 'per_product', lines: [], rest: { type: 'flat', amount: '500' } }],
  ])('%s has no base', (_name, terms) => {
    expect(() => pay(terms)).toThrow(expect.objectContaining({ code: 'no_base' }));
  });

  it('is released in stages that add up', () => {
    const [line] = pay({ type: 'bounty', amount: '2501' });
    const stages = [
      { after: 'P0D', percent: '33.3' },
      { after: 'P30D', percent: '66.7' },
    ];
    const when = { at: new Date('2026-11-20T10:00:00Z'), timeZone: 'Europe/Berlin' };
    expect(
      stagesOf(line!, stages, when).map(({ lineKey, component, amount }) => [lineKey, component, amount.amount]),
    ).toEqual([
      ['trial.started', 'base', 833n],
      ['trial.started', 'stage-2', 1668n],
    ]);
  });

  it('is one for each lead and each thing that happens to it', () => {
    const [a, b] = [derivedId('referral', 'demo', 'a'), derivedId('referral', 'demo', 'b')];
    const ids = [
      leadOrder('demo', a, 'lead.created'),
      leadOrder('demo', a, 'trial.started'),
      leadOrder('demo', b, 'lead.created'),
    ];
    expect(new Set(ids).size).toBe(3);
    expect(leadOrder('demo', a, 'lead.created')).toBe(ids[0]);
  });

  it('is told in words, in both languages', () => {
    const line = {
      code: 'statement.lead',
      params: { lead: 'acme-7', event: 'trial.started', on: '2026-11-20T10:00:00Z' },
    };
    const [computed] = pay({ type: 'bounty', amount: '2500' });
    const parts = [line, ...computed!.explanation];
    expect(renderExplanation(parts, 'en')).toEqual([
      'Trial of lead acme-7, 20 Nov 2026.',
      '$25.00, once for this customer.',
    ]);
    expect(renderExplanation(parts, 'de')).toEqual([
      'Testphase von Lead acme-7, 20. Nov. 2026.',
      '$25,00, einmal für diesen Kunden.',
    ]);
  });
});

function multiple(factor: string, amount: string): CommissionTerms {
  return { type: 'multiplier', factor, of: { type: 'bounty', amount } };
}

function of(weights: number[], index: number) {
  return { weights, index };
}
