import type { EventId, JsonObject, OrderId, PartnerId, ReferralId } from '@sluice/domain';
import type { RealRun } from '@sluice/flows';
import { plain } from '@sluice/nodes/simulation/documents';
import type { Store, StoredEvent, StoredRun } from '@sluice/store';

/** Events that a case tells at most: a run that was told more is told again without the rest. */
const mostEvents = 200;

/**
 * A stored run with what it was told and what was stored about it: what `importRun` makes a case of. Documents are as they are
 * now, but for orders, whose refunds and disputes are told by the run's own events.
 */
export async function realRunOf(store: Store, run: StoredRun): Promise<RealRun> {
  const { programme, id, flow, subject, steps, acts, vars } = run;
  const startedBy = await eventOf(store, programme, vars);
  const told = await eventsOf(store, run);
  return {
    id,
    flow,
    subject,
    startedAt: run.startedAt.toISOString(),
    steps,
    acts,
    vars,
    ...(startedBy && { event: { type: startedBy.type, data: startedBy.data } }),
    events: told
      .filter((event) => event.id !== startedBy?.id)
      .map(({ id: event, type, receivedAt, data }) => ({ id: event, type, at: receivedAt.toISOString(), data })),
    world: await worldOf(store, programme, subject),
  };
}

async function eventOf(store: Store, programme: string, vars: JsonObject): Promise<StoredEvent | null> {
  const event = vars['event'];
  const id = event !== null && typeof event === 'object' && !Array.isArray(event) ? event?.['id'] : undefined;
  return typeof id === 'string' ? store.events.get(programme, id as EventId) : null;
}

/** What came about its subject while it ran, from outside. */
async function eventsOf(store: Store, { programme, subject, startedAt, closedAt }: StoredRun): Promise<StoredEvent[]> {
  const found = await store.events.collection.find(
    programme,
    { correlations: `${subject.kind}:${subject.id}`, receivedAt: { $gte: startedAt } },
    { sort: { receivedAt: 1 }, limit: mostEvents },
  );
  return found.filter(
    ({ source, receivedAt }) => source !== 'internal' && (closedAt === undefined || receivedAt <= closedAt),
  );
}

async function worldOf(store: Store, programme: string, subject: StoredRun['subject']): Promise<RealRun['world']> {
  const order = subject.kind === 'order' ? await store.orders.get(programme, subject.id as OrderId) : null;
  const referralId = subject.kind === 'referral' ? (subject.id as ReferralId) : order?.referral;
  const [referral] = referralId ? await store.referrals.many(programme, [referralId]) : [];
  const partnerId = subject.kind === 'partner' ? (subject.id as PartnerId) : referral?.partner;
  const partner = partnerId ? await store.partners.get(programme, partnerId) : null;
  const documents: Record<string, Record<string, JsonObject>> = {};
  const put = (collection: string, document: { id: string } | null | undefined): void => {
    if (document) documents[collection] = { [document.id]: plain(document) as JsonObject };
  };
  put('partners', partner && withoutPayout(partner));
  put('referrals', referral);
  const untouched = order && { ...order, refunds: {}, disputes: {} };
  put('orders', untouched);
  return documents;
}

/** A case is kept with the flow and read by many: how a partner is paid is not part of it. */
function withoutPayout<T extends { payout?: unknown }>({ payout: _payout, ...partner }: T): Omit<T, 'payout'> {
  return partner;
}
