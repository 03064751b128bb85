import {
  attemptKey,
  decidePaid,
  decideSend,
  decideUnreserve,
  fileRails,
  isId,
  moneyToJson,
  payOf,
  type Decision,
  type Journal,
  type Positions,
  type Act,
} from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { failedOf, isSettled, payOnWait, progressOf, sentAnswer, settlementWait } from '../decisions/batch.js';
import { payoutsOf, refreshBatch } from '../simulation/batch.js';
import { read, write, type Documents } from '../simulation/documents.js';
import { post } from '../simulation/ledger.js';
import { needPartner } from '../simulation/partner.js';
import type { NodeSimulation, World } from '../simulation/types.js';

type Payout = Documents['payouts'];

/** The simulated rail accepts every payout at once and has paid it when it is asked next. */
export const simulation: NodeSimulation = {
  type: 'send_payouts',
  run(world, ctx) {
    const id = String(ctx.config['batch']);
    const batch = begin(world, ctx, id);
    if (!batch) return { port: 'changed', output: { batch: id } };
    if (batch instanceof Date) return payOnWait(id, batch);
    for (const payout of payoutsOf(world, id)) if (!isSettled(payout)) advance(world, ctx, batch, payout);
    return conclude(world, ctx, batch);
  },
};

/** Moves the batch to `sending`; undefined where it is no longer what was approved, the day where it is locked until then. */
function begin(world: World, ctx: EffectContext, id: string): Documents['batches'] | Date | undefined {
  const batch = isId('batch', id) ? read(world, 'batches', id) : undefined;
  if (!batch) throw new NonRetryable('unknown_batch', `The batch ${id} is not stored.`);
  if (['sending', 'sent', 'partly_failed'].includes(batch.state)) return batch;
  const approval = read(world, 'approvals', String(ctx.config['approval']));
  if (approval?.state !== 'approved' || approval.subject.id !== id)
    throw new NonRetryable('not_approved', `The batch ${batch.name} was not approved.`);
  const fresh = refreshBatch(world, batch.id) ?? batch;
  const given = approval.decisions.filter(({ outcome }) => outcome === 'approve');
  if (fresh.itemsHash !== approval.subjectHash || given.length < fresh.approversNeeded) return undefined;
  if (batch.payOn && batch.payOn.getTime() > new Date(world.now()).getTime()) return batch.payOn;
  const sending: Documents['batches'] = {
    ...fresh,
    state: 'sending',
    approvals: given.map(({ by, name, at }) => ({ by, name, at, itemsHash: approval.subjectHash })),
  };
  write(world, 'batches', sending);
  return sending;
}

/** Takes one payout as far as it goes now. */
function advance(world: World, ctx: EffectContext, batch: Documents['batches'], payout: Payout): void {
  const of = { payout: payout.id, batch: batch.id };
  const must = (decide: (head: Journal | null, positions: Positions, act: Act) => Decision): void => {
    const posted = post(world, ctx, payout.partner, decide);
    if (!posted.ok) throw new NonRetryable(posted.code, posted.message);
  };
  const sent = post(world, ctx, payout.partner, (head, positions, act) =>
    decideSend(head, positions, { ...act, ...of, items: payout.items }),
  );
  if (!sent.ok) {
    if (sent.code !== 'items_changed') throw new NonRetryable(sent.code, sent.message);
    must((head, positions, act) =>
      decideUnreserve(head, positions, { ...act, ...of, cause: `payout:${payout.id}:changed` }),
    );
    return write(world, 'payouts', { ...payout, state: 'cancelled' });
  }
  const partner = needPartner(world, payout.partner);
  if (!partner.payout) throw new NonRetryable('no_account', `${partner.name} has no payout account any more.`);
  const key = attemptKey(payout.id, 1);
  const at = new Date(world.now());
  const [attempt] = payout.attempts;
  if (!attempt) {
    world.did(
      ctx,
      'payout_sent',
      { payout: payout.id, partner: partner.id, amount: { ...moneyToJson(payOf(payout)) } },
      payout.id,
    );
    return write(world, 'payouts', {
      ...payout,
      state: 'sent',
      attempts: [{ key, generation: 1, at, outcome: 'accepted' }],
    });
  }
  // Asked in the same breath, as after a crash, the rail has nothing new to tell.
  if (attempt.at.getTime() === at.getTime()) return;
  must((head, positions, act) =>
    decidePaid(head, positions, { ...act, ...of, rail: payout.rail, attempt: key, settlement: payout.settlement }),
  );
  write(world, 'payouts', {
    ...payout,
    state: 'paid',
    paidAt: at,
    attempts: [{ ...attempt, outcome: 'paid', settledAt: at }],
  });
}

/** Waits while the rail has payouts on its way; otherwise closes the batch. */
function conclude(world: World, ctx: EffectContext, batch: Documents['batches']): EffectResult {
  const payouts = payoutsOf(world, batch.id);
  const open = payouts.filter((payout) => !isSettled(payout));
  const now = new Date(world.now());
  const askable = open.some(({ rail }) => !fileRails.some((one) => one === rail));
  if (open.length > 0) return settlementWait(batch.id, open.length, ctx.config['lookEvery'], now, askable);
  if (batch.state === 'sending') {
    const failed = failedOf(progressOf(payouts)) > 0;
    write(world, 'batches', { ...batch, state: failed ? 'partly_failed' : 'sent', sentAt: now });
  }
  return sentAnswer(batch, progressOf(payouts));
}
