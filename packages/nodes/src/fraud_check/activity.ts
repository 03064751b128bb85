import { decideReview, decisiveAt, type FraudThresholds, type Programme, type RunId } from '@sluice/domain';
import type { StoredCommission } from '@sluice/store';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, refused, type ActivityDeps } from '../activity/deps.js';
import { commissionsOf, postFor } from '../activity/ledger.js';
import { fraudFactsFor, lookedAt } from '../activity/fraud-facts.js';
import { decide } from '../activity/rule-run.js';
import { checkedBy, fraudAnswer, thresholdsOf, type Checked } from '../decisions/fraud-score.js';

/** Scores each commission by the fraud rule over its signals; a risk to look at opens the review in the ledger. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'fraud_check',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const commissions = await commissionsOf(deps, ctx);
    const thresholds = thresholdsOf(ctx);
    let worst: Checked | undefined;
    for (const commission of commissions) {
      const checked = await check(deps, ctx, programme, commission, thresholds);
      await deps.store.commissions.setRisk(ctx.programme, commission.id, checked.result.risk);
      if (!worst || checked.result.risk > worst.result.risk) worst = checked;
    }
    if (!worst) throw new NonRetryable('no_commission', 'There is no commission to check.');
    if (worst.result.verdict !== 'clear') {
      for (const commission of commissions) {
        const posted = await postFor(deps, ctx, commission, (head, positions, act) =>
          decideReview(head, positions, { ...act, commission: commission.id }),
        );
        if (!posted.ok && posted.code !== 'not_held') throw refused(posted);
      }
    }
    return fraudAnswer(worst, thresholds);
  },
};

/** One commission's score. The decision is stored; what is stored for this step is gone on from. */
async function check(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  commission: StoredCommission,
  thresholds: FraudThresholds,
): Promise<Checked> {
  const looked = await lookedAt(deps, programme, commission);
  const partner = await deps.store.partners.need(programme.key, commission.partner);
  const decision = await decide(
    deps.store,
    {
      programme,
      kind: 'fraud',
      rule: String(ctx.config['rule']),
      subject: { kind: 'commission', id: commission.id },
      cause: `${ctx.run}/${ctx.node}/${ctx.visit}`,
      at: decisiveAt(programme, { occurredAt: looked.at, receivedAt: looked.receivedAt }),
      createdAt: deps.now(),
      partner: partner.id,
      event: commission.event,
      run: ctx.run as RunId,
    },
    () => fraudFactsFor(deps, programme, looked, partner),
  );
  return checkedBy(decision, looked.coupon, thresholds);
}
