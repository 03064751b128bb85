import {
  commissionExplanation,
  commissionId,
  computeCommission,
  decideEarn,
  decideVolume,
  moneyToJson,
  sumMoney,
  volumeBefore,
  orderBase,
  type CommissionTerms,
  type Order,
  type OrderId,
  type OrderPayment,
  type Programme,
  type Referral,
} from '@sluice/domain';
import { commissionTerms } from '@sluice/rules';
import { applyRefund, decisiveAt } from '@sluice/store/operations/index';
import type { StoredCommission } from '@sluice/store';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { commissionFacts } from '../activity/commission-facts.js';
import { programmeOf, refused, type ActivityDeps } from '../activity/deps.js';
import { actorOf, mustPost } from '../activity/ledger.js';
import { runRule } from '../activity/rule-run.js';

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
    if (!referral) return nothing('no_referral');
    const commissions: StoredCommission[] = [];
    for (const [index] of referral.weights.entries()) {
      commissions.push(await earnFor(deps, ctx, programme, { ...order, paid }, referral, index));
    }
    await catchUp(deps, ctx, programme, order.id);
    const earned = commissions.filter(({ amount }) => amount.amount > 0n);
    const first = commissions[0];
    if (earned.length === 0 || !first) return nothing(first ? whyNothing(first) : 'none');
    const total = sumMoney(
      earned.map(({ amount }) => amount),
      first.amount.currency,
    );
    return {
      port: 'earned',
      output: {
        commissions: earned.map(({ id }) => id),
        partner: first.partner,
        amount: { ...moneyToJson(total) },
        rule: { key: first.rule.key, version: first.rule.version },
      },
      label: { code: 'money', params: { ...moneyToJson(total) } },
    };
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

/** The rule's own reason where it gives nothing, otherwise the domain's. */
function whyNothing({ terms, explanation }: StoredCommission): string {
  return terms.type === 'none' ? terms.reason : String(explanation[0]?.code ?? 'none');
}

function nothing(reason: string) {
  return { port: 'none', output: { commissions: [], reason }, label: { code: 'none', params: { reason } } };
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
  const terms = commissionTerms(decided.outcome);
  const computed = computeCommission({
    order,
    terms,
    settings: programme.settings,
    timeZone: programme.timeZone,
    share: { weights: referral.weights.map(({ ppm }) => ppm), index },
    anchor,
    ...(terms.type === 'tiered' && { monthVolumeBefore: await claimVolume(deps, ctx, programme, order, key, terms) }),
  });
  await deps.failpoint('commission.insert.before');
  const { doc } = await deps.store.commissions.insertOrRead(
    {
      ...key,
      programme: programme.key,
      referral: referral.id,
      order: order.id,
      orderExternalId: order.externalId,
      customer: order.paid.customer.externalId,
      amount: computed.amount,
      base: computed.base,
      terms,
      rule: decided.rule,
      facts: decided.facts,
      trace: decided.trace,
      ...(decided.traceLeftOut !== undefined && { traceLeftOut: decided.traceLeftOut }),
      explanation: commissionExplanation(computed, decided.explanation),
      calculation: computed.calculation,
      event: order.events[0]!,
      run: ctx.run as NonNullable<StoredCommission['run']>,
      occurredAt: order.paid.at,
      createdAt: deps.now(),
    },
    {
      audit: {
        action: 'commission.computed',
        actor: { id: actorOf(ctx) },
        detail: {
          rule: decided.rule.key,
          version: decided.rule.version,
          partner: key.partner,
          amount: { ...moneyToJson(computed.amount) },
          run: ctx.run,
        },
      },
    },
  );
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
