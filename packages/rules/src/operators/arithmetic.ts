import type { Checker } from '../check/checker.js';
import type { TypedCall, TypedNode } from '../check/typed.js';
import type { Compiler, Evaluator } from '../compile/compiler.js';
import { fault } from '../compile/fault.js';
import * as rational from '../number/rational.js';
import type { Rational } from '../number/rational.js';
import { DECIMAL, describe, INEXACT, INTEGER, isExact, isNumber, isRational } from '../types.js';
import type { Type } from '../types.js';
import { arg, call } from './call.js';
import type { CallSite, Operator } from './operator.js';

type Whole = (a: number, b: number) => number;
type Fraction = (a: Rational, b: Rational) => Rational;

/** Checks that a whole number is still exact; beyond 2^53 − 1 is an error, never a wrong value. −0 becomes 0. */
export function safe(value: number): number {
  if (!Number.isSafeInteger(value)) fault('overflow', 'A whole number in the rule grows beyond 9,007,199,254,740,991.');
  return value + 0;
}

/** Operators on values of one kind: sums, differences, remainders, the least and the greatest. */
function sameKind(name: string, arity: Operator['arity'], summary: string, whole: Whole, fraction: Fraction): Operator {
  return {
    name,
    arity,
    class: 'portable',
    summary,
    faults: true,
    check(site, checker) {
      const args = site.args.map((each) => checker.node(each));
      const type = checker.unify(args, site.pointer);
      const orders = name === 'min' || name === 'max';
      if (!isNumber(type) && type.k !== 'money' && !(orders && type.k === 'instant'))
        return notNumber(site, type, checker);
      if (type.k === 'decimal' || (type.k === 'money' && (!orders || !type.exact))) checker.raise('decimal');
      return call(site, args, type, { flexible: args.map((_, i) => i) });
    },
    compile: (node, compiler) => fold(node, compiler, whole, fraction),
  };
}

function fold(node: TypedCall, compiler: Compiler, whole: Whole, fraction: Fraction): Evaluator {
  const args = node.args.map((each) => compiler.fnAs(each, node.type));
  const first = arg(args, 0);
  const rest = args.slice(1);
  if (isRational(node.type))
    return () => rest.reduce((sum, each) => fraction(sum, each() as Rational), first() as Rational);
  if (rest.length === 1) {
    const second = arg(rest, 0);
    return () => safe(whole(first() as number, second() as number));
  }
  return () => rest.reduce((sum, each) => safe(whole(sum, each() as number)), first() as number);
}

function notNumber(site: CallSite, type: Type, checker: Checker): TypedNode {
  return checker.refuse(site.pointer, 'wrong_type', `"${site.name}" needs numbers, but this is ${describe(type)}.`);
}

const nonZero = (b: number): number => (b === 0 ? fault('division_by_zero', 'The rule divides by zero.') : b);
export const least: Fraction = (a, b) => (rational.compare(b, a) < 0 ? b : a);
export const greatest: Fraction = (a, b) => (rational.compare(b, a) > 0 ? b : a);

export const ADD = sameKind('+', [1, Infinity], 'The sum.', (a, b) => a + b, rational.add);
export const REMAINDER = sameKind(
  '%',
  [2, 2],
  'What a division leaves over.',
  (a, b) => a % nonZero(b),
  rational.remainder,
);
export const MIN = sameKind('min', [1, Infinity], 'The least of the values.', Math.min, least);
export const MAX = sameKind('max', [1, Infinity], 'The greatest of the values.', Math.max, greatest);

const DIFFERENCE = sameKind(
  '-',
  [1, 2],
  'The difference, or the value with the other sign.',
  (a, b) => a - b,
  rational.subtract,
);
export const SUBTRACT: Operator = {
  ...DIFFERENCE,
  compile(node, compiler) {
    if (node.args.length === 2) return DIFFERENCE.compile(node, compiler);
    const only = compiler.fnAs(arg(node.args, 0), node.type);
    return isRational(node.type) ? () => rational.negate(only() as Rational) : () => safe(-(only() as number));
  },
};

/** A product: numbers, or one amount of money and numbers. Money times a fraction must be rounded. */
export const MULTIPLY: Operator = {
  name: '*',
  arity: [1, Infinity],
  class: 'portable',
  summary: 'The product.',
  faults: true,
  check(site, checker) {
    const args = site.args.map((each) => checker.node(each));
    const money = args.filter((each) => each.type.k === 'money');
    const numbers = args.filter((each) => each.type.k !== 'money');
    const wrong = numbers.find((each) => !isNumber(each.type));
    if (wrong) return notNumber(site, wrong.type, checker);
    if (money.length > 1) return checker.refuse(site.pointer, 'wrong_type', 'Money cannot be multiplied by money.');
    const whole = numbers.every((each) => each.type.k === 'integer');
    const exact = args.every((each) => isExact(each.type));
    if (!whole || money.length) checker.raise('decimal');
    const amount = money[0]?.type;
    if (amount?.k === 'money') return call(site, args, { ...amount, exact: amount.exact && whole });
    return call(site, args, whole ? INTEGER : exact ? DECIMAL : INEXACT);
  },
  compile(node, compiler) {
    const type: Type = isRational(node.type) ? INEXACT : node.type;
    return fold({ ...node, type }, compiler, (a, b) => a * b, rational.multiply);
  },
};

/** A quotient; it must be rounded or compared, unless the divisor is a constant such as 100 that always ends. */
export const DIVIDE: Operator = {
  name: '/',
  arity: [2, 2],
  class: 'decimal',
  summary: 'The quotient; round it.',
  faults: true,
  check(site, checker) {
    const [a, b] = [checker.node(arg(site.args, 0)), checker.node(arg(site.args, 1))];
    const wrong = [a, b].find((each) => !isNumber(each.type) && each.type.k !== 'money');
    if (wrong) return notNumber(site, wrong.type, checker);
    if (a.type.k === 'money' && b.type.k === 'money') {
      checker.unify([a, b], site.pointer);
      return call(site, [a, b], INEXACT);
    }
    if (b.type.k === 'money')
      return checker.refuse(site.pointer, 'mixed_types', 'A number cannot be divided by money.');
    if (a.type.k === 'money') return call(site, [a, b], { ...a.type, exact: false });
    return call(site, [a, b], isExact(a.type) && ends(b) ? DECIMAL : INEXACT);
  },
  compile(node, compiler) {
    const [a, b] = [arg(node.args, 0), arg(node.args, 1)];
    const [dividend, divisor] = [compiler.fnAs(a, INEXACT), compiler.fnAs(b, INEXACT)];
    return () => rational.divide(dividend() as Rational, divisor() as Rational);
  },
};

function ends(divisor: TypedNode): boolean {
  if (divisor.kind !== 'literal' || !divisor.number || divisor.number.n === 0n) return false;
  const { n, d } = divisor.number;
  return rational.toDecimalText(rational.rational(d, n)) !== undefined;
}
