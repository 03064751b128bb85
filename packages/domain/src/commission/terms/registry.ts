import type { CommissionTerms, PlainTerms } from '../terms.js';
import { bonus } from './bonus.js';
import { bounty } from './bounty.js';
import { flat } from './flat.js';
import type { TermsContext, TermsKind, Worth } from './kind.js';
import { multiplier } from './multiplier.js';
import { none } from './none.js';
import { percent } from './percent.js';
import { recurring } from './recurring.js';
import { tiered } from './tiered.js';

/** Every kind of terms of one line; a new kind is one file, one type and a line here. */
const kinds: { readonly [K in PlainTerms['type']]: TermsKind<Extract<PlainTerms, { type: K }>> } = {
  percent,
  flat,
  tiered,
  bounty,
  recurring,
  multiplier,
  bonus,
  none,
};

function kindOf(terms: PlainTerms): TermsKind {
  return kinds[terms.type];
}

/** What terms come to for an order or a line of it. */
export function applyTerms(terms: PlainTerms, context: Omit<TermsContext, 'apply'>): Worth {
  const whole: TermsContext = { ...context, apply: (inner) => kindOf(inner).apply(inner, whole) };
  return whole.apply(terms);
}

/** All terms that a plan is made of, those inside others included. */
export function plainTerms(terms: CommissionTerms | PlainTerms): PlainTerms[] {
  if (terms.type === 'per_product')
    return [...terms.lines.map((line) => line.terms), terms.rest].flatMap((one) => plainTerms(one));
  const inner = kindOf(terms).inner?.(terms);
  return inner ? [terms, ...plainTerms(inner)] : [terms];
}

/** True for terms whose order is counted into the partner's volume before they are computed, by a journal of its own. */
export function claimsVolume(terms: CommissionTerms): boolean {
  return terms.type === 'per_product' || plainTerms(terms).some(({ type }) => type === 'tiered');
}

/** True for terms that pay once for a customer. */
export function claimsBounty(terms: CommissionTerms): boolean {
  return plainTerms(terms).some(({ type }) => type === 'bounty');
}

/** True for terms that say themselves for how many months they pay. */
export function countsMonths(terms: PlainTerms): boolean {
  return plainTerms(terms).some((one) => kindOf(one).countsMonths === true);
}

/** The base that a line's sum begins with, where its terms name one. */
export function baseNamed(terms: PlainTerms): 'net' | 'gross' | 'margin' | undefined {
  return plainTerms(terms).reduce<'net' | 'gross' | 'margin' | undefined>(
    (named, one) => named ?? ('base' in one ? one.base : undefined),
    undefined,
  );
}
