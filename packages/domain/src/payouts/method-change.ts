import type { Id, PartnerId } from '../ids.js';
import type { Currency } from '../money.js';

/**
 * New bank details that somebody has entered for a partner. They count once the partner has followed the link that was mailed to
 * the address of before; the account is encrypted, of the link only a hash is kept.
 */
export interface PayoutMethodChange {
  id: Id<'change'>;
  programme: string;
  partner: PartnerId;
  state: 'waiting' | 'confirmed' | 'withdrawn';
  rail: string;
  currency: Currency;
  account: string;
  accountHash: string;
  /** As people may see it. */
  shown: string;
  askedBy: { id: string; name: string };
  askedAt: Date;
  expiresAt: Date;
  /** Where the link went. */
  to: string;
  tokenHash: string;
  confirmedAt?: Date;
}

/** How long the link in the mail can be followed. */
export const confirmWithin = 'P2D';

/** Why a change cannot be confirmed any more; undefined where it can, also a second time. */
export function notConfirmable(change: Pick<PayoutMethodChange, 'state' | 'expiresAt'>, now: Date): string | undefined {
  if (change.state === 'confirmed') return undefined;
  if (change.state === 'withdrawn') return 'withdrawn';
  return change.expiresAt.getTime() <= now.getTime() ? 'expired' : undefined;
}

/** When new details have cooled down and are paid to. */
export function cooledAt(changedAt: Date, coolingDays: number | undefined): Date {
  return new Date(changedAt.getTime() + (coolingDays ?? 0) * 86_400_000);
}
