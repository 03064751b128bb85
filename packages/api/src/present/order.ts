import type { Order } from '@sluice/domain';
import type { OrderDto, ReferralDetail, ReferralRow } from '@sluice/contracts';
import type { Referral } from '@sluice/domain';
import type { Stored } from '@sluice/store';
import type { Names } from './names.js';
import { at, compact, moneyDto } from './plain.js';

export function orderDto(order: Order): OrderDto {
  const { paid } = order;
  return compact({
    id: order.id,
    account: order.account,
    externalId: order.externalId,
    aliases: order.aliases,
    paid:
      paid &&
      compact({
        at: at(paid.at),
        amount: moneyDto(paid.amount),
        tax: moneyDto(paid.tax),
        shipping: moneyDto(paid.shipping),
        discount: moneyDto(paid.discount),
        kind: paid.kind,
        coupon: paid.coupon,
        customer: compact({
          id: paid.customer.id,
          externalId: paid.customer.externalId,
          country: paid.customer.country,
        }),
      }),
    refunds: Object.values(order.refunds).map((one) => ({
      id: one.id,
      at: at(one.at),
      amount: moneyDto(one.amount),
      status: one.status,
    })),
    disputes: Object.values(order.disputes).map((one) => ({
      id: one.id,
      at: at(one.at),
      amount: moneyDto(one.amount),
      status: one.status,
    })),
    referral: order.referral,
    events: order.events,
  });
}

/** `staff` also sees tags, notes and who follows it up. */
export function referralRow(
  referral: Stored<Referral>,
  names: Names,
  { staff, person }: { staff: boolean; person: (id: string) => string },
): ReferralRow {
  const { rejection, assignee } = referral;
  return compact({
    id: referral.id,
    customer: referral.customer,
    customerExternalId: referral.customerExternalId,
    partner: names.partner(referral.partner),
    model: referral.model,
    weights: referral.weights.map(({ partner, ppm }) => ({ partner: names.partner(partner), ppm })),
    stage: referral.stage,
    status: referral.status,
    rejection: rejection && compact({ reason: rejection.reason, note: staff ? rejection.note : undefined }),
    tags: staff ? (referral.tags ?? []) : [],
    assignee: staff && assignee !== undefined ? { id: assignee, name: person(assignee) } : undefined,
    orders: referral.orders,
    revenue: referral.revenue && moneyDto(referral.revenue),
    createdAt: at(referral.createdAt),
    rev: referral.rev,
  });
}

export function touchesDto(referral: Referral, names: Names): ReferralDetail['touches'] {
  return referral.touches.map((touch) =>
    compact({
      id: touch.id,
      kind: touch.kind,
      at: at(touch.at),
      partner: names.partner(touch.partner),
      link: touch.link,
      coupon: touch.coupon,
      referrer: touch.referrer,
      counted: touch.counted,
      reason: touch.reason,
    }),
  );
}

/** Every partner that a referral names. */
export function partnersOf(referral: Referral): string[] {
  return [
    referral.partner,
    ...referral.weights.map(({ partner }) => partner),
    ...referral.touches.map(({ partner }) => partner),
  ];
}
