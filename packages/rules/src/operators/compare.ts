import type { Checker } from '../check/checker.js';
import type { TypedCall, TypedNode } from '../check/typed.js';
import type { Compiler, Evaluator } from '../compile/compiler.js';
import type { CstNode } from '../cst/cst.js';
import { ABSENT } from '../facts/read.js';
import { compare as compareFractions } from '../number/rational.js';
import type { Rational } from '../number/rational.js';
import { BOOLEAN, describe, INEXACT, isRational, join } from '../types.js';
import type { Type } from '../types.js';
import { arg, call } from './call.js';
import { checkVar } from './facts.js';
import type { CallSite, Operator } from './operator.js';

/** Same or not: between values of one type, or a fact against null (is it there). */
const equality = (name: string, same: boolean): Operator => ({
  name,
  arity: [2, 2],
  class: 'portable',
  summary: same ? 'Yes when both values are the same.' : 'Yes when the values differ.',
  check: (site, checker) => nullTest(site, checker, same) ?? sameType(site, checker, SCALAR),
  compile(node, compiler) {
    if (node.read) {
      const get = compiler.fn(arg(node.args, 0));
      return () => (get() === ABSENT) === same;
    }
    const [a, b] = [arg(node.args, 0), arg(node.args, 1)];
    if (isRational(common(node.args))) {
      const order = fractions(a, b, compiler);
      return () => (order() === 0) === same;
    }
    const left = compiler.fn(a);
    if (b.kind === 'literal') {
      const { value } = b;
      return same ? () => left() === value : () => left() !== value;
    }
    const right = compiler.fn(b);
    return same ? () => left() === right() : () => left() !== right();
  },
});

export const EQUAL = equality('==', true);
export const STRICT_EQUAL = equality('===', true);
export const NOT_EQUAL = equality('!=', false);
export const STRICT_NOT_EQUAL = equality('!==', false);

const SCALAR = ['boolean', 'integer', 'decimal', 'money', 'string', 'enum', 'day', 'instant', 'any', 'nothing'];
const ORDERED = ['integer', 'decimal', 'money', 'string', 'day', 'instant', 'any', 'nothing'];

/** `{"==": [{"var": "x"}, null]}` asks whether a fact is absent. */
function nullTest(site: CallSite, checker: Checker, same: boolean): TypedNode | undefined {
  const isNull = (cst: CstNode | undefined): boolean => cst?.kind === 'null';
  const other = isNull(site.args[1]) ? site.args[0] : isNull(site.args[0]) ? site.args[1] : undefined;
  const member = other?.kind === 'object' && other.members.length === 1 ? other.members[0] : undefined;
  if (!other || member?.key !== 'var') return undefined;
  const { value } = member;
  const args = value.kind === 'array' ? value.items.map((item) => item.value) : [value];
  if (args.length !== 1) return undefined;
  const fact = checkVar({ name: 'var', pointer: other.pointer, args }, checker, true);
  if (fact.kind !== 'call' || !fact.read) return fact;
  const there = fact.read.paths;
  const presence = same ? { whenTrue: [], whenFalse: there } : { whenTrue: there, whenFalse: [] };
  return call(site, [fact], BOOLEAN, { presence, read: fact.read });
}

function sameType(site: CallSite, checker: Checker, allowed: readonly string[]): TypedNode {
  const args = site.args.map((each) => checker.node(each));
  const type = checker.unify(args, site.pointer);
  if (!allowed.includes(type.k)) {
    const message = `"${site.name}" cannot compare ${describe(type)}.`;
    return checker.refuse(site.pointer, 'wrong_type', message);
  }
  if (isRational(type)) checker.raise('decimal');
  return call(site, args, BOOLEAN);
}

function common(args: readonly TypedNode[]): Type {
  return args.map((each) => each.type).reduce((a, b) => join(a, b) ?? a);
}

const holds: Record<string, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Order: numbers, money of one currency, dates, points in time, texts (by UTF-16 unit, as JavaScript does). */
const ordering = (name: '<' | '<=' | '>' | '>=', summary: string): Operator => ({
  name,
  arity: name.startsWith('<') ? [2, 3] : [2, 2],
  class: 'portable',
  summary,
  check: (site, checker) => sameType(site, checker, ORDERED),
  compile(node, compiler) {
    const [a, b, c] = node.args;
    if (!a || !b) throw new Error('a comparison has two values');
    const fraction = isRational(common(node.args));
    const lower = pair(name, a, b, fraction, compiler);
    if (!c) return lower;
    return between(name, node, fraction, compiler);
  },
});

function pair(
  name: '<' | '<=' | '>' | '>=',
  a: TypedNode,
  b: TypedNode,
  fraction: boolean,
  compiler: Compiler,
): Evaluator {
  if (fraction) {
    const order = fractions(a, b, compiler);
    const test = holds[name];
    if (!test) throw new Error(`no order ${name}`);
    return () => test(order());
  }
  const left = compiler.fn(a) as () => number;
  if (b.kind === 'literal') {
    const value = b.value as number;
    return NATIVE_LITERAL[name](left, value);
  }
  return NATIVE[name](left, compiler.fn(b) as () => number);
}

type Native = Record<'<' | '<=' | '>' | '>=', (a: () => number, b: () => number) => Evaluator>;
const NATIVE: Native = {
  '<': (a, b) => () => a() < b(),
  '<=': (a, b) => () => a() <= b(),
  '>': (a, b) => () => a() > b(),
  '>=': (a, b) => () => a() >= b(),
};
const NATIVE_LITERAL: Record<keyof Native, (a: () => number, b: number) => Evaluator> = {
  '<': (a, b) => () => a() < b,
  '<=': (a, b) => () => a() <= b,
  '>': (a, b) => () => a() > b,
  '>=': (a, b) => () => a() >= b,
};

/** `a < x < b`: as in JSON-logic all three are evaluated. */
function between(name: string, node: TypedCall, fraction: boolean, compiler: Compiler): Evaluator {
  const [a, b, c] = node.args.map((each) => (fraction ? compiler.fnAs(each, INEXACT) : compiler.fn(each)));
  const test = holds[name];
  if (!a || !b || !c || !test) throw new Error('"between" has three values');
  const order = fraction
    ? (x: unknown, y: unknown): number => compareFractions(x as Rational, y as Rational)
    : (x: unknown, y: unknown): number => ((x as number) < (y as number) ? -1 : x === y ? 0 : 1);
  return () => {
    const [low, middle, high] = [a(), b(), c()];
    return test(order(low, middle)) && test(order(middle, high));
  };
}

function fractions(a: TypedNode, b: TypedNode, compiler: Compiler): () => number {
  const left = compiler.fnAs(a, INEXACT) as () => Rational;
  const right = compiler.fnAs(b, INEXACT) as () => Rational;
  return () => compareFractions(left(), right());
}

export const LESS = ordering('<', 'Yes when the first is less than the second (and that less than the third).');
export const AT_MOST = ordering('<=', 'Yes when the first is at most the second (and that at most the third).');
export const MORE = ordering('>', 'Yes when the first is more than the second.');
export const AT_LEAST = ordering('>=', 'Yes when the first is at least the second.');
