import { conform } from '../outcome/conform.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { describe, join, typeOfFact } from '../types.js';
import { adopt } from './adopt.js';
import type { Checker } from './checker.js';
import type { TypedCall, TypedNode } from './typed.js';

/** Holds every outcome that a rule can give against the shape declared for it. */
export function checkOutcome(node: TypedNode, shape: OutcomeShape, checker: Checker): void {
  if (node.type.k === 'any') return;
  if (node.kind === 'call' && node.flexible) {
    for (const at of node.flexible) checkAt(node, at, shape, checker);
    return;
  }
  if (shape.kind === 'value') return checkValue(node, shape, checker);
  if (node.kind === 'list') {
    if (shape.kind !== 'list') return wrong(node, shape, checker);
    return node.items.forEach((item) => checkOutcome(item, shape.of, checker));
  }
  if (node.kind === 'literal') return checkLiteral(node.value, node.pointer, shape, checker);
  if (node.op === 'outcome') {
    if (shape.kind === 'list') wrong(node, shape, checker);
    return;
  }
  // The other rule was held against its own shape already.
  if (node.op === 'rule' && (node.settled as { shape: string }).shape === shape.id) return;
  if (shape.kind === 'list' && node.op === 'merge') {
    return node.args.forEach((arg) => checkOutcome(arg, arg.type.k === 'list' ? shape : shape.of, checker));
  }
  if (shape.kind === 'list' && node.op === 'map') return checkAt(node, 1, shape.of, checker);
  wrong(node, shape, checker);
}

function checkAt(node: TypedCall, at: number, shape: OutcomeShape, checker: Checker): void {
  const arg = node.args[at];
  if (arg) checkOutcome(arg, shape, checker);
}

function checkValue(node: TypedNode, shape: OutcomeShape & { kind: 'value' }, checker: Checker): void {
  const wanted = typeOfFact(shape.type);
  if (!adopt(node, wanted, checker) || !join(node.type, wanted)) wrong(node, shape, checker);
}

function checkLiteral(value: unknown, pointer: string, shape: OutcomeShape, checker: Checker): void {
  for (const misfit of conform(value, shape, pointer)) {
    const { better } = misfit;
    const fix =
      better === undefined
        ? undefined
        : { pointer: misfit.pointer, replacement: better, message: `Write ${JSON.stringify(better)}` };
    checker.problem(misfit.pointer, 'wrong_outcome', misfit.message, fix);
  }
}

function wrong(node: TypedNode, shape: OutcomeShape, checker: Checker): void {
  const label = typeof shape.label === 'string' ? shape.label : shape.label.en;
  const wanted = shape.kind === 'value' ? describe(typeOfFact(shape.type)) : label;
  checker.problem(node.pointer, 'wrong_outcome', `The rule must give ${wanted}, but this is ${describe(node.type)}.`);
}
