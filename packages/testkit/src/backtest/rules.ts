import { COMMISSION_FACTS, parse, semanticHash, specialise, toJson, type Json } from '@sluice/rules';
import type { BacktestVersion } from '@sluice/store';

/** Eight branches over the facts of a commission, as a programme writes them. */
export const historyRule = {
  if: [
    { '==': [{ var: 'partner.type' }, 'other'] },
    { type: 'none', reason: 'no_programme' },
    { and: [{ '==': [{ var: 'order.kind' }, 'renewal'] }, { '>': [{ var: 'order.month' }, 12] }] },
    { type: 'none', reason: 'renewals_ended' },
    { and: [{ '==': [{ var: 'partner.tier' }, 'gold'] }, { '>=': [{ var: 'order.net' }, 10_000] }] },
    { type: 'percent', rate: '20' },
    { '==': [{ var: 'partner.tier' }, 'gold'] },
    { type: 'percent', rate: '18' },
    { and: [{ '==': [{ var: 'partner.tier' }, 'silver'] }, { '>': [{ var: 'order.net' }, 50_000] }] },
    { type: 'percent', rate: '15' },
    { '==': [{ var: 'partner.tier' }, 'silver'] },
    { type: 'percent', rate: '12.5' },
    { '<': [{ var: 'history.orderCount' }, 3] },
    { type: 'flat', amount: 500 },
    { '==': [{ var: 'partner.tier' }, 'bronze'] },
    { type: 'percent', rate: '10' },
    { type: 'none', reason: 'no_terms' },
  ],
} as const;

/** The same with more for Gold, and a branch that nothing reaches. */
export const historyRuleAfter = {
  if: [
    ...historyRule.if.slice(0, 5),
    { type: 'percent', rate: '22' },
    ...historyRule.if.slice(6, 16),
    { and: [{ '==': [{ var: 'partner.tier' }, 'silver'] }, { '>': [{ var: 'order.net' }, 90_000] }] },
    { type: 'percent', rate: '30' },
    { type: 'none', reason: 'no_terms' },
  ],
};

/** One side of a backtest of such a rule. */
export function historyVersion(logic: unknown, version: number | null): BacktestVersion {
  const text = JSON.stringify(logic);
  return {
    version,
    hash: semanticHash(toJson(parse(text).root) as Json),
    title: 'Standard commission',
    logic: text,
    outcome: 'commission_terms',
    schema: specialise(COMMISSION_FACTS, { currency: 'USD' }),
    uses: {},
  };
}
