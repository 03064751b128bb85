import { defaultThresholds, score, type FraudResult, type FraudThresholds, type RuleDecision } from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import type { FraudScore } from '@sluice/rules';
import { reasonParams } from './fraud-params.js';

/** A commission's score, by the rule's decision. */
export interface Checked {
  result: FraudResult;
  decision: RuleDecision;
}

/** What a fraud rule's decision comes to, each reason told with the facts that it was given for. */
export function checkedBy(decision: RuleDecision, coupon: string | undefined, thresholds: FraudThresholds): Checked {
  const scores = (decision.outcome as unknown as FraudScore[]).map((one) => ({
    ...one,
    params: { ...reasonParams(one.reason, decision.facts, coupon), ...one.params },
  }));
  return { result: score(scores, thresholds), decision };
}

export function thresholdsOf({ config }: Pick<EffectContext, 'config'>): FraudThresholds {
  const { reviewFrom, blockFrom } = config;
  return {
    review: typeof reviewFrom === 'number' ? reviewFrom : defaultThresholds.review,
    block: typeof blockFrom === 'number' ? blockFrom : defaultThresholds.block,
  };
}

/** The way out by the riskiest commission. */
export function fraudAnswer({ result, decision }: Checked, thresholds: FraudThresholds): EffectResult {
  const { key, version, hash } = decision.rule;
  const reasons = result.reasons.map(({ code, params, points }) => ({ code, params, points }));
  return {
    port: result.verdict,
    output: {
      risk: result.risk,
      verdict: result.verdict,
      reasons,
      // As an approval shows it: the score against its thresholds, with what added to it.
      fraud: {
        score: result.risk,
        review: thresholds.review,
        block: thresholds.block,
        rule: `${key} v${version}`,
        signals: reasons,
        decision: decision.id,
      },
      signals: decision.facts,
      rule: { key, version, hash },
      decision: decision.id,
    },
    label: { code: 'risk', params: { risk: result.risk, verdict: result.verdict } },
  };
}
