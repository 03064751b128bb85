import { pointerTo } from '../cst/cst.js';
import { isDuration } from '@sluice/domain/time';
import { parseDecimal } from '../number/rational.js';
import type { Rational } from '../number/rational.js';
import type { OutcomeField, OutcomeFields, OutcomeShape } from './shape.js';

/** Where and why a plain value does not have an outcome's shape. */
export interface Misfit {
  readonly pointer: string;
  readonly message: string;
  /** A value that would do in its place. */
  readonly better?: unknown;
}

type Entries = Readonly<Record<string, unknown>>;

/** All misfits of a value with a shape; none when it conforms. */
export function conform(value: unknown, shape: OutcomeShape, pointer: string): Misfit[] {
  if (shape.kind === 'list') {
    if (!Array.isArray(value)) return [{ pointer, message: 'A list of outcomes is needed here.' }];
    return value.flatMap((item, i) => conform(item, shape.of, pointerTo(pointer, i)));
  }
  if (shape.kind === 'value') return [];
  if (!isEntries(value)) return [{ pointer, message: 'An outcome is needed here, not a plain value.' }];
  const fields = fieldsFor(value, shape);
  if (typeof fields === 'string') return [{ pointer, message: fields }];
  if (shape.kind !== 'variants') return conformFields(value, fields, pointer);
  return [
    ...conformFields(value, fields, pointer, shape.tag),
    ...oneMissing(value, shape.oneOf?.[String(value[shape.tag])], pointer),
  ];
}

/** Where none of several fields is said, of which one must be. */
export function oneMissing(value: Entries, names: readonly string[] | undefined, pointer: string): Misfit[] {
  if (!names || names.some((name) => Object.hasOwn(value, name))) return [];
  return [{ pointer, message: `The outcome must say its ${names.map((name) => `"${name}"`).join(' or ')}.` }];
}

/** The fields that an outcome must have, or a sentence saying why its variant cannot be told. */
export function fieldsFor(value: Entries, shape: OutcomeShape): OutcomeFields | string {
  if (shape.kind === 'record') return shape.fields;
  if (shape.kind !== 'variants') return 'An outcome with named entries does not fit here.';
  const names = Object.keys(shape.variants).join(', ');
  const tag = Object.hasOwn(value, shape.tag) ? value[shape.tag] : undefined;
  const fields = typeof tag === 'string' && Object.hasOwn(shape.variants, tag) ? shape.variants[tag] : undefined;
  const refused = typeof tag === 'string' && shape.refused?.includes(tag) === true ? shape.refusal : undefined;
  return fields ?? refused ?? `An outcome must say its "${shape.tag}": one of ${names}.`;
}

function conformFields(value: Entries, fields: OutcomeFields, pointer: string, tag?: string): Misfit[] {
  const misfits: Misfit[] = [];
  for (const name of Object.keys(value)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const here = pointerTo(pointer, name);
    if (field) misfits.push(...conformField(value[name], field, here));
    else if (name !== tag) misfits.push({ pointer: here, message: `This outcome has no entry called "${name}".` });
  }
  for (const [name, field] of Object.entries(fields)) {
    if (!field.optional && !Object.hasOwn(value, name)) {
      misfits.push({ pointer, message: `The outcome must say its "${name}".` });
    }
  }
  return misfits;
}

/** All misfits of a value with a field. */
export function conformField(value: unknown, field: OutcomeField, pointer: string): Misfit[] {
  const need = (ok: boolean, message: string, better?: unknown): Misfit[] =>
    ok ? [] : [{ pointer, message, ...(better === undefined ? {} : { better }) }];
  switch (field.type) {
    case 'text':
      return need(typeof value === 'string' && value !== '', 'A text is needed here.');
    case 'boolean':
      return need(typeof value === 'boolean', 'Yes or no (true or false) is needed here.');
    case 'integer':
      return need(Number.isSafeInteger(value), 'A whole number is needed here.');
    case 'amount':
      return need(isAmount(value), 'An amount in whole minor units (cents) is needed here.');
    case 'rate':
      return need(
        isRate(value),
        'A rate is written as a text from "0" to "100" percent, like "12.5".',
        typeof value === 'number' && isRate(String(value)) ? String(value) : undefined,
      );
    case 'factor':
      return need(isFactor(value), 'A factor is written as a text above "0", up to "100", like "1.5".');
    case 'duration':
      return need(isDuration(value), 'A duration in ISO 8601 is needed here, like "P30D".');
    case 'outcome':
      return conform(value, field.shape, pointer);
    case 'choice':
      return need(field.values.includes(value as string), `One of ${field.values.join(', ')} is needed here.`);
    case 'list':
      if (!Array.isArray(value) || value.length === 0)
        return need(false, 'A list with at least one entry is needed here.');
      return [
        ...value.flatMap((item, i) => conformField(item, field.of, pointerTo(pointer, i))),
        ...offTotal(value, field.total, pointer),
      ];
    case 'record':
      return isEntries(value)
        ? [...conformFields(value, field.fields, pointer), ...oneMissing(value, field.oneOf, pointer)]
        : need(false, 'Named entries are needed here.');
    case 'params':
      return need(
        isEntries(value) &&
          Object.values(value).every((entry) => ['string', 'number', 'boolean'].includes(typeof entry)),
        'Named texts, numbers or yes/no are needed here.',
      );
  }
}

/** Where the rates of a list do not make what they must. Entries that are no rates are told of by themselves. */
function offTotal(
  items: readonly unknown[],
  total: { readonly field: string; readonly is: string } | undefined,
  pointer: string,
): Misfit[] {
  if (!total) return [];
  const rates = items.map((item) => (isEntries(item) ? item[total.field] : undefined));
  if (!rates.every(isRate)) return [];
  const sum = rates.map((rate) => parseDecimal(String(rate))).reduce<Rational | undefined>(plus, undefined);
  const wanted = parseDecimal(total.is);
  if (!sum || !wanted || sum.n * wanted.d === wanted.n * sum.d) return [];
  return [{ pointer, message: `The entries must add up to ${total.is} percent.` }];
}

function plus(a: Rational | undefined, b: Rational | undefined): Rational | undefined {
  return a && b ? { n: a.n * b.d + b.n * a.d, d: a.d * b.d } : (a ?? b);
}

export const isEntries = (value: unknown): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAmount = (value: unknown): boolean =>
  (Number.isSafeInteger(value) && (value as number) >= 0) ||
  (typeof value === 'string' && /^(0|[1-9]\d{0,17})$/.test(value));

function isFactor(value: unknown): boolean {
  const factor = typeof value === 'string' && /^\d/.test(value) ? parseDecimal(value) : undefined;
  return factor !== undefined && factor.n > 0n && factor.n <= 100n * factor.d;
}

function isRate(value: unknown): boolean {
  const rate = typeof value === 'string' && /^\d/.test(value) ? parseDecimal(value) : undefined;
  return rate !== undefined && rate.n >= 0n && rate.n <= 100n * rate.d;
}
