import {
  approversNeeded,
  dayOf,
  decideReserve,
  itemsHash,
  planBatch,
  sumMoney,
  type BatchId,
  type Plan,
  type PlannedPayout,
} from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { batchAnswer, batchName, notDue, takenMeanwhile, termsOf, type BatchTerms } from '../decisions/batch.js';
import { text } from '../read.js';
import { live, payoutsOf } from '../simulation/batch.js';
import { read, readAll, write, type Documents } from '../simulation/documents.js';
import { actorOf, chainOf, positionsOf, post } from '../simulation/ledger.js';
import type { NodeSimulation, World } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'open_batch',
  run(world, ctx) {
    const id = String(ctx.config['batch'] ?? ctx.subject.id) as BatchId;
    const stored = read(world, 'batches', id);
    if (stored && stored.state !== 'draft') return batchAnswer(stored, stored.leftOut.length);
    const terms = stored ?? termsOf(ctx.config, world.programme, new Date(world.now()));
    if (!terms) return notDue(id, world.programme);
    const { currency, cutoff } = terms;
    const plan = planOf(world, ctx, id, currency, cutoff);
    const draft = stored ?? draftOf(world, ctx, id, terms, plan);
    for (const planned of plan.payouts) reserve(world, ctx, id, currency, planned);
    const batch = submitted(world, draft, plan);
    write(world, 'batches', batch);
    world.did(ctx, 'batch_opened', { batch: id, name: batch.name, payouts: batch.payouts });
    return batchAnswer(batch, batch.leftOut.length);
  },
};

function planOf(world: World, ctx: EffectContext, batch: BatchId, currency: string, cutoff: Date): Plan {
  const only = read(world, 'payouts', text(ctx.config, 'resends') ?? '')?.partner;
  const partners = readAll(world, 'partners').filter(({ id }) => only === undefined || id === only);
  return planBatch({
    programme: world.programme.key,
    batch,
    currency,
    cutoff,
    now: new Date(world.now()),
    partners,
    payable: partners.flatMap(({ id: partner }) => payableOf(world, partner)),
    settings: world.programme.settings,
    day: dayOf(cutoff, world.programme.timeZone),
    // The simulated world knows no rates: who is paid in another currency is left out, with the reason.
    rateFor: () => undefined,
  });
}

/** What a partner's ledger holds as payable, with the instant since when. */
function payableOf(world: World, partner: Documents['partners']['id']) {
  const chain = chainOf(world, partner);
  return Object.entries(positionsOf(world, partner))
    .filter(([, { state }]) => state === 'payable')
    .flatMap(([id, position]) => {
      const commission = read(world, 'commissions', id);
      const since = chain.findLast((journal) =>
        journal.commissions.some((entry) => entry.id === id && entry.state === 'payable'),
      )?.at;
      return commission && since ? [{ commission: commission.id, partner, position, since }] : [];
    });
}

function draftOf(
  world: World,
  ctx: EffectContext,
  id: BatchId,
  { currency, cutoff, payOn }: Pick<BatchTerms, 'currency' | 'cutoff' | 'payOn'>,
  plan: Plan,
): Documents['batches'] {
  const { programme } = world;
  const names = readAll(world, 'batches').map(({ name }) => name);
  let number = 1;
  while (names.includes(batchName(cutoff, programme, number))) number += 1;
  return {
    id,
    programme: programme.key,
    name: batchName(cutoff, programme, number),
    currency,
    cutoff,
    ...(payOn && { payOn }),
    state: 'draft',
    maker: ctx.makers[0] ?? actorOf(ctx),
    total: plan.total,
    payouts: plan.payouts.length,
    itemsHash: '',
    revision: 0,
    approvals: [],
    approversNeeded: approversNeeded(plan.total, programme.settings),
    leftOut: plan.leftOut,
    createdAt: new Date(world.now()),
  };
}

function reserve(world: World, ctx: EffectContext, batch: BatchId, currency: string, planned: PlannedPayout): void {
  const items = planned.items.map(({ commission }) => commission);
  const posted = post(world, ctx, planned.partner, (head, positions, act) =>
    decideReserve(head, positions, { ...act, payout: planned.id, batch, currency, items }),
  );
  if (!posted.ok && !['not_payable', 'not_positive'].includes(posted.code))
    throw new NonRetryable(posted.code, posted.message);
  if (read(world, 'payouts', planned.id)) return;
  write(world, 'payouts', {
    ...planned,
    programme: world.programme.key,
    batch,
    currency,
    // Another batch or a refund was faster: this partner waits for the next batch.
    state: posted.ok ? 'awaiting_approval' : 'cancelled',
    attempts: [],
    createdAt: new Date(world.now()),
  });
}

function submitted(world: World, draft: Documents['batches'], plan: Plan): Documents['batches'] {
  const all = payoutsOf(world, draft.id);
  const payouts = live(all);
  const total = sumMoney(
    payouts.map(({ amount }) => amount),
    plan.total.currency,
  );
  return {
    ...draft,
    state: payouts.length === 0 ? 'cancelled' : 'awaiting_approval',
    itemsHash: itemsHash(payouts),
    total,
    payouts: payouts.length,
    revision: 1,
    approversNeeded: approversNeeded(total, world.programme.settings),
    leftOut: [...plan.leftOut, ...all.filter(({ state }) => state === 'cancelled').map(takenMeanwhile)],
  };
}
