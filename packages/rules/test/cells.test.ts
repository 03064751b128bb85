import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { COMMISSION_TERMS, CONDITION, ELIGIBILITY, FRAUD_SCORE } from '@sluice/rules/schemas/index';
import type { FactType } from '@sluice/rules/facts/schema';
import { readCell, writeCell, type CellRow } from '@sluice/rules/views/cells';
import { readDay } from '@sluice/rules/views/cells-dates';
import { outcomeText, readOutcomeCell, writeOutcomeCell } from '@sluice/rules/views/cells-outcome';
import { cellProblemText } from '@sluice/rules/views/cells-problem';
import type { CellFact } from '@sluice/rules/views/cells-values';
import type { RowOperator } from '@sluice/rules/views/decision-list';

const fact = (type: FactType, locale: 'en' | 'de' = 'en', currency = 'USD'): CellFact => ({
  type,
  currency: type.type === 'money' ? currency : undefined,
  locale,
});
const MONEY: FactType = { type: 'money', currency: 'programme' };
const TEXT: FactType = { type: 'string' };
const KIND: FactType = {
  type: 'enum',
  values: [
    { value: 'new', label: { en: 'new', de: 'Neukauf' } },
    { value: 'renewal', label: { en: 'a renewal', de: 'Verlängerung' } },
    { value: 'upgrade', label: { en: 'an upgrade', de: 'Upgrade' } },
  ],
};

describe('a cell', () => {
  const reads: [string, FactType, 'en' | 'de', readonly [RowOperator, ...unknown[]][], string?][] = [
    ['any', MONEY, 'en', []],
    ['', MONEY, 'en', [], 'any'],
    ['beliebig', MONEY, 'de', []],
    ['> $500.00', MONEY, 'en', [['more_than', 50000]]],
    ['>500', MONEY, 'en', [['more_than', 50000]], '> $500.00'],
    ['≥ 100', MONEY, 'en', [['at_least', 10000]], '≥ $100.00'],
    ['at least USD 1,284.20', MONEY, 'en', [['at_least', 128420]], '≥ $1,284.20'],
    ['ab €1.284,20', MONEY, 'de', [['at_least', 128420]], '≥ €1.284,20'],
    ['100 – 500', MONEY, 'en', [['from_to', 10000, 50000]], '$100.00 – $500.00'],
    ['100-500', MONEY, 'en', [['from_to', 10000, 50000]], '$100.00 – $500.00'],
    ['100 to 500', MONEY, 'en', [['from_to', 10000, 50000]], '$100.00 – $500.00'],
    ['> $100.00 and < $500.00', MONEY, 'en', [['between', 10000, 50000]]],
    [
      '≥ $100.00 and < $500.00',
      MONEY,
      'en',
      [
        ['at_least', 10000],
        ['less_than', 50000],
      ],
    ],
    ['= $500.00', MONEY, 'en', [['is', 50000]]],
    ['500', MONEY, 'en', [['is', 50000]], '= $500.00'],
    ['−$14.40', MONEY, 'en', [['is', -1440]], '= −$14.40'],
    ['0.29', MONEY, 'en', [['is', 29]], '= $0.29'],
    ['≠ $1.00', MONEY, 'en', [['is_not', 100]]],
    ['$1.00; $2.00', MONEY, 'en', [['one_of', 100, 200]]],
    ['1 or 2', MONEY, 'en', [['one_of', 100, 200]], '$1.00; $2.00'],
    ['new, upgrade', KIND, 'en', [['one_of', 'new', 'upgrade']]],
    ['Renewal', KIND, 'en', [['is', 'renewal']], 'renewal'],
    ['Neukauf, Upgrade', KIND, 'de', [['one_of', 'new', 'upgrade']]],
    ['not renewal', KIND, 'en', [['is_not', 'renewal']]],
    ['not new, upgrade', KIND, 'en', [['none_of', 'new', 'upgrade']]],
    ['not DE', TEXT, 'en', [['is_not', 'DE']]],
    ['nicht DE', TEXT, 'de', [['is_not', 'DE']]],
    ['DE, AT', TEXT, 'en', [['one_of', 'DE', 'AT']]],
    ['one of gold', TEXT, 'en', [['one_of', 'gold']]],
    ['notary', TEXT, 'en', [['is', 'notary']]],
    ['Trinidad and Tobago', TEXT, 'en', [['is', 'Trinidad and Tobago']]],
    ['"any"', TEXT, 'en', [['is', 'any']]],
    ['"a, b"', TEXT, 'en', [['is', 'a, b']]],
    [
      'starts with KES and not KESTREL',
      TEXT,
      'en',
      [
        ['starts_with', 'KES'],
        ['is_not', 'KESTREL'],
      ],
    ],
    ['contains x', { type: 'list', of: TEXT }, 'en', [['contains', 'x']]],
    ['does not contain x', { type: 'list', of: TEXT }, 'en', [['lacks', 'x']]],
    ['yes', { type: 'boolean' }, 'en', [['yes']]],
    ['nein', { type: 'boolean' }, 'de', [['no']]],
    ['not yes', { type: 'boolean' }, 'en', [['no']], 'no'],
    ['> 12', { type: 'integer' }, 'en', [['more_than', 12]]],
    ['≤ 1,200', { type: 'integer' }, 'en', [['at_most', 1200]]],
    ['12.5', { type: 'decimal' }, 'en', [['is', 12.5]], '= 12.5'],
    ['≥ 12,5 %', { type: 'decimal' }, 'de', [['at_least', 12.5]], '≥ 12,5'],
    ['≥ 2026-12-19', { type: 'day' }, 'en', [['at_least', '2026-12-19']], '≥ 19 Dec 2026'],
    ['1 Jan 2026 – 31 Mar 2026', { type: 'day' }, 'en', [['from_to', '2026-01-01', '2026-03-31']]],
    ['vor 24. Dez 2026', { type: 'day' }, 'de', [['less_than', '2026-12-24']], '< 24. Dez 2026'],
    ['12/31/2026', { type: 'day' }, 'en', [['is', '2026-12-31']], '= 31 Dec 2026'],
    ['≥ 2026-12-19 14:05 UTC', { type: 'instant' }, 'en', [['at_least', Date.UTC(2026, 11, 19, 14, 5)]]],
    ['is missing', TEXT, 'en', [['absent']]],
    ['ist vorhanden', MONEY, 'de', [['present']]],
  ];
  it.each(reads.map(([text, ...rest]) => ({ text, rest })))('reads $text', ({ text, rest }) => {
    const [type, locale, expected, written] = rest;
    const given = fact(type, locale, locale === 'de' ? 'EUR' : 'USD');
    const rows = expected.map(([operator, ...values]) => ({ operator, values }));
    expect(readCell(text, given)).toEqual({ ok: true, value: { kind: 'rows', rows } });
    expect(writeCell(rows as CellRow[], given)?.replaceAll('\u202f', ' ')).toBe(written ?? text);
  });

  it('says what an absent fact counts as, where that is not nothing', () => {
    const rows: CellRow[] = [{ operator: 'between', values: [10000, 50000], absentAs: 0 }];
    const text = writeCell(rows, fact(MONEY));
    expect(text).toBe('> $100.00 and < $500.00 (missing: $0.00)');
    expect(readCell(text ?? '', fact(MONEY))).toEqual({ ok: true, value: { kind: 'rows', rows } });
    expect(writeCell([{ operator: 'is', values: ['a (missing: b)'] }], fact(TEXT))).toBe('"a (missing: b)"');
  });

  it('keeps a condition that only JSON-logic can say', () => {
    expect(readCell('{"or": [true]}', fact(MONEY))).toEqual({
      ok: true,
      value: { kind: 'advanced', texts: ['{"or": [true]}'] },
    });
  });

  const refuses: [string, FactType, 'en' | 'de', string][] = [
    ['abc', MONEY, 'en', '“abc” is not an amount. Write it like $500.00.'],
    ['$1.005', MONEY, 'en', '“$1.005” has more decimals than USD, which has 2. Write it like $500.00.'],
    ['€5', MONEY, 'en', '“€5” is not in USD. Write it like $500.00.'],
    ['1.284,20', MONEY, 'en', '“1.284,20” is not an amount. Write it like $500.00.'],
    ['1,284.20', MONEY, 'de', '„1,284.20“ ist kein Betrag. Schreiben Sie ihn wie €500,00.'],
    ['500 – 100', MONEY, 'en', '“500 – 100” begins above its end. Write $100.00 – $500.00.'],
    ['9999999999999999', MONEY, 'en', '“9999999999999999” has more than 15 digits. Write a smaller number.'],
    ['≥', MONEY, 'en', '“” is not an amount. Write it like $500.00.'],
    ['12.5', { type: 'integer' }, 'en', '“12.5” is not a whole number. Write it like 1,200.'],
    ['renewals', KIND, 'en', '“renewals” is not one of new, renewal, upgrade. Did you mean “renewal”?'],
    ['> new', KIND, 'en', '“>” does not go with this fact. Write a value, a list of values, or “not” before them.'],
    ['perhaps', { type: 'boolean' }, 'en', '“perhaps” is neither “yes” nor “no”.'],
    ['03/04/2026', { type: 'day' }, 'en', '“03/04/2026” can be read as two dates. Write 2026-03-04 or 2026-04-03.'],
    ['2026-02-30', { type: 'day' }, 'en', '“2026-02-30” is not a date. Write it like 2026-12-19.'],
    ['a,', TEXT, 'en', 'A value is missing. Write one, or “any”.'],
    ['"a', TEXT, 'en', 'A quotation mark is not closed in “"a”.'],
    ['{"or":', TEXT, 'en', 'This is not JSON-logic: A value was expected here (line 1, column 7).'],
    [
      'x',
      { type: 'object', fields: {} },
      'en',
      'A condition on this fact cannot be written in a cell. Write JSON-logic, or use the canvas.',
    ],
  ];
  it.each(refuses)('refuses %j', (text, type, locale, sentence) => {
    const read = readCell(text, fact(type, locale, locale === 'de' ? 'EUR' : 'USD'));
    expect(read.ok ? read : cellProblemText(read.problem, locale)).toBe(sentence);
  });

  it.each(['JPY', 'KWD', 'USD', 'EUR'])('writes and reads any amount in %s exactly', (currency) => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
        fc.constantFrom('en', 'de'),
        (minor, locale) => {
          const given = fact(MONEY, locale as 'en' | 'de', currency);
          const rows: CellRow[] = [{ operator: 'at_least', values: [minor] }];
          const text = writeCell(rows, given);
          expect(text).toBeDefined();
          expect(readCell(text ?? '', given)).toEqual({ ok: true, value: { kind: 'rows', rows } });
        },
      ),
    );
  });

  it('writes any text so that it is read back, or says that it cannot', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.constantFrom('any', 'not', 'is missing', '>= 5', ' a', 'a and not b', '"', '{', 'x;y', ''),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom<RowOperator>('is', 'is_not', 'contains'), (value, operator) => {
        const rows: CellRow[] = [{ operator, values: [value] }];
        const text = writeCell(rows, fact(TEXT));
        if (text !== undefined) expect(readCell(text, fact(TEXT))).toEqual({ ok: true, value: { kind: 'rows', rows } });
        else expect(value).toMatch(/[\u00a0\u202f]/);
      }),
      { numRuns: 500 },
    );
  });

  it('reads every day it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), fc.constantFrom('en', 'de'), (day, locale) => {
        const iso = new Date(day * 86_400_000).toISOString().slice(0, 10);
        const text = writeCell([{ operator: 'is', values: [iso] }], fact({ type: 'day' }, locale as 'en' | 'de'));
        expect(readDay((text ?? '').slice(2))).toEqual({ ok: true, value: iso });
      }),
    );
  });
});

describe('an outcome cell', () => {
  const terms = { shape: COMMISSION_TERMS, currency: 'USD', locale: 'en' } as const;
  const table = [
    ['22 % of net', terms, { type: 'percent', rate: '22', base: 'net' }],
    ['12.5 %', terms, { type: 'percent', rate: '12.5' }],
    ['12,5 % von netto', { ...terms, locale: 'de' }, { type: 'percent', rate: '12.5', base: 'net' }],
    ['$25.00', terms, { type: 'flat', amount: 2500 }],
    ['none partner not active', terms, { type: 'none', reason: 'partner_not_active' }],
    ['none "Ask Ines!"', terms, { type: 'none', reason: 'Ask Ines!' }],
    ['40: disposable mail', { ...terms, shape: FRAUD_SCORE }, [{ points: 40, reason: 'disposable_mail' }]],
    ['nothing', { ...terms, shape: FRAUD_SCORE }, []],
    ['no: not signed', { ...terms, shape: ELIGIBILITY }, { eligible: false, reason: 'not_signed' }],
    ['yes', { ...terms, shape: CONDITION }, true],
  ] as const;
  it.each(table)('reads and writes %j', (text, context, value) => {
    expect(readOutcomeCell(text, context)).toEqual({ ok: true, value });
    const written = writeOutcomeCell(value, context);
    expect(written && outcomeText(written).replaceAll('\u202f', ' ')).toBe(text);
  });

  it('reads JSON, and leaves to JSON what words cannot say', () => {
    const tiered = { type: 'tiered', mode: 'whole', measure: 'month_volume', tiers: [{ from: 0, rate: '10' }] };
    expect(writeOutcomeCell(tiered, terms)).toBeUndefined();
    expect(readOutcomeCell(JSON.stringify(tiered), terms)).toEqual({ ok: true, value: tiered });
    expect(writeOutcomeCell({ rate: '22', type: 'percent' }, terms)).toBeUndefined();
  });

  it.each([
    ['', 'This row has no outcome. Write it like 20 % of net.'],
    ['lots', '“lots” is not an outcome. Write it like 20 % of net.'],
    ['0.2', '“0.2” can be a rate or an amount. Write 0.2\u202f% or $0.20.'],
    ['ten %', '“ten %” is not an outcome. Write it like 20 % of net.'],
    ['€5', '“€5” is not in USD. Write it like $500.00.'],
  ])('refuses %j', (text, sentence) => {
    const read = readOutcomeCell(text, terms);
    expect(read.ok ? read : cellProblemText(read.problem, 'en')).toBe(sentence);
  });
});
