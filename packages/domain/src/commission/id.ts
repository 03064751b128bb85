import { derivedId, type CommissionId, type OrderId, type PartnerId } from '../ids.js';

/** What makes a commission one: computing it twice gives the same id and so writes it once. */
export interface CommissionKey {
  programme: string;
  order: OrderId;
  partner: PartnerId;
  /** `order`, or a line of it where lines earn apart. */
  lineKey: string;
  /** `base`, `bonus`…: parts of one order's pay that are explained apart. */
  component: string;
}

export function commissionId({ programme, order, partner, lineKey, component }: CommissionKey): CommissionId {
  return derivedId('commission', programme, order, partner, lineKey, component);
}
