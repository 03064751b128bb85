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

/** A well-typed program that uses extensions among the operators of the standard. */
export function extended(random: Random, kind: Kind, depth: number): Json {
  const go = (of: Kind): Json => extended(random, of, depth - 1);
  const make = depth <= 0 ? leaf : random.pick(random.below(3) ? EXTENDED[kind] : NODES[kind]);
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
    (random, go) => ({ '?:': [go('boolean'), go('boolean'), random.below(2) === 0] }),
    (random) => ({
      reduce: [
        { var: 'items' },
        { [random.pick(['and', 'or'])]: [{ var: 'accumulator' }, { '>': [{ var: 'current.q' }, 1] }] },
        random.below(2) === 0,
      ],
    }),
    (random) => ({ [random.pick(['some', 'all', 'none'])]: [{ var: 'items' }, itemTest(random, 2)] }),
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
    (random, go) => ({
      reduce: [
        go('numbers'),
        { [random.pick(['+', 'min', 'max'])]: [{ var: 'accumulator' }, { var: 'current' }] },
        go('integer'),
      ],
    }),
    (_, go) => ({ reduce: [go('numbers'), { '*': [{ '+': [{ var: 'current' }, 1] }, { var: 'accumulator' }] }, 1] }),
    (random) => ({
      reduce: [{ filter: [{ var: 'items' }, itemTest(random, 1)] }, { '+': [1, { var: 'accumulator' }] }, 0],
    }),
    () => ({
      reduce: [
        { var: 'items' },
        { '+': [{ var: 'accumulator' }, { if: [{ var: ['current.gift', false] }, { var: 'current.q' }, 0] }] },
        0,
      ],
    }),
  ],
  string: [
    leaf,
    branch,
    (_, go) => ({ cat: [go('string'), go('integer'), go('string')] }),
    (random, go) => ({ substr: [go('string'), random.below(5) - 2, random.below(5) - 2] }),
    (random, go) => ({ substr: [go('string'), random.below(5) - 2] }),
    (_, go) => ({ and: [go('string'), go('string')] }),
    (_, go) => ({ reduce: [go('words'), { cat: [{ var: 'accumulator' }, { var: 'current' }] }, go('string')] }),
    () => ({ reduce: [{ var: 'numbers' }, { cat: [{ var: 'current' }, { var: 'accumulator' }] }, ''] }),
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
    (_, go) => ({ reduce: [go('numbers'), { merge: [{ var: 'current' }, { var: 'accumulator' }] }, []] }),
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

/** A condition on one item of `items`. */
function itemTest(random: Random, depth: number): Json {
  const go = (): Json => itemTest(random, depth - 1);
  const own: readonly (() => Json)[] = [
    () => ({ [comparison(random)]: [{ var: 'q' }, random.pick([0, 2, 7])] }),
    () => ({ '==': [{ var: 'sku' }, random.pick(WORDS)] }),
    () => ({ in: [{ var: 'sku' }, ['a', 'gold', '10']] }),
    () => ({ var: ['gift', random.below(2) === 0] }),
    () => ({ '!': { missing: ['gift'] } }),
  ];
  if (depth <= 0 || random.below(2)) return random.pick(own)();
  return random.below(4) ? { [random.pick(['and', 'or'])]: [go(), go()] } : { '!': [go()] };
}

/** Published rules that generated programs use. */
export const LIBRARY: Readonly<Record<string, Json>> = {
  large: { '>=': [{ var: 'amount' }, 10000] },
  gold: { and: [{ rule: 'large' }, { '==': [{ var: 'tier' }, 'gold'] }] },
  sum: { reduce: [{ var: 'numbers' }, { '+': [{ var: 'accumulator' }, { var: 'current' }] }, 0] },
};

const ZONES = ['Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Asia/Kolkata', 'UTC'];
const HOSTS = ['a@b.example.com', 'EXAMPLE.com', 'x@notexample.com', '', 'com'];
const SPANS = ['P1D', 'P1M', '-P1M', 'P30D', 'P1Y', 'P2W', 'P1Y2M3D', '-P90D'];
const TIMES = [...SPANS, 'PT24H', 'P1DT12H', '-PT90M', 'PT0.5S'];
const MODES = ['half_even', 'half_up', 'half_down', 'up', 'down', 'floor', 'ceil'];

const day = (random: Random): Json =>
  random.pick<() => Json>([
    () => ({ var: 'day' }),
    () => random.pick(DAYS),
    () => ({ add_duration: [{ var: 'day' }, random.pick(SPANS)] }),
  ])();
const instant = (random: Random): Json =>
  random.below(2) ? { var: 'at' } : { add_duration: [{ var: 'at' }, random.pick(TIMES), random.pick(ZONES)] };
const words = (random: Random): Json => random.pick<Json>(['a', 'US', '', ['a', 'gold'], { var: 'words' }, []]);

/** What the extensions add, by kind. */
const EXTENDED: Record<Kind, readonly Make[]> = {
  boolean: [
    (random, go) => ({ [random.pick(['starts_with', 'ends_with'])]: [go('string'), words(random)] }),
    (random) => ({
      matches_domain: [
        random.pick<Json>([...HOSTS, { var: 'name' }]),
        random.pick<Json>(['example.com', 'com', ['', 'COM']]),
      ],
    }),
    (random) => ({ in_window: [{ var: 'day' }, random.pick(DAYS), random.pick(['P1M', 'P30D', ...DAYS])] }),
    (random) => ({
      in_window: [
        instant(random),
        random.pick<Json>([...DAYS, 0]),
        random.pick<Json>(['P90D', 'PT36H', '2026-11-21']),
        random.pick(ZONES),
      ],
    }),
    (random) => ({ [comparison(random)]: [{ days_between: [day(random), day(random)] }, random.pick([0, 30, -365])] }),
    (random) => ({ [comparison(random)]: [instant(random), instant(random)] }),
    (random) => ({ [comparison(random)]: [day(random), { var: 'day' }] }),
    () => ({ rule: 'large' }),
    (_, go) => ({ and: [{ rule: 'gold' }, go('boolean')] }),
    (random) => ({
      [random.pick(['some', 'all', 'none'])]: [
        { var: 'items' },
        { or: [itemTest(random, 1), { [comparison(random)]: [{ var: 'q' }, { outer: 'count' }] }] },
      ],
    }),
    (random) => ({
      [random.pick(['some', 'none'])]: [{ var: 'numbers' }, { and: [{ outer: 'flag' }, { '>': [{ var: '' }, 1] }] }],
    }),
  ],
  integer: [
    (random, go) => ({ round: [{ '/': [go('integer'), random.pick([2, 4, 8, 3])] }, random.pick(MODES)] }),
    (random) => ({ round: [{ '*': [{ var: 'count' }, { var: 'rate' }] }, random.pick(MODES)] }),
    (random) => ({ days_between: [day(random), day(random)] }),
    (random) => ({
      days_between: [instant(random), random.below(2) ? day(random) : instant(random), random.pick(ZONES)],
    }),
    () => ({ rule: 'sum' }),
    () => ({
      reduce: [
        { var: 'items' },
        { '+': [{ var: 'accumulator' }, { '*': [{ var: 'current.q' }, { outer: 'other' }] }] },
        0,
      ],
    }),
    (_, go) => ({ '+': [go('integer'), { var: ['maybe', 1] }] }),
  ],
  string: [(_, go) => ({ if: [{ rule: 'gold' }, go('string'), go('string')] })],
  money: [
    (random) => ({
      round: [{ percent_of: [random.pick<Json>(['12.5', { var: 'rate' }, 7]), { var: 'amount' }] }, random.pick(MODES)],
    }),
    (random, go) => ({ round: [{ '*': [go('money'), random.pick([0.1, 0.075, 2])] }, random.pick(MODES)] }),
    (random) => ({ round: [{ '/': [{ '+': [{ var: 'amount' }, { var: 'total' }] }, 3] }, random.pick(MODES)] }),
  ],
  numbers: [
    () => ({ map: [{ var: 'numbers' }, { '+': [{ var: '' }, { outer: 'count' }] }] }),
    (_, go) => ({ merge: [go('numbers'), [{ rule: 'sum' }]] }),
  ],
  words: [() => ({ filter: [{ var: 'words' }, { '!=': [{ var: '' }, { outer: 'name' }] }] })],
  outcome: [
    (_, go) => ({ outcome: ['type', 'flat', 'amount', go('money')] }),
    (random) => ({
      outcome: ['type', 'percent', 'rate', { round: [{ '/': [{ var: 'rate' }, 3] }, random.below(4), 'half_up'] }],
    }),
    branch,
  ],
  scores: [
    (_, go) => ({ if: [{ rule: 'large' }, go('scores'), []] }),
    () => ({
      map: [
        { var: 'items' },
        { outcome: ['points', { '+': [{ var: 'q' }, { outer: 'count' }] }, 'reason', { var: 'sku' }] },
      ],
    }),
  ],
};

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
    () => ({
      reduce: [
        { var: 'numbers' },
        { [random.pick(['+', '*', 'min', 'max'])]: [{ var: 'accumulator' }, { '*': [{ var: 'current' }, 0.5] }] },
        go(),
      ],
    }),
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
