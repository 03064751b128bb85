import type { Checker } from '../check/checker.js';
import type { TypedCall, TypedNode } from '../check/typed.js';
import { isTrue } from '../compile/compiler.js';
import type { Compiler, Evaluator } from '../compile/compiler.js';
import { BOOLEAN, TRUTH_VALUE } from '../types.js';
import { arg, call, presenceOf } from './call.js';
import type { CallSite, Operator } from './operator.js';

const branching = (name: string): Operator => ({
  name,
  arity: [1, Infinity],
  class: 'portable',
  summary: 'The first value whose condition holds, otherwise the last one.',
  branches: true,
  check: checkIf,
  compile: compileIf,
});

/** `{"if": [when, then, when, then, …, otherwise]}`; a rule without branches yet is `{"if": [otherwise]}`. */
export const IF = branching('if');
export const TERNARY = branching('?:');

function checkIf(site: CallSite, checker: Checker): TypedNode {
  const { args } = site;
  if (args.length % 2 === 0) {
    return checker.refuse(
      site.pointer,
      'no_otherwise',
      'The rule must say what holds otherwise, when no condition does.',
    );
  }
  const typed: TypedNode[] = [];
  const flexible: number[] = [];
  const known: string[] = [];
  for (let i = 0; i < args.length; i += 2) {
    const when = arg(args, i);
    if (i === args.length - 1) {
      flexible.push(i);
      typed.push(checker.knowing(known, () => checker.node(when)));
      break;
    }
    const condition = checker.knowing(known, () => checker.condition(when));
    const { whenTrue, whenFalse } = presenceOf(condition);
    flexible.push(i + 1);
    typed.push(
      condition,
      checker.knowing([...known, ...whenTrue], () => checker.node(arg(args, i + 1))),
    );
    known.push(...whenFalse);
  }
  const values = flexible.map((i) => arg(typed, i));
  return call(site, typed, checker.unify(values, site.pointer, true), { flexible });
}

function compileIf(node: TypedCall, compiler: Compiler): Evaluator {
  const last = node.args.length - 1;
  const conditions: (() => boolean)[] = [];
  const values: Evaluator[] = [];
  for (let i = 0; i < last; i += 2) {
    conditions.push(compiler.truth(arg(node.args, i)));
    values.push(compiler.fnAs(arg(node.args, i + 1), node.type));
  }
  const otherwise = compiler.fnAs(arg(node.args, last), node.type);
  const branch = compiler.branch(node);
  const count = conditions.length;
  if (!branch) {
    return () => {
      for (let i = 0; i < count; i++) if ((conditions[i] as () => boolean)()) return (values[i] as Evaluator)();
      return otherwise();
    };
  }
  return () => {
    for (let i = 0; i < count; i++) {
      if ((conditions[i] as () => boolean)()) return branch((values[i] as Evaluator)(), 2 * i + 1);
    }
    return branch(otherwise(), last);
  };
}

/** `and` gives the first value that is "no" or the last one, `or` the first that is "yes" or the last one. */
const connective = (name: 'and' | 'or', summary: string): Operator => ({
  name,
  arity: [1, Infinity],
  class: 'portable',
  summary,
  branches: true,
  check(site, checker) {
    const typed: TypedNode[] = [];
    const known: string[] = [];
    for (const cst of site.args) {
      const node = checker.knowing(known, () => checker.condition(cst));
      typed.push(node);
      const { whenTrue, whenFalse } = presenceOf(node);
      known.push(...(name === 'and' ? whenTrue : whenFalse));
    }
    const only = typed.length === 1 ? presenceOf(arg(typed, 0)) : { whenTrue: [], whenFalse: [] };
    const presence =
      name === 'and' ? { whenTrue: known, whenFalse: only.whenFalse } : { whenTrue: only.whenTrue, whenFalse: known };
    const flexible = typed.map((_, i) => i);
    const type = truths(typed) ? TRUTH_VALUE : checker.unify(typed, site.pointer, true);
    return call(site, typed, type, { presence, flexible });
  },
  compile(node, compiler) {
    const args = node.args.map((each) => compiler.fnAs(each, node.type));
    const last = args.length - 1;
    const branch = compiler.branch(node);
    const stops = stopTest(name, node.type.k === 'boolean');
    if (branch) {
      return () => {
        for (let i = 0; ; i++) {
          const value = (args[i] as Evaluator)();
          if (i === last || stops(value)) return branch(value, i);
        }
      };
    }
    const [first, second, third] = args;
    if (name === 'and' && node.type.k === 'boolean' && first && second && third && last === 2) {
      return () => first() === true && second() === true && third() === true;
    }
    if (first && second && last === 1) {
      return () => {
        const value = first();
        return stops(value) ? value : second();
      };
    }
    return () => {
      for (let i = 0; ; i++) {
        const value = (args[i] as Evaluator)();
        if (i === last || stops(value)) return value;
      }
    };
  },
});

/** Yes/no beside a list such as that of `missing`: a condition all the same. */
function truths(nodes: readonly TypedNode[]): boolean {
  const kinds = new Set(nodes.map((node) => node.type.k));
  return kinds.size > 1 && [...kinds].every((kind) => kind === 'boolean' || kind === 'list' || kind === 'truth');
}

function stopTest(name: 'and' | 'or', boolean: boolean): (value: unknown) => boolean {
  if (boolean) return name === 'and' ? (value) => value === false : (value) => value === true;
  return name === 'and' ? (value) => !isTrue(value) : isTrue;
}

export const AND = connective('and', 'Yes when all of the conditions hold.');
export const OR = connective('or', 'Yes when one of the conditions holds.');

/** `{"!": x}` and `{"!!": x}` */
const negation = (name: '!' | '!!', summary: string): Operator => ({
  name,
  arity: [1, 1],
  class: 'portable',
  summary,
  check(site, checker) {
    const node = checker.condition(arg(site.args, 0));
    const { whenTrue, whenFalse } = presenceOf(node);
    const presence = name === '!' ? { whenTrue: whenFalse, whenFalse: whenTrue } : { whenTrue, whenFalse };
    return call(site, [node], BOOLEAN, { presence });
  },
  compile(node, compiler) {
    const holds = compiler.truth(arg(node.args, 0));
    return name === '!' ? () => !holds() : holds;
  },
});

export const NOT = negation('!', 'Yes when the condition does not hold.');
export const TRUTH = negation('!!', 'Yes when the condition holds.');
