import { describe, expect, it } from '@jest/globals';
import { COMMISSION_FACTS, evaluate, FACTS, fieldAt, inferSchema, specialise, validateField } from '../src/index.js';
import type { FactField, FactFields } from '../src/index.js';

const region: FactField = {
  type: 'enum',
  values: [{ value: 'north', label: { en: 'North', de: 'Nord' } }, { value: 'south' }],
  label: { en: 'Region', de: 'Region' },
  optional: true,
};

describe('a schema made a programme’s own', () => {
  const own = specialise(COMMISSION_FACTS, {
    currency: 'EUR',
    version: 4,
    fields: {
      'partner.region': region,
      'partner.tier': { type: 'enum', values: [{ value: 'gold', label: 'Gold' }] },
      'order.shop.name': { type: 'string', label: 'Shop' },
      customer: { type: 'object', fields: { segment: { type: 'string' } } },
      kind: { type: 'boolean' },
    },
  });

  it('has its currency and version, and its fields in their places; the shipped one stays as it was', () => {
    expect([own.id, own.version, own.currency]).toEqual(['commission', 4, 'EUR']);
    expect(fieldAt(own, 'partner.region')).toEqual(region);
    expect(fieldAt(own, 'order.shop.name')).toMatchObject({ type: 'string' });
    expect(fieldAt(own, 'order.net')).toMatchObject({ type: 'money' });
    expect(fieldAt(COMMISSION_FACTS, 'partner.region')).toBeUndefined();
  });

  it('keeps the words of a field that it makes narrower, and merges groups', () => {
    expect(fieldAt(own, 'partner.tier')).toMatchObject({
      type: 'enum',
      phrase: { en: 'tier' },
      label: { de: 'Stufe' },
    });
    expect(fieldAt(own, 'customer.isNew')).toMatchObject({ type: 'boolean' });
    expect(fieldAt(own, 'customer.segment')).toMatchObject({ type: 'string' });
  });

  it('leaves nothing of another type behind', () => {
    const text = specialise(COMMISSION_FACTS, { fields: { 'order.kind': { type: 'string' } } });
    expect(Object.keys(fieldAt(text, 'order.kind') ?? {}).sort()).toEqual(['example', 'label', 'phrase', 'type']);
  });

  it('leaves no clauses of a yes/no behind', () => {
    const text = specialise(COMMISSION_FACTS, { fields: { 'customer.isNew': { type: 'string', example: 'x' } } });
    expect(Object.keys(fieldAt(text, 'customer.isNew') ?? {}).sort()).toEqual(['example', 'label', 'type']);
  });

  it('can be used in rules', () => {
    const rule = { if: [{ '==': [{ var: ['partner.region', 'south'] }, 'north'] }, 'a', 'b'] };
    expect(evaluate(rule, { partner: { region: 'north' } }, own)).toMatchObject({ value: 'a' });
    expect(evaluate({ '==': [{ var: ['partner.region', 'south'] }, 'nroth'] }, {}, own)).toMatchObject({
      problems: [{ code: 'not_in_enum', fix: { replacement: 'north' } }],
    });
  });

  it('never puts facts in the place of one that ships', () => {
    expect(() => specialise(COMMISSION_FACTS, { fields: { 'order.net.cents': { type: 'integer' } } })).toThrow(
      RangeError,
    );
  });
});

describe('a custom field', () => {
  const good: readonly (readonly [string, FactField])[] = [
    ['partner.region', { ...region, example: 'south' }],
    ['partner.audience', { type: 'integer', label: 'Audience', unit: 'people', example: 12000 }],
    ['partner.contract.since', { type: 'day', example: '2026-02-28' }],
    ['order.margin', { type: 'money', currency: 'programme', example: 1200 }],
    ['order.weight', { type: 'decimal', unit: 'kg', example: '1.25' }],
    [
      'order.items',
      { type: 'list', of: { type: 'object', fields: { sku: { type: 'string' } } }, example: [{ sku: 'A' }] },
    ],
  ];
  it.each(good)('%s can be added', (path, field) => {
    expect(validateField(COMMISSION_FACTS, path, field)).toEqual([]);
    expect(fieldAt(specialise(COMMISSION_FACTS, { fields: { [path]: field } }), path)).toEqual(field);
  });

  const text: FactField = { type: 'string' };
  const bad: readonly (readonly [string, FactField, string, string])[] = [
    ['order.net', text, 'taken', '/path'],
    ['order.net.cents', text, 'not_a_group', '/path'],
    ['partner.__proto__', text, 'inherited_name', '/path'],
    ['partner.constructor', text, 'inherited_name', '/path'],
    ['partner.my region', text, 'bad_name', '/path'],
    ['partner.1st', text, 'bad_name', '/path'],
    ['', text, 'bad_name', '/path'],
    ['a.b.c.d.e.f', text, 'too_deep', '/path'],
    ['partner.x', { type: 'enum', values: [] }, 'no_values', '/values'],
    ['partner.x', { type: 'enum', values: [{ value: 'a' }, { value: 'a' }] }, 'duplicate_value', '/values/1/value'],
    ['partner.x', { type: 'enum', values: [{ value: ' ' }] }, 'empty_text', '/values/0/value'],
    [
      'partner.x',
      { type: 'enum', values: [{ value: 'a', label: { en: 'A', de: '' } }] },
      'empty_text',
      '/values/0/label/de',
    ],
    ['partner.x', { type: 'money', currency: 'Euro' }, 'bad_currency', '/currency'],
    ['partner.x', { type: 'integer', label: '' }, 'empty_text', '/label'],
    ['partner.x', { type: 'integer', example: '7' }, 'bad_example', '/example'],
    ['partner.x', { type: 'day', example: '2026-02-30' }, 'bad_example', '/example'],
    ['partner.x', { type: 'object', fields: { valueOf: text } }, 'bad_name', '/fields/valueOf'],
    ['partner.x', { type: 'list', of: { type: 'unknown', why: 'x' } }, 'bad_type', '/of/type'],
  ];
  it.each(bad)('%s %j is refused with %s', (path, field, code, pointer) => {
    const problems = validateField(COMMISSION_FACTS, path, field);
    expect(problems.map((problem) => [problem.code, problem.pointer])).toEqual([[code, pointer]]);
    expect(problems[0]?.message).toMatch(/^["\p{L}].{15,}\.$/u);
  });
});

describe('the facts that ship', () => {
  it('could each be added by hand: good names, texts that are not empty, examples of their own type', () => {
    const visit = (fields: FactFields, path: string): void => {
      for (const [name, field] of Object.entries(fields)) {
        const problems = validateField({ id: 'none', version: 1, fields: {} }, `${path}${name}`, field);
        expect([`${path}${name}`, problems]).toEqual([`${path}${name}`, []]);
        if (field.type === 'object') visit(field.fields, `${path}${name}.`);
      }
    };
    for (const schema of FACTS.values()) visit(schema.fields, '');
  });
});

describe('facts inferred from a sample', () => {
  it.each([[[1, null]], [[1, 'a']], [[[1], ['a']]]])('a list of several types, %j, cannot be used', (list) => {
    expect(evaluate({ map: [{ var: 'list' }, { '+': [{ var: '' }, 0.5] }] }, { list })).toMatchObject({
      problems: [{ code: 'untyped_fact' }],
    });
  });

  it('an empty list can be, and its items are of no type yet', () => {
    expect(inferSchema({ list: [] }).fields['list']).toMatchObject({ type: 'list' });
    expect(evaluate({ some: [{ var: 'list' }, { '>': [{ var: 'q' }, 0.5] }] }, { list: [] })).toMatchObject({
      value: false,
    });
  });
});
