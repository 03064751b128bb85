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

/**
 * forfeit: held → expense, because its partner was terminated for cause. Nothing where it is forfeited already; refuses
 * `not_held`: what was released is owed.
 */
export function decideForfeit(_head: Journal | null, positions: Positions, input: OfCommission): Decision {
  const position = positionOf(positions, input.commission);
  if (position.forfeited) return nothing;
  if (position.state !== 'held')
    return refuse('not_held', `Commission ${input.commission} is ${position.state}, not held.`);
  const { amount, currency } = worthOf(position);
  return decided(
    journal(input, {
      kind: 'forfeit',
      cause: `forfeit:${input.commission}`,
      once: [String(position.seq)],
      commissions: [entry(input.commission, position, { delta: -amount, state: 'rejected', forfeited: true })],
      postings: move('partner:held', 'expense:commission', amount, currency),
    }),
  );
}

/**
 * reinstate: expense → held, what was earned less what refunds and disputes have taken back, with the holds and the approval that
 * it had. Nothing where it is not forfeited. Where nothing is left it stays rejected, and a won dispute may bring it back.
 */
export function decideReinstate(_head: Journal | null, positions: Positions, input: OfCommission): Decision {
  const position = positionOf(positions, input.commission);
  if (!position.forfeited) return nothing;
  const { currency } = position.earned;
  const amount = position.earned.amount - position.reversed.amount;
  return decided(
    journal(input, {
      kind: 'reinstate',
      cause: `forfeit:${input.commission}`,
      once: [String(position.seq)],
      commissions: [
        entry(input.commission, position, {
          delta: amount,
          forfeited: false,
          ...(amount > 0n && { state: position.resume ?? 'held' }),
        }),
      ],
      postings: move('expense:commission', 'partner:held', amount, currency),
    }),
  );
}
