import {
  commissionExplanation,
  commissionId,
  computeLead,
  computeLines,
  DomainError,
  moneyToJson,
  stageHold,
  stagesOf,
  sumMoney,
  type Circumstances,
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
import { NonRetryable } from '../activity-types.js';
import { conversionOf, type PaidFor } from './paid-for.js';

/** What names a commission, and the share of what is paid for that it is for. */
export interface CommissionShare {
  key: Pick<Commission, 'id' | 'partner' | 'lineKey' | 'component'>;
  referral: Referral['id'];
  /** Every weight, and which of them this is. */
  weights: Referral['weights'];
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

/** What a partner earns on an order, or for a lead, by terms, line by line, before caps that are counted beyond it. */
export function linesOf(
  programme: Programme,
  about: PaidFor,
  { weights, index }: Pick<CommissionShare, 'weights' | 'index'>,
  { anchor, firstOrder }: Pick<Circumstances, 'anchor' | 'firstOrder'>,
  terms: CommissionTerms,
  { before, bountyPaid }: Claimed,
): ComputedLine[] {
  const { settings, timeZone, currency } = programme;
  const share = { weights: weights.map(({ ppm }) => ppm), index };
  const paid = { terms, settings, share, ...(bountyPaid !== undefined && { bountyPaid }) };
  if (about.lead) {
    const lead = { externalId: about.externalId, event: about.lead.event };
    return orPark(() => computeLead({ ...paid, lead, currency }));
  }
  const order = about.paid!;
  return computeLines({
    ...paid,
    order,
    timeZone,
    ...(anchor && { anchor }),
    ...(firstOrder && { firstOrder }),
    ...(before && { before }),
  });
}

/** Terms that need an order are nothing that another try would mend. */
function orPark<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DomainError) throw new NonRetryable(error.code, error.message);
    throw error;
  }
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
  about: PaidFor,
  { key, referral, run, now }: CommissionShare,
  { decided, terms, from }: DecidedTerms,
  lines: readonly ComputedLine[],
  { claims, begun }: { claims: readonly string[]; begun?: Circumstances },
): Commission {
  const when = { at: about.at, timeZone: programme.timeZone };
  const said = from.level === 'flow' ? [] : [{ code: `terms.from_${from.level}`, params: { name: from.name ?? '' } }];
  const [first, ...rest] = lines
    .filter((line, index) => index === 0 || line.amount.amount > 0n)
    .map((line) => ({ ...line, explanation: [...commissionExplanation(line, decided.explanation), ...said] }))
    .flatMap((line) => stagesOf(line, terms.release, when));
  const { amount, base, calculation, explanation, stagedUntil } = first!;
  const conversion = conversionOf(about, terms, programme);
  return {
    ...key,
    programme: programme.key,
    referral,
    order: about.order,
    orderExternalId: about.externalId,
    customer: about.customer.externalId,
    ...(about.lead && { lead: about.lead }),
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
    ...(begun && { begun }),
    ...(claims.length > 0 && { claims: [...claims] }),
    ...(stagedUntil && { stagedUntil }),
    event: about.event,
    run: run as NonNullable<Commission['run']>,
    occurredAt: about.at,
    createdAt: now,
  };
}

/** All commissions that a stored one stands for: itself, and its parts as commissions of their own. */
export function allOf(stored: Commission): Commission[] {
  const { parts = [], stagedUntil: _until, begun: _begun, ...shared } = stored;
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
