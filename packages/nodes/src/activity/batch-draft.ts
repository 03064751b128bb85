import { zero, type Batch, type BatchId, type Programme } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import type { Stored } from '@sluice/store';
import { batchName, termsOf, type BatchTerms } from '../decisions/batch.js';
import type { ActivityDeps } from './deps.js';
import { actorOf } from './ledger.js';

/** The draft of a new batch, or undefined where none is due by the calendar. */
export async function draftOf(
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
