import { describe, expect, it } from '@jest/globals';
import jsonLogic from 'json-logic-js';
import { addExtensions, evaluate, inferSchema, OPERATORS, ROUNDING_MODES } from '../../src/index.js';
import type { FactsSchema, Json, JsonLogic } from '../../src/index.js';

const HOSTS = ['a@b.example.com', 'EXAMPLE.com', 'x@notexample.com', 'example.com.', '', 'a@b@c.org', 'com'];
const DOMAINS = ['example.com', 'com', 'EXAMPLE.COM', 'c.org', ''];
const DAYS = ['2024-02-28', '2024-02-29', '2024-03-01', '1969-12-31', '2000-02-29', '2026-01-31', '2026-11-21'];
const NUMBERS = [0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.25, 2.675, 1.005, 10, 99.995];
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'UTC',
];
const DURATIONS = ['P1D', '-P1D', 'P1M', '-P1M', 'P1Y', 'P2W', 'P1M15D'];
const TIMED = [...DURATIONS, 'PT24H', 'P1DT1H', '-PT90M', 'PT0.25S'];

/** Around changes of daylight saving, the ends of months and years, leap days, and before 1970. */
const INSTANTS = [
  '2026-03-28T01:30:00Z',
  '2026-03-29T00:59:59Z',
  '2026-03-29T01:00:00Z',
  '2026-10-25T00:30:00Z',
  '2026-10-25T01:30:00Z',
  '2026-10-24T23:30:00Z',
  '2026-03-08T07:00:00Z',
  '2026-11-01T05:30:00Z',
  '2024-02-29T23:59:59.999Z',
  '2025-12-31T23:30:00Z',
  '1969-12-31T23:00:00.001Z',
  '2018-11-04T02:00:00Z',
].map((text) => Date.parse(text));

const facts = { day: '2026-01-31', at: 0, count: 3, list: [1, 5], rows: [{ q: 1 }, { q: 4 }] };
const SCHEMA: FactsSchema = {
  ...inferSchema(facts),
  fields: { ...inferSchema(facts).fields, at: { type: 'instant' } },
};
const RULES: Record<string, Json> = { more: { '>': [{ var: 'count' }, 2] } };
const source = (key: string) => {
  const shape = { id: 'b', label: 'b', kind: 'value', type: { type: 'boolean' } } as const;
  return { text: JSON.stringify(RULES[key]), schema: SCHEMA, shape, hash: key };
};

type Row = readonly [logic: Json, at?: number];
const TABLE: Readonly<Record<string, readonly Row[]>> = {
  matches_domain: HOSTS.flatMap((host) => DOMAINS.map((domain): Row => [{ matches_domain: [host, domain] }])),
  starts_with: HOSTS.flatMap((a) => HOSTS.map((b): Row => [{ starts_with: [a, b] }])),
  ends_with: HOSTS.flatMap((a) =>
    HOSTS.flatMap((b): Row[] => [[{ ends_with: [a, b] }], [{ ends_with: [a, ['com', b]] }]]),
  ),
  round: NUMBERS.flatMap((n): Row[] => [
    [{ round: [n] }],
    ...ROUNDING_MODES.flatMap((mode) => [0, 1, 2].map((places): Row => [{ round: [n, places, mode] }])),
  ]),
  percent_of: [[{ percent_of: ['25', 300] }], [{ percent_of: [50, { var: 'count' }] }]],
  outcome: [[{ outcome: ['type', 'flat', 'amount', { '+': [1, 2] }] }]],
  days_between: [
    ...DAYS.flatMap((a) => DAYS.map((b): Row => [{ days_between: [a, b] }])),
    ...INSTANTS.flatMap((at) => ZONES.map((zone): Row => [{ days_between: [{ var: 'at' }, '2026-10-26', zone] }, at])),
  ],
  add_duration: [
    ...DAYS.flatMap((day) => DURATIONS.map((duration): Row => [{ add_duration: [day, duration] }])),
    ...INSTANTS.flatMap((at) =>
      ZONES.flatMap((zone) => TIMED.map((duration): Row => [{ add_duration: [{ var: 'at' }, duration, zone] }, at])),
    ),
  ],
  in_window: INSTANTS.flatMap((at) =>
    ZONES.flatMap((zone): Row[] => [
      [{ in_window: [{ var: 'at' }, '2026-03-29', '2026-10-25', zone] }, at],
      [{ in_window: [{ var: 'at' }, '2026-10-24', 'P1D', zone] }, at],
      [{ in_window: [{ var: 'at' }, '2026-10-25', 'PT1H', zone] }, at],
      [{ in_window: [{ var: 'day' }, '2026-01-31', '2026-02-01'] }, at],
      [{ in_window: ['2026-02-28', { var: 'day' }, 'P1M'] }, at],
    ]),
  ),
  outer: [
    [{ map: [{ var: 'list' }, { '+': [{ var: '' }, { outer: 'count' }] }] }],
    [{ some: [{ var: 'rows' }, { '>': [{ var: 'q' }, { outer: 'count' }] }] }],
    [{ map: [{ var: 'rows' }, { some: [{ outer: 'list' }, { '>': [{ var: '' }, { outer: 'count' }] }] }] }],
  ],
  rule: [[{ if: [{ rule: 'more' }, 'a', 'b'] }], [{ filter: [{ var: 'list' }, { rule: 'more' }] }]],
};

describe('each extension equals its oracle, registered for json-logic-js', () => {
  addExtensions(jsonLogic as unknown as JsonLogic, { rules: (key) => RULES[key] });

  it.each(Object.entries(TABLE))('%s', (_, rows) => {
    for (const [logic, at = 0] of rows) {
      const input = { ...facts, at };
      const result = evaluate(logic, input, SCHEMA, { rules: source });
      const expected: unknown = jsonLogic.apply(logic as never, input);
      expect({ logic, at, value: result.ok ? result.value : result }).toEqual({ logic, at, value: plain(expected) });
    }
  });

  it('and none is left out', () => {
    const extensions = [...OPERATORS.values()].filter((operator) => operator.class === 'extended');
    expect(Object.keys(TABLE).sort()).toEqual(extensions.map((operator) => operator.name).sort());
  });
});

/** −0 has no place in JSON. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
