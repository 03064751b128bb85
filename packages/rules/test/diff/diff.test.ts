import { describe, expect, it } from '@jest/globals';
import { diffRules, renderChange } from '../../src/diff/diff.js';
import { COMMISSION_FACTS, COMMISSION_TERMS, semanticHash, specialise } from '../../src/index.js';
import type { Json } from '../../src/index.js';
import { SMALL, table, TERMS } from '../analysis/support.js';
import { Random } from '../support/random.js';

const SCHEMA = specialise(COMMISSION_FACTS, {
  currency: 'USD',
  fields: {
    'partner.tier': {
      type: 'enum',
      values: ['gold', 'silver', 'bronze'].map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) })),
    },
  },
});

const tier = (name: string): Json => ({ '==': [{ var: 'partner.tier' }, name] });
const from = (cents: number, sign = '>='): Json => ({ [sign]: [{ var: 'order.net' }, cents] });
const pay = (rate: string): Json => ({ type: 'percent', rate, base: 'net' });
const NONE: Json = { type: 'none', reason: 'no_terms' };
const rule = (...args: Json[]): string => JSON.stringify({ if: args });

const GOLD: Json = { and: [tier('gold'), from(10000)] };
const BASE = [GOLD, pay('15'), tier('gold'), pay('12'), tier('silver'), pay('10'), NONE];

function changes(before: string | null, after: string, locale: 'en' | 'de' = 'en'): string[] {
  const found = diffRules(before === null ? null : { logic: before }, { logic: after }, SCHEMA, COMMISSION_TERMS);
  return found.map((change) => renderChange(change, locale).replaceAll('\u202f', ' '));
}

const replaced = (at: number, ...values: Json[]): string => rule(...BASE.toSpliced(at, values.length, ...values));

describe('what is different between two versions', () => {
  it.each<[string, string | null, string, string[], string[]]>([
    ['nothing', rule(...BASE), rule(...BASE), [], []],
    ['layout and spelling', rule(...BASE), JSON.stringify({ if: BASE }, null, 2).replace('10000', '1e4'), [], []],
    [
      'a rate',
      rule(...BASE),
      replaced(1, pay('20')),
      ['Gold: 15 % → 20 % when order ≥ $100.00'],
      ['Gold: 15 % → 20 %, wenn die Bestellung ≥ $100,00'],
    ],
    [
      'a threshold',
      rule(...BASE),
      replaced(0, { and: [tier('gold'), from(20000)] }),
      ['Gold: order ≥ $100.00 → order ≥ $200.00'],
      ['Gold: die Bestellung ≥ $100,00 → die Bestellung ≥ $200,00'],
    ],
    [
      'a sign and the rate',
      rule(...BASE),
      replaced(0, { and: [tier('gold'), from(10000, '>')] }, pay('16')),
      ['Gold: order ≥ $100.00 → order > $100.00', 'Gold: 15 % → 16 % when order > $100.00'],
      ['Gold: die Bestellung ≥ $100,00 → die Bestellung > $100,00', 'Gold: 15 % → 16 %, wenn die Bestellung > $100,00'],
    ],
    [
      'a new branch',
      rule(...BASE),
      rule(...BASE.toSpliced(6, 0, tier('bronze'), pay('5'))),
      ['New branch 4: Bronze: Pay 5 % of net'],
      ['Neuer Zweig 4: Bronze: Zahle 5 % vom Netto'],
    ],
    [
      'a branch removed',
      rule(...BASE),
      rule(...BASE.toSpliced(2, 2)),
      ['Branch 2 removed: Gold: Pay 12 % of net'],
      ['Zweig 2 entfernt: Gold: Zahle 12 % vom Netto'],
    ],
    [
      'a branch moved',
      rule(...BASE),
      rule(BASE[4]!, BASE[5]!, BASE[0]!, BASE[1]!, BASE[2]!, BASE[3]!, NONE),
      ['Silver: moved from place 3 to 1'],
      ['Silver: von Platz 3 auf 1 verschoben'],
    ],
    [
      'otherwise',
      rule(...BASE),
      replaced(6, pay('1')),
      ['Otherwise: No commission (no terms) → 1 %'],
      ['Sonst: Keine Provision (no terms) → 1 %'],
    ],
    [
      'a condition more',
      rule(...BASE),
      replaced(4, { and: [tier('silver'), { var: 'customer.isNew' }] }),
      ['Silver: condition tier is Silver → tier is Silver and the customer is new'],
      ['Silver: Bedingung die Stufe Silver ist → die Stufe Silver ist und der Kunde neu ist'],
    ],
    [
      'a base, which the short form does not say',
      rule(...BASE),
      replaced(1, { type: 'percent', rate: '15', base: 'gross' }),
      ['Gold: Pay 15 % of net → Pay 15 % of gross when order ≥ $100.00'],
      ['Gold: Zahle 15 % vom Netto → Zahle 15 % vom Brutto, wenn die Bestellung ≥ $100,00'],
    ],
    [
      'another way to write the same',
      rule(...BASE),
      replaced(4, { in: [{ var: 'partner.tier' }, ['silver']] }),
      ['Silver: written differently, same words'],
      ['Silver: anders geschrieben, gleicher Wortlaut'],
    ],
    [
      'a decision inside a branch',
      rule(tier('gold'), { if: [from(500), pay('2'), pay('1')] }, NONE),
      rule(tier('gold'), { if: [from(500), pay('3'), pay('1')] }, NONE),
      ['Gold › Branch 1: 2 % → 3 % when order ≥ $5.00'],
      ['Gold › Zweig 1: 2 % → 3 %, wenn die Bestellung ≥ $5,00'],
    ],
    [
      'a rule that is no list',
      JSON.stringify(pay('1')),
      JSON.stringify(pay('2')),
      ['Advanced expression: {"type":"percent","rate":"1","base":"net"} → {"type":"percent","rate":"2","base":"net"}'],
      ['Freier Ausdruck: {"type":"percent","rate":"1","base":"net"} → {"type":"percent","rate":"2","base":"net"}'],
    ],
    [
      'the first version',
      null,
      rule(tier('gold'), pay('20'), NONE),
      ['New branch 1: Gold: Pay 20 % of net', 'Otherwise: – → No commission (no terms)'],
      ['Neuer Zweig 1: Gold: Zahle 20 % vom Netto', 'Sonst: – → Keine Provision (no terms)'],
    ],
    [
      'a text that is no JSON',
      rule(NONE),
      '{"if":[',
      ['Advanced expression: {"if":[{"type":"none","reason":"no_terms"}]} → {"if":['],
      [],
    ],
  ])('%s', (_, before, after, en, de) => {
    expect(changes(before, after)).toEqual(en);
    if (de.length > 0 || en.length === 0) expect(changes(before, after, 'de')).toEqual(de);
  });

  it('tells changes among the cases', () => {
    const one = { id: 'a', title: 'Small', facts: { x: 1 }, expected: NONE };
    const two = { id: 'b', title: 'Large', facts: { x: 2 }, expected: NONE };
    const logic = rule(NONE);
    const found = diffRules(
      { logic, cases: [one, two] },
      {
        logic,
        cases: [
          { ...one, expected: pay('1') },
          { ...two, id: 'c' },
        ],
      },
      SCHEMA,
      COMMISSION_TERMS,
    );
    expect(found.map((change) => renderChange(change))).toEqual([
      'Case “Small” changed: expected outcome',
      'New case “Large”',
      'Case “Large” removed',
    ]);
  });

  it('points into the newer text', () => {
    const [change] = diffRules({ logic: rule(...BASE) }, { logic: replaced(1, pay('20')) }, SCHEMA, COMMISSION_TERMS);
    expect(change).toMatchObject({ code: 'outcome_changed', branch: 0, pointer: '/if/1' });
  });
});

describe('there is a difference exactly where the semantic hashes differ', () => {
  const FACTS = ['tier', 'flag', 'net', 'month', 'country'];

  it('for random tables and what can happen to them', () => {
    let [same, different] = [0, 0];
    for (let seed = 1; seed <= 600; seed++) {
      const random = new Random(seed);
      const before = table(random, FACTS, 1 + random.below(4)) as { if: Json[] };
      const after = altered(random, before.if);
      const [older, newer] = [JSON.stringify(before), after];
      const found = diffRules({ logic: older }, { logic: newer }, SMALL, TERMS);
      const equal = semanticHash(older) === semanticHash(newer);
      if ((found.length === 0) !== equal) throw new Error(`seed ${seed}: ${JSON.stringify({ older, newer, found })}`);
      for (const change of found) {
        for (const locale of ['en', 'de'] as const)
          expect(renderChange(change, locale)).not.toMatch(/undefined|NaN|\[object/);
      }
      if (equal) same++;
      else different++;
    }
    expect(Math.min(same, different)).toBeGreaterThan(100);
  });
});

/** One of the things that people do to a table, as text. */
function altered(random: Random, args: readonly Json[]): string {
  const pretty = (list: readonly Json[]): string => JSON.stringify({ if: list }, null, random.below(3));
  const at = 2 * random.below((args.length - 1) / 2);
  const other = table(random, ['net'], 1) as { if: Json[] };
  return random.pick<() => string>([
    () => pretty(args),
    () => pretty(args).replaceAll(/:\s*\[\s*/g, ': [ '),
    () => pretty(args.toSpliced(at, 2)),
    () => pretty(args.toSpliced(at, 0, ...other.if.slice(0, 2))),
    () => pretty(args.toSpliced(at, 1, other.if[0]!)),
    () => pretty(args.toSpliced(at + 1, 1, pay(String(random.below(3))))),
    () => pretty([...args.slice(at, -1), ...args.slice(0, at), args.at(-1)!]),
    () => pretty(args.with(-1, random.below(2) ? NONE : { type: 'none', reason: 'no_row' })),
  ])();
}
