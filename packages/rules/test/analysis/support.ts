import type { FactsSchema, Json, OutcomeShape } from '../../src/index.js';
import type { Random } from '../support/random.js';

/** A small world of facts: every one can be gone through. */
export const SMALL: FactsSchema = {
  id: 'small',
  version: 1,
  currency: 'USD',
  fields: {
    tier: { type: 'enum', values: ['gold', 'silver', 'bronze'].map((value) => ({ value })) },
    flag: { type: 'boolean' },
    net: { type: 'money', currency: 'programme' },
    month: { type: 'integer', optional: true },
    country: { type: 'string', optional: true },
    rate: { type: 'decimal' },
    day: { type: 'day' },
  },
};

export const TERMS: OutcomeShape = {
  id: 'commission_terms',
  label: 'terms',
  kind: 'variants',
  tag: 'type',
  variants: { percent: { rate: { type: 'rate' } }, none: { reason: { type: 'text' } } },
};

export type SmallFacts = { readonly [name: string]: Json };

const DAYS = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05', '2026-01-06', '2026-01-07'];

/** The values of each fact that matter when thresholds lie from 1 to 4 (texts: US, DE; days: 2 to 4 January). */
export const DOMAIN: Readonly<Record<string, readonly (Json | undefined)[]>> = {
  tier: ['gold', 'silver', 'bronze'],
  flag: [false, true],
  net: [-1, 0, 1, 2, 3, 4, 5, 6],
  month: [undefined, 0, 1, 2, 3, 4, 5],
  country: [undefined, '', 'US', 'DE', 'FR'],
  rate: ['0', '1', '1.5', '2', '2.25', '2.5', '2.75', '3', '3.5', '4', '5'],
  day: DAYS.slice(0, 6),
};

export const PLAIN: SmallFacts = { tier: 'gold', flag: false, net: 0, rate: '0', day: '2026-01-01' };

/** A table over the facts named: conjunctions, some alternatives, and an otherwise that decides nothing. */
export function table(random: Random, facts: readonly string[], rows: number): Json {
  const branches = Array.from({ length: rows }, (_, i): [Json, Json] => {
    const conditions = facts.filter(() => random.below(3) > 0).map((fact) => condition(random, fact));
    const some = conditions.length > 0 ? conditions : [condition(random, facts[0]!)];
    const when: Json = some.length === 1 ? some[0]! : { [random.below(6) === 0 ? 'or' : 'and']: some };
    const outcome: Json = random.below(6) === 0 ? { type: 'none', reason: 'guard' } : percent(i + 1);
    return [when, outcome];
  });
  const otherwise: Json = random.below(4) === 0 ? percent(99) : { type: 'none', reason: 'no_row' };
  return { if: [...branches.flat(), otherwise] };
}

const percent = (rate: number): Json => ({ type: 'percent', rate: String(rate) });
const order = (random: Random): string => random.pick(['<', '<=', '>', '>=', '==', '!=']);

function condition(random: Random, fact: string): Json {
  const read = { var: fact };
  const number = (): number => 1 + random.below(4);
  switch (fact) {
    case 'tier':
      return random.pick<Json>([
        { '==': [read, random.pick(['gold', 'silver'])] },
        { in: [read, ['gold', random.pick(['silver', 'bronze'])]] },
        { '!=': [read, 'gold'] },
      ]);
    case 'flag':
      return random.pick<Json>([read, { '!': read }, { '==': [read, true] }]);
    case 'net':
      return random.pick<Json>([
        { [order(random)]: [read, number()] },
        { [random.pick(['<', '>='])]: [number(), read] },
        { '<=': [1, read, number()] },
      ]);
    case 'month':
      return random.pick<Json>([
        { [order(random)]: [{ var: ['month', number()] }, number()] },
        { missing: ['month'] },
        { and: [{ '!=': [{ var: 'month' }, null] }, { '>': [{ var: 'month' }, number()] }] },
      ]);
    case 'country':
      return random.pick<Json>([
        { '==': [{ var: ['country', ''] }, random.pick(['US', 'DE'])] },
        { in: [{ var: ['country', 'DE'] }, ['US', 'DE']] },
        { '!': { missing: ['country'] } },
        { and: [{ '!=': [{ var: 'country' }, null] }, { '!=': [{ var: 'country' }, 'US'] }] },
        { and: [{ '!=': [{ var: 'country' }, null] }, { in: [{ var: 'country' }, ['', 'US']] }] },
      ]);
    case 'rate':
      return { [order(random)]: [read, random.pick<Json>([1, 2, 2.5, 3, 4])] };
    default:
      return { [random.pick(['<', '<=', '>', '>='])]: [read, random.pick(DAYS.slice(1, 4))] };
  }
}

/** Every set of the facts named; the others are plain. */
export function everything(facts: readonly string[]): SmallFacts[] {
  return facts.reduce<SmallFacts[]>(
    (sets, fact) => sets.flatMap((set) => DOMAIN[fact]!.map((value) => with_(set, fact, value))),
    [PLAIN],
  );
}

/** The facts with one exchanged; undefined leaves it out. */
export function with_(facts: SmallFacts, fact: string, value: Json | undefined): SmallFacts {
  const { [fact]: _, ...rest } = facts;
  return value === undefined ? rest : { ...rest, [fact]: value };
}
