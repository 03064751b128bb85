import {
  commissionId,
  decideEarn,
  decideVolume,
  headOf,
  orderBase,
  volumeBefore,
  type CommissionTerms,
  type JsonObject,
  type OrderId,
  type Referral,
} from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { commissionFactsOf, type PaidOrder } from '../decisions/commission-facts.js';
import { commissionOf, earnedAnswer, nothingEarned, tieredTerms } from '../decisions/commission.js';
import { read, readAll, write, type Documents } from '../simulation/documents.js';
import { chainOf, mustPost, post } from '../simulation/ledger.js';
import { needPartner } from '../simulation/partner.js';
import { applyRefund } from '../simulation/refund.js';
import type { NodeSimulation, World } from '../simulation/types.js';

type Commission = Documents['commissions'];

export const simulation: NodeSimulation = {
  type: 'compute_commission',
  run(world, ctx) {
    const id = String(ctx.config['order']) as OrderId;
    const order = read(world, 'orders', id);
    if (!order) throw new NonRetryable('unknown_order', `The order ${id} is not stored.`);
    const { paid } = order;
    if (!paid) throw new NonRetryable('not_paid', `No payment of the order ${order.externalId} is known yet.`);
    const referral = order.referral ? read(world, 'referrals', order.referral) : undefined;
    if (!referral) return nothingEarned('no_referral');
    const commissions = referral.weights.map((_, index) => earnFor(world, ctx, { ...order, paid }, referral, index));
    if (Object.keys(order.refunds).length + Object.keys(order.disputes).length > 0)
      applyRefund(world, ctx, id, `earned:${id}`);
    return earnedAnswer(commissions);
  },
};

function earnFor(world: World, ctx: EffectContext, order: PaidOrder, referral: Referral, index: number): Commission {
  const { timeZone, key: programme } = world.programme;
  const { partner } = referral.weights[index]!;
  const key = { programme, order: order.id, partner, lineKey: 'order', component: 'base' };
  const id = commissionId(key);
  const commission = read(world, 'commissions', id) ?? compute(world, ctx, order, referral, index, { ...key, id });
  if (commission.amount.amount > 0n)
    mustPost(world, ctx, commission, (head, positions, act) =>
      decideEarn(head, positions, { ...act, commission, holds: [], timeZone }),
    );
  return commission;
}

function compute(
  world: World,
  ctx: EffectContext,
  order: PaidOrder,
  referral: Referral,
  index: number,
  key: Pick<Commission, 'id' | 'partner' | 'lineKey' | 'component'>,
): Commission {
  const { programme } = world;
  const { paid } = order;
  const orders = readAll(world, 'orders');
  const facts = commissionFactsOf(programme, order, needPartner(world, key.partner), {
    head: headOf(chainOf(world, key.partner)),
    told: toldBy(world, order),
    ofCustomer: orders.filter((other) => other.paid?.customer.id === paid.customer.id),
    ofSubscription: orders.filter(
      (other) => paid.subscriptionId !== undefined && other.paid?.subscriptionId === paid.subscriptionId,
    ),
    orderCount: readAll(world, 'commissions').filter(
      (one) => one.partner === key.partner && !one.reverses && one.occurredAt < paid.at,
    ).length,
  });
  const decided = world.decide(String(ctx.config['rule']), ['commission'], facts.facts);
  const terms = tieredTerms(decided);
  const commission = commissionOf(
    programme,
    order,
    { key, referral, index, run: ctx.run, now: new Date(world.now()) },
    facts,
    decided,
    terms && claimVolume(world, ctx, order, key, terms),
  );
  write(world, 'commissions', commission);
  return commission;
}

function toldBy(world: World, order: PaidOrder): JsonObject {
  const id = order.tellings?.[0]?.event ?? order.events[0];
  return (id && read(world, 'events', id)?.data) ?? {};
}

/** Claims this order's slice of the month in the partner's chain and answers the volume before it. */
function claimVolume(
  world: World,
  ctx: EffectContext,
  order: PaidOrder,
  key: Pick<Commission, 'id' | 'partner'>,
  terms: CommissionTerms & { type: 'tiered' },
): bigint {
  const { settings, timeZone } = world.programme;
  const { base } = orderBase(order, terms.base ?? settings.base);
  const occurredAt = order.paid.at;
  const posted = post(world, ctx, key.partner, (_head, _positions, act) =>
    decideVolume({ ...act, commission: key.id, base, occurredAt, timeZone }),
  );
  const claim = posted.ok ? posted.journals[0] : undefined;
  if (!claim) throw new NonRetryable('no_volume', 'The volume of the month could not be claimed.');
  return volumeBefore(claim, base, occurredAt, timeZone);
}
