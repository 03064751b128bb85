import {
  decideReserve,
  moneyToJson,
  type Batch,
  type BatchId,
  type PartnerId,
  type Payout,
  type PayoutId,
  type PlannedPayout,
  type Programme,
} from '@sluice/domain';
import {
  approversFor,
  cancelBatch,
  inParallel,
  partnersAtOnce,
  payoutsAtOnce,
  planner,
  sumOfBatch,
} from '@sluice/store/operations/index';
import type { Stored } from '@sluice/store';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { draftOf } from '../activity/batch-draft.js';
import { programmeOf, refused, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { text } from '../read.js';
import { batchAnswer, notDue, takenMeanwhile } from '../decisions/batch.js';

/**
 * Opens a payout batch: stores it as a draft, plans who is paid what, some partners at a time, reserves each payout's commissions
 * in its partner's chain, and submits what is reserved for approval by its hash. Gone on from after a crash: what is reserved is
 * no longer payable and so not planned again; what another batch reserved first is not in this one.
 */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'open_batch',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const id = String(ctx.config['batch'] ?? ctx.subject.id) as BatchId;
    const stored = await deps.store.batches.get(ctx.programme, id);
    if (stored && stored.state !== 'draft') return answer(deps, stored);
    const batch = stored ?? (await draftOf(deps, ctx, programme, id));
    if (!batch) return notDue(id, programme);
    await inParallel(deps.store.payouts.eachOfBatch(ctx.programme, id, ['draft']), payoutsAtOnce, (payout) =>
      reserve(deps, ctx, payout),
    );
    await reservePlanned(deps, ctx, programme, batch);
    return answer(deps, await submit(deps, ctx, batch));
  },
};

/** Plans and reserves some partners at a time, and says how far it is; stops where the batch is cancelled meanwhile. */
async function reservePlanned(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  batch: Stored<Batch>,
): Promise<void> {
  const { store } = deps;
  const partners = await payablePartners(deps, ctx, batch);
  const plan = await planner(store, programme, batch, deps.now());
  const before = Object.values(await store.payouts.progress(ctx.programme, batch.id)).reduce(
    (sum, one) => sum + one,
    0,
  );
  const of = before + partners.length;
  const told = async (done: number): Promise<boolean> => {
    deps.heartbeat({ planned: done, of });
    const { state } = await store.batches.change(ctx.programme, batch.id, (doc) =>
      doc.state === 'draft' ? { set: { preparing: { done, of } } } : null,
    );
    return state === 'draft';
  };
  // Of a try that was cut off, only what it has reserved counts.
  await store.batchLeftOuts.clear(ctx.programme, batch.id);
  for (let start = 0; start < partners.length; start += partnersAtOnce) {
    if (!(await told(before + start))) return;
    const { payouts, leftOut } = await plan(partners.slice(start, start + partnersAtOnce));
    await inParallel(leftOut, payoutsAtOnce, async (one) => {
      await store.batchLeftOuts.insertOrRead(ctx.programme, batch.id, one, deps.now());
    });
    await inParallel(payouts, payoutsAtOnce, async (planned) => {
      await reserve(deps, ctx, await insertPayout(deps, ctx, batch, planned));
    });
  }
}

/** Everybody with something payable, or only the partner of the payout that is sent again. */
async function payablePartners(deps: ActivityDeps, ctx: EffectContext, { currency }: Batch): Promise<PartnerId[]> {
  const resends = text(ctx.config, 'resends');
  if (resends === undefined) return deps.store.commissions.payablePartners(ctx.programme, currency);
  const payout = await deps.store.payouts.get(ctx.programme, resends as PayoutId);
  if (!payout) throw new NonRetryable('unknown_payout', `The payout ${resends} is not stored.`);
  return [payout.partner];
}

async function insertPayout(
  deps: ActivityDeps,
  ctx: EffectContext,
  { id: batch, currency }: Batch,
  planned: PlannedPayout,
): Promise<Stored<Payout>> {
  await deps.failpoint('payout.insert.before');
  const { doc } = await deps.store.payouts.insertOrRead({
    ...planned,
    programme: ctx.programme,
    batch,
    currency,
    state: 'draft',
    attempts: [],
    createdAt: deps.now(),
  });
  return doc;
}

async function reserve(deps: ActivityDeps, ctx: EffectContext, payout: Stored<Payout>): Promise<void> {
  const { id, batch, partner, currency, amount } = payout;
  const ids = payout.items.map(({ commission }) => commission);
  await deps.failpoint('payout.reserve.before');
  const posted = await deps.store.ledger.post(
    ctx.programme,
    partner,
    {
      commissions: ids,
      out: (journal) => ({
        audit: {
          action: 'payout.reserved',
          actor: { id: actorOf(ctx) },
          subject: { kind: 'payout', id },
          detail: { journal: journal.id, batch, partner, amount: { ...moneyToJson(amount) } },
        },
      }),
    },
    (head, positions) =>
      decideReserve(head, positions, {
        programme: ctx.programme,
        partner,
        at: deps.now(),
        actor: actorOf(ctx),
        payout: id,
        batch,
        currency,
        items: ids,
      }),
  );
  await deps.failpoint('payout.reserve.after');
  if (posted.ok) return;
  if (!['not_payable', 'not_positive'].includes(posted.code)) throw refused(posted);
  // Another batch or a refund was faster: this partner waits for the next batch.
  await deps.store.payouts.change(ctx.programme, id, (doc) =>
    doc.state === 'draft' ? { set: { state: 'cancelled' } } : null,
  );
}

async function submit(deps: ActivityDeps, ctx: EffectContext, batch: Stored<Batch>): Promise<Stored<Batch>> {
  const { store } = deps;
  const { id, currency, cutoff } = batch;
  const { hash, total, count } = await sumOfBatch(store, ctx.programme, id, currency);
  await inParallel(store.payouts.eachOfBatch(ctx.programme, id, ['cancelled']), payoutsAtOnce, async (payout) => {
    await store.batchLeftOuts.insertOrRead(ctx.programme, id, takenMeanwhile(payout), deps.now());
  });
  const approvers = await approversFor(store, ctx.programme, total, cutoff);
  await deps.failpoint('batch.submit.before');
  const submitted = await store.batches.change(ctx.programme, id, (doc) =>
    doc.state !== 'draft'
      ? null
      : {
          set: {
            state: count === 0 ? 'cancelled' : 'awaiting_approval',
            itemsHash: hash,
            total,
            payouts: count,
            revision: 1,
            approversNeeded: approvers,
            preparing: undefined,
          },
          audit: { action: 'batch.submitted', actor: { id: doc.maker }, detail: { itemsHash: hash } },
        },
  );
  await deps.failpoint('batch.submit.after');
  if (submitted.state === 'cancelled') return takenBack(deps, ctx, submitted);
  await inParallel(store.payouts.eachOfBatch(ctx.programme, id, ['draft']), payoutsAtOnce, async (payout) => {
    await store.payouts.change(ctx.programme, payout.id, (doc) =>
      doc.state === 'draft' ? { set: { state: 'awaiting_approval' } } : null,
    );
  });
  await deps.failpoint('payout.submit.after');
  return submitted;
}

/** Of a batch that was cancelled while it was prepared, what was reserved since then is given back too. */
function takenBack(deps: ActivityDeps, ctx: EffectContext, batch: Stored<Batch>): Promise<Stored<Batch>> {
  const why = 'The batch was cancelled while it was prepared.';
  const actor = { id: actorOf(ctx) };
  const reason = { code: 'left_out.taken_meanwhile', params: {} };
  return cancelBatch(deps.store, ctx.programme, batch.id, { actor, at: deps.now(), why, reason });
}

/** Says how many are left out, those inside a batch of before among them. */
async function answer({ store }: ActivityDeps, batch: Stored<Batch>): Promise<EffectResult> {
  const documents = await store.batchLeftOuts.count(batch.programme, batch.id);
  return batchAnswer(batch, batch.leftOut.length + documents);
}
