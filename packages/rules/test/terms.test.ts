import { describe, expect, it } from '@jest/globals';
import {
  check,
  COMMISSION_FACTS,
  COMMISSION_TERMS,
  commissionTerms,
  conform,
  evaluate,
  parse,
  specialise,
  writeOutcome,
  type Json,
} from '../src/index.js';
import { plainText } from '../src/views/parts.js';
import { answerWords } from '../src/views/words-outcome.js';
import { readOutcome } from '../src/views/read-outcome.js';
import { outcomeText, readOutcomeCell, writeOutcomeCell } from '../src/views/cells-outcome.js';

const facts = specialise(COMMISSION_FACTS, { currency: 'USD' });
const percent = { type: 'percent', rate: '10' };
const tiers = [
  { from: 0, rate: '10' },
  { from: 100000, rate: '15' },
];

/** One of each kind, and how it is said in short. */
const kinds: [name: string, terms: Json, en: string, de: string][] = [
  ['percent', percent, '10 %', '10 %'],
  ['flat for each item', { type: 'flat', amount: 250, per: 'item' }, '$2.50 for each item', '$2,50 je Artikel'],
  [
    'tiered over a quarter',
    { type: 'tiered', mode: 'graduated', measure: 'volume', period: 'quarter', tiers },
    '10 % / 15 % by volume of the quarter',
    '10 % / 15 % nach Quartalsumsatz',
  ],
  [
    'tiered as it was first written',
    { type: 'tiered', mode: 'whole', measure: 'month_volume', tiers },
    '10 % / 15 % by volume of the month',
    '10 % / 15 % nach Monatsumsatz',
  ],
  [
    'tiered by orders',
    { type: 'tiered', mode: 'whole', measure: 'orders', period: 'year', tiers },
    '10 % / 15 % by orders of the year',
    '10 % / 15 % nach Bestellungen im Jahr',
  ],
  ['bounty', { type: 'bounty', amount: 5000 }, '$50.00 once a customer', '$50,00 einmal je Kunde'],
  [
    'recurring',
    { type: 'recurring', rate: '20', months: 12 },
    '20 % for 12 months of the subscription',
    '20 % für 12 Monate des Abonnements',
  ],
  [
    'recurring amount from the first order',
    { type: 'recurring', amount: 500, anchor: 'first_order' },
    '$5.00 for every payment from the first order',
    '$5,00 für jede Zahlung ab der ersten Bestellung',
  ],
  ['multiplier', { type: 'multiplier', factor: '1.5', of: percent }, '1.5 × (10 %)', '1,5 × (10 %)'],
  [
    'bonus',
    { type: 'bonus', to: percent, amount: 2500, above: 50000 },
    '10 % plus $25.00 from $500.00',
    '10 % plus $25,00 ab $500,00',
  ],
  [
    'by product',
    {
      type: 'per_product',
      lines: [{ skus: ['pro', 'max'], terms: { type: 'percent', rate: '20', base: 'margin' } }],
      rest: percent,
    },
    '20 % of the margin on pro and max; 10 % on all else',
    '20 % der Marge auf pro und max; 10 % auf alles Übrige',
  ],
  [
    'caps and stages',
    {
      ...percent,
      caps: [
        { per: 'order', amount: 10000 },
        { per: 'partner', amount: 500000, period: 'year' },
      ],
      release: [
        { percent: '50', after: 'P0D' },
        { percent: '50', after: 'P90D' },
      ],
    },
    '10 %, at most $100.00 an order, at most $5,000.00 a partner a year, released in 2 parts',
    '10 %, höchstens $100,00 je Bestellung, höchstens $5.000,00 je Partner im Jahr, frei in 2 Teilen',
  ],
  ['none', { type: 'none', reason: 'no_deal' }, 'No commission (no deal)', 'Keine Provision (no deal)'],
];
const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ');

describe('commission terms of every kind', () => {
  it.each(kinds)('%s: checked, decided, said in short and shown in a form', (_name, terms, en, de) => {
    expect(conform(terms, COMMISSION_TERMS, '')).toEqual([]);
    const logic = JSON.stringify({ if: [{ '>': [{ var: 'order.net' }, 0] }, terms, { type: 'none', reason: 'free' }] });
    expect(check(parse(logic), facts, { outcome: COMMISSION_TERMS }).ok).toBe(true);
    expect(plain(writeOutcome(terms as never, 'USD', 'en'))).toBe(en);
    expect(plain(writeOutcome(terms as never, 'USD', 'de'))).toBe(de);
    expect(readOutcome(parse(JSON.stringify(terms)).root, facts, COMMISSION_TERMS).kind).toBe('literal');
    if ((terms as { type: string }).type !== 'none')
      expect(plain(plainText(answerWords(terms, COMMISSION_TERMS, facts, 'en')))).toBe(`Pay ${en}`);
  });

  it.each(kinds)('%s: a table’s cell says it whole, or leaves it to JSON', (_name, terms) => {
    const context = { shape: COMMISSION_TERMS, currency: 'USD', locale: 'en' } as const;
    const written = writeOutcomeCell(terms, context);
    if (written) expect(readOutcomeCell(outcomeText(written), context)).toEqual({ ok: true, value: terms });
  });

  it('amounts become texts wherever they lie', () => {
    expect(
      commissionTerms({
        type: 'per_product',
        lines: [{ skus: ['a'], terms: { type: 'bonus', to: { type: 'flat', amount: 1 }, amount: 2, above: 3 } }],
        rest: { type: 'tiered', mode: 'whole', measure: 'orders', tiers: [{ from: 4, rate: '1' }] },
        caps: [{ per: 'order', amount: 5 }],
      }),
    ).toEqual({
      type: 'per_product',
      lines: [{ skus: ['a'], terms: { type: 'bonus', to: { type: 'flat', amount: '1' }, amount: '2', above: '3' } }],
      rest: { type: 'tiered', mode: 'whole', measure: 'orders', tiers: [{ from: '4', rate: '1' }] },
      caps: [{ per: 'order', amount: '5' }],
    });
  });

  it('an outcome with computed entries may hold inner terms and a factor as constants', () => {
    const logic = JSON.stringify({
      outcome: ['type', 'multiplier', 'factor', '1.5', 'of', { type: 'percent', rate: '10' }],
    });
    const checked = check(parse(logic), facts, { outcome: COMMISSION_TERMS });
    expect(checked.ok || checked.problems).toBe(true);
    expect(evaluate(JSON.parse(logic) as Json, {})).toMatchObject({
      value: { type: 'multiplier', factor: '1.5', of: { type: 'percent', rate: '10' } },
    });
  });
});

describe('what is wrong is told with its place', () => {
  it.each<[string, Json, string]>([
    ['a factor of zero', { type: 'multiplier', factor: '0', of: percent }, '/factor'],
    ['a factor that is a number', { type: 'multiplier', factor: 2, of: percent }, '/factor'],
    ['a multiple of nothing said', { type: 'multiplier', factor: '2' }, ''],
    ['inner terms', { type: 'multiplier', factor: '2', of: { type: 'percent', rate: '200' } }, '/of/rate'],
    ['products within products', { type: 'multiplier', factor: '2', of: { type: 'per_product' } }, '/of'],
    ['neither rate nor amount', { type: 'recurring', months: 3 }, ''],
    ['a bonus of nothing', { type: 'bonus', to: percent, above: 3 }, ''],
    ['a line without a product', { type: 'per_product', lines: [{ terms: percent }], rest: percent }, '/lines/0'],
    ['a negative amount', { type: 'bounty', amount: -1 }, '/amount'],
    ['a cap for nobody', { ...percent, caps: [{ per: 'planet', amount: 1 }] }, '/caps/0/per'],
    ['no caps in their list', { ...percent, caps: [] }, '/caps'],
    ['a stage after nothing', { ...percent, release: [{ percent: '100', after: 'soon' }] }, '/release/0/after'],
    ['stages that make 99', { ...percent, release: [{ percent: '99', after: 'P1D' }] }, '/release'],
    [
      'caps within inner terms',
      { type: 'bonus', to: { ...percent, caps: [{ per: 'order', amount: 1 }] }, amount: 1 },
      '/to/caps',
    ],
  ])('%s', (_name, terms, pointer) => {
    expect(conform(terms, COMMISSION_TERMS, '').map((misfit) => misfit.pointer)).toContain(pointer);
    const checked = check(parse(JSON.stringify(terms)), facts, { outcome: COMMISSION_TERMS });
    expect(checked.ok).toBe(false);
  });
});
