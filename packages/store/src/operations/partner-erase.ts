import { DomainError, type JsonObject, type PartnerId } from '@sluice/domain';
import type { AuditActor } from '../core/outgoing.js';
import type { Store } from '../store.js';

/**
 * Erases a partner's personal data (GDPR, article 17) and keeps what the law has kept: journals, commissions, payouts and
 * statements stay, under an id and no name. The partner is terminated, its users can no longer sign in, mails, notices and notes
 * about it lose what they said. Refuses `still_owed` while money is held, payable or on its way: pay or adjust it first.
 * Safe to repeat.
 */
export async function erasePartner(
  store: Store,
  programme: string,
  id: PartnerId,
  by: { actor: AuditActor; at: Date; reason: string },
): Promise<void> {
  await store.partners.need(programme, id);
  const open = Object.entries((await store.ledger.head(programme, id))?.balancesAfter ?? {}).filter(
    ([account, amount]) => account.startsWith('partner:') && amount !== 0n,
  );
  if (open.length > 0) {
    const [[account, amount]] = open as [[string, bigint]];
    throw new DomainError(
      'still_owed',
      `The ledger still has ${amount} minor units in ${account.replace('|', ' ')} for this partner: pay it or adjust it first.`,
    );
  }
  for (const user of await store.users.ofPartner(programme, id))
    await store.users.collection.change(programme, user.id, (doc) =>
      doc.disabled && doc.name === erased ? null : { set: { disabled: true, name: erased, email: addressOf(doc.id) } },
    );
  for (const { id: message } of await store.messages.collection.find(programme, { partner: id }))
    await store.messages.collection.change(programme, message, (doc) =>
      doc.to === erased ? null : { set: { to: erased, vars: {}, subjectLine: '', html: '', text: '' } },
    );
  // What was paid stays; where it went, and to whom by name, does not.
  for (const { id: payout } of await store.payouts.ofPartner(programme, id))
    await store.payouts.change(programme, payout, ({ payee }) =>
      payee === undefined || payee.holder === erased
        ? null
        : { set: { payee: { account: erased, accountHash: payee.accountHash, holder: erased } } },
    );
  await store.payoutMethodChanges.collection.removeWhere(programme, { partner: id });
  await store.notices.collection.removeWhere(programme, { partner: id });
  await store.notes.collection.removeWhere(programme, { aboutId: id });
  for (const event of await store.events.collection.find(programme, { correlations: `partner:${id}` }))
    if (event.type === 'application.submitted')
      await store.events.collection.change(programme, event.id, (doc) =>
        doc.data['erased'] === true ? null : { set: { data: kept(doc.data) } },
      );
  await store.partners.change(programme, id, (doc) =>
    doc.erasedAt
      ? null
      : {
          set: {
            name: `Erased partner ${id.slice(-6)}`,
            email: addressOf(id),
            status: 'terminated',
            statusSince: by.at,
            statusReason: undefined,
            organisation: undefined,
            website: undefined,
            payout: undefined,
            owner: undefined,
            userId: undefined,
            tags: [],
            custom: {},
            erasedAt: by.at,
          },
          // Who it was is nowhere in this entry; why, is.
          audit: { action: 'partner.erased', actor: by.actor, detail: { reason: by.reason } },
        },
  );
}

const erased = 'erased';

/** Reserved for addresses that never exist (RFC 2606). */
function addressOf(id: string): string {
  return `${id}@erased.invalid`;
}

/** Of an application only that there was one, and for whom. */
function kept({ partnerId }: JsonObject): JsonObject {
  return { ...(partnerId !== undefined && { partnerId }), erased: true };
}
