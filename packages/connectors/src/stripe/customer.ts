import { sha256Hex } from '@sluice/domain';
import type { OrderPaidData } from '@sluice/domain';
import { fields, idOf, text } from '../read.js';

/**
 * The customer; a guest (no customer at Stripe) is known by a hash of the e-mail address, or else by the payment
 * alone, so that no address becomes part of an id.
 */
export function customerOf(given: {
  customer: unknown;
  email?: unknown;
  addresses?: unknown[];
  payment: string;
}): OrderPaidData['customer'] {
  const email = text(given.email) ?? text(fields(given.customer)?.email);
  const country = (given.addresses ?? [])
    .map((address) => text(fields(address)?.country))
    .find((value) => value !== undefined);
  const guest = email ? sha256Hex(email.toLowerCase()).slice(0, 32) : given.payment;
  return {
    id: idOf(given.customer) ?? `guest:${guest}`,
    ...(email && { email }),
    ...(country && { country: country.toUpperCase() }),
  };
}
