import { commissionId, derivedId, type JsonObject, type PartnerId } from '@sluice/domain';
import type { Store, StoredCommission } from '@sluice/store';
import { encodeFields } from '@sluice/store/core/codec';

const tiers = ['bronze', 'silver', 'gold'] as const;
const kinds = ['new', 'renewal', 'upgrade'] as const;
const start = Date.UTC(2026, 6, 1);

export interface HistoryOptions {
  programme: string;
  rule: string;
  count: number;
  partners: number;
  /** Position of the first one; the history is the same however it is cut. */
  from?: number;
}

/** Three months from July 2026 on, in which the orders lie evenly. */
export const historyPeriod = { from: new Date(start), to: new Date(Date.UTC(2026, 9, 1)) };

/** The facts of the `index`-th order: the same ones at every run. */
export function historyFacts(index: number): JsonObject {
  const random = scramble(index);
  const net = 100 + (random % 100_000);
  const tax = Math.round(net * 0.19);
  const kind = kinds[(random >>> 7) % 3]!;
  return {
    partner: { tier: tiers[(random >>> 3) % 3]!, type: 'agency' },
    order: {
      amount: net + tax,
      net,
      tax,
      shipping: 0,
      kind,
      month: kind === 'renewal' ? 2 + ((random >>> 9) % 14) : 1,
    },
    customer: { isNew: kind === 'new' },
    history: { monthVolume: (random >>> 2) % 1_000_000, orderCount: index % 50 },
    asOf: timeOf(index, 1_000_000),
  };
}

/** A commission as it would have been stored for it, at 10 % of the net. */
export function historyCommission(
  index: number,
  { programme, rule, count, partners }: HistoryOptions,
): StoredCommission {
  const facts = historyFacts(index);
  const partner: PartnerId = derivedId('partner', programme, String(scramble(index + 1) % partners));
  const order = derivedId('order', programme, String(index));
  const { net, amount } = facts['order'] as { net: number; amount: number };
  const at = new Date(timeOf(index, count));
  const currency = 'USD';
  return {
    id: commissionId({ programme, order, partner, lineKey: 'order', component: 'base' }),
    programme,
    partner,
    referral: derivedId('referral', programme, String(index)),
    order,
    orderExternalId: `o-${index}`,
    customer: `c-${index}`,
    lineKey: 'order',
    component: 'base',
    amount: { amount: BigInt(Math.round(net / 10)), currency },
    base: { amount: BigInt(net), currency },
    terms: { type: 'percent', rate: '10' },
    rule: { key: rule, version: 1, hash: 'v1' },
    facts,
    trace: [],
    explanation: [],
    calculation: [{ code: 'customer_paid', amount: { amount: BigInt(amount), currency } }],
    event: derivedId('event', programme, String(index)),
    occurredAt: at,
    createdAt: at,
  };
}

/** Writes a history straight into the collection, a thousand at a time. */
export async function storeHistory(store: Store, options: HistoryOptions): Promise<void> {
  const { collection } = store.commissions;
  const from = options.from ?? 0;
  for (let next = from; next < options.count; next += 1_000) {
    const docs = Array.from({ length: Math.min(1_000, options.count - next) }, (_, place) => {
      const doc = historyCommission(next + place, options);
      const { set } = encodeFields(collection.spec, doc, doc);
      return { _id: doc.id, programme: doc.programme, schemaVersion: collection.spec.version, rev: 1, ...set };
    });
    await collection.model.collection.insertMany(docs as never[], { ordered: false });
  }
}

function timeOf(index: number, count: number): number {
  return start + Math.floor((index / Math.max(count, 1)) * 90 * 86_400_000);
}

/** A fixed hash of a whole number into 31 bits (the finaliser of MurmurHash3). */
function scramble(index: number): number {
  let hash = Math.imul(index ^ (index >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 1;
}
