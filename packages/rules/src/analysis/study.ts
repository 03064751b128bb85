import type { TypedRule } from '../check/check.js';
import type { TypedNode } from '../check/typed.js';
import { compile } from '../compile/compile.js';
import type { Program, RuleError } from '../compile/compile.js';
import type { CstDocument } from '../cst/cst.js';
import type { Json } from '../cst/value.js';
import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { nodeAt } from '../edit/nodes.js';
import type { DecisionList } from '../views/decision-list.js';
import { readList } from '../views/read-decision-list.js';
import { listsOf } from './lists.js';
import type { RuleList } from './lists.js';
import { Space } from './space/space.js';
import type { ExampleFacts } from './types.js';

/** A checked rule with all that its analysis asks again and again: its lists, the space of its facts, compiled conditions. */
export class Study {
  readonly lists: readonly RuleList[];
  readonly space: Space;
  readonly program: Program;
  /** Faults that example facts have met, by pointer: facts that match the schema and stop the rule. */
  readonly faults = new Map<string, { readonly error: RuleError; readonly facts: ExampleFacts }>();
  private readonly conditions = new Map<TypedNode, Program>();

  constructor(
    readonly rule: TypedRule,
    readonly document: CstDocument,
    readonly schema: FactsSchema,
    readonly shape: OutcomeShape,
  ) {
    this.lists = listsOf(rule.root);
    this.program = compile(rule);
    this.space = new Space(schema, this.questions());
  }

  /** The conditions that are asked: of the lists, or the rule itself where it is one. */
  questions(): readonly TypedNode[] {
    if (this.lists.length > 0) return this.lists.flatMap(({ branches }) => branches.map(({ when }) => when));
    return this.rule.root.type.k === 'boolean' ? [this.rule.root] : [];
  }

  /** Whether a condition holds for facts, as the compiled rule says; undefined where it stops. */
  holds(condition: TypedNode, facts: ExampleFacts): boolean | undefined {
    let program = this.conditions.get(condition);
    if (!program) {
      program = compile({ ...this.rule, root: condition });
      this.conditions.set(condition, program);
    }
    const result = program.run(facts);
    if (!result.ok) {
      if (!this.faults.has(result.error.pointer)) this.faults.set(result.error.pointer, { error: result.error, facts });
      return undefined;
    }
    return Array.isArray(result.value) ? result.value.length > 0 : Boolean(result.value);
  }

  /** The branch of a list that facts take, its number of branches for `otherwise`; undefined when they stop the rule. */
  branchOf(list: RuleList, facts: ExampleFacts): number | undefined {
    for (const [branch, { when }] of list.branches.entries()) {
      const holds = this.holds(when, facts);
      if (holds === undefined) return undefined;
      if (holds) return branch;
    }
    return list.branches.length;
  }

  /** Whether facts get as far as a list. */
  reaches(list: RuleList, facts: ExampleFacts): boolean {
    const { inside } = list;
    if (!inside) return true;
    if (!this.reaches(inside.list, facts)) return false;
    if (inside.list.policy === 'collect') return this.holds(inside.list.branches[inside.branch]!.when, facts) === true;
    return this.branchOf(inside.list, facts) === inside.branch;
  }

  /** Runs the whole rule, traced, and says whether it chose that branch of the list: the proof of what is reported. */
  confirms(list: RuleList, branch: number, facts: ExampleFacts): Confirmation {
    const result = this.program.run(facts, { trace: true });
    const chooser = list.chooser ?? list.branches[branch]?.chooser;
    if (!chooser) return { confirmed: false };
    const entry = result.trace?.find(({ pointer }) => pointer === chooser.pointer);
    const wanted =
      list.policy === 'collect' ? 1 : branch === list.branches.length ? chooser.args.length - 1 : branch * 2 + 1;
    if (!result.ok) return { confirmed: false, error: result.error };
    return entry?.taken === wanted ? { confirmed: true, value: result.value } : { confirmed: false };
  }

  /** The list as the views edit it. */
  view(list: RuleList): DecisionList | undefined {
    const pointer = list.pointer.replace(/\/[^/]*$/, '');
    const node = nodeAt(this.document, pointer);
    const view = node && readList(node, this.schema, this.shape);
    return view?.pointer === list.pointer ? view : undefined;
  }
}

export type Confirmation =
  { readonly confirmed: true; readonly value: Json } | { readonly confirmed: false; readonly error?: RuleError };
