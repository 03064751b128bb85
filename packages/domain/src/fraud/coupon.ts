import type { FraudSignal } from './signal.js';

/** A coupon used without any earlier touch of the customer, by another than its owner's referral, or known to have leaked. */
export const coupon: FraudSignal = {
  key: 'coupon',
  facts: ({ coupon: used, partner, touches, at }) => ({
    coupon: {
      used: !!used,
      hasTouch: touches.some(
        ({ kind, at: when, reason }) => (kind === 'click' || kind === 'lead') && when <= at && reason !== 'too_old',
      ),
      byOwner: !!used && (partner.owns ?? []).some((code) => code.toLowerCase() === used.code.toLowerCase()),
      leaked: !!used?.leaked,
    },
  }),
};
