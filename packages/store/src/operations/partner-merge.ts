import {
  decideAdjust,
  decideHandOver,
  DomainError,
  handedOver,
  mergedWeights,
  mergeRefusal,
  mergeRule,
  takenOver,
  type Act,
  type Commission,
  type Journal,
  type Merge,
  type PartnerId,
} from '@sluice/domain';
import type { AuditActor } from '../core/outgoing.js';
import type { Store } from '../store.js';

/**
 * Merges a duplicate into its survivor: links, coupons, touches and customers earn for the survivor from then on, and what the
 * duplicate is owed (or owes) is handed over. Its chain, statements and payouts stay as they are. Safe to repeat; what a crash, or an
 * event that was under way, leaves behind is moved by `settleMerges`. Throws `DomainError`.
 */
export async function mergePartners(
  store: Store,
  merge: Merge,
  by: { actor: AuditActor; at: Date; reason: string },
): Promise<void> {
  const { programme, from, into } = merge;
  const [old, survivor] = [await store.partners.need(programme, from), await store.partners.need(programme, into)];
  const refusal = mergeRefusal(old, survivor);
  if (refusal) throw new DomainError(refusal.code, refusal.message);
  const { actor, at, reason } = by;
  // The survivor knows first: a commission that the duplicate has earned is never computed for the survivor again.
  await store.partners.change(programme, into, (doc) =>
    doc.merged?.includes(from)
      ? null
      : {
          set: { merged: [...(doc.merged ?? []), ...(old.merged ?? []), from] },
          audit: { action: 'partner.merged', actor, detail: { name: old.name, from, into, reason } },
        },
  );
  await store.partners.change(programme, from, (doc) =>
    doc.mergedInto
      ? null
      : {
          set: { mergedInto: into, status: 'terminated', statusSince: at, statusReason: reason },
          audit: { action: 'partner.merged_away', actor, detail: { name: survivor.name, from, into, reason } },
        },
  );
  await settleMerge(store, merge, { actor: actor.id, at });
}

/** Moves what still comes in for partners that were merged away. Answers how many things were moved. */
export async function settleMerges(store: Store, programme: string, at: Date): Promise<number> {
  let moved = 0;
  for (const { id, mergedInto } of await store.partners.collection.find(programme, { mergedInto: { $ne: null } }))
    if (mergedInto)
      moved += await settleMerge(store, { programme, from: id, into: mergedInto }, { actor: 'system', at });
  return moved;
}

async function settleMerge(store: Store, merge: Merge, by: { actor: string; at: Date }): Promise<number> {
  const { programme, from, into } = merge;
  let moved = 0;
  const move = { set: { partner: into } };
  for (const { id } of await store.links.ofPartner(programme, from)) {
    await store.links.collection.change(programme, id, () => move);
    moved += 1;
  }
  for (const { id } of await store.coupons.ofPartner(programme, from)) {
    await store.coupons.collection.change(programme, id, () => move);
    moved += 1;
  }
  for (const { id } of await store.touches.collection.find(programme, { partner: from })) {
    await store.touches.collection.change(programme, id, () => move);
    moved += 1;
  }
  for (const { id } of await referralsOf(store, programme, from)) {
    await store.referrals.change(programme, id, (referral) => ({
      set: {
        weights: mergedWeights(referral.weights, merge),
        ...(referral.partner === from && { partner: into }),
      },
      audit: { action: 'referral.moved', actor: { id: by.actor }, detail: { from, into } },
    }));
    moved += 1;
  }
  return moved + (await handOver(store, merge, by));
}

/** Also where the duplicate has only a share: the partner with the largest one names the referral. */
async function referralsOf(store: Store, programme: string, partner: PartnerId) {
  return store.referrals.collection.find(programme, {
    $or: [{ partner }, { 'weights.partner': partner }],
  });
}

/** One line out of the duplicate's chain, one into the survivor's, each with its document; begun by one, ended by any later try. */
async function handOver(store: Store, merge: Merge, by: { actor: string; at: Date }): Promise<number> {
  const { programme, from, into } = merge;
  const head = await store.ledger.head(programme, from);
  const currencies = Object.entries(head?.balancesAfter ?? {}).flatMap(([key, amount]) =>
    key.startsWith('partner:payable|') && amount !== 0n ? [key.slice('partner:payable|'.length)] : [],
  );
  const act: Act = { programme, partner: from, actor: by.actor, at: by.at };
  for (const currency of currencies) {
    const posted = await store.ledger.post(programme, from, { commissions: [] }, (now) =>
      decideHandOver(now, act, merge, currency),
    );
    if (!posted.ok) throw new Error(`${posted.code}: ${posted.message}`);
  }
  let moved = 0;
  for (const journal of await store.ledger.collection.find(programme, { partner: from, kind: 'adjust' })) {
    if (!journal.cause.startsWith(mergeRule)) continue;
    moved += await takeOver(store, { ...merge, into: survivorOf(journal) ?? into }, journal, by.actor);
  }
  return moved;
}

async function takeOver(store: Store, merge: Merge, journal: Journal, actor: string): Promise<number> {
  const { programme, from, into } = merge;
  const [entry] = journal.commissions;
  if (!entry) return 0;
  const given = handedOver(merge, { amount: entry.delta, currency: entry.currency }, journal.cause, journal.at);
  const taken = takenOver(merge, journal);
  if ((await store.commissions.get(programme, taken.id))?.position) return 0;
  await write(store, given);
  await store.commissions.insertOrRead(taken);
  const posted = await store.ledger.post(programme, into, { commissions: [taken.id] }, (head, positions) =>
    decideAdjust(head, positions, {
      programme,
      partner: into,
      at: journal.at,
      actor,
      line: taken.id,
      amount: taken.amount,
      cause: `${mergeRule}${journal.id}`,
      ...(taken.explanation[0] && { reason: taken.explanation[0] }),
    }),
  );
  if (!posted.ok) throw new Error(`${posted.code}: ${posted.message}`);
  await store.ledger.project(programme, from, [given.id]);
  return posted.appended;
}

async function write(store: Store, line: Commission): Promise<void> {
  await store.commissions.insertOrRead(line);
  await store.ledger.project(line.programme, line.partner, [line.id]);
}

/** Whom the hand-over named, should the survivor have been merged on since. */
function survivorOf({ cause }: Journal): PartnerId | undefined {
  const [, into] = cause.split(':');
  return into?.startsWith('par_') ? (into as PartnerId) : undefined;
}
