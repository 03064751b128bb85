import type { Approval } from '@sluice/domain';
import type { Store } from '@sluice/store';

/** Every request to publish a rule, newest first. */
export async function requestsOf(store: Store, programme: string, key: string): Promise<Approval[]> {
  const all = await store.approvals.ofSubject(programme, key);
  return all.filter(({ kind, subject }) => kind === 'rule' && subject.kind === 'rule');
}

/** The newest request that was made since a draft was begun. */
export async function requestSince(
  store: Store,
  programme: string,
  key: string,
  begunAt: Date,
): Promise<Approval | undefined> {
  const [newest] = await requestsOf(store, programme, key);
  return newest && newest.createdAt >= begunAt ? newest : undefined;
}

/** The pending requests of every rule: approval by key. */
export async function pendingRequests(store: Store, programme: string): Promise<Map<string, string>> {
  const pending = await store.approvals.collection.find(programme, { kind: 'rule', state: 'pending' });
  return new Map(pending.map(({ id, subject }) => [subject.id, id]));
}
