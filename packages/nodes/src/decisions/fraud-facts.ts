import {
  fraudFacts,
  normalCode,
  orderBase,
  takenBack,
  type JsonObject,
  type Money,
  type Order,
  type OrderPayment,
  type Partner,
  type Programme,
  type Referral,
  type ReferralId,
  type Touch,
} from '@sluice/domain';
import { objectIn, type PaidOrder } from './commission-facts.js';
import type { LeadEvent } from './paid-for.js';

const day = 86_400_000;

/** What is stored about a partner when an order or a lead is looked at. */
export interface FraudRecords {
  referral: Referral | null;
  /** The partner's touches of the past weeks. */
  touches: readonly Touch[];
  /** When the partner earned, in the past 90 days, and on which orders. */
  earned: readonly { occurredAt: Date; order: Order | null }[];
  coupon: { partner: string } | null;
}

/** How far back each of these is read. */
export const fraudWindow = { touches: 29 * day, earned: 90 * day };

/** What is looked at: an order, or what happened to a lead. */
export interface Looked {
  at: Date;
  receivedAt: Date;
  referral?: ReferralId;
  customer: { email?: string; country?: string };
  context: OrderPayment['context'];
  coupon?: string;
  /** In the programme's currency, or of an order that no rate is known for. */
  net?: Money;
}

export function lookedOrder(order: PaidOrder): Looked {
  const { at, receivedAt, customer, context, coupon } = order.paid;
  const { base: net } = orderBase(order, 'net');
  const { referral } = order;
  return { at, receivedAt, customer, context, net, ...(referral && { referral }), ...(coupon && { coupon }) };
}

/** A lead tells who it is, and at times where from. */
export function lookedLead({ occurredAt, receivedAt, data }: LeadEvent, referral: ReferralId): Looked {
  const [lead, context, attribution] = ['lead', 'context', 'attribution'].map((name) => objectIn(data, name));
  const told = (from: JsonObject | undefined, name: string) => {
    const value = from?.[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const email = told(lead, 'email');
  const country = told(lead, 'country');
  const ipCountry = told(context, 'ipCountry');
  const referrer = told(context, 'referrer');
  const code = told(attribution, 'coupon');
  const coupon = code === undefined ? undefined : normalCode(code);
  return {
    at: occurredAt,
    receivedAt,
    referral,
    customer: { ...(email && { email }), ...(country && { country }) },
    context: { ...(ipCountry && { ipCountry }), ...(referrer && { referrer }) },
    ...(coupon && { coupon }),
  };
}

/** The signals for one partner (`fraud@1`), from what is stored as of the order or the lead. */
export function fraudFactsOf(
  programme: Pick<Programme, 'settings' | 'currency'>,
  { at, customer, context, coupon: code, net }: Looked,
  partner: Partner,
  { referral, touches, earned, coupon }: FraudRecords,
): JsonObject {
  const brand = programme.settings.brand ?? { domains: [], bannedDomains: [], leakedCoupons: [] };
  const clicks = touches.filter(({ kind }) => kind === 'click').map((touch) => touch.at);
  const clickDays = byDay(clicks, at);
  const orderDays = byDay(
    earned.map(({ occurredAt }) => occurredAt),
    at,
  );
  return fraudFacts({
    at,
    customer: {
      ...(customer.email && { email: customer.email }),
      ...(context.ipHash && { ipHash: context.ipHash }),
    },
    partner: {
      emails: [partner.email],
      ...(partner.payout && { accountHash: partner.payout.accountHash }),
      ...(coupon?.partner === partner.id && code && { owns: [code] }),
    },
    touches: referral?.touches ?? [],
    countries: {
      ...(context.ipCountry && { ip: context.ipCountry }),
      ...(customer.country && { billing: customer.country }),
      ...(context.cardCountry && { card: context.cardCountry }),
    },
    ...(code && { coupon: { code, leaked: brand.leakedCoupons.includes(code) } }),
    ...(context.referrer && { referrer: context.referrer }),
    programme: brand,
    history: {
      clicksToday: clickDays[28] ?? 0,
      clicksByDay: clickDays.slice(0, 28),
      conversionsToday: orderDays[28] ?? 0,
      conversionsByDay: orderDays.slice(0, 28),
      orders: earned.length,
      refunds: earned.filter((one) => one.order?.paid && takenBack(one.order).amount > 0n).length,
      disputes: earned.filter((one) => one.order && Object.keys(one.order.disputes).length > 0).length,
    },
    // Without a rate there is no figure that a rule could hold against another.
    ...(net?.currency === programme.currency && { net }),
  });
}

/** Counts for the 28 days before the one that `at` lies in, oldest first, and that day last. */
function byDay(instants: readonly Date[], at: Date): number[] {
  const counts = Array.from({ length: 29 }, () => 0);
  for (const instant of instants) {
    const age = Math.floor((at.getTime() - instant.getTime()) / day);
    if (age >= 0 && age <= 28) counts[28 - age] = (counts[28 - age] ?? 0) + 1;
  }
  return counts;
}
