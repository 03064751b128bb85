import type { Json } from '../cst/value.js';

/**
 * A rule read as `{"if": [when, outcome, when, outcome, …, otherwise]}`: what the canvas, the table and the outline show.
 * Every part knows its pointer in the text; what a view cannot show is `advanced` and keeps its text.
 */
export interface DecisionList {
  /** `first`: the first branch that holds decides. `collect`: `merge` of `if`s with `[]` otherwise; every branch that holds counts. */
  readonly policy: 'first' | 'collect';
  /** Pointer of the array that holds the branches: the arguments of `if`, or of `merge`. */
  readonly pointer: string;
  readonly branches: readonly Branch[];
  /** Absent in a collecting list, and where the `if` has none (which the checker refuses). */
  readonly otherwise?: OutcomeView;
}

export interface Branch {
  /** From 0, in the order they are tried. */
  readonly index: number;
  /** Pointer of the condition: it names the branch in selections, problems, comments and layout. */
  readonly pointer: string;
  readonly when: ConditionView;
  readonly outcome: OutcomeView;
}

export type GroupMode = 'all' | 'any' | 'none';

export type ConditionView =
  /** `and`, `or`, or `{"!": [{"or": […]}]}`. */
  | {
      readonly kind: 'group';
      readonly pointer: string;
      readonly mode: GroupMode;
      readonly items: readonly ConditionView[];
    }
  | ConditionRow
  /** The constant true. `implied`: no condition is written; the pointer is that of the part of a collecting list. */
  | { readonly kind: 'always'; readonly pointer: string; readonly implied?: true }
  | AdvancedView;

/** One comparison of a fact with constants. */
export interface ConditionRow {
  readonly kind: 'row';
  readonly pointer: string;
  /** Dotted path of the fact. */
  readonly fact: string;
  readonly operator: RowOperator;
  /** As the schema encodes them: money in minor units, days as ISO dates. None for yes, no, present, absent. */
  readonly values: readonly Json[];
  /** What an absent fact counts as: the default of its `var`. */
  readonly absentAs?: Json;
}

/** A subtree shown as a locked chip, byte-identical. */
export interface AdvancedView {
  readonly kind: 'advanced';
  readonly pointer: string;
  readonly text: string;
}

export const ROW_OPERATORS = [
  'is',
  'is_not',
  'one_of',
  'none_of',
  'at_least',
  'more_than',
  'at_most',
  'less_than',
  'from_to',
  'between',
  'contains',
  'lacks',
  'starts_with',
  'ends_with',
  'matches_domain',
  'yes',
  'no',
  'present',
  'absent',
] as const;
export type RowOperator = (typeof ROW_OPERATORS)[number];

export type OutcomeView =
  /** An object literal of the declared shape, or a constant. */
  | { readonly kind: 'literal'; readonly pointer: string; readonly value: Json }
  /** A further decision inside this outcome: opens as a canvas of its own. */
  | { readonly kind: 'list'; readonly pointer: string; readonly list: DecisionList }
  | AdvancedView;
