import { refuse } from '../error.js';
import type { BatchId, CommissionId, PayoutId } from '../ids.js';
import type { Journal, JournalKind, NewJournal, Posting } from '../journal.js';
import type { Currency, Money } from '../money.js';
import type { PayoutSettlement } from '../payout.js';
import type { CommissionState } from '../commission.js';
import {
  decided,
  entry,
  journal,
  move,
  nothing,
  positionOf,
  type Act,
  type Decision,
  type Positions,
} from './decision.js';
import { worthOf } from './position.js';
import { paidPostings } from './settled.js';

type OfPayout = Act & { payout: PayoutId; batch: BatchId };

/**
 * reserve: payable → in_transit for the enumerated commissions of one payout. A payout is reserved once: nothing where that
 * happened before, even if its items have left it since; refuses `not_payable` (another batch was faster, or a refund), `other_currency`, `not_positive`.
 */
export function decideReserve(
  _head: Journal | null,
  positions: Positions,
  input: OfPayout & { currency: Currency; items: readonly CommissionId[] },
): Decision {
  const { payout, batch, currency } = input;
  if (isKnown(positions, payout)) return nothing;
  const taken = input.items.find((id) => positionOf(positions, id).state !== 'payable');
  if (taken) return refuse('not_payable', `Commission ${taken} is ${positionOf(positions, taken).state}, not payable.`);
  const other = input.items.find((id) => positionOf(positions, id).earned.currency !== currency);
  if (other) return refuse('other_currency', `Commission ${other} is not in ${currency}.`);
  const total = sumOf(positions, input.items);
  if (total <= 0n) return refuse('not_positive', 'A payout of nothing or less is carried over.');
  return decided(
    journal(input, {
      kind: 'reserve',
      cause: `payout:${payout}`,
      payout,
      batch,
      commissions: input.items.map((id) => entry(id, positionOf(positions, id), { state: 'reserved' })),
      postings: move('partner:payable', 'partner:in_transit', total, currency),
    }),
  );
}

/**
 * unreserve: in_transit → payable for some items of a payout or, without `items`, all of them. Where the rest would be
 * nothing or less (only negative lines left), the whole payout is taken apart. Nothing where none is reserved in it.
 */
export function decideUnreserve(
  _head: Journal | null,
  positions: Positions,
  input: OfPayout & { items?: readonly CommissionId[]; cause: string },
): Decision {
  const taken = unreserveJournal(input, positions, input.payout, input.cause, input.items);
  return taken ? decided(taken) : nothing;
}

/** The items that the head says a payout has, with what each carries; in the order of their ids. */
export function itemsOf(
  positions: Positions,
  payout: PayoutId,
  ...states: CommissionState[]
): { commission: CommissionId; amount: Money }[] {
  const within = states.length > 0 ? states : ['reserved', 'sent', 'paid'];
  return Object.entries(positions)
    .filter(([, position]) => position.payout === payout && within.includes(position.state))
    .map(([id, position]) => ({ commission: id as CommissionId, amount: worthOf(position) }))
    .sort((a, b) => (a.commission < b.commission ? -1 : 1));
}

/**
 * send: the point of no return; from here corrections are negative lines. The items must be exactly what the head says
 * (`items_changed` otherwise: cancel the payout). Nothing where it was sent before.
 */
export function decideSend(
  _head: Journal | null,
  positions: Positions,
  input: OfPayout & { items: readonly { commission: CommissionId; amount: Money }[] },
): Decision {
  const { payout, batch } = input;
  if (itemsOf(positions, payout, 'sent', 'paid').length > 0) return nothing;
  const items = itemsOf(positions, payout, 'reserved');
  const approved = new Map(input.items.map((item) => [item.commission, item.amount]));
  const same =
    items.length > 0 &&
    items.length === approved.size &&
    items.every(({ commission, amount }) => {
      const named = approved.get(commission);
      return named?.amount === amount.amount && named.currency === amount.currency;
    });
  if (!same) return refuse('items_changed', `Payout ${payout} is no longer exactly what was approved.`);
  return decided(
    journal(input, {
      kind: 'send',
      cause: `payout:${payout}`,
      payout,
      batch,
      commissions: items.map(({ commission: id }) => entry(id, positionOf(positions, id), { state: 'sent' })),
      postings: [],
    }),
  );
}

type Settled = OfPayout & { rail: string; attempt: string; settlement?: PayoutSettlement | undefined };

/**
 * paid: in_transit → cash, less what is withheld and fees, plus VAT, converted where the partner is paid in another currency.
 * Nothing where it is paid; refuses `not_sent`, also where it failed or came back before.
 */
export function decidePaid(_head: Journal | null, positions: Positions, input: Settled): Decision {
  if (itemsOf(positions, input.payout, 'paid').length > 0) return nothing;
  const paid = settle(input, positions, 'paid', 'sent');
  return paid ? decided(paid) : notIn(positions, input, 'sent');
}

/**
 * failed: in_transit → payable after a definite refusal. Nothing where it failed before; refuses `not_sent`, above all
 * where the payout is paid: money that comes back after that is `returned`.
 */
export function decideFailed(_head: Journal | null, positions: Positions, input: Settled): Decision {
  if (leftBy(positions, input.payout, 'failed')) return nothing;
  const failed = settle(input, positions, 'failed', 'sent');
  return failed ? decided(failed) : notIn(positions, input, 'sent');
}

/**
 * returned: the opposite of `paid`, into payable, at the same rate: the bank sent the money back. Told before `paid` was, both
 * are posted. Nothing where it was returned before; refuses `not_sent`.
 */
export function decideReturned(_head: Journal | null, positions: Positions, input: Settled): Decision {
  if (leftBy(positions, input.payout, 'returned')) return nothing;
  const returned = settle(input, positions, 'returned', 'paid');
  if (returned) return decided(returned);
  const paid = settle(input, positions, 'paid', 'sent');
  const after = settle(input, positions, 'returned', 'sent');
  return paid && after ? decided(paid, after) : notIn(positions, input, 'sent');
}

/** The journal that takes items out of a payout, or undefined where none of them is reserved in it. */
export function unreserveJournal(
  act: Act,
  positions: Positions,
  payout: PayoutId,
  cause: string,
  items?: readonly CommissionId[],
): NewJournal | undefined {
  const all = itemsOf(positions, payout, 'reserved').map(({ commission }) => commission);
  const named = items ? all.filter((id) => items.includes(id)) : all;
  const first = named[0];
  if (!first) return undefined;
  const rest = all.filter((id) => !named.includes(id));
  const out = sumOf(positions, rest) > 0n ? named : all;
  const { earned, batch } = positionOf(positions, first);
  return journal(act, {
    kind: 'unreserve',
    cause,
    once: [payout, ...out, String(Math.max(...out.map((id) => positionOf(positions, id).seq)))],
    payout,
    ...(batch && { batch }),
    commissions: out.map((id) => entry(id, positionOf(positions, id), { state: 'payable' })),
    postings: move('partner:in_transit', 'partner:payable', sumOf(positions, out), earned.currency),
  });
}

/** What each end of a payout does to its items and to the accounts. */
const ends: Record<
  'paid' | 'failed' | 'returned',
  {
    state: CommissionState;
    postings: (total: Money, rail: string, settlement: PayoutSettlement | undefined) => Posting[];
  }
> = {
  paid: {
    state: 'paid',
    postings: (total, rail, settlement) => paidPostings('partner:in_transit', total, rail, settlement),
  },
  failed: {
    state: 'payable',
    postings: ({ amount, currency }) => move('partner:in_transit', 'partner:payable', amount, currency),
  },
  returned: {
    state: 'payable',
    postings: (total, rail, settlement) =>
      paidPostings('partner:payable', total, rail, settlement).map((posting) => ({
        ...posting,
        amount: -posting.amount,
      })),
  },
};

function settle(
  input: Settled,
  positions: Positions,
  kind: keyof typeof ends & JournalKind,
  from: CommissionState,
): NewJournal | undefined {
  const items = itemsOf(positions, input.payout, from);
  const first = items[0];
  if (!first) return undefined;
  const total = { amount: items.reduce((sum, { amount }) => sum + amount.amount, 0n), currency: first.amount.currency };
  const { state, postings } = ends[kind];
  const conversion = kind === 'failed' ? undefined : input.settlement?.conversion;
  return journal(input, {
    kind,
    cause: `payout:${input.payout}:${input.attempt}`,
    payout: input.payout,
    batch: input.batch,
    commissions: items.map(({ commission: id }) => entry(id, positionOf(positions, id), { state })),
    postings: postings(total, input.rail, input.settlement),
    ...(conversion && { conversion }),
  });
}

function notIn(positions: Positions, { payout }: Settled, state: CommissionState): Decision {
  const past = Object.values(positions).flatMap((position) => position.past ?? []);
  const how = past.find((left) => left.payout === payout)?.by;
  const paid = itemsOf(positions, payout, 'paid').length > 0 ? 'is paid' : undefined;
  const reserved = itemsOf(positions, payout, 'reserved').length > 0 ? 'was never sent' : undefined;
  const word = paid ?? reserved ?? (how ? `has ended before (${how})` : 'has no items');
  return refuse('not_sent', `Payout ${payout} ${word}, so it is not ${state}.`);
}

function isKnown(positions: Positions, payout: PayoutId): boolean {
  return Object.values(positions).some(
    (position) => position.payout === payout || (position.past ?? []).some((left) => left.payout === payout),
  );
}

function leftBy(positions: Positions, payout: PayoutId, by: 'failed' | 'returned'): boolean {
  return Object.values(positions).some(({ past }) => past?.some((left) => left.payout === payout && left.by === by));
}

function sumOf(positions: Positions, ids: readonly CommissionId[]): bigint {
  return ids.reduce((sum, id) => sum + worthOf(positionOf(positions, id)).amount, 0n);
}
