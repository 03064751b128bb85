import { DomainError, qualifyReferral, rejectReferral, type Referral, type ReferralId } from '@sluice/domain';
import type { Store } from '../store.js';
import { tagged, type ChangedBy } from './partner-changes.js';

/** Counts a lead as valid and tags it. Throws `DomainError` for too many tags. */
export async function qualify(
  store: Store,
  programme: string,
  referral: ReferralId,
  tags: readonly string[],
  by: ChangedBy,
): Promise<Referral> {
  const { doc } = await store.referrals.changeByStep(
    programme,
    referral,
    by.key,
    (before) => {
      const judged = qualifyReferral(before, tags);
      if (!judged.ok) throw new DomainError(judged.code, judged.message);
      const same =
        before.status === judged.set.status &&
        before.stage === judged.set.stage &&
        judged.set.tags?.length === (before.tags ?? []).length;
      return {
        answer: {},
        set: same ? {} : judged.set,
        ...(!same && {
          audit: {
            action: 'referral.qualified',
            actor: by.actor,
            detail: { partner: before.partner, tags: [...tags], ...by.detail },
          },
        }),
      };
    },
    by.expectedRev,
  );
  return doc;
}

/** Counts a lead as not valid, with a reason code. Throws `DomainError` where it has orders already. */
export async function reject(
  store: Store,
  programme: string,
  referral: ReferralId,
  reason: { reason: string; note?: string; tags?: readonly string[] },
  by: ChangedBy,
): Promise<Referral> {
  const { doc } = await store.referrals.changeByStep(
    programme,
    referral,
    by.key,
    (before) => {
      const { tags = [], ...why } = reason;
      const judged = rejectReferral(before, { ...why, at: by.at }, tags);
      if (!judged.ok) throw new DomainError(judged.code, judged.message);
      return {
        answer: {},
        set: judged.set,
        audit: {
          action: 'referral.rejected',
          actor: by.actor,
          detail: { partner: before.partner, reason: why.reason, ...by.detail },
        },
      };
    },
    by.expectedRev,
  );
  return doc;
}

/** Gives a lead to somebody; undefined takes it away. */
export async function assignLead(
  store: Store,
  programme: string,
  referral: ReferralId,
  assignee: string | undefined,
  by: ChangedBy,
): Promise<Referral> {
  const { doc } = await store.referrals.changeByStep(programme, referral, by.key, (before) =>
    before.assignee === assignee
      ? { answer: {}, set: {} }
      : {
          answer: {},
          set: { assignee },
          audit: {
            action: 'referral.assigned',
            actor: by.actor,
            detail: { partner: before.partner, from: before.assignee ?? null, to: assignee ?? null, ...by.detail },
          },
        },
  );
  return doc;
}

/** Adds tags to a referral and takes others away. Throws `DomainError` for too many. */
export async function tagReferral(
  store: Store,
  programme: string,
  referral: ReferralId,
  tags: { add: readonly string[]; remove: readonly string[] },
  by: ChangedBy,
): Promise<{ added: string[]; removed: string[] }> {
  const { answer } = await store.referrals.changeByStep(programme, referral, by.key, (before) => {
    const { set, answer: changed } = tagged(before.tags ?? [], tags);
    return {
      answer: changed,
      set,
      ...(set.tags && {
        audit: {
          action: 'referral.tagged',
          actor: by.actor,
          detail: { partner: before.partner, ...changed, ...by.detail },
        },
      }),
    };
  });
  return { added: answer['added'] as string[], removed: answer['removed'] as string[] };
}
