import type { Json } from '../../cst/value.js';
import type { Region } from './dimension.js';
import type { Test, TestKind } from './formula.js';

/** So many kinds of "any other text" are told apart; beyond it a test of a part of the text is not taken apart. */
const MOST_PATTERNS = 256;

/** What a test answers for a value of its fact; undefined stands for an absent fact. */
export type Answer = (test: Test, value: Json | undefined) => boolean;

const partsOf = (tests: readonly Test[], kind: TestKind): string[] => [
  ...new Set(tests.filter((test) => test.kind === kind).flatMap(({ cuts }) => cuts.map(({ value }) => String(value)))),
];

/**
 * Whether the regions of a fact tell all answers of a test apart; those of texts need a reason. Beginnings, ends and contained parts do together: the
 * longest beginning and end that hold and the set of parts, with a letter between that occurs in none of them, make a text
 * that answers alike. Domains (case, dots and spaces are ignored there) do beside beginnings only; order does not at all.
 */
export function isDecidedByRegions(test: Test, all: readonly Test[]): boolean {
  if (test.type.k !== 'string') return true;
  if (test.kind === 'order') return false;
  if (test.kind === 'same' || test.kind === 'present') return true;
  const endings = partsOf(all, 'ends_with').length + partsOf(all, 'contains').length;
  if (test.kind === 'matches_domain' && endings > 0) return false;
  return candidates(all) !== undefined;
}

/** Regions of a text: each constant it is compared with, the empty text, and the kinds of any other text. */
export function textRegions(tests: readonly Test[], example: unknown, answer: Answer): Region[] {
  const named = [...new Set(['', ...tests.flatMap(({ cuts, kind }) => (kind === 'same' ? cuts.map(constant) : []))])];
  const known = new Set(named);
  const usual = typeof example === 'string' && !known.has(example) ? [example] : [];
  const patterns = new Map<string, string>();
  for (const text of [...usual, ...(candidates(tests) ?? [filler(tests)])]) {
    const pattern = tests.map((test) => (answer(test, text) ? '1' : '0')).join('');
    if (!known.has(text) && !patterns.has(pattern)) patterns.set(pattern, text);
  }
  return [
    ...named.map((sample): Region => ({ kind: 'value', sample, single: true })),
    ...[...patterns.values()].map((sample): Region => ({ kind: 'other', sample, single: false })),
  ];
}

const constant = ({ value }: { readonly value: Json }): string => String(value);

/** Texts that between them give every combination of answers; undefined when there are too many. */
function candidates(tests: readonly Test[]): string[] | undefined {
  const prefixes = ['', ...partsOf(tests, 'starts_with')];
  const suffixes = ['', ...partsOf(tests, 'ends_with')];
  const domains = ['', ...partsOf(tests, 'matches_domain')];
  const parts = partsOf(tests, 'contains');
  const ends = suffixes.length > 1 || parts.length > 0 ? suffixes : domains.map((domain) => domain && `@${domain}`);
  if (parts.length > 8 || prefixes.length * ends.length * 2 ** parts.length > MOST_PATTERNS) return undefined;
  const f = filler(tests);
  return subsets(parts).flatMap((inside) =>
    prefixes.flatMap((prefix) => ends.map((end) => [prefix, f, ...inside.flatMap((part) => [part, f]), end].join(''))),
  );
}

function subsets(parts: readonly string[]): string[][] {
  return parts.reduce<string[][]>((sets, part) => sets.flatMap((set) => [set, [...set, part]]), [[]]);
}

/** A letter that stands in none of the constants. */
function filler(tests: readonly Test[]): string {
  const used = tests.flatMap(({ cuts }) => cuts.map(({ value }) => String(value))).join('');
  for (let code = 0x78; ; code = code === 0x7a ? 0xe0 : code + 1) {
    const letter = String.fromCharCode(code);
    if (!used.toLowerCase().includes(letter)) return letter;
  }
}
