import type { Commission, CommissionPosition } from '../commission.js';
import { commissionId, type CommissionKey } from '../commission/id.js';
import type { CommissionId } from '../ids.js';
import type { Journal, NewJournal } from '../journal.js';
import type { Order } from '../order.js';
import { targetOf } from '../order/target.js';
import type { RoundingMode } from '../programme.js';
import {
  accountOf,
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
import { unreserveJournal } from './transit.js';

export interface RefundInput extends Act {
  commission: CommissionKey & Pick<Commission, 'id'>;
  /** The folded order, read after the event was folded in. */
  order: Pick<Order, 'paid' | 'refunds' | 'disputes' | 'rev'>;
  /** `refund:<order>:<refund>` or `dispute:<order>:<dispute>`. */
  cause: string;
  rounding: RoundingMode;
}

/**
 * Refunds and disputes, told in any order and any number of times: what is to be taken back in all, by the folded order,
 * less what was taken back before; so a charge is debited once and a won dispute restores once.
 *
 * Unpaid money is reduced; what a payout has reserved leaves it first (`unreserve`, which voids the approval); from `send`
 * on a negative line takes it back (`claw_back`). Giving back is the mirror image (`restore`). A commission that a reviewer
 * rejected stays as it is, one that was forfeited only takes note, and a telling of the order older than one weighed before decides nothing.
 *
 * Needs the positions of the commission and of every item of the payout that it is reserved in.
 */
export function decideRefund(_head: Journal | null, positions: Positions, input: RefundInput): Decision {
  const position = positionOf(positions, input.commission.id);
  if (position.state === 'new' || position.approval === 'rejected') return nothing;
  if (input.order.rev < (position.orderRev ?? 0)) return nothing;
  const wanted = position.earned.amount - targetOf(position.earned, input.order, input.rounding).amount;
  const difference = wanted - position.reversed.amount;
  if (position.forfeited)
    return difference === 0n ? weighed(input, position) : decided(noted(input, position, difference));
  if (difference > 0n) return decided(...takeBack(positions, input, position, difference));
  if (difference < 0n) return decided(...giveBack(input, position, -difference));
  return weighed(input, position);
}

function takeBack(
  positions: Positions,
  input: RefundInput,
  position: CommissionPosition,
  amount: bigint,
): NewJournal[] {
  const worth = worthOf(position).amount;
  const unpaid = position.state === 'held' || position.state === 'payable' || position.state === 'reserved';
  const own = unpaid ? least(amount, worth) : 0n;
  const reserved =
    own > 0n && position.state === 'reserved' && position.payout
      ? unreserveJournal(input, positions, position.payout, input.cause, [input.commission.id])
      : undefined;
  const account = position.state === 'held' ? 'partner:held' : 'partner:payable';
  return [
    ...(reserved ? [reserved] : []),
    ...(own > 0n
      ? [
          journal(input, {
            kind: 'reduce',
            cause: input.cause,
            once: once(input, position),
            commissions: [
              entry(input.commission.id, position, {
                delta: -own,
                reversed: own,
                orderRev: input.order.rev,
                ...(own === worth && { state: 'rejected' as const }),
              }),
            ],
            postings: move(account, 'expense:commission', own, position.earned.currency),
          }),
        ]
      : []),
    ...(amount > own ? [line(input, position, 'claw_back', own - amount)] : []),
  ];
}

function giveBack(input: RefundInput, position: CommissionPosition, amount: bigint): NewJournal[] {
  const state = position.state === 'rejected' ? (position.resume ?? 'held') : position.state;
  const account = state === 'held' || state === 'payable' ? accountOf[state] : undefined;
  const own = account ? least(amount, position.earned.amount - worthOf(position).amount) : 0n;
  return [
    ...(account && own > 0n
      ? [
          journal(input, {
            kind: 'restore',
            cause: input.cause,
            once: once(input, position),
            commissions: [
              entry(input.commission.id, position, { delta: own, reversed: -own, orderRev: input.order.rev, state }),
            ],
            postings: move('expense:commission', account, own, position.earned.currency),
          }),
        ]
      : []),
    ...(amount > own ? [line(input, position, 'restore', amount - own)] : []),
  ];
}

/** A line of its own on the next statement: negative to take back, positive to give back what a line took. */
function line(
  input: RefundInput,
  position: CommissionPosition,
  kind: 'claw_back' | 'restore',
  signed: bigint,
): NewJournal {
  const { currency } = position.earned;
  return journal(input, {
    kind,
    cause: input.cause,
    once: [...once(input, position), 'line'],
    commissions: [
      { id: lineId(input, kind, position), delta: signed, currency, state: 'payable', reverses: input.commission.id },
      entry(input.commission.id, position, { reversed: -signed, orderRev: input.order.rev }),
    ],
    postings: move('expense:commission', 'partner:payable', signed, currency),
  });
}

function weighed(input: RefundInput, position: CommissionPosition): Decision {
  const told = Object.keys(input.order.refunds).length + Object.keys(input.order.disputes).length;
  if (told === 0 || input.order.rev === position.orderRev) return nothing;
  return decided(noted(input, position));
}

/** Nothing is moved; `reversed` is what a forfeited commission has lost besides, should it ever come back. */
function noted(input: RefundInput, position: CommissionPosition, reversed?: bigint): NewJournal {
  return journal(input, {
    kind: 'noted',
    cause: input.cause,
    once: once(input, position),
    commissions: [
      entry(input.commission.id, position, { orderRev: input.order.rev, ...(reversed !== undefined && { reversed }) }),
    ],
    postings: [],
  });
}

function lineId({ commission, cause }: RefundInput, kind: string, position: CommissionPosition): CommissionId {
  return commissionId({ ...commission, component: `${commission.component}/${kind}/${cause}/${position.seq}` });
}

/** One cause may act several times (a refund that fails and succeeds after all): the commission's last seq tells them apart. */
function once({ commission }: RefundInput, position: CommissionPosition): string[] {
  return [commission.id, String(position.seq)];
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
