import {
  commissionId,
  decideEarn,
  decideVolume,
  decisiveAt,
  moneyToJson,
  volumeBefore,
  orderBase,
  type CommissionTerms,
  type Order,
  type OrderId,
  type OrderPayment,
  type Programme,
  type Referral,
} from '@sluice/domain';
import { applyRefund } from '@sluice/store/operations/index';
import type { StoredCommission } from '@sluice/store';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { commissionFacts } from '../activity/commission-facts.js';
import { programmeOf, refused, type ActivityDeps } from '../activity/deps.js';
import { actorOf, mustPost } from '../activity/ledger.js';
import { runRule } from '../activity/rule-run.js';
import { commissionOf, earnedAnswer, nothingEarned, tieredTerms } from '../decisions/commission.js';

/**
 * Computes what each partner of the order's referral earns, stores it with facts and trace, and posts `earn`. What is stored
 * is read back and gone on from: a retry never computes again, whatever tier or rule changed meanwhile.
 */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'compute_commission',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const order = await deps.store.orders.get(ctx.programme, String(ctx.config['order']) as OrderId);
    if (!order) throw new NonRetryable('unknown_order', `The order ${String(ctx.config['order'])} is not stored.`);
    const { paid } = order;
    if (!paid) throw new NonRetryable('not_paid', `No payment of the order ${order.externalId} is known yet.`);
    const referral = order.referral ? await deps.store.referrals.get(ctx.programme, order.referral) : null;
    if (!referral) return nothingEarned('no_referral');
    const commissions: StoredCommission[] = [];
    for (const [index] of referral.weights.entries()) {
      commissions.push(await earnFor(deps, ctx, programme, { ...order, paid }, referral, index));
    }
    await catchUp(deps, ctx, programme, order.id);
    return earnedAnswer(commissions);
  },
};

/**
 * A refund that came before the commission was earned found nothing to take back: the order, read again after `earn`, tells
 * of it. One that comes later finds the commission.
 */
async function catchUp(deps: ActivityDeps, ctx: EffectContext, programme: Programme, id: OrderId): Promise<void> {
  const order = await deps.store.orders.get(programme.key, id);
  if (!order || Object.keys(order.refunds).length + Object.keys(order.disputes).length === 0) return;
  await applyRefund(deps.store, {
    programme,
    order: id,
    cause: `earned:${id}`,
    at: deps.now(),
    actor: actorOf(ctx),
  });
}

async function earnFor(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  order: Order & { paid: OrderPayment },
  referral: Referral,
  index: number,
): Promise<StoredCommission> {
  const share = referral.weights[index]!;
  const key = {
    programme: programme.key,
    order: order.id,
    partner: share.partner,
    lineKey: 'order',
    component: 'base',
  };
  const id = commissionId(key);
  const stored = await deps.store.commissions.get(programme.key, id);
  const commission = stored ?? (await compute(deps, ctx, programme, order, referral, index, { ...key, id }));
  if (commission.amount.amount > 0n) {
    await mustPost(deps, ctx, commission, (head, positions, act) =>
      decideEarn(head, positions, { ...act, commission, holds: [], timeZone: programme.timeZone }),
    );
  }
  return commission;
}

async function compute(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  order: Order & { paid: OrderPayment },
  referral: Referral,
  index: number,
  key: Pick<StoredCommission, 'id' | 'partner' | 'lineKey' | 'component'>,
): Promise<StoredCommission> {
  const partner = await deps.store.partners.need(programme.key, key.partner);
  const head = await deps.store.ledger.head(programme.key, key.partner);
  const { facts, anchor } = await commissionFacts(deps, programme, order, partner, head);
  const decisive = decisiveAt(programme, { occurredAt: order.paid.at, receivedAt: order.paid.receivedAt });
  const decided = await runRule(deps.store, programme, String(ctx.config['rule']), decisive, ['commission'], facts);
  const terms = tieredTerms(decided);
  const commission = commissionOf(
    programme,
    order,
    { key, referral, index, run: ctx.run, now: deps.now() },
    { anchor },
    decided,
    terms && (await claimVolume(deps, ctx, programme, order, key, terms)),
  );
  await deps.failpoint('commission.insert.before');
  const { doc } = await deps.store.commissions.insertOrRead(commission, {
    audit: {
      action: 'commission.computed',
      actor: { id: actorOf(ctx) },
      detail: {
        rule: decided.rule.key,
        version: decided.rule.version,
        partner: key.partner,
        amount: { ...moneyToJson(commission.amount) },
        run: ctx.run,
      },
    },
  });
  await deps.failpoint('commission.insert.after');
  return doc;
}

/** Claims this order's slice of the month in the partner's chain, once, and answers the volume before it. */
async function claimVolume(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  order: Order & { paid: OrderPayment },
  key: Pick<StoredCommission, 'id' | 'partner'>,
  terms: CommissionTerms & { type: 'tiered' },
): Promise<bigint> {
  const { base } = orderBase(order, terms.base ?? programme.settings.base);
  const posted = await deps.store.ledger.post(programme.key, key.partner, { commissions: [] }, () =>
    decideVolume({
      programme: programme.key,
      partner: key.partner,
      at: deps.now(),
      actor: actorOf(ctx),
      commission: key.id,
      base,
      occurredAt: order.paid.at,
      timeZone: programme.timeZone,
    }),
  );
  if (!posted.ok) throw refused(posted);
  const claim = posted.journals[0];
  if (!claim) throw new NonRetryable('no_volume', 'The volume of the month could not be claimed.');
  return volumeBefore(claim, base, order.paid.at, programme.timeZone);
}
