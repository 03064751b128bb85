import type { CommissionPosition, Hold } from '../commission.js';
import { refuse } from '../error.js';
import type { CommissionId } from '../ids.js';
import type { Journal } from '../journal.js';
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

type OfCommission = Act & { commission: CommissionId };

/** hold: opens a hold on held money. Nothing where that key was ever opened; refuses `not_held`. */
export function decideHold(
  _head: Journal | null,
  positions: Positions,
  input: OfCommission & { hold: Hold },
): Decision {
  const position = positionOf(positions, input.commission);
  if (position.holds.some(({ key }) => key === input.hold.key)) return nothing;
  if (position.state !== 'held') return notHeld(input.commission, position);
  return decided(
    journal(input, {
      kind: 'hold',
      cause: `hold:${input.commission}:${input.hold.key}`,
      commissions: [entry(input.commission, position, { hold: input.hold })],
      postings: [],
    }),
  );
}

/**
 * lift: ends a hold. Nothing where it has ended; refuses `unknown_hold` and, unless `early` says that an act ends it,
 * `hold_not_due` before its `until` (a hold without `until` always needs the act).
 */
export function decideLift(
  _head: Journal | null,
  positions: Positions,
  input: OfCommission & { key: string; early?: boolean },
): Decision {
  const position = positionOf(positions, input.commission);
  const hold = position.holds.find(({ key }) => key === input.key);
  if (!hold) return refuse('unknown_hold', `Commission ${input.commission} has no hold ${input.key}.`);
  if (hold.endedAt) return nothing;
  if (!input.early && !(hold.until && hold.until <= input.at)) {
    return refuse(
      'hold_not_due',
      hold.until ? `The hold lasts until ${hold.until.toISOString()}.` : 'This hold ends only by an act.',
    );
  }
  return decided(
    journal(input, {
      kind: 'lift',
      cause: `hold:${input.commission}:${input.key}`,
      commissions: [entry(input.commission, position, { hold: { ...hold, endedAt: input.at } })],
      postings: [],
    }),
  );
}

/** review: approval waits for a person. Nothing where it waits or is decided; refuses `not_held`. */
export function decideReview(_head: Journal | null, positions: Positions, input: OfCommission): Decision {
  const position = positionOf(positions, input.commission);
  if (position.approval !== 'not_needed') return nothing;
  if (position.state !== 'held') return notHeld(input.commission, position);
  return decided(
    journal(input, {
      kind: 'review',
      cause: `review:${input.commission}`,
      commissions: [entry(input.commission, position, { approval: 'waiting' })],
      postings: [],
    }),
  );
}

/**
 * approve, or reject: what is held goes back to expense for good. Nothing where the same was decided before; refuses
 * `already_decided` for the other outcome and `not_held`. An approval may be given before a review was asked for.
 */
export function decideApproval(
  _head: Journal | null,
  positions: Positions,
  input: OfCommission & { outcome: 'approve' | 'reject' },
): Decision {
  const position = positionOf(positions, input.commission);
  const approval = input.outcome === 'approve' ? 'approved' : 'rejected';
  if (position.approval === approval) return nothing;
  if (position.approval === 'approved' || position.approval === 'rejected') {
    // Rejecting what a person approved is possible only by a new review, which is an adjustment.
    return refuse('already_decided', `Commission ${input.commission} was ${position.approval} before.`);
  }
  if (position.state !== 'held') return notHeld(input.commission, position);
  const { amount, currency } = worthOf(position);
  const rejects = input.outcome === 'reject';
  return decided(
    journal(input, {
      kind: input.outcome,
      cause: `approval:${input.commission}`,
      commissions: [
        entry(input.commission, position, { approval, ...(rejects && { delta: -amount, state: 'rejected' as const }) }),
      ],
      postings: rejects ? move('partner:held', 'expense:commission', amount, currency) : [],
    }),
  );
}

/**
 * release: held → payable, guarded: no open hold (`hold_open`) and approval not needed or given (`not_approved`). Nothing
 * where it was released before; refuses `rejected` where a refund or a reviewer left nothing to release.
 */
export function decideRelease(_head: Journal | null, positions: Positions, input: OfCommission): Decision {
  const position = positionOf(positions, input.commission);
  if (position.state === 'rejected')
    return refuse('rejected', `Nothing is left of commission ${input.commission} to release.`);
  if (position.state === 'new') return notHeld(input.commission, position);
  if (position.state !== 'held') return nothing;
  const open = openHolds(position)[0];
  if (open) return refuse('hold_open', `The hold ${open.key} has not ended.`);
  if (position.approval === 'waiting') return refuse('not_approved', 'Nobody has approved this commission yet.');
  const { amount, currency } = worthOf(position);
  return decided(
    journal(input, {
      kind: 'release',
      cause: `release:${input.commission}`,
      // A commission restored after it was released and emptied comes back as payable, so one release is enough.
      commissions: [entry(input.commission, position, { state: 'payable' })],
      postings: move('partner:held', 'partner:payable', amount, currency),
    }),
  );
}

/** The holds that have not been ended. */
export function openHolds(position: CommissionPosition): Hold[] {
  return position.holds.filter((hold) => !hold.endedAt);
}

function notHeld(id: CommissionId, position: CommissionPosition): Decision {
  return refuse('not_held', `Commission ${id} is ${position.state}, not held.`);
}
