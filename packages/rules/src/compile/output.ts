import type { Json } from '../cst/value.js';
import { toDecimalText } from '../number/rational.js';
import type { Rational } from '../number/rational.js';
import { holdsRational } from '../types.js';
import type { Type } from '../types.js';

/**
 * A value as JSON. A decimal is a JSON number when that says it exactly (at most 15 digits), otherwise a decimal string; a
 * fraction that does not end (only inside a trace) is "n/d".
 */
export function output(type: Type): (value: unknown) => Json {
  if (!holdsRational(type)) return (value) => value as Json;
  if (type.k === 'list') {
    const item = output(type.of);
    return (value) => (value as unknown[]).map(item);
  }
  return (value) => fraction(value as Rational);
}

function fraction(value: Rational): Json {
  const text = toDecimalText(value);
  if (text === undefined) return `${value.n}/${value.d}`;
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '').length;
  return digits <= 15 ? Number(text) : text;
}
