import { DomainError } from './error.js';
import type { Json } from './json.js';
import type { Partner } from './partner.js';
import type { Tier } from './programme.js';

/** What a tier rule has decided about a partner. */
export interface TierReview {
  from: string;
  /** The same tier where nothing changes. */
  to: string;
  direction: 'up' | 'down' | 'same';
  /** The rule's reason, a code of its own. */
  reason: string;
}

/** The answer of a tier rule that leaves a partner where it is. */
const keep = 'keep';

/**
 * A tier rule's answer (`{ tier, reason }`) as what it means for the partner. A change counts from the next event: what was
 * earned before keeps its terms. Throws `unknown_tier` for a tier that the programme does not have.
 */
export function reviewTier(
  partner: Pick<Partner, 'tier'>,
  answer: { tier: string; reason: string },
  tiers: readonly Tier[],
): TierReview {
  const to = answer.tier === keep ? partner.tier : answer.tier;
  const rank = (key: string) => tiers.find((tier) => tier.key === key)?.rank;
  const after = rank(to);
  if (to !== partner.tier && after === undefined)
    throw new DomainError('unknown_tier', `The programme has no tier "${to}".`);
  const before = rank(partner.tier) ?? Number.NEGATIVE_INFINITY;
  const direction = to === partner.tier ? 'same' : (after ?? before) > before ? 'up' : 'down';
  return { from: partner.tier, to, direction, reason: answer.reason };
}

/** A tier rule's answer out of a stored decision. Throws `bad_tier_answer`. */
export function tierAnswer(outcome: Json): { tier: string; reason: string } {
  const { tier, reason } =
    outcome !== null && typeof outcome === 'object' && !Array.isArray(outcome) ? outcome : { tier: null, reason: null };
  if (typeof tier !== 'string' || typeof reason !== 'string')
    throw new DomainError('bad_tier_answer', 'A tier rule must answer a tier and a reason.');
  return { tier, reason };
}

/** Key of the tier in which partners begin; empty in a programme without tiers. */
export function lowestTier(tiers: readonly Pick<Tier, 'key' | 'rank'>[]): string {
  return [...tiers].sort((a, b) => a.rank - b.rank)[0]?.key ?? '';
}
