import { derivedId, type Approval, type JsonObject } from '@sluice/domain';
import type { Publication } from '@sluice/store';
import { cancelRequest, isStillAsked, type PublishKind } from '@sluice/store/operations/index';
import type { Context } from '../../context.js';
import type { Caller } from '../../http/caller.js';
import { Refusal } from '../../http/problem.js';
import { requestsOf } from './requests.js';

/** Who decides a publication. */
const deciding = 'manager';

/** What is asked for; who asks, when, and under which approval is added here. */
export type Asked<Content extends object> = Omit<
  Publication<Content>,
  'id' | 'approval' | 'askedBy' | 'askedAt' | 'state' | 'version'
>;

/**
 * The one pending approval of exactly this content: several who ask at once get the same one, and asking for something else
 * ends what was asked before. The content is stored before the approval, so that there is no approval of nothing.
 */
export async function askToPublish<C extends object, D extends object, A extends object>(
  context: Context,
  caller: Caller,
  kind: PublishKind<C, D, A>,
  asked: Asked<A>,
  evidence: JsonObject,
): Promise<Approval> {
  const { store } = context;
  const { programme, key, title, hash, subjectHash, makers, base } = asked;
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const all = await requestsOf(store, kind.kind, programme, key);
    const pending = all.find(({ state }) => state === 'pending');
    if (pending?.subjectHash === subjectHash) return pending;
    if (pending) {
      await cancelRequest(store, pending, 'asked_again', caller.id, context.now());
      continue;
    }
    const id = derivedId('approval', kind.kind, programme, key, String(all.length));
    await kind.requests(store).insertOrRead({
      ...asked,
      approval: id,
      askedBy: caller.id,
      askedAt: context.now(),
      state: 'waiting',
    });
    const actor = { id: caller.id, name: caller.name };
    const subject = { kind: kind.kind, id: key };
    const heading = `${title} v${base + 1}`;
    const { doc } = await store.approvals.insertOrRead(
      {
        id,
        programme,
        kind: kind.kind,
        title: heading,
        subject,
        subjectHash,
        evidence,
        role: deciding,
        needed: 1,
        makers,
        state: 'pending',
        decisions: [],
        createdAt: context.now(),
      },
      {
        audit: [
          { action: 'approval.opened', actor, detail: { subjectHash, title: heading } },
          {
            action: `${kind.kind}.publish_asked`,
            actor,
            subject,
            detail: {
              title: heading,
              hash,
              approval: id,
              ...(asked.rollback !== undefined && { rollback: asked.rollback }),
            },
          },
        ],
      },
    );
    if (doc.subjectHash === subjectHash) return doc;
  }
  throw new Refusal('unavailable', { detail: `This ${kind.kind} is asked to be published by too many at once.` });
}

/** Ends pending requests that the draft no longer is what they are about. */
export async function cancelPending<C extends object, D extends object, A extends object>(
  context: Context,
  caller: Caller,
  kind: PublishKind<C, D, A>,
  key: string,
  why: 'changed' | 'discarded',
): Promise<void> {
  const { store } = context;
  const { programme } = caller;
  for (const approval of await requestsOf(store, kind.kind, programme, key)) {
    if (approval.state !== 'pending') continue;
    const request = await kind.requests(store).of(programme, approval);
    if (request && isStillAsked(kind, request, await kind.versions(store).draft(programme, key))) continue;
    await cancelRequest(store, approval, why, caller.id, context.now());
  }
}
