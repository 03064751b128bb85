import type { AttributionInput } from './attribution.js';
import type { JsonObject } from './json.js';
import type { Money } from './money.js';
import type { Partner, Touch } from './partner.js';

const day = 86_400_000;

/**
 * What an attribution rule sees (`attribution@1`): the touches that count, the earliest first, each with what is known of its
 * partner. Only a host is kept of a referrer.
 */
export function attributionFacts(
  touches: readonly Touch[],
  given: {
    at: Date;
    partners: ReadonlyMap<string, Pick<Partner, 'type' | 'tier'>>;
    net?: Money;
    coupon?: AttributionInput['coupon'];
    isNew: boolean;
    /** The order as the event told it, for the programme's own fields. */
    order?: JsonObject;
  },
): JsonObject {
  const { at, partners, net, coupon, isNew, order } = given;
  return {
    touches: touches.map((touch, index) => {
      const partner = partners.get(touch.partner);
      return {
        partner: touch.partner,
        kind: touch.kind,
        at: touch.at.getTime(),
        daysBefore: Math.floor((at.getTime() - touch.at.getTime()) / day),
        position: index + 1,
        isFirst: index === 0,
        isLast: index === touches.length - 1,
        partnerType: partner?.type ?? 'other',
        partnerTier: partner?.tier ?? '',
        ...(touch.coupon && { coupon: touch.coupon }),
        ...(touch.referrer && { referrer: hostOf(touch.referrer) }),
      };
    }),
    touchCount: touches.length,
    order: {
      ...order,
      ...(net && { net: Number(net.amount) }),
      ...(coupon && { coupon: coupon.code }),
    },
    customer: { isNew },
    asOf: at.getTime(),
  };
}

/** `https://blog.example/a?b=c` → `blog.example`; what is no address stays as it is. */
function hostOf(referrer: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/:?#]+)/i.exec(referrer)?.[1]?.toLowerCase() ?? referrer;
}
