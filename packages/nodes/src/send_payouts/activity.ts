import {
  decideSend,
  decideUnreserve,
  fileRails,
  itemsOf,
  moneyToJson,
  attemptKey,
  payOf,
  refuse,
  type Act,
  type ApprovalId,
  type Batch,
  type BatchId,
  type Payout,
  type PayoutAttempt,
  type PayoutId,
} from '@sluice/domain';
import type { PayoutRail, SendResult } from '@sluice/connectors/rails/index';
import { inParallel, payoutsAtOnce, refreshBatch, settlePayout } from '@sluice/store/operations/index';
import type { EffectContext, EffectResult } from '@sluice/flows';
import type { Stored } from '@sluice/store';
import { NonRetryable, UnknownOutcome, type NodeActivity } from '../activity-types.js';
import { refused, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { railSwitches } from '../activity/rail-switches.js';
import { failedOf, isSettled, openOf, openStates, payOnWait, sentAnswer, settlementWait } from '../decisions/batch.js';

/** So many payouts in a row of which the rail said nothing, and it is left alone until the step is tried again. */
const silentInRow = 24;

interface Trouble {
  code: string;
  message: string;
}

/** What all payouts of one try have in common. */
interface Sending {
  /** What the partner reads on the bank statement. */
  reference: string;
  isOff(rail: string): Promise<boolean>;
}

/**
 * Sends an approved batch, some payouts at a time. `approved → sending` names the items' hash; then each payout: `send` in its
 * partner's chain (the point of no return), the attempt recorded, the rail called with a stable key, the answer posted. A payout
 * whose last answer is unknown is asked for at the rail before anything else. One that needs a person holds up no other. A try
 * that is cut off goes on with what is not settled. Payouts that the rail has accepted but not paid are waited for; of a rail that
 * works by file nothing can be asked.
 */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'send_payouts',
  async run(deps, ctx) {
    const id = String(ctx.config['batch']) as BatchId;
    const begun = await begin(deps, ctx, id);
    if (begun === undefined) return { port: 'changed', output: { batch: id } };
    if (begun instanceof Date) return payOnWait(id, begun);
    await sendAll(deps, ctx, begun);
    return conclude(deps, ctx, id);
  },
};

/** Takes every payout as far as it goes now; throws what stands in the way of some once all others are done. */
async function sendAll(deps: ActivityDeps, ctx: EffectContext, { id, name }: Batch): Promise<void> {
  const sending = { reference: name, isOff: railSwitches(deps, ctx.programme) };
  let parked: unknown;
  let unclear: Trouble | undefined;
  let silent = 0;
  let done = 0;
  await inParallel(
    deps.store.payouts.eachOfBatch(ctx.programme, id, openStates, fileRails),
    payoutsAtOnce,
    async (payout) => {
      if (silent >= silentInRow) return;
      deps.heartbeat({ payout: payout.id, done: (done += 1) });
      try {
        const trouble = await advance(deps, ctx, sending, payout);
        silent = trouble ? silent + 1 : 0;
        unclear = trouble ?? unclear;
      } catch (error) {
        if (!(error instanceof NonRetryable) && !(error instanceof UnknownOutcome)) throw error;
        parked ??= error;
      }
    },
  );
  if (unclear) throw Object.assign(new Error(unclear.message), { code: unclear.code });
  if (parked !== undefined) throw parked;
}

/**
 * Moves the batch to `sending`; answers undefined where it is no longer what was approved, and the day where it is locked until
 * then.
 */
async function begin(deps: ActivityDeps, ctx: EffectContext, id: BatchId): Promise<Batch | Date | undefined> {
  const batch = await deps.store.batches.get(ctx.programme, id);
  if (!batch) throw new NonRetryable('unknown_batch', `The batch ${id} is not stored.`);
  if (batch.state === 'cancelled')
    throw new NonRetryable('batch_cancelled', `${batch.name} was cancelled: stop this run.`);
  if (['sending', 'sent', 'partly_failed'].includes(batch.state)) return batch;
  const approval = await deps.store.approvals.get(ctx.programme, String(ctx.config['approval']) as ApprovalId);
  if (approval?.state !== 'approved' || approval.subject.id !== id) {
    throw new NonRetryable('not_approved', `The batch ${batch.name} was not approved.`);
  }
  const fresh = await refreshBatch(deps.store, ctx.programme, id, deps.now(), actorOf(ctx));
  if (fresh.itemsHash !== approval.subjectHash || approval.decisions.filter(isYes).length < fresh.approversNeeded) {
    return undefined;
  }
  await deps.failpoint('batch.approve.before');
  await deps.store.batches.change(ctx.programme, id, (doc) =>
    doc.state !== 'awaiting_approval' || doc.itemsHash !== approval.subjectHash
      ? null
      : {
          set: {
            state: 'approved',
            approvals: approval.decisions.filter(isYes).map(({ by, name, at, comment }) => ({
              by,
              name,
              at,
              itemsHash: approval.subjectHash,
              ...(comment && { comment }),
            })),
          },
          audit: {
            action: 'batch.approved',
            actor: { id: approval.decisions.filter(isYes).at(-1)?.by ?? '' },
            detail: { approval: approval.id, itemsHash: approval.subjectHash },
          },
        },
  );
  if (batch.payOn && batch.payOn.getTime() > deps.now().getTime()) return batch.payOn;
  await deps.failpoint('batch.sending.before');
  try {
    const sending = await deps.store.batches.startSending(ctx.programme, id, approval.subjectHash, {
      audit: { action: 'batch.sending', actor: { id: actorOf(ctx) }, detail: { itemsHash: approval.subjectHash } },
    });
    await deps.failpoint('batch.sending.after');
    return sending;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'refused') return undefined;
    throw error;
  }
}

/** Takes one payout as far as it goes now; answers why where nobody knows what the rail did. */
async function advance(
  deps: ActivityDeps,
  ctx: EffectContext,
  sending: Sending,
  payout: Stored<Payout>,
): Promise<Trouble | undefined> {
  if (isSettled(payout)) return undefined;
  const rail = deps.rails.get(payout.rail);
  if (!rail)
    throw new NonRetryable('unknown_rail', `There is no rail "${payout.rail}" here; payout ${payout.id} waits.`);
  const last = payout.attempts.at(-1);
  if (!last) await needOn(sending, payout);
  // Once an attempt is recorded it has gone out. Asked again, the ledger might by then know of a refusal that the payout itself
  // is not yet told of, and what was refused would pass for changed.
  if (!last && !(await commit(deps, ctx, payout))) return undefined;
  if (last?.outcome === 'accepted' || last?.outcome === 'unknown') return ask(deps, ctx, sending, payout, rail, last);
  const generation = await generationOf(deps, ctx, payout);
  return send(deps, ctx, sending, payout, rail, { key: attemptKey(payout.id, generation), generation });
}

/** Counts up over payouts that were definitely refused, or came back, and are sent again. */
async function generationOf(deps: ActivityDeps, ctx: EffectContext, { resends }: Stored<Payout>): Promise<number> {
  const before = resends && (await deps.store.payouts.get(ctx.programme, resends));
  return (before?.attempts.at(-1)?.generation ?? 0) + 1;
}

/** What was approved on a rail that is switched off meanwhile is not sent: it stays approved and waits for a person. */
async function needOn({ isOff }: Sending, { id, rail }: Stored<Payout>): Promise<void> {
  if (!(await isOff(rail))) return;
  throw new NonRetryable(
    'rail_off',
    `Payouts by ${rail} are switched off; payout ${id} waits. Switch the rail on and retry this step, or take the payout out.`,
  );
}

/** The `send` journal: only what was approved goes out. False where the payout had to be cancelled. */
async function commit(deps: ActivityDeps, ctx: EffectContext, payout: Stored<Payout>): Promise<boolean> {
  const act = {
    programme: ctx.programme,
    partner: payout.partner,
    at: deps.now(),
    actor: actorOf(ctx),
    payout: payout.id,
    batch: payout.batch,
  };
  const ids = payout.items.map(({ commission }) => commission);
  await deps.failpoint('payout.commit.before');
  if (await detailsChanged(deps, ctx, payout)) return takeOut(deps, ctx, payout, act, 'details_changed');
  const posted = await deps.store.ledger.post(ctx.programme, payout.partner, { commissions: ids }, (head, positions) =>
    decideSend(head, positions, { ...act, items: payout.items }),
  );
  await deps.failpoint('payout.commit.after');
  if (!posted.ok) {
    if (posted.code !== 'items_changed') throw refused(posted);
    return takeOut(deps, ctx, payout, act, 'items_changed');
  }
  return true;
}

/** Bank details that were changed after the batch was planned are not what was approved: nothing goes to either account. */
async function detailsChanged(deps: ActivityDeps, ctx: EffectContext, payout: Stored<Payout>): Promise<boolean> {
  if (!payout.payee) return false;
  const partner = await deps.store.partners.need(ctx.programme, payout.partner);
  return partner.payout?.accountHash !== payout.payee.accountHash || partner.payout.rail !== payout.rail;
}

/** Takes a payout that cannot go out out of the batch: its money is payable again. True where it has gone out before. */
async function takeOut(
  deps: ActivityDeps,
  ctx: EffectContext,
  payout: Stored<Payout>,
  act: Act & { payout: PayoutId; batch: BatchId },
  reason: 'items_changed' | 'details_changed',
): Promise<boolean> {
  const ids = payout.items.map(({ commission }) => commission);
  const back = await deps.store.ledger.post(ctx.programme, payout.partner, { commissions: ids }, (head, positions) =>
    itemsOf(positions, payout.id, 'sent', 'paid').length > 0
      ? refuse('sent_already', `Payout ${payout.id} has gone out as it was approved.`)
      : decideUnreserve(head, positions, { ...act, cause: `payout:${payout.id}:changed` }),
  );
  // An earlier try was cut off behind the point of no return: it goes to the account that was approved.
  if (!back.ok && back.code === 'sent_already') return true;
  if (!back.ok) throw refused(back);
  await deps.store.payouts.change(ctx.programme, payout.id, (doc) =>
    doc.state === 'cancelled'
      ? null
      : {
          set: { state: 'cancelled' },
          audit: { action: 'payout.cancelled', actor: { id: act.actor }, detail: { reason } },
        },
  );
  const { partner, amount } = payout;
  const why = { partner, amount, reason: { code: `left_out.${reason}`, params: {} } };
  await deps.store.batchLeftOuts.insertOrRead(ctx.programme, payout.batch, why, act.at);
  return false;
}

async function send(
  deps: ActivityDeps,
  ctx: EffectContext,
  sending: Sending,
  payout: Stored<Payout>,
  rail: PayoutRail,
  { key, generation }: Pick<PayoutAttempt, 'key' | 'generation'>,
): Promise<Trouble | undefined> {
  const { account, holder } = await payeeOf(deps, ctx, payout);
  await deps.failpoint('payout.attempt.before');
  await deps.store.payouts.recordAttempt(
    ctx.programme,
    payout.id,
    { key, generation, at: deps.now(), outcome: 'unknown' },
    {
      audit: {
        action: 'payout.attempted',
        actor: { id: actorOf(ctx) },
        detail: { key, partner: payout.partner, amount: { ...moneyToJson(payOf(payout)) } },
      },
    },
  );
  await deps.failpoint('payout.attempt.after');
  await deps.failpoint('rail.send.before');
  const result = await rail.send({
    key,
    payout: payout.id,
    amount: moneyToJson(payOf(payout)),
    account: { id: deps.openAccount(account), holder },
    reference: sending.reference,
  });
  await deps.failpoint('rail.send.after');
  return record(deps, ctx, payout, key, result);
}

/** Where it goes: as approved, so that the same key always says the same; payouts of old go where the partner says. */
async function payeeOf(
  deps: ActivityDeps,
  ctx: EffectContext,
  payout: Stored<Payout>,
): Promise<Pick<NonNullable<Payout['payee']>, 'account' | 'holder'>> {
  if (payout.payee) return payout.payee;
  const partner = await deps.store.partners.need(ctx.programme, payout.partner);
  if (!partner.payout) throw new NonRetryable('no_account', `${partner.name} has no payout account any more.`);
  return { account: partner.payout.account, holder: partner.name };
}

/** Asks the rail about an attempt before anything is sent again; the same key is sent again only within its life. */
async function ask(
  deps: ActivityDeps,
  ctx: EffectContext,
  sending: Sending,
  payout: Stored<Payout>,
  rail: PayoutRail,
  attempt: PayoutAttempt,
): Promise<Trouble | undefined> {
  await deps.failpoint('rail.find.before');
  const found = await rail.find(attempt.key, undefined, { railReference: attempt.railReference, at: attempt.at });
  await deps.failpoint('rail.find.after');
  if (found === 'not_found') {
    if (deps.now().getTime() - attempt.at.getTime() > rail.keyLifeMs) {
      throw new UnknownOutcome(
        'key_expired',
        `The rail does not know ${attempt.key} and its key has expired: look at the rail's own record before paying again.`,
      );
    }
    await needOn(sending, payout);
    return send(deps, ctx, sending, payout, rail, attempt);
  }
  if ('outcome' in found) return { code: found.code, message: found.message };
  await settlePayout(deps.store, ctx.programme, payout.id, {
    attempt: attempt.key,
    outcome: found.state,
    railReference: found.railReference,
    ...(found.error && { error: found.error }),
    at: deps.now(),
    actor: actorOf(ctx),
    bySender: true,
  });
  return undefined;
}

async function record(
  deps: ActivityDeps,
  ctx: EffectContext,
  payout: Stored<Payout>,
  key: string,
  result: SendResult,
): Promise<Trouble | undefined> {
  if (result.outcome === 'unknown') return { code: result.code, message: result.message };
  await deps.failpoint('payout.settle.before');
  await settlePayout(deps.store, ctx.programme, payout.id, {
    attempt: key,
    outcome: result.outcome,
    ...(result.railReference !== undefined && { railReference: result.railReference }),
    ...(result.outcome === 'refused' && { error: { code: result.code, message: result.message } }),
    at: deps.now(),
    actor: actorOf(ctx),
    bySender: true,
  });
  await deps.failpoint('payout.settle.after');
  return undefined;
}

/** Waits while the rail has payouts on its way; otherwise closes the batch. */
async function conclude(deps: ActivityDeps, ctx: EffectContext, id: BatchId): Promise<EffectResult> {
  const progress = await deps.store.payouts.progress(ctx.programme, id);
  const open = openOf(progress);
  if (open > 0) {
    const askable = await deps.store.payouts.anyUnderWayBut(ctx.programme, id, fileRails);
    return settlementWait(id, open, ctx.config['lookEvery'], deps.now(), askable);
  }
  const failed = failedOf(progress);
  await deps.failpoint('batch.sent.before');
  const batch = await deps.store.batches.change(ctx.programme, id, (doc) =>
    doc.state === 'sending'
      ? {
          set: { state: failed > 0 ? 'partly_failed' : 'sent', sentAt: deps.now() },
          audit: { action: 'batch.sent', actor: { id: actorOf(ctx) }, detail: { failed } },
        }
      : null,
  );
  await deps.failpoint('batch.sent.after');
  return sentAnswer(batch, progress);
}

function isYes({ outcome }: { outcome: 'approve' | 'reject' }): boolean {
  return outcome === 'approve';
}
