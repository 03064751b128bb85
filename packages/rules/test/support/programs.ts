import type { FactsSchema, Json } from '../../src/index.js';
import type { Random } from './random.js';

/** Facts of every type, some optional, for generated programs. */
export const SCHEMA: FactsSchema = {
  id: 'generated',
  version: 1,
  fields: {
    tier: { type: 'enum', values: [{ value: 'bronze' }, { value: 'silver' }, { value: 'gold' }] },
    name: { type: 'string' },
    note: { type: 'string', optional: true },
    count: { type: 'integer' },
    other: { type: 'integer' },
    maybe: { type: 'integer', optional: true },
    flag: { type: 'boolean' },
    amount: { type: 'money', currency: 'USD' },
    total: { type: 'money', currency: 'USD' },
    rate: { type: 'decimal' },
    share: { type: 'decimal' },
    day: { type: 'day' },
    at: { type: 'instant' },
    numbers: { type: 'list', of: { type: 'integer' } },
    words: { type: 'list', of: { type: 'string' } },
    items: {
      type: 'list',
      of: {
        type: 'object',
        fields: { q: { type: 'integer' }, sku: { type: 'string' }, gift: { type: 'boolean', optional: true } },
      },
    },
    order: {
      type: 'object',
      fields: { net: { type: 'money', currency: 'USD' }, country: { type: 'string', optional: true } },
    },
  },
};

const WORDS = ['', 'a', 'gold', 'US', 'AUS', 'zeta', 'ß', '😀x', '10'];
const DAYS = ['2026-01-31', '2026-02-28', '2024-02-29', '1999-12-31'];

export function facts(random: Random): Record<string, Json> {
  const number = (): number => random.pick([0, 1, -1, 2, 3, 7, 10, 100, -5, 9999]);
  const word = (): string => random.pick(WORDS);
  const maybe = (name: string, value: Json): Record<string, Json> => (random.below(2) ? { [name]: value } : {});
  return {
    tier: random.pick(['bronze', 'silver', 'gold']),
    name: word(),
    ...maybe('note', word()),
    count: number(),
    other: number(),
    ...maybe('maybe', number()),
    flag: random.below(2) === 0,
    amount: random.pick([0, 1, 999, 10000, 10001, 2500000]),
    total: random.pick([0, 5, 10000, 777]),
    rate: random.pick(['0', '0.1', '12.5', '20', '33.3333']),
    share: random.pick([0.1, 0.2, 0.3, 1, 2.5]),
    day: random.pick(DAYS),
    at: random.pick([0, 1795219200000, -1]),
    numbers: random.list(4, number),
    words: random.list(3, word),
    items: random.list(3, () => ({ q: number(), sku: word(), ...maybe('gift', random.below(2) === 0) })),
    order: { net: random.pick([0, 500, 10000]), ...maybe('country', random.pick(['US', 'DE', 'AUS'])) },
  };
}

type Kind = 'boolean' | 'integer' | 'string' | 'money' | 'numbers' | 'words' | 'outcome' | 'scores';

/** A well-typed program of the portable class. */
export function portable(random: Random, kind: Kind, depth: number): Json {
  const go = (of: Kind): Json => portable(random, of, depth - 1);
  const make = depth <= 0 ? leaf : random.pick(NODES[kind]);
  return make(random, go, kind);
}

type Make = (random: Random, go: (kind: Kind) => Json, kind: Kind) => Json;

const leaf: Make = (random, _, kind) => {
  const leaves: Record<Kind, readonly Json[]> = {
    boolean: [true, false, { var: 'flag' }, { '!': { var: ['flag'] } }, { '==': [{ var: 'tier' }, 'gold'] }],
    integer: [0, 1, -3, 1.0, 100, { var: 'count' }, { var: ['other'] }, { var: ['maybe', 4] }],
    string: ['', 'x', 'gold', { var: 'name' }, { cat: [{ var: 'tier' }] }, { var: ['note', 'none'] }],
    money: [{ var: 'amount' }, { var: 'total' }, { var: 'order.net' }],
    numbers: [[], [1, 2, 3], { var: 'numbers' }],
    words: [['a', 'US'], { var: 'words' }, []],
    outcome: [
      { type: 'percent', rate: '15', base: 'net' },
      { type: 'none', reason: 'nothing' },
    ],
    scores: [[], [{ points: 30, reason: 'disposable' }]],
  };
  return random.pick(leaves[kind]);
};

const branch: Make = (_, go, kind) => ({ if: [go('boolean'), go(kind), go('boolean'), go(kind), go(kind)] });
const comparison = (random: Random): string => random.pick(['<', '<=', '>', '>=']);
const equality = (random: Random): string => random.pick(['==', '===', '!=', '!==']);

const NODES: Record<Kind, readonly Make[]> = {
  boolean: [
    leaf,
    branch,
    (random, go) => ({ [comparison(random)]: [go('integer'), go('integer')] }),
    (random, go) => ({ [comparison(random)]: [go('money'), random.pick([0, 10000, 999])] }),
    (random, go) => ({ [comparison(random)]: [go('string'), go('string')] }),
    (random, go) => ({ [random.pick(['<', '<='])]: [go('integer'), go('integer'), go('integer')] }),
    (random) => ({ [comparison(random)]: [{ var: 'day' }, random.pick(DAYS)] }),
    (random) => ({ [comparison(random)]: [{ var: 'at' }, 1795219200000] }),
    (random, go) => ({ [equality(random)]: [go('integer'), go('integer')] }),
    (random, go) => ({ [equality(random)]: [go('string'), go('string')] }),
    (random, go) => ({ [equality(random)]: [go('boolean'), go('boolean')] }),
    (random) => ({ [equality(random)]: [{ var: random.pick(['maybe', 'note', 'order.country']) }, null] }),
    (random, go) => ({ [random.pick(['and', 'or'])]: [go('boolean'), go('boolean'), go('boolean')] }),
    (random, go) => ({ [random.pick(['!', '!!'])]: random.below(2) ? [go('boolean')] : go('boolean') }),
    (random, go) => ({
      [random.pick(['!', '!!'])]: [go(random.pick(['numbers', 'words', 'integer', 'string'] as const))],
    }),
    (_, go) => ({ in: [go('string'), go('words')] }),
    (_, go) => ({ in: [go('integer'), go('numbers')] }),
    (random) => ({ in: [{ var: 'tier' }, random.pick([['gold'], ['gold', 'silver'], []])] }),
    (_, go) => ({ in: [go('string'), { var: 'name' }] }),
    (random) => ({ [random.pick(['some', 'all', 'none'])]: [{ var: 'items' }, { '>': [{ var: 'q' }, 1] }] }),
    (random) => ({ [random.pick(['some', 'all', 'none'])]: [{ var: 'numbers' }, { '<': [{ var: '' }, 5] }] }),
    (random) => ({
      '!': { missing: random.pick([['maybe'], ['note', 'maybe'], ['order.country', 'name']]) as Json[] },
    }),
    () => ({ and: [{ '!': { missing: ['maybe'] } }, { '>': [{ var: 'maybe' }, 1] }] }),
    () => ({ or: [{ '==': [{ var: 'maybe' }, null] }, { '<=': [{ var: 'maybe' }, 2] }] }),
    () => ({ '!!': { missing_some: [1, ['maybe', 'note']] } }),
  ],
  integer: [
    leaf,
    branch,
    (random, go) => ({ [random.pick(['+', '*', 'min', 'max'])]: [go('integer'), go('integer'), go('integer')] }),
    (_, go) => ({ '-': [go('integer'), go('integer')] }),
    (_, go) => ({ '-': go('integer') }),
    (_, go) => ({ '%': [go('integer'), go('integer')] }),
    (_, go) => ({ or: [go('integer'), go('integer')] }),
    () => ({ if: [{ missing: 'maybe' }, 0, { var: 'maybe' }] }),
  ],
  string: [
    leaf,
    branch,
    (_, go) => ({ cat: [go('string'), go('integer'), go('string')] }),
    (random, go) => ({ substr: [go('string'), random.below(5) - 2, random.below(5) - 2] }),
    (random, go) => ({ substr: [go('string'), random.below(5) - 2] }),
    (_, go) => ({ and: [go('string'), go('string')] }),
  ],
  money: [leaf, branch, (random, go) => ({ [random.pick(['min', 'max'])]: [go('money'), go('money')] })],
  numbers: [
    leaf,
    branch,
    (_, go) => ({ map: [go('numbers'), { '+': [{ var: '' }, 1] }] }),
    (_, go) => ({ filter: [go('numbers'), { '>': [{ var: '' }, 1] }] }),
    (_, go) => ({ merge: [go('numbers'), go('numbers'), go('integer')] }),
    () => ({ map: [{ filter: [{ var: 'items' }, { var: ['gift', false] }] }, { var: 'q' }] }),
    (_, go) => [go('integer'), go('integer')],
  ],
  words: [
    leaf,
    branch,
    (_, go) => ({ merge: [go('words'), go('words')] }),
    () => ({ map: [{ var: 'items' }, { var: 'sku' }] }),
    () => ({ missing: ['maybe', 'note', 'name', 'order.country'] }),
    () => ({ missing_some: [2, ['maybe', 'note', 'order.country']] }),
  ],
  outcome: [leaf, branch],
  scores: [leaf, branch, (_, go) => ({ merge: [go('scores'), go('scores')] })],
};

export const KINDS = Object.keys(NODES) as Kind[];

/** A well-typed program of the decimal class: a comparison, or an exact number. */
export function decimal(random: Random, depth: number): Json {
  const go = (): Json => decimalNumber(random, depth - 1);
  const number: Json = { if: [{ [comparison(random)]: [go(), go()] }, go(), { '*': [exact(random), 0.1] }] };
  return random.below(3)
    ? { [random.pick(['<', '<=', '>', '>=', '==', '!=', '===', '!=='])]: [go(), go()] }
    : onlyExact(number)
      ? number
      : { '<=': [go(), go(), go()] };
}

const exact = (random: Random): Json =>
  random.pick([0.1, 0.2, 12.5, 3, { var: 'rate' }, { var: 'share' }, { var: 'count' }]);

function decimalNumber(random: Random, depth: number): Json {
  if (depth <= 0) return exact(random);
  const go = (): Json => decimalNumber(random, depth - 1);
  return random.pick<() => Json>([
    () => ({ [random.pick(['+', '*', 'min', 'max'])]: [go(), go(), go()] }),
    () => ({ '-': [go(), go()] }),
    () => ({ '-': [go()] }),
    () => ({ '/': [go(), go()] }),
    () => ({ '%': [go(), go()] }),
    () => ({ if: [{ '<': [go(), go()] }, go(), go()] }),
    () => ({ '/': [{ '+': [{ var: 'amount' }, 100] }, { var: 'total' }] }),
  ])();
}

const onlyExact = (logic: Json): boolean => !JSON.stringify(logic).includes('"/"');
