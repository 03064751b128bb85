import { refuse, type Refusal } from '../error.js';
import type { BatchState, PayoutState } from '../payout.js';

export type BatchAct = 'submit' | 'change' | 'approve' | 'reject' | 'send' | 'finish' | 'finish_partly' | 'cancel';
export type PayoutAct =
  'submit' | 'change' | 'approve' | 'send' | 'accepted' | 'paid' | 'failed' | 'returned' | 'cancel';

type Table<State extends string, Act extends string> = Record<State, Partial<Record<Act, State>>>;

/** What may happen to a batch. `change` (a refund drops an item) voids an approval; nothing changes from `sending` on. */
export const batchTransitions: Table<BatchState, BatchAct> = {
  draft: { submit: 'awaiting_approval', change: 'draft', cancel: 'cancelled' },
  awaiting_approval: { change: 'awaiting_approval', approve: 'approved', reject: 'rejected', cancel: 'cancelled' },
  approved: { change: 'awaiting_approval', send: 'sending', cancel: 'cancelled' },
  sending: { finish: 'sent', finish_partly: 'partly_failed' },
  sent: { finish: 'sent', finish_partly: 'partly_failed' },
  partly_failed: { finish_partly: 'partly_failed' },
  rejected: {},
  cancelled: {},
};

/** What may happen to a payout. A payment can come back after it was paid; what is refused goes into a later payout. */
export const payoutTransitions: Table<PayoutState, PayoutAct> = {
  draft: { submit: 'awaiting_approval', change: 'draft', cancel: 'cancelled' },
  awaiting_approval: { change: 'awaiting_approval', approve: 'approved', cancel: 'cancelled' },
  approved: { change: 'awaiting_approval', send: 'sending', cancel: 'cancelled' },
  sending: { accepted: 'sent', paid: 'paid', failed: 'failed', returned: 'returned', cancel: 'cancelled' },
  sent: { accepted: 'sent', paid: 'paid', failed: 'failed', returned: 'returned' },
  paid: { paid: 'paid', returned: 'returned' },
  failed: { failed: 'failed' },
  returned: { returned: 'returned' },
  cancelled: {},
};

/** The batch's next state, or `not_possible`. */
export function batchTransition(state: BatchState, act: BatchAct): { ok: true; state: BatchState } | Refusal {
  return transition('batch', batchTransitions, state, act);
}

/** The payout's next state, or `not_possible`. A `sending` payout may be cancelled only before its `send` journal. */
export function payoutTransition(state: PayoutState, act: PayoutAct): { ok: true; state: PayoutState } | Refusal {
  return transition('payout', payoutTransitions, state, act);
}

function transition<State extends string, Act extends string>(
  what: string,
  table: Table<State, Act>,
  state: State,
  act: Act,
): { ok: true; state: State } | Refusal {
  const next = table[state][act];
  return next ? { ok: true, state: next } : refuse('not_possible', `A ${what} that is ${state} cannot ${act}.`);
}
