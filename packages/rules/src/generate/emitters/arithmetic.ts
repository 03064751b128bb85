import type { TypedCall } from '../../check/typed.js';
import * as rational from '../../number/rational.js';
import type { Rational } from '../../number/rational.js';
import { roundTo } from '../../number/round.js';
import type { RoundingMode } from '../../number/round.js';
import { INEXACT, isRational } from '../../types.js';
import type { Type } from '../../types.js';
import { unfit } from '../emitter.js';
import type { Emit, Emitter } from '../emitter.js';

/** A whole number that is still exact; −0 becomes 0. */
const safe = (value: number): number => (Number.isSafeInteger(value) ? value + 0 : unfit());
const remainderOf = (a: number, b: number): number => (b === 0 ? unfit() : a % b);
const least = (a: Rational, b: Rational): Rational => (rational.compare(b, a) < 0 ? b : a);
const greatest = (a: Rational, b: Rational): Rational => (rational.compare(b, a) > 0 ? b : a);

interface Ways {
  /** An expression of two whole numbers. */
  readonly whole: (a: string, b: string, emitter: Emitter) => string;
  readonly fraction: (a: Rational, b: Rational) => Rational;
}

const WAYS = {
  '+': { whole: (a, b) => `${a} + ${b}`, fraction: rational.add },
  '-': { whole: (a, b) => `${a} - ${b}`, fraction: rational.subtract },
  '*': { whole: (a, b) => `${a} * ${b}`, fraction: rational.multiply },
  '%': { whole: (a, b, emitter) => `${emitter.constant(remainderOf)}(${a}, ${b})`, fraction: rational.remainder },
  min: { whole: (a, b) => `Math.min(${a}, ${b})`, fraction: least },
  max: { whole: (a, b) => `Math.max(${a}, ${b})`, fraction: greatest },
} satisfies Readonly<Record<string, Ways>>;

function fold(node: TypedCall, type: Type, { whole, fraction }: Ways, emitter: Emitter): string {
  const args = node.args.map((each) => emitter.as(each, type));
  if (isRational(type)) return args.reduce((a, b) => `${emitter.constant(fraction)}(${a}, ${b})`);
  return args.reduce((a, b) => `${emitter.constant(safe)}(${whole(a, b, emitter)})`);
}

const folded =
  (ways: Ways): Emit =>
  (node, emitter) =>
    fold(node, node.type, ways, emitter);

const subtract: Emit = (node, emitter) => {
  if (node.args.length === 2) return fold(node, node.type, WAYS['-'], emitter);
  const only = emitter.as(node.args[0]!, node.type);
  return isRational(node.type)
    ? `${emitter.constant(rational.negate)}(${only})`
    : `${emitter.constant(safe)}(-(${only}))`;
};

const divide: Emit = (node, emitter) => {
  const [a, b] = node.args;
  if (!a || !b) return undefined;
  return `${emitter.constant(rational.divide)}(${emitter.as(a, INEXACT)}, ${emitter.as(b, INEXACT)})`;
};

const hundred = rational.ofInteger(100);
const percentOf = (rate: Rational, base: Rational): Rational => rational.divide(rational.multiply(rate, base), hundred);

const percent: Emit = (node, emitter) => {
  const [rate, base] = node.args;
  if (!rate || !base) return undefined;
  return `${emitter.constant(percentOf)}(${emitter.as(rate, INEXACT)}, ${emitter.as(base, INEXACT)})`;
};

const round: Emit = (node, emitter) => {
  const { places, mode } = node.settled as unknown as { readonly places: number; readonly mode: RoundingMode };
  const value = emitter.as(node.args[0]!, INEXACT);
  const unit = 10n ** BigInt(places);
  const toPlaces = (each: Rational): Rational => rational.rational(roundTo(each, places, mode).n, unit);
  const toWhole = (each: Rational): number => safe(Number(roundTo(each, 0, mode).n));
  return `${emitter.constant(node.type.k === 'decimal' ? toPlaces : toWhole)}(${value})`;
};

export const ARITHMETIC: Readonly<Record<string, Emit>> = {
  '+': folded(WAYS['+']),
  '-': subtract,
  '*': (node, emitter) => fold(node, isRational(node.type) ? INEXACT : node.type, WAYS['*'], emitter),
  '/': divide,
  '%': folded(WAYS['%']),
  min: folded(WAYS.min),
  max: folded(WAYS.max),
  percent_of: percent,
  round,
};
