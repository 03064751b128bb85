import {
  approversNeeded,
  decideReserve,
  itemsHash,
  moneyToJson,
  planBatch,
  sumMoney,
  type BatchId,
  type Payout,
  type Plan,
  type PlannedPayout,
  type Programme,
} from '@sluice/domain';
import { live } from '@sluice/store/operations/index';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, refused, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { batchAnswer, batchName, takenMeanwhile } from '../decisions/batch.js';

/**
 * Opens a payout batch: plans who is paid what, stores the batch as a draft, reserves each payout's commissions in its
 * partner's chain, and submits what is reserved for approval by its hash. Read back and gone on from after a crash; what
 * another batch reserved first is not in this one.
 */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'open_batch',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const id = String(ctx.config['batch'] ?? ctx.subject.id) as BatchId;
    const currency = text(ctx.config['currency']) ?? programme.currency;
    const cutoff = instant(text(ctx.config['cutoff'])) ?? deps.now();
    const stored = await deps.store.batches.get(ctx.programme, id);
    if (stored && stored.state !== 'draft') return answer(deps, ctx, id);
    const plan = await planOf(deps, programme, id, currency, stored?.cutoff ?? cutoff);
    if (!stored) await insertDraft(deps, ctx, programme, id, currency, cutoff, plan);
    for (const planned of plan.payouts) {
      deps.heartbeat(planned.id);
      await reserve(deps, ctx, id, currency, planned);
    }
    await submit(deps, ctx, programme, id, plan);
    return answer(deps, ctx, id);
  },
};

async function planOf(
  deps: ActivityDeps,
  programme: Programme,
  batch: BatchId,
  currency: string,
  cutoff: Date,
): Promise<Plan> {
  const payable = await deps.store.commissions.payable(programme.key, currency, cutoff);
  const ids = [...new Set(payable.map(({ partner }) => partner))];
  const partners = await deps.store.partners.many(programme.key, ids);
  const known = await deps.store.payouts.ofBatch(programme.key, batch);
  const plan = planBatch({
    programme: programme.key,
    batch,
    currency,
    cutoff,
    now: deps.now(),
    partners,
    payable: payable.flatMap(({ id, partner, position, stateSince }) =>
      position && stateSince ? [{ commission: id, partner, position, since: stateSince }] : [],
    ),
    minimumPayout: programme.settings.minimumPayout,
  });
  // A payout that an earlier try stored is gone on with, also where its commissions are reserved by now.
  const before: PlannedPayout[] = known.map(({ id, partner, rail, amount, items }) => ({
    id,
    partner,
    rail,
    amount,
    items,
  }));
  const fresh = plan.payouts.filter(({ id }) => !before.some((payout) => payout.id === id));
  return { ...plan, payouts: [...before, ...fresh] };
}

async function insertDraft(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  id: BatchId,
  currency: string,
  cutoff: Date,
  plan: Plan,
): Promise<void> {
  const maker = ctx.makers[0] ?? actorOf(ctx);
  await deps.failpoint('batch.insert.before');
  await deps.store.batches.insertOrRead(
    {
      id,
      programme: programme.key,
      name: await freeName(deps, programme, cutoff, id),
      currency,
      cutoff,
      state: 'draft',
      maker,
      total: plan.total,
      payouts: plan.payouts.length,
      itemsHash: '',
      revision: 0,
      approvals: [],
      approversNeeded: approversNeeded(plan.total, programme.settings),
      leftOut: plan.leftOut,
      run: ctx.run as never,
      createdAt: deps.now(),
    },
    { audit: { action: 'batch.opened', actor: { id: maker }, detail: { run: ctx.run } } },
  );
  await deps.failpoint('batch.insert.after');
}

/** `B-2026-11`, then `B-2026-11-2`…: names are unique in a programme. */
async function freeName(deps: ActivityDeps, programme: Programme, cutoff: Date, id: BatchId): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = batchName(cutoff, programme, number);
    const taken = await deps.store.batches.findByName(programme.key, name);
    if (!taken || taken.id === id) return name;
  }
}

async function reserve(
  deps: ActivityDeps,
  ctx: EffectContext,
  batch: BatchId,
  currency: string,
  planned: PlannedPayout,
): Promise<void> {
  const ids = planned.items.map(({ commission }) => commission);
  await deps.failpoint('payout.insert.before');
  await deps.store.payouts.insertOrRead({
    id: planned.id,
    programme: ctx.programme,
    batch,
    partner: planned.partner,
    currency,
    amount: planned.amount,
    items: planned.items,
    rail: planned.rail,
    state: 'draft',
    attempts: [],
    createdAt: deps.now(),
  });
  await deps.failpoint('payout.reserve.before');
  const posted = await deps.store.ledger.post(
    ctx.programme,
    planned.partner,
    {
      commissions: ids,
      out: (journal) => ({
        audit: {
          action: 'payout.reserved',
          actor: { id: actorOf(ctx) },
          subject: { kind: 'payout', id: planned.id },
          detail: { journal: journal.id, batch, partner: planned.partner, amount: { ...moneyToJson(planned.amount) } },
        },
      }),
    },
    (head, positions) =>
      decideReserve(head, positions, {
        programme: ctx.programme,
        partner: planned.partner,
        at: deps.now(),
        actor: actorOf(ctx),
        payout: planned.id,
        batch,
        currency,
        items: ids,
      }),
  );
  await deps.failpoint('payout.reserve.after');
  if (posted.ok) return;
  if (!['not_payable', 'not_positive'].includes(posted.code)) throw refused(posted);
  // Another batch or a refund was faster: this partner waits for the next batch.
  await deps.store.payouts.change(ctx.programme, planned.id, (doc) =>
    doc.state === 'draft' ? { set: { state: 'cancelled' } } : null,
  );
}

async function submit(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  id: BatchId,
  plan: Plan,
): Promise<void> {
  const all = await deps.store.payouts.ofBatch(ctx.programme, id);
  const payouts = live(all);
  const total = sumOf(payouts, plan.total.currency);
  const hash = itemsHash(payouts);
  await deps.failpoint('batch.submit.before');
  await deps.store.batches.change(ctx.programme, id, (doc) =>
    doc.state !== 'draft'
      ? null
      : {
          set: {
            state: payouts.length === 0 ? 'cancelled' : 'awaiting_approval',
            itemsHash: hash,
            total,
            payouts: payouts.length,
            revision: 1,
            approversNeeded: approversNeeded(total, programme.settings),
            leftOut: [...plan.leftOut, ...takenMeanwhile(all)],
          },
          audit: { action: 'batch.submitted', actor: { id: doc.maker }, detail: { itemsHash: hash } },
        },
  );
  await deps.failpoint('batch.submit.after');
  for (const payout of payouts) {
    await deps.store.payouts.change(ctx.programme, payout.id, (doc) =>
      doc.state === 'draft' ? { set: { state: 'awaiting_approval' } } : null,
    );
  }
  await deps.failpoint('payout.submit.after');
}

async function answer(deps: ActivityDeps, ctx: EffectContext, id: BatchId): Promise<EffectResult> {
  const batch = await deps.store.batches.get(ctx.programme, id);
  if (!batch) throw new NonRetryable('unknown_batch', `The batch ${id} is not stored.`);
  return batchAnswer(batch);
}

function sumOf(payouts: readonly Pick<Payout, 'amount'>[], currency: string) {
  return sumMoney(
    payouts.map(({ amount }) => amount),
    currency,
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function instant(value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) throw new NonRetryable('bad_cutoff', `"${value}" is not an instant.`);
  return at;
}
