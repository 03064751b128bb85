import type { FactType, LocalText } from '../facts/schema.js';

/**
 * A field of an outcome. `rate` is a decimal string in percent, `factor` one above zero, `amount` whole minor units (number or
 * digits in a text), `duration` ISO 8601.
 */
export type OutcomeField = { readonly optional?: boolean; readonly label?: LocalText } & (
  | { readonly type: 'text' | 'rate' | 'factor' | 'amount' | 'integer' | 'boolean' | 'duration' }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  /** `total`: what a rate of its entries must add up to. */
  | {
      readonly type: 'list';
      readonly of: OutcomeField;
      readonly total?: { readonly field: string; readonly is: string };
    }
  /** `oneOf`: optional fields of which at least one must be said. */
  | { readonly type: 'record'; readonly fields: OutcomeFields; readonly oneOf?: readonly string[] }
  /** An outcome within this one, e.g. the terms that a bonus is paid on top of. */
  | { readonly type: 'outcome'; readonly shape: VariantShape }
  /** Named parameters of an explanation: texts, numbers, yes/no. */
  | { readonly type: 'params' }
);

export interface OutcomeFields {
  readonly [name: string]: OutcomeField;
}

/** What a rule of a kind may answer: one of several variants told by a tag, one record, a list of those, or a plain value. */
export type OutcomeShape = { readonly id: string; readonly label: LocalText } & (
  | Variants
  | { readonly kind: 'record'; readonly fields: OutcomeFields }
  | { readonly kind: 'list'; readonly of: OutcomeShape }
  | { readonly kind: 'value'; readonly type: FactType }
);

interface Variants {
  readonly kind: 'variants';
  readonly tag: string;
  readonly variants: Readonly<Record<string, OutcomeFields>>;
  /** By variant: optional fields of which at least one must be said. */
  readonly oneOf?: Readonly<Record<string, readonly string[]>>;
  /** Variants that others of its kind have and this one cannot, and why. */
  readonly refused?: readonly string[];
  readonly refusal?: string;
}

const TERMS: readonly string[] = ['commission_terms', 'lead_terms'];

/** True for what is paid: for an order, or for a lead. */
export function isTerms({ id }: Pick<OutcomeShape, 'id'>): boolean {
  return TERMS.includes(id);
}

export type VariantShape = { readonly id: string; readonly label: LocalText } & Variants;
