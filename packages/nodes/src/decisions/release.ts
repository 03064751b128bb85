import { moneyToJson, sumMoney, type Money } from '@sluice/domain';
import type { EffectResult } from '@sluice/flows';

/** The way out once everything that could be released is; `open` is what each commission is worth after that. */
export function releaseAnswer(released: string[], open: readonly Money[], currency: string): EffectResult {
  if (released.length === 0) return { port: 'rejected', output: { commissions: [] } };
  const total = { ...moneyToJson(sumMoney(open, currency)) };
  return {
    port: 'released',
    output: { commissions: released, amount: total },
    label: { code: 'money', params: total },
  };
}
