import type { ExplanationPart, Id, PartnerId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

export type CouponRequestState = 'requested' | 'clear' | 'conflict' | 'created' | 'declined';

/** A partner's wish for a coupon code; a flow over it checks, asks and answers. */
export interface CouponRequest {
  id: Id<'coupon_request'>;
  programme: string;
  partner: PartnerId;
  /** As it was asked for, normalised. */
  code: string;
  landingPage?: string;
  note?: string;
  state: CouponRequestState;
  /** Why it was not clear. */
  conflicts: ExplanationPart[];
  checkedAt?: Date;
  coupon?: Id<'coupon'>;
  /** Why it was declined. */
  reason?: string;
  answeredAt?: Date;
  createdAt: Date;
}

export function couponRequests(db: Database) {
  const c = db.collection<CouponRequest>({
    name: 'coupon_requests',
    version: 1,
    fields: {
      partner: 'string',
      code: 'string',
      landingPage: 'string',
      note: 'string',
      state: 'string',
      conflicts: 'text',
      checkedAt: 'date',
      coupon: 'string',
      reason: 'string',
      answeredAt: 'date',
      createdAt: 'date',
    },
    indexes: [{ keys: ['partner', 'createdAt'] }, { keys: ['state', 'createdAt'] }],
  });
  const open = (state: CouponRequestState) => state !== 'created' && state !== 'declined';
  return {
    collection: c,
    insertOrRead: (request: CouponRequest, out?: Outgoing) => c.insertOrRead(request, out),
    get: (programme: string, id: CouponRequest['id']) => c.get(programme, id),

    /** Keeps what a check found; an answered request stays as it is. */
    check: (programme: string, id: CouponRequest['id'], conflicts: ExplanationPart[], at: Date, out?: Outgoing) =>
      c.change(programme, id, (request) => {
        const state = conflicts.length === 0 ? ('clear' as const) : ('conflict' as const);
        if (!open(request.state)) return null;
        if (request.state === state && JSON.stringify(request.conflicts) === JSON.stringify(conflicts)) return null;
        return { set: { state, conflicts, checkedAt: at }, ...out };
      }),

    /** Answers an open request; one that is answered stays as it is. */
    answer: (
      programme: string,
      id: CouponRequest['id'],
      answer: { state: 'created'; coupon: Id<'coupon'> } | { state: 'declined'; reason?: string },
      at: Date,
      out?: Outgoing,
    ) =>
      c.change(programme, id, (request) =>
        open(request.state) ? { set: { ...answer, answeredAt: at }, ...out } : null,
      ),

    list: (programme: string, query: PageQuery & { partner?: PartnerId; state?: CouponRequestState } = {}) =>
      c.page(
        programme,
        {
          ...(query.partner ? { partner: query.partner } : {}),
          ...(query.state ? { state: query.state } : {}),
        },
        query,
      ),
  };
}
