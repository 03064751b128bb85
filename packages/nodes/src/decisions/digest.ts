import { moneyToJson, type Commission, type JsonObject, type Money } from '@sluice/domain';
import { isObject, objects } from '../read.js';
import { inWords } from './words.js';

/** What happened with a partner in a period. */
export interface DigestFigures {
  clicks: number;
  referrals: number;
  orders: number;
  /** Oldest first. */
  commissions: readonly Commission[];
  paid: readonly Money[];
}

/** Lines that a digest shows; the portal has all of them. */
const maxLines = 20;

/** What a digest's template is told. Sums are in the currency that most of it is in; others are in the portal. */
export function digestVars(
  figures: DigestFigures,
  period: { from: Date; to: Date },
  locale: 'en' | 'de',
  events: readonly JsonObject[],
): JsonObject {
  const newest = [...figures.commissions].reverse();
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    clicks: figures.clicks,
    referrals: figures.referrals,
    orders: figures.orders,
    commissions: figures.commissions.length,
    earned: sumOf(figures.commissions.map(({ amount }) => amount)),
    paid: sumOf(figures.paid),
    lines: newest.slice(0, maxLines).map((commission) => ({
      amount: { ...moneyToJson(commission.amount) },
      order: commission.orderExternalId,
      at: commission.occurredAt.toISOString(),
      sentence: inWords(commission.reason ? [commission.reason] : commission.explanation, locale),
    })),
    more: Math.max(0, newest.length - maxLines),
    events: events.slice(0, maxLines).map((event) => ({ type: event['type'] ?? '', at: event['occurredAt'] ?? '' })),
  };
}

export function isEmpty(figures: DigestFigures, events: readonly JsonObject[]): boolean {
  const { clicks, referrals, orders, commissions, paid } = figures;
  return clicks + referrals + orders + commissions.length + paid.length + events.length === 0;
}

/** The events that a `digest` step kept: its list, or its whole output. */
export function collectedEvents(value: JsonObject[string] | undefined): JsonObject[] {
  return isObject(value) ? objects(value['events']) : objects(value);
}

function sumOf(amounts: readonly Money[]): JsonObject | null {
  const sums = new Map<string, { count: number; sum: bigint }>();
  for (const { amount, currency } of amounts) {
    const one = sums.get(currency) ?? { count: 0, sum: 0n };
    sums.set(currency, { count: one.count + 1, sum: one.sum + amount });
  }
  const most = [...sums].sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))[0];
  return most ? { ...moneyToJson({ amount: most[1].sum, currency: most[0] }) } : null;
}
