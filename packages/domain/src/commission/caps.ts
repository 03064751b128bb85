import type { CalculationLine } from '../commission.js';
import type { ExplanationPart } from '../explanation.js';
import { allocate, money, moneyToJson, zero, type Money } from '../money.js';
import type { ComputedLine } from './compute.js';
import type { CountedPeriod } from './period.js';
import type { Cap, CommissionTerms } from './terms.js';

/** Lines of one order held to the cap that its terms set for an order: what is above it is cut off in proportion. */
export function withinOrderCap(terms: CommissionTerms, lines: ComputedLine[]): ComputedLine[] {
  const caps = (terms.caps ?? []).filter(({ per }) => per === 'order');
  return caps.reduce((held, cap) => {
    const limit = BigInt(cap.amount);
    return withinGrant(held, limit < total(held) ? limit : total(held), cap);
  }, lines);
}

/**
 * Lines cut down to what a cap grants for all of them together, with the cut in their sums and explanations; as they are where
 * everything is granted. Granted amounts are never more than was asked for.
 */
export function withinGrant(lines: ComputedLine[], granted: bigint, cap: Cap | SpendCap): ComputedLine[] {
  const asked = total(lines);
  if (granted >= asked) return lines;
  const currency = lines[0]?.amount.currency ?? 'USD';
  const parts = allocate(
    money(granted, currency),
    lines.map(({ amount }) => amount.amount),
  );
  return lines.map((line, index) => {
    const amount = parts[index] ?? zero(currency);
    return amount.amount === line.amount.amount ? line : cut(line, amount, cap);
  });
}

/** A cap of a programme's settings: on what all its commissions together may come to. */
export interface SpendCap {
  per: 'spend';
  period?: CountedPeriod;
  amount: string;
}

function cut(line: ComputedLine, amount: Money, cap: Cap | SpendCap): ComputedLine {
  const { currency } = amount;
  const params = {
    limit: { ...moneyToJson(money(cap.amount, currency)) },
    period: cap.period ?? 'month',
    asked: { ...moneyToJson(line.amount) },
    granted: { ...moneyToJson(amount) },
  };
  const less: Money = { amount: amount.amount - line.amount.amount, currency };
  const why: ExplanationPart = { code: `capped.${cap.per}`, params };
  const step: CalculationLine = { code: 'cap', params: { per: cap.per, ...params }, amount: less };
  const sum = line.calculation.filter(({ code }) => code !== 'commission');
  const ended = sum.length < line.calculation.length;
  return {
    ...line,
    amount,
    calculation: [...sum, step, ...(ended ? [{ code: 'commission', amount } as const] : [])],
    explanation: [...line.explanation, why],
    ...(amount.amount === 0n && { none: why }),
  };
}

function total(lines: readonly ComputedLine[]): bigint {
  return lines.reduce((sum, { amount }) => sum + amount.amount, 0n);
}
