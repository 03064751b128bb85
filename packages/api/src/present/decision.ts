import type { Decided, RuleDecision } from '@sluice/domain';
import type { DecisionDetail, DecisionRow, ReferralDetail } from '@sluice/contracts';
import type { Names } from './names.js';
import { at, compact } from './plain.js';
import { inWords } from './words.js';

export function decisionRow(decision: RuleDecision, names: Names, locale: 'en' | 'de'): DecisionRow {
  const { id, kind, subject, partner, rule, outcome, run, event, asOf, createdAt, explanation } = decision;
  return compact({
    id,
    kind,
    subject: subject.kind === 'partner' ? { ...subject, title: names.partner(subject.id).name } : subject,
    partner: partner && names.partner(partner),
    rule,
    outcome,
    ...inWords(explanation, locale),
    run,
    event,
    asOf: at(asOf),
    createdAt: at(createdAt),
  });
}

export function decisionDetail(decision: RuleDecision, names: Names, locale: 'en' | 'de'): DecisionDetail {
  const { facts, trace, traceLeftOut, explanation } = decision;
  return compact({
    ...decisionRow(decision, names, locale),
    facts,
    trace,
    traceLeftOut,
    parts: explanation.map(({ code, params }) => ({ code, params })),
  });
}

/** What a rule decided, as it is kept with something else. */
export function decidedDto({ rule, facts, outcome, trace }: Decided): NonNullable<ReferralDetail['decision']> {
  return { rule, facts, outcome, trace };
}
