import type { FactRead, TypedCall, TypedNode } from '../check/typed.js';
import { ABSENT, BAD, reader } from '../facts/read.js';
import type { Reader } from '../facts/read.js';
import { ofInteger } from '../number/rational.js';
import { OPERATORS } from '../operators/index.js';
import { describe, holdsRational, isRational } from '../types.js';
import type { Type } from '../types.js';
import { fault, RuleFault } from './fault.js';
import type { Recorder } from './trace.js';

/** One compiled node. State of the run lives in the compiler's `run`, so that a call needs no arguments. */
export type Evaluator = () => unknown;

/** State of the run in progress; a program runs synchronously, so one is enough. */
export interface RunState {
  facts: unknown;
  /** Facts read once a run, by slot. */
  readonly slots: unknown[];
  item: unknown;
  steps: number;
  budget: number;
}

/** Turns typed nodes into closures. With a recorder each evaluated node is written down. */
export class Compiler {
  readonly run: RunState = { facts: undefined, slots: [], item: undefined, steps: 0, budget: 0 };
  readonly readers: Reader[] = [];
  private readonly slotOf = new Map<string, number>();
  /** False once something is read by reference, that the caller could change afterwards. */
  readsCopies = true;
  private readonly callees = new Map<TypedNode, Evaluator>();
  /** True while another rule is compiled: the trace is of the rule itself. */
  private quiet = false;

  constructor(readonly recorder?: Recorder) {}

  fn(node: TypedNode): Evaluator {
    if (node.kind === 'literal') return constant(literalValue(node));
    if (node.kind === 'list') return this.list(node.items, node.type.k === 'list' ? node.type.of : node.type);
    const operator = OPERATORS.get(node.op);
    if (!operator) throw new Error(`operator ${node.op} was checked but is not registered`);
    const bare = operator.compile(node, this);
    const evaluate = operator.faults ? locating(bare, node.pointer) : bare;
    return this.recorder && !this.quiet && !operator.branches ? this.recorder.recording(node, evaluate) : evaluate;
  }

  /** Like fn, with whole numbers turned into fractions where the type is one. */
  fnAs(node: TypedNode, type: Type): Evaluator {
    if (node.kind === 'list' && type.k === 'list') return this.list(node.items, type.of);
    const convert = conversion(node.type, type);
    if (!convert) return this.fn(node);
    if (node.kind === 'literal') return constant(node.number ?? convert(node.value));
    const evaluate = this.fn(node);
    return () => convert(evaluate());
  }

  /** What turns a value of one type into the form of another; undefined when it has it. */
  converting(from: Type, to: Type): ((value: unknown) => unknown) | undefined {
    return conversion(from, to);
  }

  /** The evaluator of a branching operator notes for the trace which argument was taken. */
  branch(node: TypedCall): ((value: unknown, taken: number) => unknown) | undefined {
    return this.quiet ? undefined : this.recorder?.branching(node);
  }

  /** The evaluator of another rule, made once however often it is used; nothing inside it is recorded. */
  callee(root: TypedNode): Evaluator {
    let evaluate = this.callees.get(root);
    if (!evaluate) {
      const outer = this.quiet;
      this.quiet = true;
      evaluate = this.fn(root);
      this.quiet = outer;
      this.callees.set(root, evaluate);
    }
    return evaluate;
  }

  /** Yes/no as JSON-logic reads it: an empty list, an empty text and 0 are no. */
  truth(node: TypedNode): () => boolean {
    const evaluate = this.fn(node);
    if (node.type.k === 'boolean') return evaluate as () => boolean;
    return () => isTrue(evaluate());
  }

  /** Reads a fact, ABSENT when it may be; faults otherwise. */
  fact(read: FactRead, path: string, pointer: string): Evaluator {
    if (path === '' || !isCopied(read.type)) this.readsCopies &&= read.scope === 'item';
    if (read.scope === 'facts' && path !== '') {
      const slot = this.slot(path, read.type);
      const { slots } = this.run;
      const settle = this.unusable(read, path, pointer);
      return () => {
        const value = slots[slot];
        return typeof value === 'symbol' ? settle(value) : value;
      };
    }
    const get = this.raw(read, path);
    const settle = this.unusable(read, path, pointer);
    return () => {
      const value = get();
      return typeof value === 'symbol' ? settle(value) : value;
    };
  }

  /** What becomes of a fact that is absent or of the wrong type. */
  private unusable(read: FactRead, path: string, pointer: string): (value: symbol) => symbol {
    const { mayBeAbsent } = read;
    return (value) => {
      if (value === BAD) return fault('fact_type', `The fact "${path}" is not ${describe(read.type)}.`, pointer);
      if (value === ABSENT && !mayBeAbsent) return fault('fact_missing', `The fact "${path}" is not there.`, pointer);
      return value;
    };
  }

  /** Reads a fact: value, ABSENT or BAD. Facts of the schema are read once a run, into slots. */
  raw(read: FactRead, path: string): Evaluator {
    const { run } = this;
    if (read.scope === 'item') {
      if (path === '') return () => run.item;
      const get = reader(path, read.type);
      return () => get(run.item);
    }
    if (path === '') return () => run.facts;
    const slot = this.slot(path, read.type);
    const { slots } = run;
    return () => slots[slot];
  }

  /** Charges steps against the budget; a rule that would run on is stopped. */
  charge(steps: number): void {
    const { run } = this;
    run.steps += steps;
    if (run.steps > run.budget) {
      fault(
        'budget_exceeded',
        `The rule was stopped after ${run.budget} steps; its lists are too long for what it does.`,
      );
    }
  }

  private slot(path: string, type: Type): number {
    const key = `${path} ${JSON.stringify(type)}`;
    let slot = this.slotOf.get(key);
    if (slot === undefined) {
      slot = this.readers.push(reader(path, type)) - 1;
      this.slotOf.set(key, slot);
      this.run.slots.push(ABSENT);
    }
    return slot;
  }

  private list(items: readonly TypedNode[], of: Type): Evaluator {
    const evaluators = items.map((item) => this.fnAs(item, of));
    if (items.every((item) => item.kind === 'literal'))
      return constant(Object.freeze(evaluators.map((each) => each())));
    return () => evaluators.map((each) => each());
  }
}

/** Scalars and lists of scalars are copied when they are read (facts/read.ts). */
function isCopied(type: Type): boolean {
  if (type.k === 'list') return isCopied(type.of);
  return !['object', 'record', 'any', 'nothing'].includes(type.k);
}

export function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function constant(value: unknown): Evaluator {
  return () => value;
}

function literalValue(node: TypedNode & { kind: 'literal' }): unknown {
  if (isRational(node.type) && node.number) return node.number;
  return deepFreeze(node.value);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

/** Whole → fraction, also inside lists; undefined when the values already have the form. */
function conversion(from: Type, to: Type): ((value: unknown) => unknown) | undefined {
  if (from.k === 'any' || from.k === 'nothing') return undefined;
  if (isRational(to) && !isRational(from)) return (value) => ofInteger(value as number);
  if (from.k === 'list' && to.k === 'list' && holdsRational(to) && !holdsRational(from)) {
    const item = conversion(from.of, to.of);
    return item && ((value) => (value as unknown[]).map(item));
  }
  return undefined;
}

/** Gives a fault from inside an operator the pointer of its node. */
function locating(evaluate: Evaluator, pointer: string): Evaluator {
  return () => {
    try {
      return evaluate();
    } catch (error) {
      if (error instanceof RuleFault) error.pointer ??= pointer;
      throw error;
    }
  };
}
