import type { CustomerId, EventId, PartnerId, Touch } from '@sluice/domain';
import type { Database } from '../core/database.js';

/** A touch with what it is found by: click id, customer, the visitor's first-party cookie. */
export interface StoredTouch extends Touch {
  programme: string;
  clickId?: string;
  customer?: CustomerId;
  visitor?: string;
  event?: EventId;
  ipHash?: string;
  country?: string;
}

/** Clicks, coupon uses and leads. */
export function touches(db: Database) {
  const c = db.collection<StoredTouch>({
    name: 'touches',
    version: 1,
    quiet: true,
    fields: {
      kind: 'string',
      at: 'date',
      partner: 'string',
      link: 'string',
      coupon: 'string',
      referrer: 'string',
      clickId: 'string',
      customer: 'string',
      visitor: 'string',
      event: 'string',
      ipHash: 'string',
      country: 'string',
    },
    indexes: [
      { keys: ['clickId'] },
      { keys: ['customer', 'at'] },
      { keys: ['visitor', 'at'] },
      { keys: ['partner', 'at'] },
    ],
  });
  return {
    collection: c,
    insertOrRead: (touch: StoredTouch) => c.insertOrRead(touch),
    get: (programme: string, id: string) => c.get(programme, id),
    findByClick: (programme: string, clickId: string) => c.findOne(programme, { clickId }),
    ofCustomer: (programme: string, customer: CustomerId) =>
      c.find(programme, { customer }, { sort: { at: 1, _id: 1 } }),
    ofVisitor: (programme: string, visitor: string) => c.find(programme, { visitor }, { sort: { at: 1, _id: 1 } }),
    /** Ties touches of a visitor or click to the customer they turned out to be. */
    assign: (programme: string, id: string, customer: CustomerId) =>
      c.change(programme, id, (touch) => (touch.customer === customer ? null : { set: { customer } })),
    ofPartner: (programme: string, partner: PartnerId, since: Date) =>
      c.find(programme, { partner, at: { $gte: since } }, { sort: { at: 1, _id: 1 } }),
    countOfPartner: (programme: string, partner: PartnerId, from: Date, to: Date) =>
      c.count(programme, { partner, at: { $gte: from, $lt: to } }),
  };
}
