import { dayNumber } from '../facts/day.js';
import { join } from '../types.js';
import type { Type } from '../types.js';
import { nearest } from './nearest.js';
import type { Fix, ProblemCode } from './problem.js';
import type { TypedLiteral, TypedNode } from './typed.js';

interface Problems {
  problem(pointer: string, code: ProblemCode, message: string, fix?: Fix): void;
}

/** True for constants, and for lists and branches made of constants: their type follows their neighbours. */
export function isFlexible(node: TypedNode): boolean {
  if (node.kind === 'literal') return true;
  if (node.kind === 'list') return node.items.every(isFlexible);
  return node.flexible !== undefined && flexibleArgs(node.args, node.flexible).every(isFlexible);
}

const flexibleArgs = (args: readonly TypedNode[], at: readonly number[]): TypedNode[] =>
  at.flatMap((i) => args[i] ?? []);

/**
 * Gives a node the type of its neighbour where that is only a matter of reading a constant: 10000 beside money is minor units,
 * "gold" beside an enum one of its names, "2026-01-31" beside a date a date. False when it cannot be. Without `problems` a
 * constant that nearly fits is not adopted either.
 */
export function adopt(node: TypedNode, target: Type, problems: Problems | undefined): boolean {
  if (target.k === 'any') return true;
  if (node.type.k === 'any') return true;
  if (node.kind === 'literal') return adoptLiteral(node, target, problems);
  if (node.kind === 'list') {
    if (target.k !== 'list') return false;
    if (!node.items.every((item) => adopt(item, target.of, problems))) return false;
    node.type = target;
    return true;
  }
  if (node.flexible && isFlexible(node)) {
    if (!flexibleArgs(node.args, node.flexible).every((arg) => adopt(arg, target, problems))) return false;
    node.type = target;
    return true;
  }
  return join(node.type, target) !== undefined;
}

function adoptLiteral(node: TypedLiteral, target: Type, problems: Problems | undefined): boolean {
  const { value } = node;
  if (typeof value === 'number') return adoptNumber(node, value, target, problems);
  if (typeof value === 'string') return adoptText(node, value, target, problems);
  if (typeof value === 'boolean') return target.k === 'boolean';
  return target.k === 'record' || target.k === 'object';
}

function adoptNumber(node: TypedLiteral, value: number, target: Type, problems: Problems | undefined): boolean {
  if (target.k === 'decimal') {
    node.type = { k: 'decimal', exact: true };
    return true;
  }
  if (target.k !== 'integer' && target.k !== 'money' && target.k !== 'instant') return false;
  if (node.number?.d === 1n) {
    node.type = target.k === 'money' ? { ...target, exact: true } : target;
    return true;
  }
  if (target.k !== 'money' || !problems) return false;
  const cents = Math.round(value * 100);
  const message = 'Money is written in whole minor units (cents), without a decimal point.';
  const fix = { pointer: node.pointer, replacement: cents, message: `Write ${cents}` };
  problems.problem(node.pointer, 'minor_units', message, fix);
  node.type = target;
  return true;
}

function adoptText(node: TypedLiteral, value: string, target: Type, problems: Problems | undefined): boolean {
  if (target.k === 'enum' && !target.values.includes(value)) {
    if (!problems) return false;
    const close = nearest(value, target.values);
    const message = `"${value}" is not one of ${target.values.join(', ')}.`;
    const fix = close ? { pointer: node.pointer, replacement: close, message: `Use "${close}"` } : undefined;
    problems.problem(node.pointer, 'not_in_enum', message, fix);
  }
  if (target.k === 'day' && dayNumber(value) === undefined) {
    if (!problems) return false;
    problems.problem(node.pointer, 'not_a_day', `"${value}" is not a date; write it like "2026-01-31".`);
  }
  if (target.k !== 'string' && target.k !== 'enum' && target.k !== 'day') return false;
  node.type = target;
  return true;
}
