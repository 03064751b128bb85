import { DomainError, type BatchId, type PayoutId } from '@sluice/domain';
import { cancelBatch, cancelPayout } from '@sluice/store/operations/index';
import { GateRefusal } from '@sluice/runtime/run-gate';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { startByHand } from '../runs/start.js';
import { batchOf, payoutBatchFlow } from './batches.js';
import { actorOf } from './users.js';

/** What people do to batches and payouts: take them back before they are sent, send again what did not arrive. */
export function payoutActRoutes(context: Context): Pick<Handlers, 'cancelBatch' | 'cancelPayout' | 'resendPayout'> {
  const { store } = context;

  const cancelling = (caller: Caller, why: string) => {
    const actor = actorOf(caller);
    const reason = { code: 'left_out.cancelled_by', params: { by: caller.name, reason: why } };
    return { actor, at: context.now(), why, reason };
  };

  return {
    async cancelBatch({ caller, params, body, locale, requestKey }) {
      const id = params.id as BatchId;
      if (!(await store.batches.get(caller.programme, id))) throw new Refusal('not_found');
      const batch = await asConflict(cancelBatch(store, caller.programme, id, cancelling(caller, body.reason)));
      for (const approval of await store.approvals.ofSubject(caller.programme, id))
        await store.approvals.close(caller.programme, approval.id, 'cancelled', context.now(), {
          audit: { action: 'approval.cancelled', actor: actorOf(caller), detail: { batch: id } },
        });
      if (batch.run !== undefined) await stopRun(context, caller, batch.run, requestKey, body.reason);
      return batchOf(context, batch, locale);
    },

    async cancelPayout({ caller, params, body, locale }) {
      const id = params.id as PayoutId;
      if (!(await store.payouts.get(caller.programme, id))) throw new Refusal('not_found');
      const payout = await asConflict(cancelPayout(store, caller.programme, id, cancelling(caller, body.reason)));
      return batchOf(context, await store.batches.need(caller.programme, payout.batch), locale);
    },

    async resendPayout({ caller, params, requestKey }) {
      const payout = await store.payouts.get(caller.programme, params.id as PayoutId);
      if (!payout) throw new Refusal('not_found');
      if (payout.state !== 'failed' && payout.state !== 'returned')
        throw new Refusal('conflict', {
          detail: `The payout is ${payout.state}: only what was refused or came back is sent again.`,
        });
      const again = await store.payouts.findResend(caller.programme, payout.id);
      if (again && again.state !== 'cancelled')
        throw new Refusal('conflict', { detail: 'The money of this payout is in another payout already.' });
      return { run: await startByHand(context, caller, payoutBatchFlow, requestKey, { resends: payout.id }) };
    },
  };
}

/** A run of a batch that is cancelled has nothing left to do; one that is over, or cannot be reached now, is left as it is. */
async function stopRun(context: Context, caller: Caller, run: string, id: string, reason: string): Promise<void> {
  try {
    const actor = { ...actorOf(caller), roles: caller.roles };
    await context.runs.command(run, { id, reason, actor, type: 'stop' });
  } catch (error) {
    if (!(error instanceof GateRefusal)) throw error;
  }
}

async function asConflict<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof DomainError ? new Refusal('conflict', { detail: error.message }) : error;
  });
}
