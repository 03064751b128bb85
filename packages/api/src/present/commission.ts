import type { CommissionPosition, DecidingRule, Journal, Referral, RuleDecision } from '@sluice/domain';
import { asJson, attributionReasons, leadWords, newPosition } from '@sluice/domain';
import type { CommissionDetail, CommissionRow, Explanation } from '@sluice/contracts';
import type { StoredCommission } from '@sluice/store';
import type { Names } from './names.js';
import { at, compact, moneyDto } from './plain.js';
import { calculation, inWords, say, segments } from './words.js';

export function commissionRow(commission: StoredCommission, names: Names, locale: 'en' | 'de'): CommissionRow {
  return compact({
    id: commission.id,
    partner: names.partner(commission.partner),
    order: { id: commission.order, externalId: commission.orderExternalId },
    lead: commission.lead && {
      event: commission.lead.event,
      what: leadWords(commission.lead.event, commission.orderExternalId, locale),
    },
    referral: commission.referral,
    customer: commission.customer,
    amount: moneyDto(commission.amount),
    rule: ruleRef(commission.rule),
    position: positionDto(commission.position ?? newPosition(commission.amount.currency)),
    risk: commission.risk,
    reverses: commission.reverses,
    sentence: say(sentenceParts(commission), locale),
    occurredAt: at(commission.occurredAt),
    createdAt: at(commission.createdAt),
  });
}

export function commissionDetail(
  commission: StoredCommission,
  journals: readonly Journal[],
  names: Names,
  locale: 'en' | 'de',
): CommissionDetail {
  return {
    ...commissionRow(commission, names, locale),
    ...compact({ run: commission.run }),
    lineKey: commission.lineKey,
    component: commission.component,
    base: moneyDto(commission.base),
    terms: asJson(commission.terms),
    event: commission.event,
    journals: journals.flatMap((journal) =>
      journal.commissions
        .filter(({ id }) => id === commission.id)
        .map((entry) =>
          compact({
            id: journal.id,
            seq: journal.seq,
            at: at(journal.at),
            kind: journal.kind,
            delta: moneyDto({ amount: entry.delta, currency: entry.currency }),
            actor: journal.actor,
            reason: journal.reason && say([journal.reason], locale),
          }),
        ),
    ),
  };
}

/** What else belongs to why a commission is what it is. */
export interface ExplainedBeside {
  /** For what was decided before titles were kept. */
  ruleTitle?: string | undefined;
  referral?: Referral | null;
  /** What a partner is called to the reader; undefined for one whom the reader must not know of. */
  nameOf: (partner: string) => string | undefined;
  fraud?: RuleDecision | null;
}

export function explanationDto(
  commission: StoredCommission,
  locale: 'en' | 'de',
  beside: ExplainedBeside,
): Explanation {
  const parts = sentenceParts(commission);
  const { referral, nameOf, fraud } = beside;
  return compact({
    commission: commission.id,
    sentence: say(parts, locale),
    segments: segments(parts, locale),
    parts: parts.map(({ code, params }) => ({ code, params })),
    rule: compact({ ...commission.rule, title: commission.rule.title ?? beside.ruleTitle }),
    facts: commission.facts,
    trace: commission.trace,
    traceLeftOut: commission.traceLeftOut,
    attribution: referral ? attributionDto(referral, nameOf, locale) : undefined,
    fraud: fraud
      ? { ...inWords(fraud.explanation, locale), risk: commission.risk ?? 0, rule: fraud.rule, decision: fraud.id }
      : undefined,
    calculation: calculation(commission.calculation, locale),
    locale,
  });
}

function attributionDto(
  referral: Referral,
  nameOf: ExplainedBeside['nameOf'],
  locale: 'en' | 'de',
): NonNullable<Explanation['attribution']> {
  const words = inWords(attributionReasons(referral, nameOf), locale);
  return compact({ ...words, model: referral.model, rule: referral.decision?.rule });
}

/** A clawback says why it was taken back before anything else, and once. */
function sentenceParts({ reason, explanation }: StoredCommission) {
  return reason ? [reason, ...explanation.filter(({ code }) => code !== reason.code)] : explanation;
}

function positionDto(position: CommissionPosition): CommissionRow['position'] {
  const ends = position.holds.filter((hold) => !hold.endedAt).map((hold) => hold.until);
  const latest = ends.every((end) => end !== undefined) ? ends.sort((a, b) => Number(b) - Number(a))[0] : undefined;
  return compact({
    state: position.state,
    approval: position.approval,
    holds: position.holds.map((hold) =>
      compact({
        key: hold.key,
        kind: hold.kind,
        since: at(hold.since),
        until: hold.until && at(hold.until),
        endedAt: hold.endedAt && at(hold.endedAt),
      }),
    ),
    earned: moneyDto(position.earned),
    reversed: moneyDto(position.reversed),
    open: moneyDto(position.open),
    heldUntil: latest && at(latest),
    payout: position.payout,
    batch: position.batch,
  });
}

function ruleRef({ key, version, hash }: DecidingRule): CommissionRow['rule'] {
  return { key, version, hash };
}
