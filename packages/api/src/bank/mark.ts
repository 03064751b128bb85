import type { Payout } from '@sluice/domain';
import { settlePayout } from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import { programmeOf } from '../routes/programme.js';
import { actorOf } from '../routes/users.js';

export interface Mark {
  outcome: 'paid' | 'failed' | 'returned';
  reference: string;
  date: string;
  note: string;
  /** The bank's entry that it was read from. */
  entry?: string;
}

const from: Readonly<Record<Mark['outcome'], readonly Payout['state'][]>> = {
  paid: ['sending', 'sent'],
  failed: ['sending', 'sent'],
  returned: ['sending', 'sent', 'paid'],
};

/**
 * A person's word on what became of a payout. Never the word of whoever made its batch, unless the programme is run by one
 * person, which is then said in the audit log.
 */
export async function markPayout(context: Context, caller: Caller, payout: Payout, mark: Mark): Promise<Payout> {
  const { store } = context;
  const attempt = payout.attempts.at(-1);
  if (!attempt || !from[mark.outcome].includes(payout.state)) {
    throw new Refusal('conflict', {
      detail: `A payout that is ${payout.state.replace('_', ' ')} cannot be marked ${mark.outcome}.`,
    });
  }
  const alone = await needOther(context, caller, payout);
  await store.payouts.change(caller.programme, payout.id, () => ({
    set: {},
    audit: {
      action: 'payout.marked',
      actor: actorOf(caller),
      detail: {
        outcome: mark.outcome,
        reference: mark.reference,
        date: mark.date,
        note: mark.note,
        ...(mark.entry !== undefined && { entry: mark.entry }),
        ...(alone && { singleOperator: true }),
      },
    },
  }));
  return settlePayout(store, caller.programme, payout.id, {
    attempt: attempt.key,
    outcome: mark.outcome === 'failed' ? 'refused' : mark.outcome,
    railReference: mark.reference,
    ...(mark.outcome !== 'paid' && { error: { code: `marked_${mark.outcome}`, message: mark.note } }),
    at: context.now(),
    actor: caller.id,
  });
}

/** True where the maker itself may, because nobody else is there. */
async function needOther(context: Context, caller: Caller, payout: Payout): Promise<boolean> {
  const [batch, programme] = await Promise.all([
    context.store.batches.need(caller.programme, payout.batch),
    programmeOf(context, caller.programme),
  ]);
  if (batch.maker !== caller.id) return false;
  if (programme.settings.singleOperator) return true;
  throw new Refusal('maker', { detail: 'Whoever made this batch cannot say that it was paid.' });
}
