import { parseDecimal } from '../number/rational.js';
import type { Type } from '../types.js';
import { dayNumber } from './day.js';

/** A fact that is not there. */
export const ABSENT = Symbol('absent');
/** A fact that is there but not of its declared type. */
export const BAD = Symbol('bad');

export type Reader = (facts: unknown) => unknown;

/** Reads and verifies the fact at a path: its value (decimals as fractions), ABSENT, or BAD. */
export function reader(path: string, type: Type): Reader {
  const convert = validator(type);
  const names = path === '' ? [] : path.split('.');
  const [first, second] = names;
  if (first !== undefined && names.length === 1) {
    return (facts) => settle(property(facts, first), convert);
  }
  if (first !== undefined && second !== undefined && names.length === 2) {
    return (facts) => settle(property(property(facts, first), second), convert);
  }
  return (facts) => settle(names.reduce(property, facts), convert);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function settle(value: unknown, convert: (value: unknown) => unknown): unknown {
  return value === undefined ? ABSENT : convert(value);
}

/** The value in the form the evaluators work on, or BAD. Names are verified at check time, so none is inherited. */
export function validator(type: Type): (value: unknown) => unknown {
  switch (type.k) {
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : BAD);
    case 'integer':
    case 'money':
    case 'instant':
      return (value) => (Number.isSafeInteger(value) ? value : BAD);
    case 'string':
      return (value) => (typeof value === 'string' ? value : BAD);
    case 'enum': {
      const values = new Set<unknown>(type.values);
      return (value) => (values.has(value) ? value : BAD);
    }
    case 'day':
      return (value) => (typeof value === 'string' && dayNumber(value) !== undefined ? value : BAD);
    case 'decimal':
      return (value) =>
        (typeof value === 'string' || typeof value === 'number' ? parseDecimal(String(value)) : undefined) ?? BAD;
    case 'list':
      return listValidator(validator(type.of));
    case 'object':
    case 'record':
      return (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : BAD);
    case 'truth':
    case 'null':
    case 'any':
    case 'nothing':
      return (value) => value;
  }
}

function listValidator(item: (value: unknown) => unknown): (value: unknown) => unknown {
  return (value) => {
    if (!Array.isArray(value)) return BAD;
    const items = value.map(item);
    return items.includes(BAD) ? BAD : items;
  };
}
