import type { Json } from './cst/value.js';

/** What a rule decides about. */
export const RULE_KINDS = [
  'commission',
  'lead_commission',
  'routing',
  'fraud',
  'tier',
  'eligibility',
  'attribution',
  'segment',
  'guard',
] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** A saved example: facts and the answer expected for them. Cases run on each change and block publishing when red. */
export interface RuleCase {
  readonly id: string;
  readonly title: string;
  readonly facts: { readonly [name: string]: Json };
  readonly expected: Json;
}

/**
 * A rule as it is stored. `logic` is the source text (a database drops `{}`, a parser drops `1.0`); layout and comments lie
 * beside it, keyed by node, outside the hash. A published version is immutable and addressed by `hash` (semanticHash).
 */
export interface RuleDocument {
  readonly key: string;
  readonly kind: RuleKind;
  readonly title: string;
  readonly facts: { readonly id: string; readonly version: number };
  readonly logic: string;
  /** Id of the outcome shape. */
  readonly outcome: string;
  readonly cases: readonly RuleCase[];
  readonly layout: { readonly [node: string]: { readonly x: number; readonly y: number } };
  readonly comments: { readonly [node: string]: string };
  readonly version: number;
  readonly hash: string;
}
