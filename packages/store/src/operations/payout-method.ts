import { derivedId, type PayoutMethodChange } from '@sluice/domain';
import type { AuditActor, MessageNote } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';
import type { StoredPartner } from '../collections/partners.js';
import type { Store } from '../store.js';
import { cancelPayout } from './cancel-payout.js';

/**
 * Takes new bank details down and mails the link to confirm them; what waited before no longer counts. The same request is taken
 * down once.
 */
export async function askForMethod(
  store: Store,
  change: PayoutMethodChange,
  mail: MessageNote,
): Promise<Stored<PayoutMethodChange>> {
  const { programme, partner, id } = change;
  const actor = change.askedBy;
  const { inserted, doc } = await store.payoutMethodChanges.insertOrRead(change, {
    audit: {
      action: 'payout_method.asked',
      actor,
      subject: { kind: 'partner', id: partner },
      detail: { change: id, rail: change.rail, currency: change.currency, account: change.shown },
    },
    messages: [mail],
  });
  if (inserted)
    for (const other of await store.payoutMethodChanges.waitingOf(programme, partner))
      if (other.id !== id) await withdrawMethod(store, other, actor);
  return doc;
}

/** Takes back details that wait. */
export function withdrawMethod(store: Store, { programme, id, partner }: PayoutMethodChange, actor: AuditActor) {
  return store.payoutMethodChanges.end(
    programme,
    id,
    { state: 'withdrawn' },
    {
      audit: {
        action: 'payout_method.withdrawn',
        actor,
        subject: { kind: 'partner', id: partner },
        detail: { change: id },
      },
    },
  );
}

/**
 * The partner has followed the link: the details count from now, the partner is told, and payouts to the old ones that are not
 * sent are left out of their batches, whose approval is void. Safe to repeat; a change that came later stays.
 */
export async function confirmMethod(
  store: Store,
  waiting: Stored<PayoutMethodChange>,
  now: Date,
  told: (partner: Stored<StoredPartner>) => MessageNote,
): Promise<Stored<StoredPartner>> {
  const { programme, partner, id, rail, currency, account, accountHash } = waiting;
  const confirmed = await store.payoutMethodChanges.end(programme, id, { state: 'confirmed', confirmedAt: now });
  const changedAt = confirmed.confirmedAt;
  if (!changedAt) return store.partners.need(programme, partner);
  await store.database.failpoint('payout_method.confirm.before');
  const actor: AuditActor = { id: `partner:${partner}` };
  const changed = await store.partners.change(programme, partner, (doc) =>
    doc.payout && doc.payout.changedAt.getTime() >= changedAt.getTime()
      ? null
      : {
          set: { payout: { rail, currency, account, accountHash, changedAt } },
          audit: {
            action: 'payout_method.changed',
            actor,
            subject: { kind: 'partner', id: partner },
            detail: { change: id, rail, currency, account: waiting.shown, asked: waiting.askedBy.id },
          },
          messages: [told(doc)],
          events: [
            {
              key: `payout-method:${id}`,
              type: 'custom.payout_method.changed' as const,
              occurredAt: changedAt,
              data: { partnerId: partner, rail, currency },
              correlations: [`partner:${partner}`],
            },
          ],
        },
  );
  await store.database.failpoint('payout_method.confirm.after');
  for (const payout of await store.payouts.unsentOfPartner(programme, partner)) {
    if (payout.payee?.accountHash === accountHash) continue;
    await cancelPayout(store, programme, payout.id, {
      actor,
      at: now,
      why: 'details_changed',
      reason: { code: 'left_out.details_changed', params: {} },
    }).catch((error: unknown) => {
      // It has gone out meanwhile, to the account that was approved.
      if ((error as { code?: unknown }).code !== 'sent_already') throw error;
    });
  }
  return changed;
}

/** The id of what a request asks for: the same request asks once. */
export function methodChangeId(programme: string, caller: string, requestKey: string): PayoutMethodChange['id'] {
  return derivedId('change', 'payout_method', programme, caller, requestKey);
}
