import type { Cost } from '../check/cost.js';
import type { RuleClass } from '../check/typed.js';
import type { FaultCode } from '../compile/fault.js';
import type { Json } from '../cst/value.js';
import type { TextEdit } from '../edit/splice.js';

/** All that is known of a rule beyond its types. Plain JSON: it crosses from a worker and over the API as it is. */
export interface Analysis {
  /** Sorted by severity, then by place in the text. */
  readonly findings: readonly Finding[];
  /** One entry a branch of every decision list, `otherwise` last; empty while the rule is refused. */
  readonly coverage: readonly BranchCoverage[];
  /** Each pair of branches of which the later could take facts that the earlier takes. */
  readonly overlaps: readonly Overlap[];
  /** The saved cases as they run now; empty while the rule is refused. */
  readonly cases: readonly CaseResult[];
  readonly cost: Cost;
  /** Null while the text is no JSON. */
  readonly class: RuleClass | null;
}

export type FindingCode =
  /** The text is no JSON. */
  | 'syntax'
  /** Refused by the checker; `params.problem` is its code. */
  | 'type'
  /** A fact that the schema does not have. */
  | 'unknown_fact'
  /** An outcome that does not have its shape. */
  | 'outcome'
  /** Facts that match, but stop the rule: an overflow, a division by zero. */
  | 'fault'
  | 'red_case'
  /** Facts beside a branch fall to `otherwise`; `params.kind`: point, range, value, absent. */
  | 'gap'
  /** No facts get here: others take them first, or the condition contradicts itself. */
  | 'unreachable'
  | 'overlap'
  /** A condition that always, or never, holds. */
  | 'constant'
  | 'no_case'
  | 'cost'
  /** A question that could not be answered, with the reason. */
  | 'undecided';

export type Severity = 'error' | 'warning' | 'info';

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** True when the rule cannot be published with it. */
  readonly blocks: boolean;
  /** Where: for a branch its condition, for `otherwise` its outcome, else the node. */
  readonly pointer: string;
  /** Pointer of the decision list (the arguments of `if` or `merge`) and position in it, from 0; `otherwise` comes last. */
  readonly list?: string;
  readonly branch?: number;
  /** What `renderFinding` writes the sentence from. */
  readonly params: { readonly [name: string]: Json };
  /** A full set of facts, run through the rule to prove the finding. */
  readonly facts?: ExampleFacts;
  readonly fixes: readonly FindingFix[];
}

export type ExampleFacts = { readonly [name: string]: Json };

/** One press that cures a finding; `renderFix` writes its label. */
export interface FindingFix {
  readonly label: { readonly code: FixCode; readonly params: { readonly [name: string]: Json } };
  readonly edit: TextEdit;
}

export type FixCode =
  /** `>` becomes `>=`: `params.operator` is at_least or at_most, `params.branch` whose. */
  | 'include_bound'
  /** The bound of a branch moves to where its neighbour ends. */
  | 'move_bound'
  | 'move_above'
  | 'remove_branch'
  | 'add_branch'
  /** Replacement that the checker proposes. */
  | 'replace';

export interface BranchCoverage {
  readonly list: string;
  readonly branch: number;
  readonly pointer: string;
  readonly otherwise: boolean;
  /** Ids of the saved cases that take it. */
  readonly cases: readonly string[];
  /** `always`: every run that gets so far takes it. */
  readonly reach: 'some' | 'never' | 'always' | 'undecided';
  /** What is left of it after the branches before, where that is one fact's range: "only below $100.00". */
  readonly only?: Clause;
}

export interface Overlap {
  readonly list: string;
  /** The branch that takes the facts, and the later one that could. */
  readonly first: number;
  readonly second: number;
  /** `special`: all of the first lies in the second, an exception standing before its rule. */
  readonly kind: 'special' | 'partial';
  readonly sameOutcome: boolean;
  readonly facts: ExampleFacts;
}

export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly ok: boolean;
  readonly expected: Json;
  readonly got?: Json;
  readonly error?: { readonly code: FaultCode; readonly message: string; readonly pointer: string };
  /** The branch of the outermost list that the case takes; `pointer` as in BranchCoverage. */
  readonly branch?: number;
  readonly pointer?: string;
}

/** A text in every language of the product. */
export type Words = { readonly en: string; readonly de: string };

/** What is said of one fact, ready to be written in either language. */
export type Clause = {
  readonly fact: string;
  /** The fact as the subject of a sentence. */
  readonly phrase: Words;
  readonly test: ClauseTest;
  readonly values: readonly Words[];
  /** The whole clause of a yes/no fact. */
  readonly yes?: Words;
  readonly no?: Words;
  /** True for names and texts, whose value says enough: "Silver" for "the tier is Silver". */
  readonly named: boolean;
};

export type ClauseTest =
  | 'exactly'
  | 'is'
  | 'one_of'
  | 'none_of'
  | 'at_least'
  | 'more_than'
  | 'at_most'
  | 'less_than'
  /** Both ends count. */
  | 'from_to'
  /** Neither end counts. */
  | 'between'
  /** The lower end counts, the upper does not. */
  | 'from_below'
  /** The upper end counts, the lower does not. */
  | 'over_to'
  /** Several ranges; each value is one. */
  | 'ranges'
  | 'yes'
  | 'no'
  | 'present'
  | 'absent';
