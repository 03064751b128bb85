import type { EarnedOrder, OrderId, Partner, PartnerHistory, PartnerId } from '@sluice/domain';
import type { Store } from '../store.js';

const day = 86_400_000;

interface Count {
  _id: { partner: PartnerId; kind: string };
  count: number | bigint;
  last: Date;
}

/** Orders read at once. */
const chunk = 500;

/** What is known of the doings of these partners up to `at`, read for all of them together. */
export async function partnerHistories(
  store: Store,
  programme: string,
  partners: readonly Pick<Partner, 'id'>[],
  at: Date,
): Promise<Map<PartnerId, PartnerHistory>> {
  const ids = partners.map(({ id }) => id);
  const [earned, touches, active] = await Promise.all([
    earnedBy(store, programme, ids, at),
    touchesOf(store, programme, ids, at),
    activityOf(store, programme, ids, at),
  ]);
  const yearAgo = new Date(at.getTime() - 365 * day);
  const wanted = [...earned.values()].flat().filter((one) => one.at > yearAgo);
  const orders = await ordersOf(store, programme, [...new Set(wanted.map(({ order }) => order as OrderId))]);
  return new Map(
    ids.map((id): [PartnerId, PartnerHistory] => {
      const own = earned.get(id) ?? [];
      const counts = touches.filter(({ _id }) => _id.partner === id);
      const of = (kind: string) => Number(counts.find(({ _id }) => _id.kind === kind)?.count ?? 0);
      const seen = [...counts.map(({ last }) => last), active.get(id)].filter((one) => one !== undefined);
      const activeAt = seen.sort((a, b) => b.getTime() - a.getTime())[0];
      return [
        id,
        {
          earned: own,
          orders: own.flatMap(({ order }) => orders.get(order) ?? []),
          clicks30: of('click'),
          leads30: of('lead'),
          ...(activeAt && { activeAt }),
        },
      ];
    }),
  );
}

/** Only the fields that are needed: a partner may have a hundred thousand commissions. */
async function earnedBy(store: Store, programme: string, ids: readonly PartnerId[], at: Date) {
  const raw = await store.commissions.collection.model
    .find(
      { programme, partner: { $in: ids }, occurredAt: { $lte: at }, reverses: null, component: { $ne: 'bonus' } },
      { partner: 1, order: 1, customer: 1, occurredAt: 1 },
    )
    .lean<{ partner: PartnerId; order: string; customer: string; occurredAt: Date }[]>();
  const by = new Map<PartnerId, Map<string, EarnedOrder>>();
  for (const { partner, order, customer, occurredAt } of raw) {
    const own = by.get(partner) ?? new Map<string, EarnedOrder>();
    own.set(order, { order, customer, at: occurredAt });
    by.set(partner, own);
  }
  return new Map([...by].map(([partner, own]) => [partner, [...own.values()]]));
}

/** Clicks and leads of the past 30 days, counted, with the newest of each. */
function touchesOf(store: Store, programme: string, ids: readonly PartnerId[], at: Date): Promise<Count[]> {
  return store.touches.collection.model.aggregate<Count>([
    { $match: { programme, partner: { $in: ids }, at: { $gt: new Date(at.getTime() - 30 * day), $lte: at } } },
    { $group: { _id: { partner: '$partner', kind: '$kind' }, count: { $sum: 1 }, last: { $max: '$at' } } },
  ]);
}

/** When each was last told to be active, by `partner.activity`. */
async function activityOf(store: Store, programme: string, ids: readonly PartnerId[], at: Date) {
  const raw = await store.events.collection.model
    .find(
      {
        programme,
        type: 'partner.activity',
        correlations: { $in: ids.map((id) => `partner:${id}`) },
        occurredAt: { $lte: at },
      },
      { correlations: 1, occurredAt: 1 },
    )
    .lean<{ correlations: string[]; occurredAt: Date }[]>();
  const last = new Map<PartnerId, Date>();
  for (const { correlations, occurredAt } of raw)
    for (const name of correlations) {
      const id = name.slice('partner:'.length) as PartnerId;
      const known = last.get(id);
      if (name.startsWith('partner:') && (!known || occurredAt > known)) last.set(id, occurredAt);
    }
  return last;
}

async function ordersOf(store: Store, programme: string, ids: readonly OrderId[]) {
  const found = new Map<string, Awaited<ReturnType<Store['orders']['get']>>>();
  for (let start = 0; start < ids.length; start += chunk)
    for (const order of await store.orders.collection.find(programme, {
      _id: { $in: ids.slice(start, start + chunk) },
    }))
      found.set(order.id, order);
  return found;
}
