import type { Json } from '../cst/value.js';

/** One thing that is different between two versions of a rule; `renderChange` writes its sentence. Plain JSON. */
export interface RuleChange {
  readonly code: ChangeCode;
  readonly params: { readonly [name: string]: Json };
  /** Position of the branch in the newer version (of a removed one in the older), from 0; `otherwise` comes last. */
  readonly branch?: number;
  /** What to select in the newer version. */
  readonly pointer?: string;
}

export type ChangeCode =
  | 'branch_added'
  | 'branch_removed'
  | 'branch_moved'
  | 'outcome_changed'
  /** One comparison of a condition has another value or another operator. */
  | 'threshold_changed'
  | 'condition_changed'
  | 'otherwise_changed'
  /** What no view shows as a list of decisions. */
  | 'advanced_changed'
  /** The same in words, written in another way. */
  | 'rewritten'
  | 'case_added'
  | 'case_removed'
  | 'case_changed';
