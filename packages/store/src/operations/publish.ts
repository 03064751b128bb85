import type { Approval, JsonObject } from '@sluice/domain';
import type { Publication, Publications } from '../collections/publications.js';
import type { Draft, NewContent, Published, Versioned } from '../collections/versioned.js';
import type { Store } from '../store.js';

/** What publishing has of its own for one kind of thing: its collections, and what its content is made of. */
export interface PublishKind<Content extends object, Drafted extends object, Asked extends object> {
  kind: 'rule' | 'flow';
  versions(store: Store): Versioned<Content, Drafted>;
  requests(store: Store): Publications<Asked>;
  /** Of what a request is decided on; what lies beside it does not count. */
  contentHash(draft: { title: string; hash: string } & Drafted): string;
  /** What is published: the request's, with what lies beside it as `draft` has it where that is still the same. */
  content(request: Publication<Asked>, draft: Draft<Drafted> | null, number: number): NewContent<Content>;
  /** Nothing of the draft would be lost by ending it. */
  isPublished(draft: Draft<Drafted>, version: Published<Content>): boolean;
  /** What the audit entry of a publication says besides. */
  detail(version: { effectiveFrom: Date }, request: Publication<Asked>): JsonObject;
  /** What else follows from a publication. May be done again: it has its effect once. */
  follows?(
    store: Store,
    version: Published<Content>,
    request: Publication<Asked>,
    approval: Approval,
    now: Date,
  ): Promise<void>;
}

/** What became of a request to publish. */
export type PublicationOutcome<Content extends object> =
  { state: 'waiting' } | { state: 'void' } | { state: 'published'; version: Published<Content> };

/** Whether the draft is still what the request is about; an old version's content is, whatever the draft has become. */
export function isStillAsked<Content extends object, Drafted extends object, Asked extends object>(
  { contentHash }: Pick<PublishKind<Content, Drafted, Asked>, 'contentHash'>,
  request: Pick<Publication<Asked>, 'contentHash' | 'rollback'>,
  draft: Draft<Drafted> | null,
): boolean {
  return request.rollback !== undefined || (draft !== null && contentHash(draft) === request.contentHash);
}

/**
 * Does what follows from an approval's state, as often as it is asked: approved → the very content that was asked for becomes the
 * next version and its draft ends; rejected, expired or cancelled → the request is void; pending, but the draft has changed →
 * the approval is cancelled. The decision is recorded before; this finishes what a crash left open.
 */
export async function settlePublication<Content extends object, Drafted extends object, Asked extends object>(
  store: Store,
  kind: PublishKind<Content, Drafted, Asked>,
  request: Publication<Asked>,
  now: Date,
): Promise<PublicationOutcome<Content>> {
  const { programme, key, id } = request;
  const versions = kind.versions(store);
  const approval = await store.approvals.get(programme, request.approval);
  if (!approval || approval.subjectHash !== request.subjectHash) return { state: 'waiting' };
  switch (approval.state) {
    case 'pending': {
      if (isStillAsked(kind, request, await versions.draft(programme, key))) return { state: 'waiting' };
      const closed = await cancelRequest(store, approval, 'changed', 'system', now);
      if (closed.state !== 'cancelled') return settlePublication(store, kind, request, now);
      break;
    }
    case 'approved': {
      const version = await publish(store, kind, request, approval);
      await versions.closeDraft(programme, key, { when: (draft) => kind.isPublished(draft, version) });
      await kind.follows?.(store, version, request, approval, now);
      await kind.requests(store).settle(programme, id, 'published', version.version);
      return { state: 'published', version };
    }
    case 'rejected':
    case 'expired':
    case 'cancelled':
      break;
  }
  await kind.requests(store).settle(programme, id, 'void');
  return { state: 'void' };
}

/** Ends a pending request: its draft was changed or discarded, or it was asked for anew. */
export function cancelRequest(
  store: Store,
  approval: Approval,
  why: 'changed' | 'discarded' | 'asked_again',
  by: string,
  now: Date,
): Promise<Approval> {
  const { id, programme, title, subject, subjectHash } = approval;
  return store.approvals.close(programme, id, 'cancelled', now, {
    audit: {
      action: 'approval.cancelled',
      actor: { id: by },
      detail: { title, why, subjectHash, [subject.kind]: subject.id },
    },
  });
}

/** Publishes once, whoever comes first. */
async function publish<Content extends object, Drafted extends object, Asked extends object>(
  store: Store,
  kind: PublishKind<Content, Drafted, Asked>,
  request: Publication<Asked>,
  approval: Approval,
): Promise<Published<Content>> {
  const { programme, key, title, hash, makers, comment, effectiveFrom } = request;
  const approver = approval.decisions.findLast(({ outcome }) => outcome === 'approve');
  const by = approver?.by ?? 'system';
  const draft = await kind.versions(store).draft(programme, key);
  const same = request.rollback === undefined && isStillAsked(kind, request, draft) ? draft : null;
  return kind.versions(store).publish(
    programme,
    key,
    (number) => ({
      ...kind.content(request, same, number),
      makers,
      publishedBy: by,
      approval: approval.id,
      ...(comment === undefined ? {} : { comment }),
      ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    }),
    {
      // The decision was judged when it was taken: one operator may have been allowed to do both.
      singleOperator: true,
      out: (version) => ({
        audit: {
          action: `${kind.kind}.published`,
          actor: { id: by, ...(approver && { name: approver.name }) },
          subject: { kind: kind.kind, id: key },
          detail: {
            title,
            version: version.version,
            hash,
            approval: approval.id,
            makers,
            ...kind.detail(version, request),
            ...(makers.includes(by) && { singleOperator: true }),
          },
        },
      }),
    },
  );
}
