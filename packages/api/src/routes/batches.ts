import type { Batch, BatchId, CommissionId } from '@sluice/domain';
import type { BatchCreate, BatchDetail } from '@sluice/contracts';
import type { PageQuery } from '@sluice/store';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { batchDetail, batchRow, leftOutDto, payoutDto } from '../present/batch.js';
import { Names } from '../present/names.js';
import { compact, shown } from '../present/plain.js';
import { say } from '../present/words.js';
import { startByHand } from '../runs/start.js';
import { programmeOf } from './programme.js';
import { namesOfUsers } from './users.js';

/** The flow that makes, asks for and sends a payout batch. */
export const payoutBatchFlow = 'payout-batch';

export function batchRoutes(
  context: Context,
): Pick<Handlers, 'listBatches' | 'createBatch' | 'getBatch' | 'listPayouts' | 'listBatchLeftOut'> {
  const { store } = context;
  return {
    async listBatches({ caller, query }) {
      const page = await store.batches.list(caller.programme, compact(query));
      const makers = await namesOfUsers(
        context,
        caller.programme,
        page.data.map(({ maker }) => maker),
      );
      return shown(page, (batch) => batchRow(batch, makers(batch.maker)));
    },

    async createBatch({ caller, body, requestKey }) {
      await refuseUnpayable(context, caller.programme, body);
      const run = await startByHand(
        context,
        caller,
        payoutBatchFlow,
        requestKey,
        compact({ currency: body.currency, cutoff: body.cutoff }),
      );
      return { run };
    },

    async getBatch({ caller, params, locale }) {
      const batch = await store.batches.get(caller.programme, params.id as BatchId);
      if (!batch) throw new Refusal('not_found');
      return batchOf(context, batch, locale);
    },

    async listBatchLeftOut({ caller, params, query, locale }) {
      const batch = await store.batches.get(caller.programme, params.id as BatchId);
      if (!batch) throw new Refusal('not_found');
      return leftOutOf(context, batch, compact(query), locale);
    },

    async listPayouts({ caller, params, query, locale }) {
      const batch = await store.batches.get(caller.programme, params.id as BatchId);
      if (!batch) throw new Refusal('not_found');
      const page = await store.payouts.list(caller.programme, { ...compact(query), batch: batch.id });
      const ids = page.data.flatMap((payout) => payout.items.map((item) => item.commission));
      const [names, commissions] = await Promise.all([
        new Names(store, caller.programme).load(page.data.map((payout) => payout.partner)),
        store.commissions.many(caller.programme, [...new Set<CommissionId>(ids)]),
      ]);
      const byId = new Map<string, (typeof commissions)[number]>(commissions.map((one) => [one.id, one]));
      return shown(page, (payout) =>
        payoutDto(payout, names, (id) => {
          const found = byId.get(id);
          return found
            ? { order: found.orderExternalId, sentence: say(found.reason ? [found.reason] : found.explanation, locale) }
            : {};
        }),
      );
    },
  };
}

/** What no batch could pay is said at once: what is not payable yet, and a currency in which nobody has earned anything. */
export async function refuseUnpayable(context: Context, programmeKey: string, body: BatchCreate): Promise<void> {
  if (body.cutoff !== undefined && new Date(body.cutoff) > context.now()) {
    const message = 'The cutoff lies in the future. Leave it out for now, or name a moment that is past.';
    throw new Refusal('invalid', {
      detail: message,
      errors: [{ pointer: '/cutoff', code: 'in_the_future', message }],
    });
  }
  const { currency } = await programmeOf(context, programmeKey);
  if (body.currency === undefined || body.currency === currency) return;
  const payable = await context.store.commissions.payablePartners(programmeKey, body.currency);
  if (payable.length > 0) return;
  const message = `Nothing is payable in ${body.currency}: commissions are kept in ${currency}, and every partner is paid in the currency of the payout method.`;
  throw new Refusal('invalid', {
    detail: message,
    errors: [{ pointer: '/currency', code: 'nothing_payable', message }],
  });
}

/** A batch with who made it, what was left out, and the approval that waits on it. */
export async function batchOf(context: Context, batch: Batch, locale: 'en' | 'de'): Promise<BatchDetail> {
  const { programme, id } = batch;
  const [makers, approvals, progress, leftOut, count] = await Promise.all([
    namesOfUsers(context, programme, [batch.maker]),
    context.store.approvals.ofSubject(programme, id),
    context.store.payouts.progress(programme, id),
    leftOutOf(context, batch, { limit: leftOutShown }, locale),
    context.store.batchLeftOuts.count(programme, id),
  ]);
  return batchDetail(batch, {
    makerName: makers(batch.maker),
    approval: approvals.find(({ state }) => state === 'pending')?.id,
    progress,
    leftOut: leftOut.data,
    leftOutCount: batch.leftOut.length + count,
  });
}

/** Left out of a batch that are told with it. */
const leftOutShown = 100;

/** A page of who is left out; before the first one of a batch of before, those whom it keeps itself. */
async function leftOutOf(context: Context, batch: Batch, query: PageQuery, locale: 'en' | 'de') {
  const { store } = context;
  const page = await store.batchLeftOuts.list(batch.programme, batch.id, query);
  const data = [...(query.cursor === undefined ? batch.leftOut : []), ...page.data];
  const names = await new Names(store, batch.programme).load(data.map(({ partner }) => partner));
  return { data: data.map((one) => leftOutDto(one, names, locale)), nextCursor: page.nextCursor };
}
