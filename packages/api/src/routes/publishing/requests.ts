import type { Approval } from '@sluice/domain';
import type { Store } from '@sluice/store';

/** What is published by somebody else's decision. */
export type PublishedKind = 'rule' | 'flow';

/** Every request to publish a rule or flow, newest first. */
export async function requestsOf(
  store: Store,
  kind: PublishedKind,
  programme: string,
  key: string,
): Promise<Approval[]> {
  const all = await store.approvals.ofSubject(programme, key);
  return all.filter((one) => one.kind === kind && one.subject.kind === kind);
}

/** The newest request that was made since a draft was begun. */
export async function requestSince(
  store: Store,
  kind: PublishedKind,
  programme: string,
  key: string,
  begunAt: Date,
): Promise<Approval | undefined> {
  const [newest] = await requestsOf(store, kind, programme, key);
  return newest && newest.createdAt >= begunAt ? newest : undefined;
}

/** The pending requests of every rule or flow: approval by key. */
export async function pendingRequests(
  store: Store,
  kind: PublishedKind,
  programme: string,
): Promise<Map<string, string>> {
  const pending = await store.approvals.collection.find(programme, { kind, state: 'pending' });
  return new Map(pending.filter(({ run }) => run === undefined).map(({ id, subject }) => [subject.id, id]));
}
