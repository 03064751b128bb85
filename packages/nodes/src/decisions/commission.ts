import {
  commissionExplanation,
  computeCommission,
  moneyToJson,
  sumMoney,
  type Commission,
  type CommissionTerms,
  type Decided,
  type Programme,
  type Referral,
} from '@sluice/domain';
import { commissionTerms } from '@sluice/rules';
import type { EffectResult } from '@sluice/flows';
import type { CommissionFacts, PaidOrder } from './commission-facts.js';

/** What names a commission, and the share of the order that it is for. */
export interface CommissionShare {
  key: Pick<Commission, 'id' | 'partner' | 'lineKey' | 'component'>;
  referral: Referral;
  index: number;
  run: string;
  now: Date;
}

/** What a partner earns on an order by a rule's decision. `monthVolumeBefore` belongs to tiered terms. */
export function commissionOf(
  programme: Programme,
  order: PaidOrder,
  { key, referral, index, run, now }: CommissionShare,
  { anchor }: Pick<CommissionFacts, 'anchor'>,
  decided: Decided,
  monthVolumeBefore?: bigint,
): Commission {
  const terms = commissionTerms(decided.outcome);
  const computed = computeCommission({
    order,
    terms,
    settings: programme.settings,
    timeZone: programme.timeZone,
    share: { weights: referral.weights.map(({ ppm }) => ppm), index },
    anchor,
    ...(monthVolumeBefore !== undefined && { monthVolumeBefore }),
  });
  return {
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
    run: run as NonNullable<Commission['run']>,
    occurredAt: order.paid.at,
    createdAt: now,
  };
}

/** The terms that need the month's volume to be claimed first, if these are such. */
export function tieredTerms(decided: Decided): (CommissionTerms & { type: 'tiered' }) | undefined {
  const terms = commissionTerms(decided.outcome);
  return terms.type === 'tiered' ? terms : undefined;
}

/** The way out once every partner's commission is stored. */
export function earnedAnswer(commissions: readonly Commission[]): EffectResult {
  const earned = commissions.filter(({ amount }) => amount.amount > 0n);
  const first = commissions[0];
  if (earned.length === 0 || !first) return nothingEarned(first ? whyNothing(first) : 'none');
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
}

export function nothingEarned(reason: string): EffectResult {
  return { port: 'none', output: { commissions: [], reason }, label: { code: 'none', params: { reason } } };
}

/** The rule's own reason where it gives nothing, otherwise the domain's. */
function whyNothing({ terms, explanation }: Commission): string {
  return terms.type === 'none' ? terms.reason : String(explanation[0]?.code ?? 'none');
}
