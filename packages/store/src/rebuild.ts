import {
  foldCommission,
  isOrderEvent,
  orderBase,
  sumMoney,
  type CommissionPosition,
  type FoldOptions,
  type Journal,
} from '@sluice/domain';
import type { StoredCommission } from './collections/commissions.js';
import { stateSince } from './collections/ledger.js';
import { StoreError } from './core/errors.js';
import type { Stored } from './core/spec.js';
import { toText } from './core/text.js';
import type { Store } from './store.js';

/** How many documents were not as they should be and were put right. */
export interface Rebuilt {
  commissions: number;
  orders: number;
  referrals: number;
}

/**
 * Recomputes what is derived: commissions' positions from the journals, orders from their events (those that were not folded
 * in are), referrals' counts from the orders. Safe at any time: a position that grew meanwhile stays.
 */
export async function rebuild(store: Store, options: FoldOptions & { programme?: string } = {}): Promise<Rebuilt> {
  const programmes = options.programme === undefined ? await store.programmes.keys() : [options.programme];
  const rebuilt: Rebuilt = { commissions: 0, orders: 0, referrals: 0 };
  for (const programme of programmes) {
    rebuilt.commissions += await rebuildPositions(store, programme);
    rebuilt.orders += await rebuildOrders(store, programme, options);
    rebuilt.referrals += await rebuildReferrals(store, programme);
  }
  return rebuilt;
}

async function rebuildPositions(store: Store, programme: string): Promise<number> {
  let changed = 0;
  const named = new Set<string>();
  for (const partner of await store.ledger.partners(programme)) {
    const by = new Map<string, Journal[]>();
    for (const journal of await store.ledger.journals(programme, partner))
      for (const { id } of journal.commissions) by.set(id, [...(by.get(id) ?? []), journal]);
    for (const commission of await store.commissions.ofPartner(programme, partner)) {
      const journals = by.get(commission.id);
      if (!journals) continue;
      named.add(commission.id);
      const position = foldCommission(journals, commission.id);
      if (toText(commission.position) === toText(position)) continue;
      changed += await replaced(store, commission, position, stateSince(journals, commission.id));
    }
  }
  for (const commission of await store.commissions.collection.find(programme, { seq: { $gt: 0 } })) {
    if (named.has(commission.id)) continue;
    changed += await replaced(store, commission, undefined);
  }
  return changed;
}

/** 1 where the position was put right; 0 where a journal that came meanwhile has brought it up itself. */
async function replaced(
  store: Store,
  commission: Stored<StoredCommission>,
  position: CommissionPosition | undefined,
  since?: Date,
): Promise<number> {
  try {
    await store.commissions.replacePosition(commission, position, since);
    return 1;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'stale') return 0;
    throw error;
  }
}

async function rebuildOrders(store: Store, programme: string, options: FoldOptions): Promise<number> {
  let changed = 0;
  const events = await store.events.collection.find(
    programme,
    { dispatch: 'done' },
    { sort: { receivedAt: 1, _id: 1 } },
  );
  const folded = new Set((await store.orders.collection.find(programme, {})).flatMap((order) => order.events));
  for (const event of events.filter(({ type }) => isOrderEvent(type))) {
    if (folded.has(event.id)) continue;
    await store.orders.fold(programme, event, options);
    changed += 1;
  }
  return changed;
}

async function rebuildReferrals(store: Store, programme: string): Promise<number> {
  let changed = 0;
  for (const referral of await store.referrals.collection.find(programme, {})) {
    const orders = await store.orders.ofReferral(programme, referral.id);
    const currency = referral.revenue?.currency ?? orders[0]?.paid?.amount.currency;
    if (currency === undefined) continue;
    const bases = orders.flatMap((one) => (one.paid?.amount.currency === currency ? [orderBase(one, 'net').base] : []));
    const revenue = sumMoney(bases, currency);
    if (referral.orders === orders.length && (referral.revenue?.amount ?? 0n) === revenue.amount) continue;
    await store.referrals.change(programme, referral.id, () => ({ set: { orders: orders.length, revenue } }));
    changed += 1;
  }
  return changed;
}
