import { decideReview, defaultThresholds, score, type FraudResult, type JsonObject } from '@sluice/domain';
import type { FraudScore } from '@sluice/rules';
import type { StoredCommission } from '@sluice/store';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, refused, type ActivityDeps } from '../activity/deps.js';
import { commissionsOf, postFor } from '../activity/ledger.js';
import { orderFraudFacts } from '../activity/fraud-facts.js';
import { reasonParams } from '../activity/fraud-params.js';
import { runRule } from '../activity/rule-run.js';

/** Scores each commission by the fraud rule over its signals; a risk to look at opens the review in the ledger. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'fraud_check',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const commissions = await commissionsOf(deps, ctx);
    let worst: { result: FraudResult; facts: JsonObject; rule: { key: string; version: number } } | undefined;
    for (const commission of commissions) {
      const facts = await factsOf(deps, programme, commission);
      const run = await runRule(deps.store, programme, String(ctx.config['rule']), commission.occurredAt, facts);
      const coupon = (await deps.store.orders.get(ctx.programme, commission.order))?.paid?.coupon;
      const result = score(
        (run.value as unknown as FraudScore[]).map((one) => ({
          ...one,
          params: { ...reasonParams(one.reason, facts, coupon), ...one.params },
        })),
      );
      await deps.store.commissions.setRisk(ctx.programme, commission.id, result.risk);
      if (!worst || result.risk > worst.result.risk) worst = { result, facts, rule: run.rule };
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
    const { result, facts, rule } = worst;
    return {
      port: result.verdict,
      output: {
        risk: result.risk,
        verdict: result.verdict,
        reasons: result.reasons.map(({ code, params, points }) => ({ code, params, points })),
        // As an approval shows it: the score against its thresholds, with what added to it.
        fraud: {
          score: result.risk,
          review: defaultThresholds.review,
          block: defaultThresholds.block,
          rule: `${rule.key} v${rule.version}`,
          signals: result.reasons.map(({ code, params, points }) => ({ code, params, points })),
        },
        signals: facts,
        rule: { key: rule.key, version: rule.version },
      },
      label: { code: 'risk', params: { risk: result.risk, verdict: result.verdict } },
    };
  },
};

async function factsOf(
  deps: ActivityDeps,
  programme: Awaited<ReturnType<typeof programmeOf>>,
  commission: StoredCommission,
): Promise<JsonObject> {
  const order = await deps.store.orders.get(programme.key, commission.order);
  if (!order?.paid)
    throw new NonRetryable('not_paid', `The order of commission ${commission.id} is not known as paid.`);
  const partner = await deps.store.partners.need(programme.key, commission.partner);
  return orderFraudFacts(deps, programme, { ...order, paid: order.paid }, partner);
}
