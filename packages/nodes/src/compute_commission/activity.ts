import { countedIn, decisiveAt, isId, type OrderId, type Programme } from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import type { StoredCommission } from '@sluice/store';
import { applyRefund, exchangeOf, termsFor } from '@sluice/store/operations/index';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { commissionFacts } from '../activity/commission-facts.js';
import { programmeOf, refused, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { runRule } from '../activity/rule-run.js';
import { agreedOn } from '../decisions/agreed.js';
import type { PaidOrder } from '../decisions/commission-facts.js';
import { decidedTerms, earnedAnswer, nothingEarned } from '../decisions/commission.js';
import { forOrder } from '../decisions/paid-for.js';
import { earnFor, type Decide } from '../activity/commission-earn.js';
import { earnForLead } from '../activity/commission-lead.js';

/**
 * Computes what each partner earns on an order, or for what happened to a lead, stores it with facts and trace, and posts `earn`. What
 * is stored is read back and gone on from: a retry never computes again, whatever tier or rule changed meanwhile.
 */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'compute_commission',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    return isId('referral', ctx.config['order'])
      ? earnForLead(deps, ctx, programme, ctx.config['order'])
      : earnForOrder(deps, ctx, programme);
  },
};

async function earnForOrder(deps: ActivityDeps, ctx: EffectContext, programme: Programme): Promise<EffectResult> {
  const order = await deps.store.orders.get(ctx.programme, String(ctx.config['order']) as OrderId);
  if (!order) throw new NonRetryable('unknown_order', `The order ${String(ctx.config['order'])} is not stored.`);
  const { paid } = order;
  if (!paid) throw new NonRetryable('not_paid', `No payment of the order ${order.externalId} is known yet.`);
  const referral = order.referral ? await deps.store.referrals.get(ctx.programme, order.referral) : null;
  if (!referral) return nothingEarned('no_referral');
  const { weights } = referral;
  const about = forOrder(await inProgrammeCurrency(deps, programme, { ...order, paid }));
  const decide = termsOf(deps, ctx, programme, about.paid!);
  const commissions: StoredCommission[] = [];
  for (const [index] of weights.entries())
    commissions.push(
      ...(await earnFor(deps, ctx, programme, { about, referral: referral.id, weights, decide }, index)),
    );
  await catchUp(deps, ctx, programme, order.id);
  return earnedAnswer(commissions);
}

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

/** An order in another currency is reckoned at the rate of its day; without one nothing is computed. */
async function inProgrammeCurrency(deps: ActivityDeps, programme: Programme, order: PaidOrder): Promise<PaidOrder> {
  const found = await exchangeOf(deps.store, programme, order.paid);
  if (!found.ok) throw refused(found);
  return { ...order, ...(found.exchange && { exchange: found.exchange }) };
}

/** The terms that count for a partner: its own, its group's, its tier's, the programme's, or what the step's rule decides. */
function termsOf(deps: ActivityDeps, ctx: EffectContext, programme: Programme, order: PaidOrder): Decide {
  const { paid } = order;
  return async (partner) => {
    const head = await deps.store.ledger.head(programme.key, partner.id);
    const { facts, anchor, firstOrder } = await commissionFacts(deps, programme, order, partner, head);
    const { from, source } = await termsFor(deps.store, programme, partner, String(ctx.config['rule']));
    const at = decisiveAt(programme, { occurredAt: paid.at, receivedAt: paid.receivedAt });
    const decided =
      'terms' in source
        ? agreedOn(programme, from, source.terms, facts)
        : await runRule(deps.store, programme, source.rule, at, ['commission'], facts);
    const counted = countedIn(head?.counters ?? {}, paid.at, programme.timeZone, programme.currency);
    return { ...decidedTerms(decided, from), anchor, firstOrder, counted };
  };
}
