import {
  decideReserve,
  moneyToJson,
  zero,
  type Batch,
  type BatchId,
  type PartnerId,
  type Payout,
  type PayoutId,
  type Plan,
  type PlannedPayout,
  type Programme,
} from '@sluice/domain';
import {
  approversFor,
  inParallel,
  partnersAtOnce,
  payoutsAtOnce,
  planPayouts,
  sumOfBatch,
} from '@sluice/store/operations/index';
import type { Stored } from '@sluice/store';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, refused, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { text } from '../read.js';
import { batchAnswer, batchName, notDue, takenMeanwhile, termsOf, type BatchTerms } from '../decisions/batch.js';

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
    if (stored && stored.state !== 'draft') return answer(deps, ctx, id);
    const batch = stored ?? (await draftOf(deps, ctx, programme, id));
    if (!batch) return notDue(id, programme);
    await inParallel(deps.store.payouts.eachOfBatch(ctx.programme, id, ['draft']), payoutsAtOnce, (payout) =>
      reserve(deps, ctx, payout),
    );
    const leftOut = await reservePlanned(deps, ctx, programme, batch);
    await submit(deps, ctx, batch, leftOut);
    return answer(deps, ctx, id);
  },
};

/** The draft of a new batch, or undefined where none is due by the calendar. */
async function draftOf(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  id: BatchId,
): Promise<Stored<Batch> | undefined> {
  const weekly = (await deps.store.groups.all(ctx.programme)).some(({ payout }) => payout?.frequency === 'weekly');
  const terms = termsOf(ctx.config, programme, deps.now(), weekly);
  if (!terms || (terms.schedule && (await isMade(deps, ctx, terms, id)))) return undefined;
  return insertDraft(deps, ctx, programme, id, terms);
}

/** Whether a batch of the calendar's date is there already: a day that fires twice pays once. */
async function isMade(deps: ActivityDeps, ctx: EffectContext, { cutoff }: BatchTerms, id: BatchId): Promise<boolean> {
  const same = await deps.store.batches.ofCutoff(ctx.programme, cutoff);
  return same.some((batch) => batch.id !== id && batch.state !== 'cancelled' && batch.state !== 'rejected');
}

/** Plans and reserves partner by partner; answers who is left out. */
async function reservePlanned(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  batch: Stored<Batch>,
): Promise<Plan['leftOut']> {
  const leftOut: Plan['leftOut'] = [];
  const partners = await payablePartners(deps, ctx, batch);
  for (let start = 0; start < partners.length; start += partnersAtOnce) {
    deps.heartbeat({ planned: start, of: partners.length });
    const some = partners.slice(start, start + partnersAtOnce);
    const plan = await planPayouts(deps.store, programme, batch, some, deps.now());
    leftOut.push(...plan.leftOut);
    await inParallel(plan.payouts, payoutsAtOnce, async (planned) => {
      await reserve(deps, ctx, await insertPayout(deps, ctx, batch, planned));
    });
  }
  return leftOut;
}

/** Everybody with something payable, or only the partner of the payout that is sent again. */
async function payablePartners(deps: ActivityDeps, ctx: EffectContext, { currency }: Batch): Promise<PartnerId[]> {
  const resends = text(ctx.config, 'resends');
  if (resends === undefined) return deps.store.commissions.payablePartners(ctx.programme, currency);
  const payout = await deps.store.payouts.get(ctx.programme, resends as PayoutId);
  if (!payout) throw new NonRetryable('unknown_payout', `The payout ${resends} is not stored.`);
  return [payout.partner];
}

async function insertDraft(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  id: BatchId,
  { currency, cutoff, payOn, schedule }: BatchTerms,
): Promise<Stored<Batch>> {
  const maker = ctx.makers[0] ?? actorOf(ctx);
  await deps.failpoint('batch.insert.before');
  const draft = async () => ({
    id,
    programme: programme.key,
    name: await freeName(deps, programme, cutoff, id),
    currency,
    cutoff,
    ...(payOn && { payOn }),
    ...(schedule && { schedule }),
    state: 'draft' as const,
    maker,
    total: zero(currency),
    payouts: 0,
    itemsHash: '',
    revision: 0,
    approvals: [],
    approversNeeded: 1 as const,
    leftOut: [],
    run: ctx.run as never,
    createdAt: deps.now(),
  });
  const out = { audit: { action: 'batch.opened', actor: { id: maker }, detail: { run: ctx.run } } };
  for (;;) {
    try {
      const { doc } = await deps.store.batches.insertOrRead(await draft(), out);
      await deps.failpoint('batch.insert.after');
      return doc;
    } catch (error) {
      // Another batch has taken the name meanwhile: the next one is free.
      if ((error as { code?: unknown }).code !== 'duplicate') throw error;
    }
  }
}

/** `B-2026-11`, then `B-2026-11-2`…: names are unique in a programme. */
async function freeName(deps: ActivityDeps, programme: Programme, cutoff: Date, id: BatchId): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = batchName(cutoff, programme, number);
    const taken = await deps.store.batches.findByName(programme.key, name);
    if (!taken || taken.id === id) return name;
  }
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

async function submit(
  deps: ActivityDeps,
  ctx: EffectContext,
  batch: Stored<Batch>,
  leftOut: Plan['leftOut'],
): Promise<void> {
  const { id, currency, cutoff } = batch;
  const { hash, total, count } = await sumOfBatch(deps.store, ctx.programme, id, currency);
  const taken: Payout[] = [];
  for await (const payout of deps.store.payouts.eachOfBatch(ctx.programme, id, ['cancelled'])) taken.push(payout);
  const approvers = await approversFor(deps.store, ctx.programme, total, cutoff);
  await deps.failpoint('batch.submit.before');
  await deps.store.batches.change(ctx.programme, id, (doc) =>
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
            leftOut: [...leftOut, ...takenMeanwhile(taken)],
          },
          audit: { action: 'batch.submitted', actor: { id: doc.maker }, detail: { itemsHash: hash } },
        },
  );
  await deps.failpoint('batch.submit.after');
  await inParallel(deps.store.payouts.eachOfBatch(ctx.programme, id, ['draft']), payoutsAtOnce, async (payout) => {
    await deps.store.payouts.change(ctx.programme, payout.id, (doc) =>
      doc.state === 'draft' ? { set: { state: 'awaiting_approval' } } : null,
    );
  });
  await deps.failpoint('payout.submit.after');
}

async function answer(deps: ActivityDeps, ctx: EffectContext, id: BatchId): Promise<EffectResult> {
  const batch = await deps.store.batches.get(ctx.programme, id);
  if (!batch) throw new NonRetryable('unknown_batch', `The batch ${id} is not stored.`);
  return batchAnswer(batch);
}
