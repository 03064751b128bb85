import type { CommissionPosition, CommissionState } from '../commission.js';
import type { Refusal } from '../error.js';
import type { ExplanationPart } from '../explanation.js';
import { derivedId, type CommissionId, type PartnerId } from '../ids.js';
import type { Account, JournalCommission, JournalKind, NewJournal, Posting } from '../journal.js';
import { newPosition } from './position.js';
import type { Currency } from '../money.js';

/**
 * The answer of every `decide…`: journals to append one after the other (none where it already happened or nothing is to
 * be done), or a refusal. Decide again from the new head when another journal came between.
 */
export type Decision = { ok: true; journals: NewJournal[] } | Refusal;

/** Positions by commission id, as of the head that the decision is made from. */
export type Positions = Readonly<Record<string, CommissionPosition>>;

/** Who, when and in which chain: said with every decision. */
export interface Act {
  programme: string;
  partner: PartnerId;
  at: Date;
  actor: string;
  reason?: ExplanationPart;
}

export const nothing: Decision = { ok: true, journals: [] };

export function decided(...journals: NewJournal[]): Decision {
  return { ok: true, journals };
}

interface Draft extends Pick<
  NewJournal,
  'postings' | 'commissions' | 'payout' | 'batch' | 'counterDeltas' | 'conversion'
> {
  kind: JournalKind;
  /** What caused it; with `kind` and `once` it makes the id. */
  cause: string;
  /** Further parts of the id, where one cause may come about several times. */
  once?: readonly string[];
}

/** A journal whose id derives from (programme, partner, kind, cause, once). */
export function journal(act: Act, { once = [], ...draft }: Draft): NewJournal {
  const { programme, partner, at, actor, reason } = act;
  const id = derivedId('journal', programme, partner, draft.kind, draft.cause, ...once);
  return { id, programme, partner, at, actor, ...(reason && { reason }), ...draft };
}

/** Moves a signed amount from one account to another; no postings for nothing. */
export function move(from: Account, to: Account, amount: bigint, currency: Currency): Posting[] {
  if (amount === 0n) return [];
  return [
    { account: from, amount: -amount, currency },
    { account: to, amount, currency },
  ];
}

/** What a commission's entry says when only its state changes. */
export function entry(
  id: CommissionId,
  position: CommissionPosition,
  change: Partial<Omit<JournalCommission, 'id' | 'currency'>>,
): JournalCommission {
  return { id, delta: 0n, currency: position.earned.currency, ...change };
}

export function positionOf(positions: Positions, id: CommissionId, currency: Currency = 'USD'): CommissionPosition {
  return positions[id] ?? newPosition(currency);
}

/** The account that a commission's worth lies in, by its state. */
export const accountOf: Partial<Record<CommissionState, Account>> = {
  held: 'partner:held',
  payable: 'partner:payable',
  reserved: 'partner:in_transit',
  sent: 'partner:in_transit',
};
