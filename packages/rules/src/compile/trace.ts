import type { TypedCall, TypedNode } from '../check/typed.js';
import type { Json } from '../cst/value.js';
import { ABSENT, BAD } from '../facts/read.js';
import { OPERATORS } from '../operators/index.js';
import type { Evaluator } from './compiler.js';
import { output } from './output.js';

/** One evaluated node: where it stands, what it gave, and for a choice the position of the argument taken. */
export interface TraceEntry {
  readonly pointer: string;
  readonly value: Json;
  readonly taken?: number;
}

/** What one run wrote down: node, value and branch taken (−1 for none), one after the other, in the order done. */
export type Recording = readonly unknown[];

/** Notes values while a program runs. Entries are made from the notes only when somebody reads them. */
export class Recorder {
  private log: unknown[] = [];
  private length = 0;

  start(): void {
    // As long as the last run's, so that it need not grow.
    this.log = new Array<unknown>(this.length);
    this.length = 0;
  }

  finish(): Recording {
    this.log.length = this.length;
    return this.log;
  }

  recording(node: TypedCall, evaluate: Evaluator): Evaluator {
    return () => this.note(node, evaluate(), -1);
  }

  branching(node: TypedCall): (value: unknown, at: number) => unknown {
    return (value, at) => this.note(node, value, at);
  }

  private note(node: TypedCall, value: unknown, taken: number): unknown {
    const { log, length } = this;
    log[length] = node;
    log[length + 1] = value;
    log[length + 2] = taken;
    this.length = length + 3;
    return value;
  }
}

/** The entries of a recording: each evaluated node after its operands, constants included. */
export function entriesOf(recording: Recording, root: TypedNode): TraceEntry[] {
  const entries: TraceEntry[] = [];
  if (root.kind !== 'call') constants(root, entries);
  for (let i = 0; i < recording.length; i += 3) {
    const node = recording[i] as TypedCall;
    const taken = recording[i + 2] as number;
    for (const operand of evaluatedOperands(node, taken)) if (operand.kind !== 'call') constants(operand, entries);
    const value = plain(node, recording[i + 1]);
    entries.push(taken < 0 ? { pointer: node.pointer, value } : { pointer: node.pointer, value, taken });
  }
  return entries;
}

function constants(node: TypedNode, entries: TraceEntry[]): void {
  if (node.kind === 'literal') entries.push({ pointer: node.pointer, value: node.value });
  else if (node.kind === 'list') node.items.forEach((item) => constants(item, entries));
}

function evaluatedOperands(node: TypedCall, taken: number): readonly TypedNode[] {
  const operator = OPERATORS.get(node.op);
  if (operator?.body !== undefined) return node.args.filter((_, i) => i !== operator.body);
  if (!operator?.branches) return node.args;
  if (node.op === 'and' || node.op === 'or') return node.args.slice(0, taken + 1);
  return node.args.filter((_, i) => i === taken || (i < taken && i % 2 === 0));
}

function plain(node: TypedCall, value: unknown): Json {
  return value === ABSENT || value === BAD ? null : output(node.type)(value);
}
