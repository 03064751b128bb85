import {
  commissionExplanation,
  commissionId,
  computeLines,
  countedConversion,
  moneyToJson,
  stageHold,
  stagesOf,
  sumMoney,
  type Commission,
  type CommissionTerms,
  type ComputedLine,
  type ComputeInput,
  type Decided,
  type Hold,
  type Money,
  type Programme,
  type Referral,
  type TermsFrom,
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

/** Terms that count, and what decided them. */
export interface DecidedTerms {
  decided: Decided;
  terms: CommissionTerms;
  from: TermsFrom;
}

/** What was claimed for a commission before it is computed. */
export type Claimed = Pick<ComputeInput, 'before' | 'bountyPaid'>;

export function decidedTerms(decided: Decided, from: TermsFrom): DecidedTerms {
  return { decided, from, terms: commissionTerms(decided.outcome) };
}

/** What a partner earns on an order by terms, line by line, before caps that are counted beyond the order. */
export function linesOf(
  programme: Programme,
  order: PaidOrder,
  { referral, index }: Pick<CommissionShare, 'referral' | 'index'>,
  { anchor, firstOrder }: Pick<CommissionFacts, 'anchor' | 'firstOrder'>,
  terms: CommissionTerms,
  claimed: Claimed,
): ComputedLine[] {
  return computeLines({
    order,
    terms,
    settings: programme.settings,
    timeZone: programme.timeZone,
    share: { weights: referral.weights.map(({ ppm }) => ppm), index },
    anchor,
    firstOrder,
    ...claimed,
  });
}

/** What lines ask of a cap together. */
export function asked(lines: readonly ComputedLine[]): Money {
  return sumMoney(
    lines.map(({ amount }) => amount),
    lines[0]?.amount.currency ?? 'USD',
  );
}

/**
 * The commission as it is stored, with all that one decision gives: its first part is the commission itself, the others (lines
 * of their own terms, stages of the release) stand in it until they are written.
 */
export function commissionOf(
  programme: Programme,
  order: PaidOrder,
  { key, referral, run, now }: CommissionShare,
  { decided, terms, from }: DecidedTerms,
  lines: readonly ComputedLine[],
  claims: readonly string[],
): Commission {
  const when = { at: order.paid.at, timeZone: programme.timeZone };
  const said = from.level === 'flow' ? [] : [{ code: `terms.from_${from.level}`, params: { name: from.name ?? '' } }];
  const [first, ...rest] = lines
    .filter((line, index) => index === 0 || line.amount.amount > 0n)
    .map((line) => ({ ...line, explanation: [...commissionExplanation(line, decided.explanation), ...said] }))
    .flatMap((line) => stagesOf(line, terms.release, when));
  const { amount, base, calculation, explanation, stagedUntil } = first!;
  const conversion = countedConversion(order, terms, programme.settings);
  return {
    ...key,
    programme: programme.key,
    referral: referral.id,
    order: order.id,
    orderExternalId: order.externalId,
    customer: order.paid.customer.externalId,
    amount,
    base,
    terms,
    ...(from.level !== 'flow' && { termsFrom: from }),
    rule: decided.rule,
    facts: decided.facts,
    trace: decided.trace,
    ...(decided.traceLeftOut !== undefined && { traceLeftOut: decided.traceLeftOut }),
    explanation,
    calculation,
    ...(conversion && { conversion }),
    ...(rest.length > 0 && { parts: rest }),
    ...(claims.length > 0 && { claims: [...claims] }),
    ...(stagedUntil && { stagedUntil }),
    event: order.events[0]!,
    run: run as NonNullable<Commission['run']>,
    occurredAt: order.paid.at,
    createdAt: now,
  };
}

/** All commissions that a stored one stands for: itself, and its parts as commissions of their own. */
export function allOf(stored: Commission): Commission[] {
  const { parts = [], stagedUntil: _until, ...shared } = stored;
  return [
    stored,
    ...parts.map((part): Commission => {
      const key = { programme: stored.programme, order: stored.order, partner: stored.partner };
      const { lineKey, component } = part;
      return { ...shared, ...part, id: commissionId({ ...key, lineKey, component }) };
    }),
  ];
}

/** The hold that a stage of a release begins with. */
export function stageHolds({ stagedUntil, occurredAt }: Commission, openedBy: string): Hold[] {
  if (!stagedUntil) return [];
  return [{ key: stageHold, kind: 'staged', since: occurredAt, until: stagedUntil, openedBy }];
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
  if (terms.type === 'none') return terms.reason;
  return (explanation.find(({ code }) => /^(none|capped)\./.test(code)) ?? explanation[0])?.code ?? 'none';
}
