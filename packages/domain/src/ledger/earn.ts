import type { Commission, Hold } from '../commission.js';
import { refuse } from '../error.js';
import type { CommissionId } from '../ids.js';
import type { Journal } from '../journal.js';
import { claimsVolume } from '../commission/terms/registry.js';
import type { Currency, Money } from '../money.js';
import { countersBefore, orderCounters, volumeKey, type Counters } from './counters.js';
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

/**
 * earn: expense → held, with the holds it opens. Nothing where it was earned before or the amount is zero; refuses a
 * negative amount (`not_positive`). The order's revision guards later reversals.
 */
export function decideEarn(
  _head: Journal | null,
  positions: Positions,
  input: Act & { commission: Commission; holds: Hold[]; approval?: 'not_needed' | 'waiting'; timeZone: string },
): Decision {
  const { commission } = input;
  const { amount, currency } = commission.amount;
  if (amount < 0n) return refuse('not_positive', 'A commission that is earned is not negative.');
  if (positionOf(positions, commission.id, currency).state !== 'new' || amount === 0n) return nothing;
  return decided(
    journal(input, {
      kind: 'earn',
      cause: `commission:${commission.id}`,
      commissions: [
        {
          id: commission.id,
          delta: amount,
          currency,
          state: 'held',
          approval: input.approval ?? 'not_needed',
          ...(input.holds.length > 0 && { holds: input.holds }),
        },
      ],
      postings: move('expense:commission', 'partner:held', amount, currency),
      ...(commission.conversion && { conversion: commission.conversion }),
      ...countedBy(commission, input.timeZone),
    }),
  );
}

/**
 * What a commission adds to its partner's volume and orders: once an order, by its first part. Terms that need the volume
 * claimed it before they were computed (`decideVolume`).
 */
function countedBy(commission: Commission, timeZone: string): { counterDeltas?: Record<string, bigint> } {
  const { lineKey, component, base, occurredAt, terms } = commission;
  if (lineKey !== 'order' || component !== 'base' || claimsVolume(terms)) return {};
  const counterDeltas = orderCounters(base, occurredAt, timeZone);
  return Object.keys(counterDeltas).length > 0 ? { counterDeltas } : {};
}

/**
 * volume: claims an order's place in the partner's volume before its commission is computed, so that two orders at once never
 * count from the same figure and a retry reads back the figure it had: `claimedBefore(stored journal, …)`.
 */
export function decideVolume(
  input: Act & { commission: CommissionId; base: Money; occurredAt: Date; timeZone: string },
): Decision {
  return decided(
    journal(input, {
      kind: 'volume',
      cause: `commission:${input.commission}`,
      commissions: [],
      postings: [],
      counterDeltas: orderCounters(input.base, input.occurredAt, input.timeZone),
    }),
  );
}

/** The partner's counters before the order that a stored `volume` journal claimed. */
export function claimedBefore(stored: Journal, base: Money, occurredAt: Date, timeZone: string): Counters {
  return countersBefore(stored.counters, orderCounters(base, occurredAt, timeZone));
}

/** The month's volume before the slice that a stored `volume` journal claimed, in minor units. */
export function volumeBefore(stored: Journal, base: Money, occurredAt: Date, timeZone: string): bigint {
  return claimedBefore(stored, base, occurredAt, timeZone)[volumeKey(occurredAt, timeZone, base.currency)] ?? 0n;
}

/** import_paid: history imported at set-up: payable → cash:import. Refuses `not_payable`; nothing where it is paid. */
export function decideImportPaid(
  _head: Journal | null,
  positions: Positions,
  input: Act & { commissions: CommissionId[]; cause: string },
): Decision {
  const open = input.commissions.filter((id) => positionOf(positions, id).state !== 'paid');
  const stuck = open.find((id) => positionOf(positions, id).state !== 'payable');
  if (stuck)
    return refuse(
      'not_payable',
      `Commission ${stuck} is ${positionOf(positions, stuck).state}, so it cannot be marked as paid.`,
    );
  const currencies = [...new Set(open.map((id) => positionOf(positions, id).earned.currency))];
  const sum = (currency: Currency) =>
    open
      .map((id) => worthOf(positionOf(positions, id)))
      .reduce((total, worth) => (worth.currency === currency ? total + worth.amount : total), 0n);
  if (open.length === 0) return nothing;
  return decided(
    journal(input, {
      kind: 'import_paid',
      cause: input.cause,
      once: [open.length === input.commissions.length ? 'all' : open.join(',')],
      commissions: open.map((id) => entry(id, positionOf(positions, id), { state: 'paid' })),
      postings: currencies.flatMap((currency) => move('partner:payable', 'cash:import', sum(currency), currency)),
    }),
  );
}

/**
 * adjust: adjustment → payable, a signed amount with an author and a reason, as a line of its own that the next payout
 * carries. `line` derives from the cause.
 */
export function decideAdjust(
  _head: Journal | null,
  positions: Positions,
  input: Act & { line: CommissionId; amount: Money; cause: string },
): Decision {
  const { amount, currency } = input.amount;
  if (!input.reason) return refuse('reason_missing', 'An adjustment needs a reason.');
  if (amount === 0n || positionOf(positions, input.line, currency).state !== 'new') return nothing;
  return decided(
    journal(input, {
      kind: 'adjust',
      cause: input.cause,
      commissions: [{ id: input.line, delta: amount, currency, state: 'payable' }],
      postings: move('adjustment', 'partner:payable', amount, currency),
    }),
  );
}
