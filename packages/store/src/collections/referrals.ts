import { tagKey, type CustomerId, type PartnerId, type Referral, type ReferralId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Fresh, Stored } from '../core/spec.js';
import { changeByStep, type ByStep, type StepDecision } from '../core/steps.js';

/** A referral as it is stored, with what steps of flows have done to it. */
export type StoredReferral = Referral & ByStep;

/** Referrals: who earns on a customer's orders, one per customer. */
export function referrals(db: Database) {
  const c = db.collection<StoredReferral>({
    name: 'referrals',
    version: 1,
    fields: {
      customer: 'string',
      customerExternalId: 'string',
      partner: 'string',
      weights: 'plain',
      model: 'string',
      touches: 'plain',
      decision: 'text',
      stage: 'string',
      status: 'string',
      firstOrder: 'string',
      orders: 'number',
      revenue: 'plain',
      rejection: 'plain',
      tags: 'strings',
      assignee: 'string',
      leadEvent: 'string',
      createdAt: 'date',
      doneSteps: 'text',
    },
    lookups: { tagKeys: 'strings' },
    derive: ({ tags }) => ({ tagKeys: tags?.map(tagKey) }),
    indexes: [
      { keys: ['customer'], unique: true },
      { keys: ['partner', 'createdAt'] },
      { keys: ['stage'] },
      { keys: ['assignee'] },
      { keys: ['tagKeys'] },
    ],
  });
  return {
    collection: c,
    insertOrRead: (referral: Fresh<Referral>, out?: Outgoing) => c.insertOrRead(referral, out),
    get: (programme: string, id: ReferralId) => c.get(programme, id),
    ofCustomer: (programme: string, customer: CustomerId) => c.findOne(programme, { customer }),
    many: (programme: string, ids: ReferralId[]) =>
      ids.length === 0 ? Promise.resolve([]) : c.find(programme, { _id: { $in: ids } }),
    change: (
      programme: string,
      id: ReferralId,
      mutate: (referral: Stored<Referral>) => ({ set: Partial<Referral> } & Outgoing) | null,
    ) => c.change(programme, id, mutate as Parameters<typeof c.change>[2]),
    /** As `change`, once by the key of a flow's step; see `changeByStep`. */
    changeByStep: (
      programme: string,
      id: ReferralId,
      key: string | undefined,
      decide: (referral: Stored<StoredReferral>) => StepDecision<StoredReferral>,
      expectedRev?: number,
    ) => changeByStep(c, programme, id, key, decide, expectedRev),
    ofPartner: (programme: string, partner: PartnerId) =>
      c.find(programme, { partner }, { sort: { createdAt: 1, _id: 1 } }),
    list: (
      programme: string,
      query: PageQuery & {
        partner?: PartnerId;
        stage?: Referral['stage'];
        status?: Referral['status'];
        assignee?: string;
        tag?: string;
        from?: Date;
        to?: Date;
      } = {},
    ) =>
      c.page(
        programme,
        {
          ...(query.partner ? { partner: query.partner } : {}),
          ...(query.stage ? { stage: query.stage } : {}),
          ...(query.status ? { status: query.status } : {}),
          ...(query.assignee ? { assignee: query.assignee } : {}),
          ...(query.tag ? { tagKeys: tagKey(query.tag) } : {}),
          ...(query.from || query.to
            ? { createdAt: { ...(query.from ? { $gte: query.from } : {}), ...(query.to ? { $lt: query.to } : {}) } }
            : {}),
        },
        query,
      ),
  };
}
