import { refuse, type Refusal } from './error.js';
import type { Referral } from './partner.js';
import { withTags } from './tags.js';

type Judged = Pick<Referral, 'stage' | 'status' | 'orders' | 'tags' | 'rejection'>;

/** What a judgement changes on a referral; an undefined field is taken away. */
export interface Judgement {
  ok: true;
  set: Pick<Referral, 'status'> & {
    stage?: Referral['stage'];
    tags?: string[];
    rejection?: Referral['rejection'] | undefined;
  };
}

/** Counts a lead as valid: approved, and qualified unless it has come further already. A rejection is taken back. */
export function qualifyReferral(referral: Judged, tags: readonly string[]): Judgement | Refusal {
  const tagged = withTags(referral.tags ?? [], tags, []);
  if (!tagged.ok) return tagged;
  return {
    ok: true,
    set: {
      status: 'approved',
      stage: referral.stage === 'lead' ? 'qualified' : referral.stage,
      tags: tagged.tags,
      rejection: undefined,
    },
  };
}

/**
 * Counts a lead as not valid, with a reason code. `has_orders`: a referral that has brought orders is no longer a lead; what
 * they earn is decided by the order's flows.
 */
export function rejectReferral(
  referral: Judged,
  reason: { reason: string; note?: string; at: Date },
  tags: readonly string[] = [],
): Judgement | Refusal {
  if (referral.orders > 0)
    return refuse('has_orders', 'A referral that has brought orders cannot be rejected as a lead.');
  const tagged = withTags(referral.tags ?? [], tags, []);
  if (!tagged.ok) return tagged;
  return { ok: true, set: { status: 'rejected', tags: tagged.tags, rejection: reason } };
}

/**
 * Whose turn it is: the one after `last` in the order of ids. The order is the same for everybody, whoever comes or goes, so that
 * turns stay even. Undefined where there is nobody.
 */
export function nextInTurn(people: readonly string[], last: string | undefined): string | undefined {
  const sorted = [...new Set(people)].sort();
  return sorted.find((id) => last === undefined || id > last) ?? sorted[0];
}
