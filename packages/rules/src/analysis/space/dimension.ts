import type { Json } from '../../cst/value.js';
import { isOptional } from '../../facts/optional.js';
import { fieldAt } from '../../facts/schema.js';
import type { FactField, FactsSchema } from '../../facts/schema.js';
import { compare } from '../../number/rational.js';
import type { Rational } from '../../number/rational.js';
import { typeOfFact } from '../../types.js';
import type { Type } from '../../types.js';
import type { Test } from './formula.js';
import { between, scaleOf } from './scale.js';
import type { Scale } from './scale.js';
import { textRegions } from './texts.js';
import type { Answer } from './texts.js';

/** Values of one fact that every condition of the rule treats alike. */
export interface Region {
  readonly kind: 'value' | 'between' | 'other' | 'present' | 'absent';
  /** One of the values; undefined where the fact is absent. */
  readonly sample: Json | undefined;
  /** True when there is no other value in it. */
  readonly single: boolean;
  /** Ends of an ordered region (equal for a value); without end where left out. Neither end of `between` belongs to it. */
  readonly low?: Rational;
  readonly high?: Rational;
}

/** One fact, or one condition that could not be taken apart, with its regions; `absent` stands last. */
export interface Dimension {
  readonly path: string;
  readonly field: FactField | undefined;
  readonly type: Type;
  readonly regions: readonly Region[];
  /** Present where the regions lie in order. */
  readonly scale?: Scale;
}

/** The regions of a fact under all tests of it; undefined for a fact without a declared type. */
export function dimensionOf(
  schema: FactsSchema,
  path: string,
  tests: readonly Test[],
  answer: Answer,
): Dimension | undefined {
  const field = fieldAt(schema, path);
  if (!field || field.type === 'unknown') return undefined;
  const type = typeOfFact(field);
  const scale = scaleOf(type);
  const absent: Region[] = isOptional(schema, path) ? [{ kind: 'absent', sample: undefined, single: true }] : [];
  const present =
    type.k === 'string' ? textRegions(tests, field.example, answer) : presentRegions(type, field, scale, tests);
  const regions = [...present, ...absent];
  return { path, field, type, regions, ...(scale ? { scale } : {}) };
}

function presentRegions(type: Type, field: FactField, scale: Scale | undefined, tests: readonly Test[]): Region[] {
  if (scale) return ordered(scale, tests, field.example as Json | undefined);
  if (type.k === 'boolean') return [false, true].map(value);
  if (type.k === 'enum') return type.values.map(value);
  return [{ kind: 'present', sample: sampleOf(field), single: false }];
}

const value = (sample: Json): Region => ({ kind: 'value', sample, single: true });

function ordered(scale: Scale, tests: readonly Test[], example: Json | undefined): Region[] {
  const cuts = uniqueSorted(
    tests.flatMap(({ cuts }) => cuts.flatMap((cut) => placesOf(cut.number ?? scale.place(cut.value), scale))),
  );
  const preferred = example === undefined ? undefined : scale.place(example);
  const regions: Region[] = [];
  const open = (low: Rational | undefined, high: Rational | undefined): void => {
    const first = low ?? scale.least;
    const last = high ?? scale.most;
    const least = first && (low ? first.n + 1n : first.n);
    const most = last && (high ? last.n - 1n : last.n);
    if (scale.discrete && least !== undefined && most !== undefined && least > most) return;
    const inside =
      preferred && (!low || compare(low, preferred) < 0) && (!high || compare(preferred, high) < 0)
        ? preferred
        : between(low, high);
    const single = scale.discrete && least !== undefined && least === most;
    const ends = { ...(low ? { low } : {}), ...(high ? { high } : {}) };
    regions.push({ kind: 'between', sample: scale.value(inside), single, ...ends });
  };
  cuts.forEach((cut, i) => {
    open(cuts[i - 1], cut);
    regions.push({ kind: 'value', sample: scale.value(cut), single: true, low: cut, high: cut });
  });
  open(cuts.at(-1), undefined);
  return regions;
}

/** A fraction between two whole values cuts at both of them. */
function placesOf(place: Rational | undefined, scale: Scale): Rational[] {
  if (!place) return [];
  const places = scale.discrete && place.d !== 1n ? [ofBigint(floorOf(place)), ofBigint(floorOf(place) + 1n)] : [place];
  return places.filter(
    (each) => (!scale.least || compare(each, scale.least) >= 0) && (!scale.most || compare(each, scale.most) <= 0),
  );
}

const ofBigint = (n: bigint): Rational => ({ n, d: 1n });
const floorOf = ({ n, d }: Rational): bigint => (n < 0n && n % d !== 0n ? n / d - 1n : n / d);

function uniqueSorted(places: readonly Rational[]): Rational[] {
  const sorted = [...places].sort(compare);
  return sorted.filter((place, i) => i === 0 || compare(sorted[i - 1]!, place) !== 0);
}

/** A value that a fact of this type may have: its example, else a plain one. */
export function sampleOf(field: FactField): Json {
  if (field.example !== undefined) return field.example as Json;
  switch (field.type) {
    case 'string':
      return 'x';
    case 'boolean':
      return false;
    case 'integer':
      return 1;
    case 'decimal':
      return '1';
    case 'money':
      return 10_000;
    case 'day':
      return '2026-01-01';
    case 'instant':
      return 1_767_225_600_000;
    case 'enum':
      return field.values[0]?.value ?? '';
    case 'list':
      return [];
    case 'object':
      return Object.fromEntries(
        Object.entries(field.fields)
          .filter(([, inner]) => !inner.optional)
          .map(([name, inner]) => [name, sampleOf(inner)]),
      );
    case 'unknown':
      return null;
  }
}
