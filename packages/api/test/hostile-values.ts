import fc from 'fast-check';
import { z } from 'zod';

type Schema = Record<string, unknown> & {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
};

/** What careless and hostile people send where something else is meant. */
const nasty: fc.Arbitrary<unknown> = fc.constantFrom(
  ...['', '__proto__', 'constructor', 'NaN', '\u0000', 'a\u0000b', '\ud800', 'A'.repeat(5_000), '../../etc/passwd'],
  ...[
    '=1+1',
    '2026-13-45',
    '2026-02-30',
    '9999-12-31T23:59:59.999Z',
    '-1',
    '1e5',
    '9'.repeat(30),
    'XXX',
    '%00',
    '\u202Eabc',
  ],
  ...[{ $ne: null }, { $gt: '' }, { constructor: { prototype: {} } }, JSON.parse('{"__proto__":{"x":1}}') as unknown],
  ...[[], {}, null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER],
);

/** Values much as the schema wants them, with something nasty here and there. `known` are texts that name what is there. */
export function hostile(type: z.ZodType, known: readonly string[]): fc.Arbitrary<unknown> {
  const root = z.toJSONSchema(type, { unrepresentable: 'any', io: 'input' }) as Schema;
  return valueOf(root, root, fc.constantFrom('x', 'some text', 'USD', 'EUR', '10', '12.5', 'sepa', ...known), 0);
}

function valueOf(schema: Schema, root: Schema, texts: fc.Arbitrary<string>, depth: number): fc.Arbitrary<unknown> {
  const inner = (of: Schema | boolean | undefined): fc.Arbitrary<unknown> =>
    typeof of !== 'object' || depth > 6 ? nasty : valueOf(of, root, texts, depth + 1);
  return fc.oneof({ weight: 25, arbitrary: meant() }, { weight: 1, arbitrary: nasty });

  function meant(): fc.Arbitrary<unknown> {
    if (schema.$ref !== undefined) return inner(resolved(root, schema.$ref));
    if ('const' in schema) return fc.constant(schema['const']);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const either = schema.anyOf ?? schema.oneOf;
    if (either) return fc.oneof(...either.map(inner));
    if (schema.allOf)
      return fc.tuple(...schema.allOf.map(inner)).map((parts) => Object.assign({}, ...parts) as unknown);
    switch (schema.type) {
      case 'object':
        return objectOf();
      case 'array':
        return fc.array(inner(schema.items), { maxLength: 3 });
      case 'string':
        return textOf(schema, texts);
      case 'integer':
      case 'number':
        return numberOf(schema);
      case 'boolean':
        return fc.boolean();
      default:
        return nasty;
    }
  }

  function objectOf(): fc.Arbitrary<unknown> {
    const { required = [], properties = {} } = schema;
    // What may be left out mostly is, or hardly anything would pass the first check.
    const fields = Object.entries(properties).map(([key, of]) => [
      key,
      required.includes(key)
        ? inner(of)
        : fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: inner(of) }),
    ]);
    const known = fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>);
    const { additionalProperties: more } = schema;
    if (typeof more !== 'object') return known;
    return fc
      .tuple(known, fc.dictionary(fc.constantFrom('a', 'USD', 'x-y'), inner(more), { maxKeys: 2 }))
      .map(([some, others]) => ({ ...others, ...some }));
  }
}

function numberOf({ minimum = 0, maximum = 100 }: Schema): fc.Arbitrary<number> {
  const most = Math.max(minimum, Math.min(maximum, 2 ** 31));
  return fc.constantFrom(minimum, minimum, minimum + 1, most, most);
}

function textOf({ format, pattern = '' }: Schema, texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  if (format === 'date-time')
    return fc.constantFrom('2026-11-01T00:00:00.000Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z');
  if (format === 'date' || pattern.includes('\\d{4}-'))
    return fc.constantFrom('2026-11-01', '2024-02-29', '0001-01-01', '9999-12-31');
  if (format === 'email') return fc.constantFrom('a@example.com', 'x+y@example.org');
  if (pattern.includes('[A-Z]{3}')) return fc.constantFrom('USD', 'EUR', 'JPY', 'KWD');
  if (/\\d|0-9/.test(pattern)) return fc.oneof(fc.constantFrom('0', '1', '-5', '100', '12345678901234567890'), texts);
  return texts;
}

function resolved(root: Schema, reference: string): Schema {
  return reference
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root) as Schema;
}
