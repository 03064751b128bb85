import type { MoneyJson } from '@sluice/domain';

/** Where the money goes, as the partner's payout method says: its id at the rail, and what the rail wants beside. */
export interface RailAccount {
  id: string;
  holder?: string;
  country?: string;
}

export interface SendInput {
  /** Stays the same until the rail has definitely refused. The rail pays a key at most once. */
  key: string;
  payout: string;
  amount: MoneyJson;
  account: RailAccount;
  /** What the partner reads on the bank statement. */
  reference: string;
}

/**
 * What a rail has said about a payment. `unknown`: nobody knows whether it was received; ask by `find`, never under a
 * new key. After `retryAfterMs`, where the rail named one, it may be asked again.
 */
export type SendResult =
  | { outcome: 'accepted'; railReference: string }
  | { outcome: 'paid'; railReference: string; paidAt?: Date }
  | { outcome: 'refused'; railReference?: string; code: string; message: string }
  | { outcome: 'unknown'; code: RailTrouble; message: string; retryAfterMs?: number };

export type RailTrouble =
  | 'timeout'
  | 'connection_failed'
  | 'rate_limited'
  | 'server_error'
  | 'reply_unreadable'
  | 'key_conflict'
  | 'unauthorised';

/** A payment as the rail has it on record, as far as it tells. */
export interface RailPayment {
  key: string;
  railReference: string;
  payout?: string;
  amount?: MoneyJson;
  state: 'accepted' | 'paid' | 'refused' | 'returned';
  at?: Date;
  error?: { code: string; message: string };
}

/** `unknown`: the rail could not be asked; nothing follows from it. */
export type FindResult = RailPayment | 'not_found' | { outcome: 'unknown'; code: RailTrouble; message: string };

/** What we know of an attempt beside its key: some rails can only be asked by their own reference. */
export interface KnownAttempt {
  railReference?: string | undefined;
  at?: Date | undefined;
}

/** A way to pay. Neither function throws for what a rail or a network may do; both throw on a mistake of ours. */
export interface PayoutRail {
  key: string;
  /**
   * How long the rail remembers a key, in milliseconds. After it, `not_found` proves nothing and the same key might pay
   * twice: park for a person.
   */
  keyLifeMs: number;
  send(input: SendInput, signal?: AbortSignal): Promise<SendResult>;
  /**
   * Asks by key, which is our reference at the rail. "Not found" is not "not received": a request may still be under way. A rail that
   * cannot be asked by key answers it too, where sending again under the same key is its way of asking.
   */
  find(key: string, signal?: AbortSignal, known?: KnownAttempt): Promise<FindResult>;
}
