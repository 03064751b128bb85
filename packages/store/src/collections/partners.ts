import type { JsonObject, Partner, PartnerId, PartnerStatus } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Fresh, Stored } from '../core/spec.js';
import { changeByStep, type ByStep, type StepDecision } from '../core/steps.js';
import { contains } from '../core/search.js';

/** A partner as it is stored, with what steps of flows have done to it. */
export type StoredPartner = Partner & ByStep;

/** Partners. The e-mail address is unique within a programme, whatever its case. */
export function partners(db: Database) {
  const c = db.collection<StoredPartner>({
    name: 'partners',
    version: 1,
    fields: {
      name: 'string',
      email: 'string',
      type: 'string',
      status: 'string',
      statusSince: 'date',
      statusReason: 'string',
      forCause: 'boolean',
      mergedInto: 'string',
      merged: 'strings',
      erasedAt: 'date',
      tier: 'string',
      tierSince: 'date',
      group: 'string',
      agreed: 'text',
      owner: 'string',
      organisation: 'string',
      country: 'string',
      language: 'string',
      timeZone: 'string',
      website: 'string',
      payout: 'plain',
      tags: 'strings',
      custom: 'text',
      userId: 'string',
      createdAt: 'date',
      doneSteps: 'text',
    },
    lookups: { emailKey: 'string', accountHash: 'string', search: 'string' },
    derive: (partner) => ({
      emailKey: emailKey(partner.email),
      accountHash: partner.payout?.accountHash,
      search: [partner.name, partner.email, partner.organisation ?? '', partner.id].join('\n').toLowerCase(),
    }),
    indexes: [
      { keys: ['emailKey'], unique: true },
      { keys: ['status', 'createdAt'] },
      { keys: ['owner'] },
      { keys: ['accountHash'] },
      { keys: ['userId'] },
      { keys: ['mergedInto'] },
    ],
  });
  return {
    collection: c,
    insert: (partner: Fresh<Partner>, out?: Outgoing) => c.insert(partner, out),
    insertOrRead: (partner: Fresh<Partner>, out?: Outgoing) => c.insertOrRead(partner, out),
    get: (programme: string, id: PartnerId) => c.get(programme, id),
    need: (programme: string, id: PartnerId) => c.need(programme, id),
    findByEmail: (programme: string, email: string) => c.findOne(programme, { emailKey: emailKey(email) }),
    findByUser: (programme: string, userId: string) => c.findOne(programme, { userId }),
    findByAccountHash: (programme: string, accountHash: string) => c.find(programme, { accountHash }),
    many: (programme: string, ids: PartnerId[]) =>
      ids.length === 0 ? Promise.resolve([]) : c.find(programme, { _id: { $in: ids } }),
    change: (
      programme: string,
      id: PartnerId,
      mutate: (
        partner: Stored<Partner>,
      ) => ({ set: Partial<{ [K in keyof Partner]: Partner[K] | undefined }> } & Outgoing) | null,
      expectedRev?: number,
    ) => c.change(programme, id, mutate as Parameters<typeof c.change>[2], expectedRev),
    /** As `change`, once by the key of a flow's step; see `changeByStep`. */
    changeByStep: (
      programme: string,
      id: PartnerId,
      key: string | undefined,
      decide: (partner: Stored<StoredPartner>) => StepDecision<StoredPartner>,
      expectedRev?: number,
    ) => changeByStep(c, programme, id, key, decide, expectedRev),
    setCustom: (programme: string, id: PartnerId, custom: JsonObject, out?: Outgoing) =>
      c.change(programme, id, () => ({ set: { custom }, ...out })),
    list: (
      programme: string,
      query: PageQuery & {
        status?: PartnerStatus;
        tier?: string;
        owner?: string;
        country?: string;
        tag?: string;
        search?: string;
      } = {},
    ) =>
      c.page(
        programme,
        {
          ...(query.status ? { status: query.status } : {}),
          ...(query.tier ? { tier: query.tier } : {}),
          ...(query.owner ? { owner: query.owner } : {}),
          ...(query.country ? { country: query.country } : {}),
          ...(query.tag ? { tags: query.tag } : {}),
          ...(query.search ? { search: contains(query.search) } : {}),
        },
        query,
      ),
    count: (programme: string, status?: PartnerStatus) => c.count(programme, status ? { status } : {}),
  };
}

/** The address as it is compared: trimmed, lower case. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}
