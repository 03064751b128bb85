import type { BatchId, OrderId, ReferralId } from '@sluice/domain';
import type { Store, StoredRun } from '@sluice/store';
import { Names } from './names.js';

/** What runs are about, in a few words: an order with the partner who earns on it, a batch by its name. By the subject's id. */
export async function subjectTitles(
  store: Store,
  programme: string,
  runs: readonly Pick<StoredRun, 'subject'>[],
): Promise<ReadonlyMap<string, string>> {
  const of = (kind: string) => [...new Set(runs.flatMap(({ subject }) => (subject.kind === kind ? [subject.id] : [])))];
  const [orders, batches] = await Promise.all([
    Promise.all(of('order').map(async (id) => [id, await store.orders.get(programme, id as OrderId)] as const)),
    Promise.all(of('batch').map(async (id) => [id, await store.batches.get(programme, id as BatchId)] as const)),
  ]);
  const referrals = await store.referrals.many(programme, [
    ...new Set<ReferralId>(orders.flatMap(([, order]) => order?.referral ?? [])),
  ]);
  const partners = new Map<string, string>(referrals.map(({ id, partner }) => [id, partner]));
  const names = await new Names(store, programme).load([...partners.values(), ...of('partner')]);
  return new Map([
    ...orders.flatMap(([id, order]) => {
      if (!order) return [];
      const partner = order.referral && partners.get(order.referral);
      return [[id, partner ? `${order.externalId}, ${names.partner(partner).name}` : order.externalId] as const];
    }),
    ...batches.flatMap(([id, batch]) => (batch ? [[id, batch.name] as const] : [])),
    ...of('partner').map((id) => [id, names.partner(id).name] as const),
  ]);
}
