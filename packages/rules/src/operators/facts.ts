import { adopt } from '../check/adopt.js';
import type { Checker } from '../check/checker.js';
import { nearest } from '../check/nearest.js';
import type { Fix } from '../check/problem.js';
import type { TypedCall, TypedNode } from '../check/typed.js';
import type { CstNode } from '../cst/cst.js';
import { ABSENT, BAD } from '../facts/read.js';
import { ANY, join, STRING } from '../types.js';
import type { Type } from '../types.js';
import { arg, call } from './call.js';
import type { CallSite, Operator } from './operator.js';

/** `{"var": "partner.tier"}`, with a default as second value for an optional fact. */
export const VAR: Operator = {
  name: 'var',
  arity: [1, 2],
  class: 'portable',
  summary: 'The value of a fact, or a default when it is not there.',
  check: (site, checker) => checkVar(site, checker, false),
  compile(node, compiler) {
    const read = readOf(node);
    const path = arg(read.paths, 0);
    const get = compiler.fact(read, path, node.pointer);
    const otherwise = node.args[0];
    if (!otherwise) return get;
    const standIn = compiler.fnAs(otherwise, node.type);
    const convert = compiler.converting(read.type, node.type);
    if (!convert) {
      return () => {
        const value = get();
        return value === ABSENT ? standIn() : value;
      };
    }
    return () => {
      const value = get();
      return value === ABSENT ? standIn() : convert(value);
    };
  },
};

/** A fact; in a null test (`absentAllowed`) it may be absent without a default. */
export function checkVar(site: CallSite, checker: Checker, absentAllowed: boolean): TypedNode {
  const path = pathOf(arg(site.args, 0), checker);
  if (path === undefined)
    return checker.refuse(site.pointer, 'computed_fact', 'The name of a fact is a fixed text; it cannot be computed.');
  const defaultCst = site.args[1];
  const otherwise = defaultCst && checker.node(defaultCst);
  const found = lookUp(path, site.pointer, checker, otherwise !== undefined || absentAllowed);
  if (!found) return { kind: 'literal', pointer: site.pointer, type: ANY, value: null };
  if (found.optional && !otherwise && !absentAllowed) {
    const message = `The fact "${path}" may be absent. Give a default, or ask with "missing" first.`;
    return checker.refuse(site.pointer, 'optional_unhandled', message, withDefault(site, path, found.type));
  }
  const mayBeAbsent = otherwise !== undefined || absentAllowed;
  const inner = checker.scope.within(path) ?? path;
  const read = { scope: checker.scope.kind, paths: [inner], type: found.type, mayBeAbsent } as const;
  if (found.type.k === 'decimal') checker.raise('decimal');
  if (!otherwise) return call(site, [], found.type, { read });
  if (found.type.k === 'any')
    return call(site, [otherwise], otherwise.type, { read: { ...read, type: otherwise.type } });
  let type: Type | undefined = adopt(otherwise, found.type, undefined) ? found.type : undefined;
  type = type ? (join(type, otherwise.type) ?? type) : join(found.type, otherwise.type);
  if (type) return call(site, [otherwise], type, { read });
  return checker.refuse(otherwise.pointer, 'mixed_types', `The default of "${path}" must have the type of the fact.`);
}

/** The default that plain JSON-logic would in effect take for an absent fact, where it is evident: 0, no, an empty text. */
function withDefault(site: CallSite, path: string, type: Type): Fix | undefined {
  const defaults: Partial<Record<Type['k'], number | boolean | string>> = {
    integer: 0,
    decimal: 0,
    money: 0,
    boolean: false,
    string: '',
  };
  const value = defaults[type.k];
  if (value === undefined) return undefined;
  const written = JSON.stringify(value);
  return { pointer: site.pointer, replacement: { [site.name]: [path, value] }, message: `Count it as ${written} then` };
}

function pathOf(cst: CstNode, checker: Checker): string | undefined {
  if (cst.kind === 'string') return cst.value;
  return cst.kind === 'number' && checker.scope.kind === 'item' && /^\d+$/.test(cst.raw) ? cst.raw : undefined;
}

/** Type of the fact at a path, with the problem recorded when there is none. */
function lookUp(
  path: string,
  pointer: string,
  checker: Checker,
  handled: boolean,
): { type: Type; optional: boolean } | undefined {
  const found = checker.scope.lookup(path);
  switch (found.found) {
    case 'fact':
      return found;
    case 'untyped':
      if (handled) return { type: ANY, optional: found.optional };
      checker.problem(pointer, 'untyped_fact', `The fact "${path}" cannot be used: ${found.why}.`);
      return undefined;
    case 'inherited':
      checker.problem(pointer, 'inherited_name', `"${found.name}" cannot be the name of a fact.`);
      return undefined;
    case 'absent':
      if (handled || found.present) return { type: ANY, optional: !found.present };
      checker.problem(
        pointer,
        'unknown_fact',
        `There is no fact "${path}". Give a default, or ask with "missing" first.`,
      );
      return undefined;
    case 'nothing': {
      const close = nearest(path, found.known);
      const outside = checker.outer?.lookup(path).found === 'fact';
      const hint = outside
        ? ` Inside a list step "var" sees only the item; write {"outer": "${path}"}.`
        : close
          ? ` Did you mean "${close}"?`
          : '';
      const fix = outside
        ? { pointer, replacement: { outer: path }, message: `Use the fact "${path}" of the rule` }
        : close
          ? { pointer, replacement: { var: close }, message: `Use "${close}"` }
          : undefined;
      checker.problem(pointer, 'unknown_fact', `There is no fact "${path}".${hint}`, fix);
      return undefined;
    }
  }
}

/** `{"outer": "customer.country"}`: a fact of the rule inside a list step, where `var` sees only the item; as `var` otherwise. */
export const OUTER: Operator = {
  ...VAR,
  name: 'outer',
  class: 'extended',
  summary: 'A fact of the rule, inside a step over the items of a list.',
  check: (site, checker) => checker.outside(() => checkVar(site, checker, false)),
};

/** `{"missing": ["a", "b"]}`: the names of those that are absent (or an empty text, as JSON-logic counts it). */
export const MISSING: Operator = {
  name: 'missing',
  arity: [1, Infinity],
  class: 'portable',
  summary: 'The names of the facts that are not there; empty, that is "no", when all are.',
  check(site, checker) {
    const only = site.args.length === 1 ? site.args[0] : undefined;
    const keys = only?.kind === 'array' ? only.items.map((item) => item.value) : site.args;
    return missing(site, keys, checker, []);
  },
  compile(node, compiler) {
    const tests = absenceTests(node, compiler);
    return () => tests.flatMap((test) => test() ?? []);
  },
};

/** `{"missing_some": [1, ["a", "b"]]}`: empty when at least that many of the facts are there. */
export const MISSING_SOME: Operator = {
  name: 'missing_some',
  arity: [2, 2],
  class: 'portable',
  summary: 'Empty when at least so many of the facts are there, otherwise the names of those that are not.',
  check(site, checker) {
    const [count, keys] = [arg(site.args, 0), arg(site.args, 1)];
    if (count.kind !== 'number' || !/^\d+$/.test(count.raw) || keys.kind !== 'array') {
      return checker.refuse(
        site.pointer,
        'wrong_arguments',
        '"missing_some" takes a whole number and a list of facts.',
      );
    }
    return missing(
      site,
      keys.items.map((item) => item.value),
      checker,
      [checker.node(count)],
    );
  },
  compile(node, compiler) {
    const tests = absenceTests(node, compiler);
    const count = node.args[0];
    const needed = count?.kind === 'literal' ? Number(count.value) : 0;
    return () => {
      const absent = tests.flatMap((test) => test() ?? []);
      return tests.length - absent.length >= needed ? [] : absent;
    };
  },
};

function missing(site: CallSite, keys: readonly CstNode[], checker: Checker, args: readonly TypedNode[]): TypedNode {
  const paths: string[] = [];
  for (const key of keys) {
    if (key.kind !== 'string' || key.value === '') {
      return checker.refuse(key.pointer, 'computed_fact', 'The name of a fact is a fixed text; it cannot be computed.');
    }
    if (lookUp(key.value, key.pointer, checker, true)) paths.push(key.value);
  }
  const needed = args[0]?.kind === 'literal' ? Number(args[0].value) : paths.length;
  const inner = paths.map((path) => checker.scope.within(path) ?? path);
  const whenFalse = needed >= paths.length ? inner : [];
  const read = { scope: checker.scope.kind, paths: inner, type: ANY, mayBeAbsent: true } as const;
  const presence = { whenTrue: [], whenFalse };
  return call(site, args, { k: 'list', of: STRING }, { read, presence, settled: { names: paths } });
}

function absenceTests(
  node: TypedCall,
  compiler: { raw: (read: ReturnType<typeof readOf>, path: string) => () => unknown },
): (() => string | undefined)[] {
  const read = readOf(node);
  const { names } = node.settled as { names: readonly string[] };
  return read.paths.map((path, i) => {
    const get = compiler.raw(read, path);
    const name = arg(names, i);
    return () => {
      const value = get();
      return value === ABSENT || value === BAD || value === null || value === '' ? name : undefined;
    };
  });
}

function readOf(node: TypedCall): NonNullable<TypedCall['read']> {
  if (!node.read) throw new Error('a fact operator knows what it reads');
  return node.read;
}
