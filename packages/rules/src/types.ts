import type { FactFields, FactType } from './facts/schema.js';

/**
 * Types inside the checker. `exact: false` marks a quotient or a share of an amount that must reach `round` or a comparison;
 * `any` exists only for facts that are known to be absent while facts are inferred; `nothing` is the element of `[]`.
 */
export type Type =
  | {
      readonly k:
        'boolean' | 'integer' | 'string' | 'day' | 'instant' | 'record' | 'truth' | 'null' | 'any' | 'nothing';
    }
  | { readonly k: 'decimal'; readonly exact: boolean }
  | { readonly k: 'money'; readonly currency: string; readonly exact: boolean }
  | { readonly k: 'enum'; readonly values: readonly string[] }
  | { readonly k: 'list'; readonly of: Type }
  | { readonly k: 'object'; readonly fields: FactFields };

export const BOOLEAN: Type = { k: 'boolean' };
export const INTEGER: Type = { k: 'integer' };
export const STRING: Type = { k: 'string' };
export const NOTHING: Type = { k: 'nothing' };
/** Yes/no or a list: only good as a condition. */
export const TRUTH_VALUE: Type = { k: 'truth' };
export const ANY: Type = { k: 'any' };
export const DECIMAL: Type = { k: 'decimal', exact: true };
export const INEXACT: Type = { k: 'decimal', exact: false };

export function typeOfFact(fact: FactType): Type {
  switch (fact.type) {
    case 'string':
    case 'boolean':
    case 'integer':
    case 'day':
    case 'instant':
      return { k: fact.type };
    case 'decimal':
      return DECIMAL;
    case 'money':
      return { k: 'money', currency: fact.currency, exact: true };
    case 'enum':
      return { k: 'enum', values: fact.values.map((entry) => entry.value) };
    case 'list':
      return { k: 'list', of: fact.of.type === 'unknown' ? ANY : typeOfFact(fact.of) };
    case 'object':
      return { k: 'object', fields: fact.fields };
    case 'unknown':
      return ANY;
  }
}

/** The type that values of both types have, or undefined when the two must not meet. */
export function join(a: Type, b: Type): Type | undefined {
  if (a.k === 'any' || a.k === 'nothing') return b;
  if (b.k === 'any' || b.k === 'nothing') return a;
  if (a.k === 'decimal' || b.k === 'decimal') {
    if (!isNumber(a) || !isNumber(b)) return undefined;
    return isExact(a) && isExact(b) ? DECIMAL : INEXACT;
  }
  if (a.k === 'money' && b.k === 'money') {
    return a.currency === b.currency ? { ...a, exact: a.exact && b.exact } : undefined;
  }
  if (a.k === 'enum' && b.k === 'enum') return sameValues(a.values, b.values) ? a : STRING;
  if (isText(a) && isText(b)) return STRING;
  if (a.k === 'list' && b.k === 'list') {
    const of = join(a.of, b.of);
    return of && { k: 'list', of };
  }
  if (a.k === 'object' && b.k === 'object') return a.fields === b.fields ? a : { k: 'record' };
  return a.k === b.k ? a : undefined;
}

const sameValues = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((value) => b.includes(value)));

export const isNumber = (type: Type): boolean => type.k === 'integer' || type.k === 'decimal' || type.k === 'any';
export const isText = (type: Type): boolean => type.k === 'string' || type.k === 'enum' || type.k === 'any';
export const isExact = (type: Type): boolean => (type.k === 'decimal' || type.k === 'money' ? type.exact : true);

/** Decimals and shares of money are fractions of two bigints at run; everything else is its JSON value. */
export const isRational = (type: Type): boolean => type.k === 'decimal' || (type.k === 'money' && !type.exact);

/** True when a value of the type, or a part of it, is a fraction. */
export const holdsRational = (type: Type): boolean => isRational(type) || (type.k === 'list' && holdsRational(type.of));

/** The type in words for the sentences of the checker. */
export function describe(type: Type): string {
  switch (type.k) {
    case 'boolean':
    case 'truth':
      return 'a yes/no';
    case 'integer':
      return 'a whole number';
    case 'decimal':
      return 'a decimal number';
    case 'money':
      return type.currency === 'programme' ? 'an amount of money' : `an amount in ${type.currency}`;
    case 'string':
      return 'a text';
    case 'enum':
      return 'one of a list of names';
    case 'day':
      return 'a date';
    case 'instant':
      return 'a point in time';
    case 'list':
      return type.of.k === 'nothing' || type.of.k === 'any'
        ? 'a list'
        : `a list (of ${describe(type.of).replace(/^an? /, '')})`;
    case 'object':
      return 'a group of facts';
    case 'record':
      return 'an outcome';
    case 'null':
      return 'nothing (null)';
    case 'any':
    case 'nothing':
      return 'a value of unknown type';
  }
}
