import { describe, expect, it } from '@jest/globals';
import {
  computeLines,
  renderCalculationLine,
  renderExplanation,
  stagesOf,
  withinGrant,
  type CommissionTerms,
  type ComputeInput,
} from '../../src/index.js';
import { at, order, settings, zone } from './plan.js';

const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ');
const lines = (terms: CommissionTerms, told = order(10000), more: Partial<ComputeInput> = {}) =>
  computeLines({ order: told, terms, settings, timeZone: zone, ...more });
const inWords = (terms: CommissionTerms, more?: Partial<ComputeInput>, told?: ComputeInput['order']) => {
  const { explanation } = lines(terms, told, more)[0]!;
  return (['en', 'de'] as const).map((locale) => plain(renderExplanation(explanation, locale).join(' ')));
};
const percent = { type: 'percent', rate: '10' } as const;
const before = { 'month_volume:2026-10:USD': 20000n, 'month_orders:2026-10': 4n };
const tiers = [
  { from: '0', rate: '10' },
  { from: '25000', rate: '12.5' },
];

describe('why a commission is what it is, in both languages', () => {
  it.each<[string, CommissionTerms, Partial<ComputeInput>, string, string]>([
    ['percent', percent, {}, '10 % of $100.00.', '10 % von $100,00.'],
    [
      'whole, over a quarter',
      { type: 'tiered', mode: 'whole', measure: 'volume', period: 'quarter', tiers },
      { before },
      '12.5 %, because the quarter has reached $300.00 and this rate begins at $250.00.',
      '12,5 %, weil das Quartal $300,00 erreicht hat und dieser Satz ab $250,00 gilt.',
    ],
    [
      'graduated, over a year',
      { type: 'tiered', mode: 'graduated', measure: 'volume', period: 'year', tiers },
      { before },
      'Each part at the rate of its step; the year has reached $300.00.',
      'Jeder Teil zum Satz seiner Stufe; das Jahr hat $300,00 erreicht.',
    ],
    [
      'by orders',
      { type: 'tiered', mode: 'whole', measure: 'orders', period: 'year', tiers: [{ from: '5', rate: '7' }] },
      { before },
      '7 %: order 5 of the year, and this rate begins at 5.',
      '7 %: Bestellung 5 im Jahr, und dieser Satz gilt ab 5.',
    ],
    [
      'bounty',
      { type: 'bounty', amount: '5000' },
      {},
      '$50.00, once for this customer.',
      '$50,00, einmal für diesen Kunden.',
    ],
    [
      'a bounty that was paid',
      { type: 'bounty', amount: '5000' },
      { bountyPaid: true },
      'Nothing is earned: $50.00 was paid for this customer before.',
      'Nichts verdient: Für diesen Kunden wurden $50,00 schon gezahlt.',
    ],
    [
      'recurring',
      { type: 'recurring', amount: '700', months: 6 },
      { month: 2 },
      'A flat $7.00 for the order. Month 2 of 6.',
      'Pauschal $7,00 für die Bestellung. Monat 2 von 6.',
    ],
    [
      'multiplier',
      { type: 'multiplier', factor: '1.5', of: percent },
      {},
      '10 % of $100.00. Times 1.5.',
      '10 % von $100,00. Mal 1,5.',
    ],
    [
      'bonus',
      { type: 'bonus', to: percent, amount: '500', above: '10000' },
      {},
      '10 % of $100.00. $5.00 on top, because the order is $100.00 or more.',
      '10 % von $100,00. $5,00 dazu, weil die Bestellung mindestens $100,00 beträgt.',
    ],
    [
      'a cap on an order',
      { ...percent, caps: [{ per: 'order', amount: '300' }] },
      {},
      '10 % of $100.00. Capped: one order earns $3.00 at most.',
      '10 % von $100,00. Gedeckelt: Eine Bestellung bringt höchstens $3,00.',
    ],
  ])('%s', (_name, terms, more, en, de) => {
    expect(inWords(terms, more)).toEqual([en, de]);
  });

  it.each([
    ['partner', 'month', 'for a partner a month', 'ein Partner verdient im Monat höchstens'],
    ['customer', 'lifetime', 'for one customer in all', 'ein Kunde bringt insgesamt höchstens'],
    [
      'programme',
      'quarter',
      'these terms pay $4.00 at most a quarter',
      'diese Bedingungen zahlen im Quartal höchstens',
    ],
    ['spend', 'year', 'the programme pays $4.00 at most a year', 'das Programm zahlt im Jahr höchstens'],
  ] as const)('a cap by %s, %s', (per, period, en, de) => {
    const [line] = withinGrant(lines(percent), 250n, { per, period, amount: '400' });
    const said = (locale: 'en' | 'de') => plain(renderExplanation(line!.explanation, locale).join(' '));
    expect(said('en')).toContain('Capped: $2.50 of $10.00, because');
    expect(said('en')).toContain(en);
    expect(said('de')).toContain(de);
  });

  it('a stage tells which part it is and when it is free', () => {
    const halves = [
      { percent: '50', after: 'P0D' },
      { percent: '50', after: 'P60D' },
    ];
    const [, second] = stagesOf(lines(percent)[0]!, halves, { at, timeZone: zone });
    expect(plain(renderExplanation(second!.explanation, 'en').at(-1)!)).toBe(
      'Part 2 of 2, 50 % of the pay, released from 19 Jan 2027.',
    );
    expect(plain(renderExplanation(second!.explanation, 'de').at(-1)!)).toBe(
      'Teil 2 von 2, 50 % der Provision, frei ab 19. Jan. 2027.',
    );
  });

  it('the sum, line by line', () => {
    const items = [
      { sku: 'pro', amount: 6000 },
      { sku: 'cable', quantity: 2, amount: 4000 },
    ];
    const terms: CommissionTerms = {
      type: 'per_product',
      lines: [{ skus: ['cable'], terms: { type: 'flat', amount: '100', per: 'item' } }],
      rest: { type: 'bonus', to: percent, rate: '2.5' },
      caps: [{ per: 'order', amount: '500' }],
    };
    const said = lines(terms, order(10000, 'USD', { items })).map(({ calculation }) =>
      calculation.map((line) => `${plain(renderCalculationLine(line, 'en'))} ${line.amount?.amount}`),
    );
    // 600 + 150 and 200 within 500: 394.7 and 105.3.
    expect(said).toEqual([
      [
        'Customer paid, o1 10000',
        'Net 10000',
        'Of it all else 6000',
        'Rate × 10 % 600',
        'On top, 2.5 % 150',
        'Cap of $5.00 an order -355',
        'Commission 395',
      ],
      [
        'Customer paid, o1 10000',
        'Net 10000',
        'Of it cable × 2 4000',
        '2 × $1.00 200',
        'Cap of $5.00 an order -95',
        'Commission 105',
      ],
    ]);
  });
});
