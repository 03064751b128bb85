import type { CalculationLine } from '../commission.js';
import { DomainError } from '../error.js';
import { negate, subtract, type Money } from '../money.js';
import type { Order, OrderPayment } from '../order.js';
import type { Conversion, FxRate } from '../fx/conversion.js';
import { convertedBase } from '../fx/order.js';
import type { ProgrammeSettings, RoundingMode } from '../programme.js';

/** What of an order its commission is reckoned from. */
export interface PaidOrder extends Pick<Order, 'externalId'> {
  exchange?: Exchange;
  paid?: Pick<OrderPayment, 'at' | 'kind' | 'amount' | 'tax' | 'shipping' | 'margin'> &
    Partial<Pick<OrderPayment, 'items'>>;
}

/** Set where an order is in another currency than its programme. */
export interface Exchange {
  rate: FxRate;
  rounding: RoundingMode;
}

export interface OrderBase {
  base: Money;
  /** "Customer paid 2,451.40", "Tax −391.40", "Net 2,060.00". */
  calculation: CalculationLine[];
  conversion?: Conversion;
}

/**
 * What a commission is reckoned from: `net` = amount − tax − shipping (the default), `gross` = what the customer paid,
 * `margin` = the margin that the order tells. May be zero or negative: then nothing is earned. Throws `not_paid` for a shell
 * and `no_margin`.
 */
export function orderBase(order: PaidOrder, base: ProgrammeSettings['base']): OrderBase {
  return convertedBase(ownBase(order, base), order.exchange);
}

function ownBase(order: PaidOrder, base: ProgrammeSettings['base']): OrderBase {
  const { paid } = order;
  if (!paid) throw new DomainError('not_paid', `Order ${order.externalId} is not known to be paid.`);
  const customerPaid: CalculationLine = {
    code: 'customer_paid',
    amount: paid.amount,
    params: { order: order.externalId },
  };
  if (base === 'gross') return { base: paid.amount, calculation: [customerPaid] };
  if (base === 'margin') {
    if (!paid.margin) throw new DomainError('no_margin', `Order ${order.externalId} tells no margin to reckon from.`);
    return { base: paid.margin, calculation: [customerPaid, { code: 'margin', amount: paid.margin }] };
  }
  const net = subtract(subtract(paid.amount, paid.tax), paid.shipping);
  const lines: CalculationLine[] = [
    customerPaid,
    ...(paid.tax.amount === 0n ? [] : [{ code: 'tax', amount: negate(paid.tax) } as const]),
    ...(paid.shipping.amount === 0n ? [] : [{ code: 'shipping', amount: negate(paid.shipping) } as const]),
    { code: 'net', amount: net },
  ];
  return { base: net, calculation: lines };
}
