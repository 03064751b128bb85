import { fault } from '../compile/fault.js';
import { output } from '../compile/output.js';
import type { Json } from '../cst/value.js';
import { INHERITED_NAMES } from '../facts/schema.js';
import { toDecimalText } from '../number/rational.js';
import type { Rational } from '../number/rational.js';
import { conform, conformField, fieldsFor } from '../outcome/conform.js';
import type { OutcomeField, OutcomeShape } from '../outcome/shape.js';
import type { Checker } from '../check/checker.js';
import type { TypedNode } from '../check/typed.js';
import { describe, isExact, isNumber, isText } from '../types.js';
import { arg, call } from './call.js';
import type { Operator } from './operator.js';

/**
 * `{"outcome": ["type", "percent", "rate", {"var": "x"}]}`: an outcome whose entries are computed, as names and values in
 * turn. A rate becomes a decimal string, an amount whole minor units.
 */
export const OUTCOME: Operator = {
  name: 'outcome',
  arity: [4, Infinity],
  class: 'extended',
  summary: 'An outcome with computed entries.',
  faults: true,
  check(site, checker) {
    const names: string[] = [];
    const values: TypedNode[] = [];
    for (let i = 0; i + 1 < site.args.length; i += 2) {
      const name = arg(site.args, i);
      if (name.kind !== 'string' || INHERITED_NAMES.has(name.value) || names.includes(name.value)) {
        return checker.refuse(
          name.pointer,
          'wrong_arguments',
          '"outcome" takes names and values in turn, each name once.',
        );
      }
      names.push(name.value);
      values.push(checker.node(arg(site.args, i + 1)));
    }
    if (site.args.length % 2) return checker.refuse(site.pointer, 'wrong_arguments', 'The last name has no value.');
    const rates = checker.outcome ? fit(names, values, checker.outcome, site.pointer, checker) : [];
    return call(site, values, { k: 'record' }, { settled: { names, rates } });
  },
  compile(node, compiler) {
    const { names, rates } = node.settled as { names: string[]; rates: string[] };
    const entries = node.args.map((each, i) => {
      const name = arg(names, i);
      const value = compiler.fn(each);
      const write = rates.includes(name) ? rateText : output(each.type);
      return { name, value, write };
    });
    return () => Object.fromEntries(entries.map(({ name, value, write }) => [name, write(value())]));
  },
};

/** Holds the entries against the declared shape; gives the names of those that are rates. */
function fit(
  names: readonly string[],
  values: readonly TypedNode[],
  outer: OutcomeShape,
  pointer: string,
  checker: Checker,
): string[] {
  const shape = outer.kind === 'list' ? outer.of : outer;
  const constants = Object.fromEntries(
    names.map((name, i): [string, Json] => {
      const value = values[i];
      return [name, value?.kind === 'literal' ? value.value : null];
    }),
  );
  const fields = fieldsFor(constants, shape);
  if (typeof fields === 'string') {
    checker.problem(pointer, 'wrong_outcome', fields);
    return [];
  }
  const tag = shape.kind === 'variants' ? shape.tag : undefined;
  names.forEach((name, i) => {
    const value = values[i];
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!value || name === tag) return;
    if (!field) checker.problem(value.pointer, 'wrong_outcome', `This outcome has no entry called "${name}".`);
    else if (!fits(value, field)) {
      checker.problem(
        value.pointer,
        'wrong_outcome',
        `"${name}" cannot be ${describe(value.type)}${isExact(value.type) ? '' : ' that is not rounded'}.`,
      );
    }
  });
  for (const [name, field] of Object.entries(fields)) {
    if (!field.optional && !names.includes(name)) {
      checker.problem(pointer, 'wrong_outcome', `The outcome must say its "${name}".`);
    }
  }
  return names.filter((name) => fields[name]?.type === 'rate');
}

function fits(value: TypedNode, field: OutcomeField): boolean {
  const { type } = value;
  if (type.k === 'any') return true;
  if (!isExact(type)) return false;
  switch (field.type) {
    case 'text':
      return isText(type);
    case 'choice':
      return value.kind === 'literal'
        ? field.values.includes(String(value.value))
        : type.k === 'enum' && type.values.every((each) => field.values.includes(each));
    case 'rate':
      return isNumber(type) || (value.kind === 'literal' && type.k === 'string');
    case 'amount':
      return type.k === 'money' || (value.kind === 'literal' && type.k === 'integer');
    case 'integer':
      return type.k === 'integer';
    // Constants, held against their form once all entries are known.
    case 'factor':
    case 'duration':
      return value.kind === 'literal' && conformField(value.value, field, value.pointer).length === 0;
    case 'outcome':
      return value.kind === 'literal' && conform(value.value, field.shape, value.pointer).length === 0;
    case 'boolean':
      return type.k === 'boolean';
    case 'params':
      return type.k === 'record';
    case 'list':
    case 'record':
      return type.k === 'list' || type.k === 'record';
  }
}

function rateText(value: unknown): string {
  const text = typeof value === 'object' ? toDecimalText(value as Rational) : String(value);
  return text === undefined ? fault('not_exact', 'The rate does not end; round it.') : withinPercent(text);
}

function withinPercent(text: string): string {
  const rate = Number(text);
  return rate >= 0 && rate <= 100
    ? text
    : fault('bad_outcome', `A rate lies between 0 and 100 percent, but this is ${text}.`);
}
