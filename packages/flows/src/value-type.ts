import type { FactField } from '@sluice/rules/facts/schema';

/** What a value names, where its type alone (a text, a list) does not tell: a batch's id cannot stand for an approval's. */
export type Meaning =
  | 'partner'
  | 'order'
  | 'commissions'
  | 'batch'
  | 'approval'
  | 'task'
  | 'decision'
  | 'application'
  | 'referral'
  | 'document'
  | 'coupon';

/** A value that a step gives: typed as a fact is, so that conditions can be checked and edited over it. */
export type OutputType = FactField & { readonly is?: Meaning };

export type OutputTypes = Readonly<Record<string, OutputType>>;
