import { derivedId, normalCode, type PartnerId } from '@sluice/domain';
import type { Projector } from './projector.js';

interface CouponData {
  partnerId: PartnerId;
  code: string;
  landingPage?: string;
  note?: string;
}

/** `coupon.requested`: the request, over which a flow checks, asks and answers. */
export const projectCouponRequest: Projector = async ({ store, now }, event) => {
  const { partnerId, code, landingPage, note } = event.data as unknown as CouponData;
  const partner = await store.partners.get(event.programme, partnerId);
  // Nobody whom the programme does not know asks for anything.
  if (!partner) return { correlations: [] };
  const { doc } = await store.couponRequests.insertOrRead(
    {
      id: derivedId('coupon_request', event.programme, event.source, event.sourceId),
      programme: event.programme,
      partner: partner.id,
      code: normalCode(code),
      ...(landingPage !== undefined && { landingPage }),
      ...(note !== undefined && { note }),
      state: 'requested',
      conflicts: [],
      createdAt: now(),
    },
    {
      audit: {
        action: 'coupon.requested',
        actor: { id: `event:${event.source}` },
        detail: { title: normalCode(code), partner: partner.id, event: event.id },
      },
    },
  );
  return {
    subject: { kind: 'coupon_request', id: doc.id },
    correlations: [`coupon_request:${doc.id}`, `partner:${partner.id}`],
  };
};
