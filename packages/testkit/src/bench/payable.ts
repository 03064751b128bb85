import {
  appendJournal,
  commissionId,
  decideEarn,
  decideRelease,
  derivedId,
  foldCommission,
  foldCommissions,
  type Commission,
  type Journal,
  type Partner,
  type PartnerId,
  type Programme,
} from '@sluice/domain';
import type { Store } from '@sluice/store';
import type { Collection } from '@sluice/store/core/collection';
import { encodeFields } from '@sluice/store/core/codec';
import type { Base, Fresh } from '@sluice/store/core/spec';

const currency = 'USD';
const at = new Date('2026-10-02T09:00:00Z');

/** Partners of a programme, each with two commissions that are payable, written straight into the collections as they would be. */
export async function storePayable(store: Store, { key, timeZone }: Programme, count: number): Promise<void> {
  for (let from = 0; from < count; from += 500) {
    const all = Array.from({ length: Math.min(500, count - from) }, (_, place) => {
      const partner = partnerOf(key, from + place);
      return { partner, ...chainOf(key, timeZone, partner.id, from + place) };
    });
    await write(
      store.partners.collection,
      all.map(({ partner }) => partner),
    );
    await write(
      store.ledger.collection,
      all.flatMap(({ journals }) => journals),
    );
    await write(
      store.commissions.collection,
      all.flatMap(({ commissions, journals }) =>
        commissions.map((one) => ({ ...one, position: foldCommission(journals, one.id), stateSince: at })),
      ),
    );
  }
}

function chainOf(
  programme: string,
  timeZone: string,
  partner: PartnerId,
  index: number,
): { commissions: Commission[]; journals: Journal[] } {
  const act = { programme, partner, at, actor: 'bench' };
  const commissions = [0, 1].map((line) => commissionOf(programme, partner, `${index}-${line}`, amountOf(index, line)));
  const journals: Journal[] = [];
  for (const commission of commissions)
    for (const decide of [
      () => decideEarn(journals.at(-1) ?? null, foldCommissions(journals), { ...act, commission, holds: [], timeZone }),
      () => decideRelease(journals.at(-1) ?? null, foldCommissions(journals), { ...act, commission: commission.id }),
    ]) {
      const decision = decide();
      if (!decision.ok) throw new Error(decision.message);
      for (const decided of decision.journals) journals.push(appendJournal(journals.at(-1) ?? null, decided));
    }
  return { commissions, journals };
}

/** Between $30 and $130; every partner reaches the minimum of $50 with two. */
function amountOf(index: number, line: number): bigint {
  return 3_000n + BigInt((index * 7_919 + line * 104_729) % 10_000);
}

function partnerOf(programme: string, index: number): Fresh<Partner> {
  return {
    id: derivedId('partner', programme, String(index)),
    programme,
    name: `Partner ${index}`,
    email: `partner-${index}@example.com`,
    type: 'agency',
    status: 'active',
    tier: 'bronze',
    tierSince: at,
    language: 'en',
    timeZone: 'UTC',
    payout: { rail: 'sandbox', currency, account: `account-${index}`, accountHash: `hash-${index}`, changedAt: at },
    tags: [],
    custom: {},
    createdAt: at,
  };
}

function commissionOf(programme: string, partner: PartnerId, name: string, amount: bigint): Commission {
  const order = derivedId('order', programme, name);
  const of = { programme, order, partner, lineKey: 'order', component: 'base' };
  return {
    ...of,
    id: commissionId(of),
    referral: derivedId('referral', programme, name),
    orderExternalId: `o-${name}`,
    customer: `c-${name}`,
    amount: { amount, currency },
    base: { amount: amount * 10n, currency },
    terms: { type: 'percent', rate: '10' },
    rule: { key: 'standard', version: 1, hash: 'v1' },
    facts: {},
    trace: [],
    explanation: [{ code: 'terms.percent', params: { rate: '10', base: { amount: String(amount * 10n), currency } } }],
    calculation: [],
    event: derivedId('event', programme, name),
    occurredAt: at,
    createdAt: at,
  };
}

async function write<Doc extends Base>(collection: Collection<Doc>, docs: readonly Fresh<Doc>[]): Promise<void> {
  const { spec, model } = collection;
  const raw = docs.map((doc) => ({
    _id: doc.id,
    programme: doc.programme,
    schemaVersion: spec.version,
    rev: 1,
    ...encodeFields(spec, doc as Partial<Fresh<Doc>>, doc).set,
  }));
  await model.collection.insertMany(raw as never[], { ordered: false });
}
