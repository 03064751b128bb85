import type { OrderId, PartnerId, ReferralId } from '@sluice/domain';
import type { Backtest, BacktestPlace } from '../../collections/backtests.js';
import type { StoredCommission } from '../../collections/commissions.js';
import type { Stored } from '../../core/spec.js';
import type { Store } from '../../store.js';
import type { ReplaySource } from './replay.js';

type Scope = Pick<Backtest, 'programme' | 'rule' | 'period' | 'filter' | 'createdAt'>;
type Decided = Omit<Stored<StoredCommission>, 'trace' | 'explanation' | 'calculation'>;

/** How many commissions a backtest looks at: it does not change while it runs. */
export function countSources(store: Store, scope: Scope): Promise<number> {
  return store.commissions.collection.count(scope.programme, filterOf(scope));
}

/**
 * The next commissions of a backtest in the order of their orders' times: what this rule decided in the period, lines that
 * took something back left out, and nothing that was computed after the backtest was asked for.
 */
export async function readSources(
  store: Store,
  scope: Scope,
  after: BacktestPlace | undefined,
  limit: number,
): Promise<ReplaySource[]> {
  const { programme, period } = scope;
  const commissions: Decided[] = await store.commissions.collection.find(
    programme,
    {
      ...filterOf(scope),
      ...(after && {
        occurredAt: { $gte: after.at, $lt: period.to },
        $or: [{ occurredAt: { $gt: after.at } }, { occurredAt: after.at, _id: { $gt: after.commission } }],
      }),
    },
    { sort: { occurredAt: 1, _id: 1 }, limit, without: ['trace', 'explanation', 'calculation'] },
  );
  return withRest(store, programme, commissions);
}

/** The stored commissions of one order that the backtest looks at; one for each partner who shared it. */
export async function sourcesOfOrder(store: Store, scope: Scope, order: OrderId): Promise<ReplaySource[]> {
  const filter = { ...filterOf(scope), order };
  const commissions: Decided[] = await store.commissions.collection.find(scope.programme, filter, {
    sort: { _id: 1 },
    without: ['trace', 'explanation', 'calculation'],
  });
  return withRest(store, scope.programme, commissions);
}

function filterOf({ rule, period, filter, createdAt }: Scope): Record<string, unknown> {
  return {
    occurredAt: { $gte: period.from, $lt: period.to },
    'rule.key': rule,
    reverses: { $exists: false },
    // Lines and stages of an order stand in its first part.
    lineKey: 'order',
    component: 'base',
    createdAt: { $lt: createdAt },
    ...(filter.partners && { partner: { $in: filter.partners } }),
  };
}

/** Adds what the facts do not tell: who shares the order, its items and its margin. Two reads for all of them. */
async function withRest(store: Store, programme: string, commissions: readonly Decided[]): Promise<ReplaySource[]> {
  const ids = <K extends 'referral' | 'order'>(key: K) => [...new Set(commissions.map((one) => one[key]))];
  const [referrals, orders] = await Promise.all([
    store.referrals.many(programme, ids('referral') as ReferralId[]),
    store.orders.collection.find(
      programme,
      { _id: { $in: ids('order') }, paid: { $exists: true } },
      { without: ['tellings', 'events', 'refunds', 'disputes'] },
    ),
  ]);
  const referred = new Map(referrals.map((referral) => [referral.id, referral]));
  const paid = new Map(orders.map((order) => [order.id, order.paid]));
  return commissions.map((commission) => {
    const referral = referred.get(commission.referral);
    const share = shareOf(referral?.weights, commission.partner);
    const stored = paid.get(commission.order);
    const customer = stored?.customer.id ?? referral?.customer;
    return {
      commission,
      ...(share && { share }),
      ...(stored && { stored }),
      ...(customer && { customer }),
    };
  });
}

function shareOf(
  weights: { partner: PartnerId; ppm: number }[] | undefined,
  partner: PartnerId,
): ReplaySource['share'] {
  const index = weights?.findIndex((one) => one.partner === partner) ?? -1;
  return weights && index >= 0 && weights.length > 1 ? { weights: weights.map(({ ppm }) => ppm), index } : undefined;
}
