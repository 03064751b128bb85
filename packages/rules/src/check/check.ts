import type { CstDocument } from '../cst/cst.js';
import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { NOT_OFFERED, OPERATORS } from '../operators/index.js';
import { describe, holdsRational, isExact } from '../types.js';
import type { Type } from '../types.js';
import { parse, RuleSyntaxError } from '../cst/parse.js';
import { Checker } from './checker.js';
import { costOf } from './cost.js';
import type { Cost } from './cost.js';
import { Library } from './library.js';
import type { Callee, PublishedRule, RuleSource, Unusable, UsedRule } from './library.js';
import { exceeded } from './limits.js';
import { checkOutcome } from './outcome.js';
import type { Problem } from './problem.js';
import type { RuleClass, TypedNode } from './typed.js';

export interface CheckOptions {
  /** What the rule must answer; without it any outcome literal is let through. */
  readonly outcome?: OutcomeShape;
  /** Where the rules that this one uses (`{"rule": "key"}`) are found. */
  readonly rules?: RuleSource;
  /** Key of the rule that is checked, so that it cannot come to use itself. */
  readonly key?: string;
}

export type CheckResult =
  | {
      readonly ok: true;
      readonly class: RuleClass;
      readonly problems: readonly [];
      readonly typed: TypedRule;
      /** The other rules that it uses, with the content that counted: to be stored with what it decides. */
      readonly uses: readonly UsedRule[];
      readonly cost: Cost;
    }
  | { readonly ok: false; readonly class: RuleClass; readonly problems: readonly Problem[]; readonly cost: Cost };

/** A rule that was accepted, ready for `compile`. */
export interface TypedRule {
  readonly root: TypedNode;
  readonly schema: FactsSchema;
  readonly class: RuleClass;
  readonly uses: readonly UsedRule[];
}

/** Sorts a rule into its class, or says with pointer, code, sentence and fix why it is refused. */
export function check(document: CstDocument, schema: FactsSchema, options: CheckOptions = {}): CheckResult {
  const { nodes, depth } = document.size;
  const library = new Library(options.rules, (rule, shared) => checkCallee(rule, schema, shared), options.key);
  const checked = walk(document, schema, library, options.outcome);
  const { root, problems, class: kind } = checked;
  if (!root) return { ok: false, class: kind, problems, cost: { nodes, depth, steps: nodes } };
  const cost = { nodes, depth, steps: costOf(root) };
  if (problems.length) return { ok: false, class: kind, problems, cost };
  const { uses } = library;
  return { ok: true, class: kind, problems: [], typed: { root, schema, class: kind, uses }, uses, cost };
}

interface Walked {
  /** Absent where the document exceeds a limit and was not looked into. */
  readonly root?: TypedNode;
  readonly class: RuleClass;
  readonly problems: readonly Problem[];
}

function walk(document: CstDocument, schema: FactsSchema, library: Library, outcome?: OutcomeShape): Walked {
  const limits = exceeded(document);
  if (limits.length) return { class: 'portable', problems: limits };
  const checker = new Checker(schema, OPERATORS, NOT_OFFERED, library, outcome);
  for (const { pointer, key } of document.duplicates) {
    checker.problem(pointer, 'duplicate_key', `"${key}" stands here twice; only one of them would count.`);
  }
  const root = checker.node(document.root);
  if (outcome) checkOutcome(root, outcome, checker);
  demandExact(root, checker);
  return { root, class: checker.class, problems: checker.problems };
}

/** Checks a rule that another uses against the facts of that other. */
function checkCallee(rule: PublishedRule, schema: FactsSchema, library: Library): Callee | Unusable {
  try {
    const { root, problems, class: kind } = walk(parse(rule.text), schema, library, rule.shape);
    const first = problems[0];
    if (root && !first) return { root, class: kind };
    const facts = rule.schema.id === schema.id ? '' : ` It is made for the facts of "${rule.schema.id}".`;
    return { code: first?.code ?? 'rule_unusable', message: `${first?.message ?? ''}${facts}` };
  } catch (error) {
    if (error instanceof RuleSyntaxError) return { code: 'rule_unusable', message: `${error.message}.` };
    throw error;
  }
}

/** A quotient or a share of an amount is no result: it must reach `round` or a comparison. */
function demandExact(root: TypedNode, checker: Checker): void {
  const element = (type: Type): Type => (type.k === 'list' ? element(type.of) : type);
  const type = element(root.type);
  if (!holdsRational(type) || isExact(type)) return;
  const message = `The result is ${describe(type)} that may not end; round it with "round".`;
  checker.problem(root.pointer, 'not_rounded', message);
}
