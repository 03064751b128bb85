import {
  DomainError,
  formatMoney,
  partnerBalances,
  type JsonObject,
  type PartnerBalance,
  type PartnerId,
} from '@sluice/domain';
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
  const open = await openMoney(store, programme, id);
  if (open.length > 0)
    throw new DomainError(
      'still_owed',
      `The ledger still has ${open.map(inWords).join('; ')} for this partner: pay it or adjust it first.`,
    );
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
  for (const event of await applicationsOf(store, programme, id))
    await store.events.collection.change(programme, event.id, (doc) =>
      doc.data['erased'] === true ? null : { set: { data: kept(doc.data) } },
    );
  // Whom it was won from.
  for (const { id: prospect } of await store.prospects.collection.find(programme, { partner: id })) {
    await store.notes.collection.removeWhere(programme, { aboutId: prospect });
    await store.prospects.change(programme, prospect, ({ name }) =>
      name === erased ? null : { set: { name: erased, email: addressOf(prospect), website: undefined, tags: [] } },
    );
  }
  await store.partners.change(programme, id, (doc) =>
    doc.erasedAt
      ? null
      : {
          set: {
            name: pseudonymOf(id),
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

/** Money that stands against erasing a partner: by currency, where anything is held, payable or on its way. */
export async function openMoney(store: Store, programme: string, id: PartnerId): Promise<PartnerBalance[]> {
  return partnerBalances(await store.ledger.head(programme, id)).filter(({ held, payable, inTransit }) =>
    [held, payable, inTransit].some(({ amount }) => amount !== 0n),
  );
}

/** What an erased partner is called. */
export function pseudonymOf(id: PartnerId): string {
  return `Erased partner ${id.slice(-6)}`;
}

/** The applications by which it came. */
export async function applicationsOf(store: Store, programme: string, id: PartnerId) {
  return (await store.events.collection.find(programme, { correlations: `partner:${id}` })).filter(
    ({ type }) => type === 'application.submitted',
  );
}

const erased = 'erased';

function inWords({ held, payable, inTransit }: PartnerBalance): string {
  return [[held, 'held'] as const, [payable, 'payable'] as const, [inTransit, 'on its way'] as const]
    .filter(([{ amount }]) => amount !== 0n)
    .map(([money, where]) => `${formatMoney(money)} ${where}`)
    .join(', ');
}

/** Reserved for addresses that never exist (RFC 2606). */
function addressOf(id: string): string {
  return `${id}@erased.invalid`;
}

/** Of an application only that there was one, and for whom. */
function kept({ partnerId }: JsonObject): JsonObject {
  return { ...(partnerId !== undefined && { partnerId }), erased: true };
}
