import type { Id, PartnerId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

/** A coupon code of a partner; unique in its programme, whatever its case. */
export interface Coupon {
  id: Id<'coupon'>;
  programme: string;
  partner: PartnerId;
  code: string;
  active: boolean;
  createdAt: Date;
  expiresAt?: Date;
  /** What the partner agrees to by using it. */
  terms?: string;
}

export function coupons(db: Database) {
  const c = db.collection<Coupon>({
    name: 'coupons',
    version: 1,
    fields: {
      partner: 'string',
      code: 'string',
      active: 'boolean',
      createdAt: 'date',
      expiresAt: 'date',
      terms: 'string',
    },
    lookups: { codeKey: 'string' },
    derive: (coupon) => ({ codeKey: couponKey(coupon.code) }),
    indexes: [{ keys: ['codeKey'], unique: true }, { keys: ['partner'] }, { keys: ['createdAt'] }],
  });
  return {
    collection: c,
    insert: (coupon: Coupon, out?: Outgoing) => c.insert(coupon, out),
    insertOrRead: (coupon: Coupon, out?: Outgoing) => c.insertOrRead(coupon, out),
    get: (programme: string, id: Coupon['id']) => c.get(programme, id),
    findByCode: (programme: string, code: string) => c.findOne(programme, { codeKey: couponKey(code) }),
    ofPartner: (programme: string, partner: PartnerId) =>
      c.find(programme, { partner }, { sort: { createdAt: 1, _id: 1 } }),
    /** All of them: what a new code is compared with. */
    all: (programme: string) => c.find(programme, {}),
    list: (programme: string, query: PageQuery & { partner?: PartnerId } = {}) =>
      c.page(programme, query.partner ? { partner: query.partner } : {}, query),
    deactivate: (programme: string, id: Coupon['id'], out?: Outgoing) =>
      c.change(programme, id, (coupon) => (coupon.active ? { set: { active: false }, ...out } : null)),
  };
}

/** The code as it is compared. */
function couponKey(code: string): string {
  return code.trim().toUpperCase();
}
