import { decideReview, decisiveAt, type FraudThresholds } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { fraudFactsOf, fraudWindow, lookedLead, lookedOrder, type Looked } from '../decisions/fraud-facts.js';
import { checkedBy, fraudAnswer, thresholdsOf, type Checked } from '../decisions/fraud-score.js';
import { decideFor } from '../simulation/decision.js';
import { read, readAll, write, type Documents } from '../simulation/documents.js';
import { commissionsOf, postFor } from '../simulation/ledger.js';
import { needPartner } from '../simulation/partner.js';
import type { NodeSimulation, World } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'fraud_check',
  run(world, ctx) {
    const commissions = commissionsOf(world, ctx);
    const thresholds = thresholdsOf(ctx);
    let worst: Checked | undefined;
    for (const commission of commissions) {
      const checked = check(world, ctx, commission, thresholds);
      write(world, 'commissions', { ...commission, risk: checked.result.risk });
      if (!worst || checked.result.risk > worst.result.risk) worst = checked;
    }
    if (!worst) throw new NonRetryable('no_commission', 'There is no commission to check.');
    for (const commission of worst.result.verdict === 'clear' ? [] : commissions) {
      const posted = postFor(world, ctx, commission, (head, positions, act) =>
        decideReview(head, positions, { ...act, commission: commission.id }),
      );
      if (!posted.ok && posted.code !== 'not_held') throw new NonRetryable(posted.code, posted.message);
    }
    return fraudAnswer(worst, thresholds);
  },
};

function check(
  world: World,
  ctx: EffectContext,
  commission: Documents['commissions'],
  thresholds: FraudThresholds,
): Checked {
  const { programme } = world;
  const looked = lookedAt(world, commission);
  const partner = needPartner(world, commission.partner);
  const within = (at: Date, window: number) => at <= looked.at && at.getTime() >= looked.at.getTime() - window;
  const decision = decideFor(
    world,
    ctx,
    {
      kind: 'fraud',
      rule: String(ctx.config['rule']),
      subject: { kind: 'commission', id: commission.id },
      at: decisiveAt(programme, { occurredAt: looked.at, receivedAt: looked.receivedAt }),
      partner: partner.id,
      event: commission.event,
    },
    () =>
      fraudFactsOf(programme, looked, partner, {
        referral: (looked.referral && read(world, 'referrals', looked.referral)) ?? null,
        touches: readAll(world, 'touches').filter(
          (touch) => touch.partner === partner.id && within(touch.at, fraudWindow.touches),
        ),
        earned: readAll(world, 'commissions')
          .filter((one) => one.partner === partner.id && !one.reverses && within(one.occurredAt, fraudWindow.earned))
          .map(({ occurredAt, order: id }) => ({ occurredAt, order: read(world, 'orders', id) ?? null })),
        coupon: readAll(world, 'coupons').find(({ code }) => code === looked.coupon) ?? null,
      }),
  );
  return checkedBy(decision, looked.coupon, thresholds);
}

function lookedAt(world: World, commission: Documents['commissions']): Looked {
  if (commission.lead) {
    const event = read(world, 'events', commission.event);
    if (event) return lookedLead(event, commission.referral);
    throw new NonRetryable('unknown_event', `The event of commission ${commission.id} is not stored any more.`);
  }
  const order = read(world, 'orders', commission.order);
  const paid = order?.paid;
  if (!order || !paid)
    throw new NonRetryable('not_paid', `The order of commission ${commission.id} is not known as paid.`);
  return lookedOrder({ ...order, paid });
}
