import type { Approval } from '@sluice/domain';
import { ruleContentHash, type StoredRule, type StoredRuleDraft } from '../collections/documents.js';
import type { Publication } from '../collections/publications.js';
import type { Store } from '../store.js';

/** What became of a request to publish a rule. */
export type PublicationOutcome = { state: 'waiting' } | { state: 'void' } | { state: 'published'; version: StoredRule };

/** Whether the draft is still what the request is about; what was noted or moved beside the logic does not count. */
export function isStillAsked(
  publication: Pick<Publication, 'contentHash'>,
  draft: StoredRuleDraft | null,
): draft is StoredRuleDraft {
  return draft !== null && ruleContentHash(draft) === publication.contentHash;
}

/**
 * Does what follows from an approval's state, as often as it is asked: approved → the very content that was asked for becomes the
 * next version and its draft ends; rejected, expired or cancelled → the request is void; pending, but the draft has changed →
 * the approval is cancelled. The decision is recorded before; this finishes what a crash left open.
 */
export async function settlePublication(
  store: Store,
  publication: Publication,
  now: Date,
): Promise<PublicationOutcome> {
  const { programme, key, id } = publication;
  const approval = await store.approvals.get(programme, publication.approval);
  if (!approval || approval.subjectHash !== publication.subjectHash) return { state: 'waiting' };
  switch (approval.state) {
    case 'pending': {
      if (isStillAsked(publication, await store.rules.draft(programme, key))) return { state: 'waiting' };
      const closed = await cancelRequest(store, approval, 'changed', 'system', now);
      return closed.state === 'cancelled' ? voided(store, publication) : settlePublication(store, publication, now);
    }
    case 'approved': {
      const version = await publish(store, publication, approval);
      await store.rules.closeDraft(programme, key, { when: (draft) => isPublished(draft, version) });
      await store.publications.settle(programme, id, 'published', version.version);
      return { state: 'published', version };
    }
    case 'rejected':
    case 'expired':
    case 'cancelled':
      return voided(store, publication);
  }
}

/** Ends a pending request: its draft was changed or discarded, or it was asked for anew. */
export function cancelRequest(
  store: Store,
  approval: Approval,
  why: 'changed' | 'discarded' | 'asked_again',
  by: string,
  now: Date,
): Promise<Approval> {
  return store.approvals.close(approval.programme, approval.id, 'cancelled', now, {
    audit: {
      action: 'approval.cancelled',
      actor: { id: by },
      detail: { title: approval.title, why, subjectHash: approval.subjectHash, rule: approval.subject.id },
    },
  });
}

async function voided(store: Store, { programme, id }: Publication): Promise<PublicationOutcome> {
  await store.publications.settle(programme, id, 'void');
  return { state: 'void' };
}

/** Publishes once, whoever comes first; what is decided on is the request's, what lies beside it the draft's newest. */
async function publish(store: Store, publication: Publication, approval: Approval): Promise<StoredRule> {
  const { programme, key, title, hash, content, makers, comment, effectiveFrom } = publication;
  const approver = approval.decisions.findLast(({ outcome }) => outcome === 'approve');
  const by = approver?.by ?? 'system';
  const draft = await store.rules.draft(programme, key);
  const beside = isStillAsked(publication, draft) ? { layout: draft.layout, comments: draft.comments } : {};
  return store.rules.publish(
    programme,
    key,
    {
      ...content,
      ...beside,
      title,
      hash,
      makers,
      publishedBy: by,
      approval: approval.id,
      ...(comment === undefined ? {} : { comment }),
      ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    },
    {
      // The decision was judged when it was taken: one operator may have been allowed to do both.
      singleOperator: true,
      out: (version) => ({
        audit: {
          action: 'rule.published',
          actor: { id: by, ...(approver && { name: approver.name }) },
          subject: { kind: 'rule', id: key },
          detail: {
            title,
            version: version.version,
            hash,
            approval: approval.id,
            makers,
            effectiveFrom: version.effectiveFrom.toISOString(),
            ...(makers.includes(by) && { singleOperator: true }),
          },
        },
      }),
    },
  );
}

/** Nothing of the draft would be lost. */
function isPublished(draft: StoredRuleDraft, version: StoredRule): boolean {
  return (
    ruleContentHash(draft) === ruleContentHash(version) &&
    draft.logic === version.logic &&
    JSON.stringify([draft.layout, draft.comments]) === JSON.stringify([version.layout, version.comments])
  );
}
