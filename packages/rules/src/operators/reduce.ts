import type { Checker } from '../check/checker.js';
import type { TypedCall, TypedNode } from '../check/typed.js';
import type { Compiler } from '../compile/compiler.js';
import type { CstNode } from '../cst/cst.js';
import * as rational from '../number/rational.js';
import type { Rational } from '../number/rational.js';
import { describe, isNumber, isRational, join } from '../types.js';
import type { Type } from '../types.js';
import { greatest, least, safe } from './arithmetic.js';
import { arg, call } from './call.js';
import { STEP_CHARACTERS, STEP_ITEMS } from './charge.js';
import { itemsOf, perItem } from './lists.js';
import type { CallSite, Operator } from './operator.js';
import { unsettled } from './settings.js';

type Combine = (result: unknown, value: unknown) => unknown;

/** How the items may be put together: what the result can be, and each step for whole and for exact numbers. */
interface Combiner {
  readonly fits: (type: Type) => boolean;
  readonly whole?: (a: number, b: number) => number;
  readonly exact?: (a: Rational, b: Rational) => Rational;
}

const numbersOrMoney = (type: Type): boolean => isNumber(type) || type.k === 'money';
const yesNo = (type: Type): boolean => type.k === 'boolean';

const COMBINERS: Readonly<Record<string, Combiner>> = {
  '+': { fits: numbersOrMoney, whole: (a, b) => a + b, exact: rational.add },
  '*': { fits: isNumber, whole: (a, b) => a * b, exact: rational.multiply },
  min: { fits: numbersOrMoney, whole: Math.min, exact: least },
  max: { fits: numbersOrMoney, whole: Math.max, exact: greatest },
  cat: { fits: (type) => type.k === 'string' },
  merge: { fits: (type) => type.k === 'list' },
  and: { fits: yesNo },
  or: { fits: yesNo },
};

/**
 * `{"reduce": [list, {"+": [{"var": "accumulator"}, …]}, start]}`: the items of a list put together. Only in forms that
 * end after one step an item: one of `+ * min max cat merge and or` between the accumulator and something made of
 * `current` alone. In these forms it is what json-logic-js does.
 */
export const REDUCE: Operator = {
  name: 'reduce',
  arity: [3, 3],
  class: 'portable',
  summary: 'The items of a list put together: sum, product, least, greatest, text, list, all, one.',
  faults: true,
  body: 1,
  check(site, checker) {
    const list = checker.node(arg(site.args, 0));
    const start = checker.node(arg(site.args, 2));
    const form = formOf(arg(site.args, 1));
    if (!form) return refuseForm(site, checker);
    const items = itemsOf(list, site, checker);
    if (!items) return unsettled(site.pointer);
    const body = checker.insideReduce(items, () => checker.node(form.value));
    const type = resultType(form.op, start, body, site, checker);
    if (!type) return unsettled(site.pointer);
    if (type.k === 'decimal' || type.k === 'money') checker.raise('decimal');
    const { op, accumulatorFirst } = form;
    return call(site, [list, body, start], type, { settled: { op, accumulatorFirst } });
  },
  compile(node, compiler) {
    const [list, body, start] = [arg(node.args, 0), arg(node.args, 1), arg(node.args, 2)];
    const { op } = node.settled as { op: string };
    const items = compiler.fn(list) as () => readonly unknown[];
    const first = compiler.fnAs(start, node.type);
    const convert = node.type.k === 'list' ? undefined : compiler.converting(body.type, node.type);
    const value = perItem(body, compiler, convert);
    const combine = combination(op, node, body, compiler);
    const decided = decision(node);
    return () => {
      const all = items();
      let result = first();
      for (const item of all) {
        if (result === decided) break;
        result = combine(result, value(item));
      }
      return result;
    };
  },
};

interface Form {
  readonly op: string;
  readonly value: CstNode;
  readonly accumulatorFirst: boolean;
}

/** The body as a combination of the accumulator with a value that does not look at it; undefined when it is another. */
function formOf(body: CstNode): Form | undefined {
  const member = body.kind === 'object' && body.members.length === 1 ? body.members[0] : undefined;
  if (!member || !Object.hasOwn(COMBINERS, member.key) || member.value.kind !== 'array') return undefined;
  const [a, b, ...more] = member.value.items.map((item) => item.value);
  if (!a || !b || more.length) return undefined;
  const accumulatorFirst = isAccumulator(a);
  const value = accumulatorFirst ? b : a;
  if (!(accumulatorFirst || isAccumulator(b)) || mentions(value)) return undefined;
  return { op: member.key, value, accumulatorFirst };
}

const STEPS = new Set(['map', 'filter', 'all', 'some', 'none', 'reduce']);

function isAccumulator(node: CstNode): boolean {
  const member = node.kind === 'object' && node.members.length === 1 ? node.members[0] : undefined;
  if (member?.key !== 'var') return false;
  const name =
    member.value.kind === 'array' && member.value.items.length === 1 ? member.value.items[0]?.value : member.value;
  return name?.kind === 'string' && name.value === 'accumulator';
}

function mentions(node: CstNode): boolean {
  if (node.kind === 'array') return node.items.some((item) => mentions(item.value));
  if (node.kind !== 'object') return false;
  if (isAccumulator(node)) return true;
  return node.members.some(({ key, value }) =>
    // The body of a further step has an item, and an accumulator, of its own.
    value.kind === 'array' && STEPS.has(key)
      ? value.items.some((item, i) => i !== 1 && mentions(item.value))
      : mentions(value),
  );
}

function refuseForm(site: CallSite, checker: Checker): TypedNode {
  const ops = Object.keys(COMBINERS).join(', ');
  const message = `"reduce" puts "accumulator" together with a value of "current" by one of ${ops}; other forms need not end.`;
  return checker.refuse(arg(site.args, 1).pointer, 'reduce_unbounded', message);
}

function resultType(op: string, start: TypedNode, body: TypedNode, site: CallSite, checker: Checker): Type | undefined {
  const combiner = COMBINERS[op];
  const text = op === 'cat' && (body.type.k === 'integer' || body.type.k === 'enum' || body.type.k === 'day');
  const item = op === 'merge' && body.type.k !== 'list' ? ({ k: 'list', of: body.type } as const) : body.type;
  const type = text ? start.type : op === 'merge' ? join(start.type, item) : checker.unify([start, body], site.pointer);
  if (type?.k === 'any') return undefined;
  if (type && combiner?.fits(type)) return type;
  const problem = `"${op}" cannot put ${describe(body.type)} together with ${describe(start.type)}.`;
  checker.problem(site.pointer, type ? 'wrong_type' : 'mixed_types', problem);
  return undefined;
}

/** The result after which `and` and `or` look at no further item, as in JSON-logic; undefined when every item is looked at. */
function decision(node: TypedCall): boolean | undefined {
  const { op, accumulatorFirst } = node.settled as { op: string; accumulatorFirst: boolean };
  return accumulatorFirst && (op === 'and' || op === 'or') ? op === 'or' : undefined;
}

function combination(op: string, node: TypedCall, body: TypedNode, compiler: Compiler): Combine {
  const { accumulatorFirst } = node.settled as { accumulatorFirst: boolean };
  if (op === 'and') return (a, b) => a === true && b === true;
  if (op === 'or') return (a, b) => a === true || b === true;
  if (op === 'cat') {
    return (a, b) => {
      const text = accumulatorFirst ? `${String(a)}${String(b)}` : `${String(b)}${String(a)}`;
      compiler.charge(Math.floor(text.length / STEP_CHARACTERS));
      return text;
    };
  }
  if (op === 'merge') {
    const convert = compiler.converting(body.type.k === 'list' ? body.type : { k: 'list', of: body.type }, node.type);
    return (a, b) => {
      const added = Array.isArray(b) ? b : [b];
      const more = (convert ? convert(added) : added) as unknown[];
      const so = a as unknown[];
      compiler.charge(Math.floor((so.length + more.length) / STEP_ITEMS));
      return accumulatorFirst ? so.concat(more) : more.concat(so);
    };
  }
  const { whole, exact } = COMBINERS[op] ?? {};
  if (!whole || !exact) throw new Error(`no combination ${op}`);
  if (isRational(node.type)) return (a, b) => exact(a as Rational, b as Rational);
  return (a, b) => safe(whole(a as number, b as number));
}
