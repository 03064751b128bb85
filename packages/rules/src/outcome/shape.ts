import type { FactType, LocalText } from '../facts/schema.js';

/** A field of an outcome. `rate` is a decimal string in percent, `amount` whole minor units (number or digits in a text). */
export type OutcomeField = { readonly optional?: boolean; readonly label?: LocalText } & (
  | { readonly type: 'text' | 'rate' | 'amount' | 'integer' | 'boolean' }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  | { readonly type: 'list'; readonly of: OutcomeField }
  | { readonly type: 'record'; readonly fields: OutcomeFields }
  /** Named parameters of an explanation: texts, numbers, yes/no. */
  | { readonly type: 'params' }
);

export interface OutcomeFields {
  readonly [name: string]: OutcomeField;
}

/** What a rule of a kind may answer: one of several variants told by a tag, one record, a list of those, or a plain value. */
export type OutcomeShape = { readonly id: string; readonly label: LocalText } & (
  | { readonly kind: 'variants'; readonly tag: string; readonly variants: Readonly<Record<string, OutcomeFields>> }
  | { readonly kind: 'record'; readonly fields: OutcomeFields }
  | { readonly kind: 'list'; readonly of: OutcomeShape }
  | { readonly kind: 'value'; readonly type: FactType }
);
