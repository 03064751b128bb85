import type { Json } from '../cst/value.js';
import { isOptional } from '../facts/optional.js';
import { fieldAt } from '../facts/schema.js';
import type { FactField } from '../facts/schema.js';
import { compare } from '../number/rational.js';
import { exampleFacts } from './facts.js';
import type { Box } from './space/box.js';
import { sampleOf } from './space/dimension.js';
import type { Dimension, Region } from './space/dimension.js';
import { constantsIn, factsRead } from './space/formula.js';
import type { Space } from './space/space.js';
import type { ExampleFacts } from './types.js';

/** So many boxes of a set are looked into, and so many facts tried where a condition could not be taken apart. */
const MOST_BOXES_TRIED = 24;
const MOST_TRIES = 160;

/**
 * Facts of a set that the rule itself agrees to. Where the set is exact the first try does; where a condition is only known as
 * a whole, the facts it reads are varied around its constants.
 */
export function findFacts(
  space: Space,
  boxes: readonly Box[],
  accept: (facts: ExampleFacts) => boolean,
): ExampleFacts | undefined {
  const exact = boxes.filter((box) => space.isExact(box));
  const rest = boxes.filter((box) => !exact.includes(box));
  for (const box of [...exact, ...rest].slice(0, MOST_BOXES_TRIED)) {
    for (const values of choices(space, box)) {
      const facts = exampleFacts(space.schema, values);
      if (facts && accept(facts)) return facts;
    }
  }
  return undefined;
}

type Values = ReadonlyMap<string, Json | undefined>;

/** Values for the tested facts: the plain choice first, then others for the facts of conditions not taken apart. */
function* choices(space: Space, box: Box): Generator<Values> {
  const plain = new Map<string, Json | undefined>();
  const axes = new Map<string, readonly (Json | undefined)[]>();
  space.dimensions.forEach((dimension, at) => {
    if (!space.opaque.has(at)) plain.set(dimension.path, preferred(dimension, space.boxes.regions(box, at)).sample);
  });
  yield plain;
  for (const [at, { node }] of space.opaque) {
    if (space.boxes.isFull(box, at)) continue;
    const constants = constantsIn(node);
    for (const path of factsRead(node)) {
      const known = space.dimensionAt(path);
      const tried =
        known === undefined
          ? guesses(space, path, constants)
          : within(space.dimensions[known]!, space.boxes.regions(box, known), guesses(space, path, constants));
      axes.set(path, [...(axes.get(path) ?? []), ...tried]);
    }
  }
  const paths = [...axes].map(([path, values]) => ({ path, values: unique(values) }));
  const all = paths.reduce((product, { values }) => product * Math.max(1, values.length), 1);
  // Steps through the product evenly, so that a large one is sampled from end to end.
  const step = all > MOST_TRIES ? Math.floor(all / MOST_TRIES) | 1 : 1;
  for (let n = 0, tries = 0; n < all && tries < MOST_TRIES; n += step, tries++) {
    const values = new Map(plain);
    let rest = n;
    for (const { path, values: some } of paths) {
      if (some.length === 0) continue;
      values.set(path, some[rest % some.length]);
      rest = Math.floor(rest / some.length);
    }
    yield values;
  }
}

/** The region a person would think of first: that of the example, else a named value that is not empty. */
function preferred({ field, regions }: Dimension, allowed: readonly number[]): Region {
  const some = allowed.map((at) => regions[at]!);
  const example = field?.example;
  return (
    some.find(({ sample }) => example !== undefined && sample === example) ??
    some.find(({ kind, sample }) => kind === 'value' && sample !== '') ??
    some.find(({ kind }) => kind !== 'absent') ??
    some[0]!
  );
}

/** Values of a fact around the constants of a condition. */
function guesses(space: Space, path: string, constants: readonly Json[]): readonly (Json | undefined)[] {
  const field = fieldAt(space.schema, path);
  if (!field) return [];
  const absent = isOptional(space.schema, path) ? [undefined] : [];
  return [...guessesOf(field, constants), ...absent];
}

function guessesOf(field: FactField, constants: readonly Json[]): readonly Json[] {
  const usual = sampleOf(field);
  const numbers = constants.map(Number).filter((each) => Number.isFinite(each) && Math.abs(each) < 1e12);
  const whole = numbers.flatMap((each) => [Math.floor(each), Math.floor(each) + 1, Math.floor(each) - 1]);
  const texts = constants.filter((each): each is string => typeof each === 'string');
  switch (field.type) {
    case 'boolean':
      return [true, false];
    case 'enum':
      return field.values.map(({ value }) => value);
    case 'integer':
    case 'money':
    case 'instant':
      return [usual, ...whole, 0, 1, 1_000_000];
    case 'decimal':
      return [usual, ...numbers.map(String), ...whole.map(String), '0', '1', '1000000'];
    case 'day':
      return [usual, ...texts.filter((text) => /^\d{4}-\d\d-\d\d$/.test(text)), '2000-01-01', '2099-12-31'];
    case 'string':
      return [usual, ...texts, ''];
    case 'list': {
      const items = field.of.type === 'unknown' ? [] : guessesOf(field.of as FactField, constants);
      return [usual, [], ...items.map((item) => [item])];
    }
    case 'object':
    case 'unknown':
      return [usual];
  }
}

/** The samples of the regions a box allows, and those guesses that lie in one of them. */
function within(
  { regions, scale }: Dimension,
  allowed: readonly number[],
  values: readonly (Json | undefined)[],
): readonly (Json | undefined)[] {
  const some = allowed.map((at) => regions[at]!);
  const inside = values.filter((value) => {
    if (value === undefined) return false;
    const place = scale?.place(value);
    if (!place) return some.some(({ sample }) => sample === value);
    return some.some(
      ({ kind, low, high }) =>
        (kind === 'value' && low !== undefined && compare(low, place) === 0) ||
        (kind === 'between' && (!low || compare(low, place) < 0) && (!high || compare(place, high) < 0)),
    );
  });
  return [...some.map(({ sample }) => sample), ...inside];
}

function unique(values: readonly (Json | undefined)[]): readonly (Json | undefined)[] {
  return [...new Map(values.map((value) => [JSON.stringify(value) ?? '', value])).values()];
}
