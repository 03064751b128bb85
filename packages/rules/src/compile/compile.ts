import type { TypedRule } from '../check/check.js';
import { costOf } from '../check/cost.js';
import type { Json } from '../cst/value.js';
import type { Reader } from '../facts/read.js';
import { Compiler } from './compiler.js';
import { RuleFault } from './fault.js';
import type { FaultCode } from './fault.js';
import { output } from './output.js';
import { entriesOf, Recorder } from './trace.js';
import type { TraceEntry } from './trace.js';

export interface RunOptions {
  /** Write down every evaluated node. */
  readonly trace?: boolean;
  /** Steps after which a run is stopped; 50,000 by default. One step is one node. */
  readonly budget?: number;
}

export interface RuleError {
  readonly code: FaultCode;
  readonly message: string;
  readonly pointer: string;
}

/** `steps` is what the run was charged: the rule's nodes once, and a body's nodes for each item. */
export type RunResult =
  | { readonly ok: true; readonly value: Json; readonly steps: number; readonly trace?: readonly TraceEntry[] }
  | { readonly ok: false; readonly error: RuleError; readonly steps: number; readonly trace?: readonly TraceEntry[] };

/** A compiled rule. Running it has no effects; the same facts give the same result everywhere. */
export interface Program {
  run(facts: unknown, options?: RunOptions): RunResult;
}

export const DEFAULT_BUDGET = 50_000;

/** Makes closures of a checked rule. No code is generated from text, so it runs where `eval` is barred. */
export function compile(rule: TypedRule): Program {
  const plain = new BackEnd(rule, undefined);
  let traced: BackEnd | undefined;
  return {
    run(facts, options) {
      const budget = options?.budget ?? DEFAULT_BUDGET;
      if (!options?.trace) return plain.run(facts, budget);
      traced ??= new BackEnd(rule, new Recorder());
      return plain.replayable ? plain.runForReplay(facts, budget, traced) : traced.runRecording(facts, budget);
    },
  };
}

/** The closures of a rule, with or without a recorder. */
class BackEnd {
  private readonly compiler: Compiler;
  private readonly evaluate: () => unknown;
  private readonly toJson: (value: unknown) => Json;
  private readonly cost: number;
  /**
   * True when all that a run reads is copied before it starts (numbers, texts, lists of those): its trace can then be made
   * from the copy when somebody reads it, and a run pays next to nothing for a trace that nobody reads.
   */
  readonly replayable: boolean;

  constructor(
    private readonly rule: TypedRule,
    private readonly recorder: Recorder | undefined,
  ) {
    this.compiler = new Compiler(recorder);
    this.evaluate = this.compiler.fn(rule.root);
    this.toJson = output(rule.root.type);
    this.cost = costOf(rule.root, 0);
    this.replayable = this.compiler.readsCopies;
  }

  run(facts: unknown, budget: number): RunResult {
    const { run } = this.compiler;
    try {
      this.start(facts, budget);
      return { ok: true, value: this.toJson(this.evaluate()), steps: run.steps };
    } catch (error) {
      return { ok: false, error: asRuleError(error), steps: run.steps };
    }
  }

  runForReplay(facts: unknown, budget: number, traced: BackEnd): RunResult {
    const { run } = this.compiler;
    try {
      this.start(facts, budget);
      const value = this.toJson(this.evaluate());
      return new Traced(true, run.steps, value, undefined, traced, run.slots.slice(), budget) as RunResult;
    } catch (error) {
      const { steps, slots } = run;
      return new Traced(false, steps, undefined, asRuleError(error), traced, slots.slice(), budget) as RunResult;
    }
  }

  runRecording(facts: unknown, budget: number): RunResult {
    this.recorder?.start();
    const result = this.run(facts, budget);
    return { ...result, trace: this.entries() };
  }

  /** The trace of an earlier run from the facts that it read. Same rule, same facts, same budget: same trace. */
  replay(slots: readonly unknown[], budget: number): readonly TraceEntry[] {
    const { run } = this.compiler;
    this.recorder?.start();
    slots.forEach((value, slot) => (run.slots[slot] = value));
    run.steps = 0;
    run.budget = budget;
    try {
      this.compiler.charge(this.cost);
      this.evaluate();
    } catch (error) {
      asRuleError(error);
    }
    return this.entries();
  }

  private start(facts: unknown, budget: number): void {
    const { run, readers } = this.compiler;
    run.facts = facts;
    run.steps = 0;
    run.budget = budget;
    this.compiler.charge(this.cost);
    const { slots } = run;
    for (let i = 0; i < readers.length; i++) slots[i] = (readers[i] as Reader)(facts);
  }

  private entries(): readonly TraceEntry[] {
    return this.recorder ? entriesOf(this.recorder.finish(), this.rule.root) : [];
  }
}

/** What stopped the rule; anything else is a mistake of this package and is thrown on. */
function asRuleError(error: unknown): RuleError {
  if (!(error instanceof RuleFault)) throw error;
  const { code, message, pointer = '' } = error;
  return { code, message, pointer };
}

/** A result whose trace is made when it is first read. */
class Traced {
  private entries: readonly TraceEntry[] | undefined;

  constructor(
    readonly ok: boolean,
    readonly steps: number,
    readonly value: Json | undefined,
    readonly error: RuleError | undefined,
    private readonly source: BackEnd,
    private readonly slots: readonly unknown[],
    private readonly budget: number,
  ) {}

  get trace(): readonly TraceEntry[] {
    return (this.entries ??= this.source.replay(this.slots, this.budget));
  }

  toJSON(): object {
    const { ok, value, error, steps, trace } = this;
    return error ? { ok, error, steps, trace } : { ok, value, steps, trace };
  }
}
