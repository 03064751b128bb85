import type { CstDocument } from '../cst/cst.js';
import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { NOT_OFFERED, OPERATORS } from '../operators/index.js';
import { describe, holdsRational, isExact } from '../types.js';
import type { Type } from '../types.js';
import { Checker } from './checker.js';
import { costOf } from './cost.js';
import type { Cost } from './cost.js';
import { exceeded } from './limits.js';
import { checkOutcome } from './outcome.js';
import type { Problem } from './problem.js';
import type { RuleClass, TypedNode } from './typed.js';

export interface CheckOptions {
  /** What the rule must answer; without it any outcome literal is let through. */
  readonly outcome?: OutcomeShape;
}

export type CheckResult =
  | {
      readonly ok: true;
      readonly class: RuleClass;
      readonly problems: readonly [];
      readonly typed: TypedRule;
      readonly cost: Cost;
    }
  | { readonly ok: false; readonly class: RuleClass; readonly problems: readonly Problem[]; readonly cost: Cost };

/** A rule that was accepted, ready for `compile`. */
export interface TypedRule {
  readonly root: TypedNode;
  readonly schema: FactsSchema;
  readonly class: RuleClass;
}

/** Sorts a rule into its class, or says with pointer, code, sentence and fix why it is refused. */
export function check(document: CstDocument, schema: FactsSchema, options: CheckOptions = {}): CheckResult {
  const limits = exceeded(document);
  const { nodes, depth } = document.size;
  if (limits.length) return { ok: false, class: 'portable', problems: limits, cost: { nodes, depth, steps: nodes } };
  const checker = new Checker(schema, OPERATORS, NOT_OFFERED, options.outcome);
  for (const { pointer, key } of document.duplicates) {
    checker.problem(pointer, 'duplicate_key', `"${key}" stands here twice; only one of them would count.`);
  }
  const root = checker.node(document.root);
  if (options.outcome) checkOutcome(root, options.outcome, checker);
  demandExact(root, checker);
  const cost = { nodes, depth, steps: costOf(root) };
  if (checker.problems.length) return { ok: false, class: checker.class, problems: checker.problems, cost };
  return { ok: true, class: checker.class, problems: [], typed: { root, schema, class: checker.class }, cost };
}

/** A quotient or a share of an amount is no result: it must reach `round` or a comparison. */
function demandExact(root: TypedNode, checker: Checker): void {
  const element = (type: Type): Type => (type.k === 'list' ? element(type.of) : type);
  const type = element(root.type);
  if (!holdsRational(type) || isExact(type)) return;
  const message = `The result is ${describe(type)} that may not end; round it with "round".`;
  checker.problem(root.pointer, 'not_rounded', message);
}
