import { pointerTo } from '../cst/cst.js';
import { parseDecimal } from '../number/rational.js';
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
  return conformFields(value, fields, pointer, shape.kind === 'variants' ? shape.tag : undefined);
}

/** The fields that an outcome must have, or a sentence saying why its variant cannot be told. */
export function fieldsFor(value: Entries, shape: OutcomeShape): OutcomeFields | string {
  if (shape.kind === 'record') return shape.fields;
  if (shape.kind !== 'variants') return 'An outcome with named entries does not fit here.';
  const names = Object.keys(shape.variants).join(', ');
  const tag = Object.hasOwn(value, shape.tag) ? value[shape.tag] : undefined;
  const fields = typeof tag === 'string' && Object.hasOwn(shape.variants, tag) ? shape.variants[tag] : undefined;
  return fields ?? `An outcome must say its "${shape.tag}": one of ${names}.`;
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

function conformField(value: unknown, field: OutcomeField, pointer: string): Misfit[] {
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
    case 'choice':
      return need(field.values.includes(value as string), `One of ${field.values.join(', ')} is needed here.`);
    case 'list':
      if (!Array.isArray(value) || value.length === 0)
        return need(false, 'A list with at least one entry is needed here.');
      return value.flatMap((item, i) => conformField(item, field.of, pointerTo(pointer, i)));
    case 'record':
      return isEntries(value)
        ? conformFields(value, field.fields, pointer)
        : need(false, 'Named entries are needed here.');
    case 'params':
      return need(
        isEntries(value) &&
          Object.values(value).every((entry) => ['string', 'number', 'boolean'].includes(typeof entry)),
        'Named texts, numbers or yes/no are needed here.',
      );
  }
}

export const isEntries = (value: unknown): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAmount = (value: unknown): boolean =>
  (Number.isSafeInteger(value) && (value as number) >= 0) ||
  (typeof value === 'string' && /^(0|[1-9]\d{0,17})$/.test(value));

function isRate(value: unknown): boolean {
  const rate = typeof value === 'string' && /^\d/.test(value) ? parseDecimal(value) : undefined;
  return rate !== undefined && rate.n >= 0n && rate.n <= 100n * rate.d;
}
