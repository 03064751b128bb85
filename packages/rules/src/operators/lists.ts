import { adopt } from '../check/adopt.js';
import type { Checker } from '../check/checker.js';
import type { TypedCall, TypedNode } from '../check/typed.js';
import { costOf } from '../check/cost.js';
import { isTrue } from '../compile/compiler.js';
import type { Compiler, Evaluator } from '../compile/compiler.js';
import { compare } from '../number/rational.js';
import type { Rational } from '../number/rational.js';
import { ANY, BOOLEAN, describe, isRational, isText, join } from '../types.js';
import type { Type } from '../types.js';
import { arg, call } from './call.js';
import { STEP_CHARACTERS, STEP_ITEMS } from './charge.js';
import type { CallSite, Operator } from './operator.js';

type Visit = (items: readonly unknown[], body: (item: unknown) => unknown) => unknown;

/** Operators that evaluate a body for each item; inside it `var` sees the item. */
function each(name: string, summary: string, typeOf: (list: Type, body: Type) => Type, visit: Visit): Operator {
  return {
    name,
    arity: [2, 2],
    class: 'portable',
    summary,
    faults: true,
    body: 1,
    check(site, checker) {
      const list = checker.node(arg(site.args, 0));
      const items = itemsOf(list, site, checker);
      if (!items) return { kind: 'literal', pointer: site.pointer, type: ANY, value: null };
      const bodyCst = arg(site.args, 1);
      const body = checker.inside(items, () => (name === 'map' ? checker.node(bodyCst) : checker.condition(bodyCst)));
      return call(site, [list, body], typeOf(list.type, body.type));
    },
    compile(node, compiler) {
      const list = compiler.fn(arg(node.args, 0)) as () => readonly unknown[];
      const body = perItem(arg(node.args, 1), compiler);
      return () => visit(list(), body);
    },
  };
}

/** The body as a function of the item; each call is charged, since only lists can make a rule run long. */
export function perItem(
  node: TypedNode,
  compiler: Compiler,
  convert?: (value: unknown) => unknown,
): (item: unknown) => unknown {
  const bare: Evaluator = compiler.fn(node);
  const evaluate = convert ? () => convert(bare()) : bare;
  const cost = costOf(node, 0);
  const { run } = compiler;
  return (item) => {
    compiler.charge(cost);
    const outer = run.item;
    run.item = item;
    const value = evaluate();
    run.item = outer;
    return value;
  };
}

/** The type of the items; undefined with the problem recorded when it is no list. */
export function itemsOf(list: TypedNode, site: CallSite, checker: Checker): Type | undefined {
  if (list.type.k === 'any') return undefined;
  if (list.type.k === 'list') return list.type.of;
  checker.problem(list.pointer, 'wrong_type', `"${site.name}" needs a list, but this is ${describe(list.type)}.`);
  return undefined;
}

const yes = (): Type => BOOLEAN;
const holds = (body: (item: unknown) => unknown) => (item: unknown) => isTrue(body(item));

export const MAP = each(
  'map',
  'The list with each item turned into something else.',
  (_, of) => ({ k: 'list', of }),
  (items, body) => items.map(body),
);
export const FILTER = each(
  'filter',
  'Those items of the list for which the condition holds.',
  (list) => list,
  (items, body) => items.filter(holds(body)),
);
export const ALL = each(
  'all',
  'Yes when the condition holds for every item and there is one.',
  yes,
  (items, body) => items.length > 0 && items.every(holds(body)),
);
export const SOME = each('some', 'Yes when the condition holds for an item.', yes, (items, body) =>
  items.some(holds(body)),
);
export const NONE = each(
  'none',
  'Yes when the condition holds for no item.',
  yes,
  (items, body) => !items.some(holds(body)),
);

/** `{"merge": [list, list, …]}`: one list after the other; a single value counts as a list of one. */
export const MERGE: Operator = {
  name: 'merge',
  arity: [1, Infinity],
  class: 'portable',
  faults: true,
  summary: 'One list after the other, as one.',
  check(site, checker) {
    const args = site.args.map((item) => checker.node(item));
    let of: Type = { k: 'nothing' };
    for (const item of args) {
      const joined = join(of, item.type.k === 'list' ? item.type.of : item.type);
      if (!joined) {
        return checker.refuse(
          item.pointer,
          'mixed_types',
          `The lists hold different things: ${describe(of)} and ${describe(item.type)}.`,
        );
      }
      of = joined;
    }
    return call(site, args, { k: 'list', of });
  },
  compile(node, compiler) {
    const of = node.type.k === 'list' ? node.type.of : node.type;
    const args = node.args.map((item) => compiler.fnAs(item, item.type.k === 'list' ? node.type : of));
    return () => {
      const parts = args.map((item) => item());
      const length = parts.reduce<number>((sum, part) => sum + (Array.isArray(part) ? part.length : 1), 0);
      // Before it is made: a list that is too long is never there.
      compiler.charge(Math.floor(length / STEP_ITEMS));
      return ([] as unknown[]).concat(...parts);
    };
  },
};

/** `{"in": [x, list]}` membership, or `{"in": [part, text]}` where the text is a fact: told apart by declared type. */
export const IN: Operator = {
  name: 'in',
  arity: [2, 2],
  class: 'portable',
  faults: true,
  summary: 'Yes when the value is in the list, or the text contains the part.',
  check(site, checker) {
    const needle = checker.node(arg(site.args, 0));
    const stack = checker.node(arg(site.args, 1));
    if (needle.type.k === 'any' || stack.type.k === 'any') return call(site, [needle, stack], BOOLEAN);
    if (stack.type.k === 'list') return membership(site, needle, stack, stack.type.of, checker);
    if (!isText(stack.type) || !isText(needle.type)) {
      return checker.refuse(
        site.pointer,
        'wrong_type',
        `"in" needs a list as second value, but this is ${describe(stack.type)}.`,
      );
    }
    if (stack.kind === 'literal' || stack.type.k === 'enum' || needle.type.k === 'enum') {
      const message = 'This would look for a part of a text, so "US" would be in "AUS". Put the values into a list.';
      const { pointer } = stack;
      const fix =
        stack.kind === 'literal'
          ? { pointer, replacement: [stack.value], message: `Write [${JSON.stringify(stack.value)}]` }
          : undefined;
      return checker.refuse(stack.pointer, 'in_ambiguous', message, fix);
    }
    return call(site, [needle, stack], BOOLEAN);
  },
  compile(node, compiler) {
    const [needle, stack] = [arg(node.args, 0), arg(node.args, 1)];
    if (stack.type.k !== 'list') {
      const [part, text] = [compiler.fn(needle) as () => string, compiler.fn(stack) as () => string];
      // JSON-logic finds nothing in an empty text, not even the empty text.
      return () => {
        const [wanted, whole] = [part(), text()];
        compiler.charge(Math.floor(whole.length / STEP_CHARACTERS));
        return whole !== '' && whole.includes(wanted);
      };
    }
    return memberTest(node, compiler);
  },
};

function membership(site: CallSite, needle: TypedNode, stack: TypedNode, of: Type, checker: Checker): TypedCall {
  const mixed = (): void => {
    const message = `The list holds ${describe(of).replace(/^an? /, '')} values, but ${describe(needle.type)} is looked for.`;
    checker.problem(site.pointer, 'mixed_types', message);
  };
  const plain = !['list', 'object', 'record'].includes(needle.type.k);
  if (stack.kind === 'list' && needle.kind !== 'literal') {
    if (!plain || !adopt(stack, { k: 'list', of: needle.type }, checker)) mixed();
  } else if (!plain || (of.k !== 'nothing' && !adopt(needle, of, checker)) || !join(needle.type, of)) mixed();
  if (isRational(join(needle.type, of) ?? needle.type)) checker.raise('decimal');
  return call(site, [needle, stack], BOOLEAN);
}

function memberTest(node: TypedCall, compiler: Compiler): Evaluator {
  const [needle, stack] = [arg(node.args, 0), arg(node.args, 1)];
  const of = stack.type.k === 'list' ? stack.type.of : stack.type;
  const type = join(needle.type, of) ?? of;
  const value = compiler.fnAs(needle, type);
  const bare = compiler.fnAs(stack, { k: 'list', of: type }) as () => readonly unknown[];
  const list =
    stack.kind === 'list' && stack.items.every((item) => item.kind === 'literal') ? bare : charged(bare, compiler);
  if (isRational(type)) {
    return () => {
      const wanted = value() as Rational;
      return list().some((item) => compare(item as Rational, wanted) === 0);
    };
  }
  return () => list().includes(value());
}

/** Charges for the length of a list that is searched; a constant one was counted with the rule. */
function charged(list: () => readonly unknown[], compiler: Compiler): () => readonly unknown[] {
  return () => {
    const items = list();
    compiler.charge(Math.floor(items.length / STEP_ITEMS));
    return items;
  };
}
