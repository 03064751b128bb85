import type { Json } from '../cst/value.js';
import type { FactField, FactsSchema } from '../facts/schema.js';
import { local } from '../views/local.js';
import { valueWords } from '../views/words.js';
import type { Box } from './space/box.js';
import type { Dimension, Region } from './space/dimension.js';
import type { Space } from './space/space.js';
import type { Clause, ClauseTest, Words } from './types.js';

/** What a box says of the facts at these dimensions, one clause each where it does not hold all of them. */
export function clausesOf(space: Space, box: Box, dimensions: readonly number[]): Clause[] {
  return dimensions.flatMap((at) => {
    const dimension = space.dimensions[at]!;
    if (space.opaque.has(at) || space.boxes.isFull(box, at)) return [];
    return [clauseOf(dimension, space.boxes.regions(box, at), space.schema)];
  });
}

/** What a set of regions of one fact says. */
export function clauseOf(dimension: Dimension, held: readonly number[], schema: FactsSchema): Clause {
  const { path, field, regions, scale } = dimension;
  const said = scale ? ranges(dimension, held, schema) : names(dimension, held, schema);
  const named = field?.type === 'enum' || field?.type === 'string';
  const clauses = field?.type === 'boolean' ? field.clauses : undefined;
  return {
    fact: path,
    phrase: phraseOf(path, field),
    ...(regions.length > 0 ? said : { test: 'present', values: [] }),
    ...(clauses ? { yes: both(clauses.yes), no: both(clauses.no) } : {}),
    named,
  };
}

type Said = { readonly test: ClauseTest; readonly values: readonly Words[] };

export function phraseOf(path: string, field: FactField | undefined): Words {
  return both(field?.phrase ?? field?.label ?? path);
}

const both = (text: Parameters<typeof local>[0]): Words => ({ en: local(text, 'en'), de: local(text, 'de') });

/** A value of a fact in both languages. */
export function wordsOf(value: Json, field: FactField | undefined, schema: FactsSchema): Words {
  return { en: valueWords(value, field, schema, 'en'), de: valueWords(value, field, schema, 'de') };
}

function names({ field, regions }: Dimension, held: readonly number[], schema: FactsSchema): Said {
  const some = held.map((at) => regions[at]!);
  const rest = regions.filter((region) => !some.includes(region));
  if (some.every(({ kind }) => kind === 'absent')) return { test: 'absent', values: [] };
  if (rest.every(({ kind }) => kind === 'absent')) return { test: 'present', values: [] };
  if (field?.type === 'boolean') return { test: some.some(({ sample }) => sample === true) ? 'yes' : 'no', values: [] };
  const written = (list: readonly Region[]): Words[] =>
    list.flatMap(({ kind, sample }) => (kind === 'value' ? [wordsOf(named(sample), field, schema)] : []));
  if (some.some(({ kind }) => kind === 'other')) {
    const not = written(rest.filter(({ sample }) => sample !== ''));
    return not.length > 0 ? { test: 'none_of', values: not } : { test: 'present', values: [] };
  }
  const unknown = some.some(({ kind }) => kind === 'absent') ? [{ en: 'not known', de: 'unbekannt' }] : [];
  const values = [...written(some), ...unknown];
  return { test: values.length === 1 ? 'is' : 'one_of', values };
}

const named = (sample: Json | undefined): Json => (sample === '' ? '“”' : (sample ?? null));

/** Runs of neighbouring regions of an ordered fact. */
export function runsOf({ regions }: Dimension, held: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const at of held) {
    if (regions[at]!.kind === 'absent') continue;
    const last = runs.at(-1);
    if (last && last.at(-1) === at - 1) last.push(at);
    else runs.push([at]);
  }
  return runs;
}

function ranges(dimension: Dimension, held: readonly number[], schema: FactsSchema): Said {
  const runs = runsOf(dimension, held);
  const [only] = runs;
  if (!only) return { test: 'absent', values: [] };
  if (runs.length === 1) return rangeOf(dimension, only, schema);
  const values = runs.map((run): Words => {
    const said = rangeOf(dimension, run, schema);
    return { en: rangeText(said, 'en'), de: rangeText(said, 'de') };
  });
  return { test: 'ranges', values };
}

/** What one run of regions says: exactly, from … to, below … */
export function rangeOf({ regions, scale, field }: Dimension, run: readonly number[], schema: FactsSchema): Said {
  const first = regions[run[0]!]!;
  const last = regions[run.at(-1)!]!;
  const write = (place: Region['low']): Words => wordsOf(scale && place ? scale.value(place) : null, field, schema);
  if (run.length === 1 && first.single)
    return { test: 'exactly', values: [wordsOf(first.sample ?? null, field, schema)] };
  const { low } = first;
  const { high } = last;
  const fromIn = first.kind === 'value';
  const toIn = last.kind === 'value';
  if (low && high) {
    const test = fromIn ? (toIn ? 'from_to' : 'from_below') : toIn ? 'over_to' : 'between';
    return { test, values: [write(low), write(high)] };
  }
  if (low) return { test: fromIn ? 'at_least' : 'more_than', values: [write(low)] };
  if (high) return { test: toIn ? 'at_most' : 'less_than', values: [write(high)] };
  return { test: 'present', values: [] };
}

const RANGES: Readonly<
  Record<'en' | 'de', Readonly<Partial<Record<ClauseTest, (values: readonly string[]) => string>>>>
> = {
  en: {
    exactly: ([a]) => `exactly ${a ?? ''}`,
    at_least: ([a]) => `at least ${a ?? ''}`,
    more_than: ([a]) => `more than ${a ?? ''}`,
    at_most: ([a]) => `at most ${a ?? ''}`,
    less_than: ([a]) => `less than ${a ?? ''}`,
    from_to: ([a, b]) => `from ${a ?? ''} to ${b ?? ''}`,
    between: ([a, b]) => `between ${a ?? ''} and ${b ?? ''}`,
    from_below: ([a, b]) => `from ${a ?? ''} to below ${b ?? ''}`,
    over_to: ([a, b]) => `more than ${a ?? ''}, up to ${b ?? ''}`,
    ranges: (values) => values.join(' or '),
  },
  de: {
    exactly: ([a]) => `genau ${a ?? ''}`,
    at_least: ([a]) => `mindestens ${a ?? ''}`,
    more_than: ([a]) => `mehr als ${a ?? ''}`,
    at_most: ([a]) => `höchstens ${a ?? ''}`,
    less_than: ([a]) => `weniger als ${a ?? ''}`,
    from_to: ([a, b]) => `von ${a ?? ''} bis ${b ?? ''}`,
    between: ([a, b]) => `zwischen ${a ?? ''} und ${b ?? ''}`,
    from_below: ([a, b]) => `von ${a ?? ''} bis unter ${b ?? ''}`,
    over_to: ([a, b]) => `mehr als ${a ?? ''}, bis ${b ?? ''}`,
    ranges: (values) => values.join(' oder '),
  },
};

/** A range without its fact: "exactly $500.00"; undefined for what is no range. */
export function rangeText({ test, values }: Pick<Clause, 'test' | 'values'>, locale: 'en' | 'de'): string {
  return RANGES[locale][test]?.(values.map((value) => value[locale])) ?? '';
}
