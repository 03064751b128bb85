import type { EnumValue, FactField, FactFields, LocalText } from '../facts/schema.js';

/** English and German. */
type Pair = readonly [en: string, de: string];

interface Words {
  readonly label: Pair;
  /** The fact as the subject of a sentence; the label when left out. */
  readonly phrase?: Pair;
  readonly help?: Pair;
  readonly optional?: true;
}

/** The words of a field, as a schema keeps them. */
function words({ label, phrase, help, optional }: Words): Omit<FactField, 'type'> {
  return {
    label: both(label),
    ...(phrase ? { phrase: both(phrase) } : {}),
    ...(help ? { help: both(help) } : {}),
    ...(optional ? { optional } : {}),
  };
}

export const both = ([en, de]: Pair): LocalText => ({ en, de });

export const text = (example: string, each: Words): FactField => ({ type: 'string', ...words(each), example });
export const whole = (example: number, each: Words): FactField => ({ type: 'integer', ...words(each), example });
export const day = (example: string, each: Words): FactField => ({ type: 'day', ...words(each), example });

/** A point in time, in UTC milliseconds. */
export const instant = (each: Words): FactField => ({ type: 'instant', ...words(each), example: 1795219200000 });

/** An amount in minor units of the programme's currency. */
export const amount = (example: number, each: Words): FactField => ({
  type: 'money',
  currency: 'programme',
  ...words(each),
  example,
});

/** Percent, as a decimal text. */
export const percent = (example: string, each: Words): FactField => ({
  type: 'decimal',
  ...words(each),
  unit: '%',
  example,
});

/** One of declared names, each with its words. */
export const choice = (values: Readonly<Record<string, Pair>>, each: Words): FactField => {
  const entries = Object.entries(values).map(([value, label]): EnumValue => ({ value, label: both(label) }));
  return { type: 'enum', values: entries, ...words(each), example: entries[0]?.value };
};

/** Yes or no; `yes` and `no` are the whole clause after "because". */
export const yesNo = (yes: Pair, no: Pair, each: Words): FactField => ({
  type: 'boolean',
  clauses: { yes: both(yes), no: both(no) },
  ...words(each),
  example: true,
});

export const texts = (example: readonly string[], each: Words): FactField => ({
  type: 'list',
  of: { type: 'string' },
  ...words(each),
  example,
});

export const group = (label: Pair, fields: FactFields): FactField => ({ type: 'object', label: both(label), fields });

export const listOf = (fields: FactFields, example: unknown, each: Words): FactField => ({
  type: 'list',
  of: { type: 'object', fields },
  ...words(each),
  example,
});
