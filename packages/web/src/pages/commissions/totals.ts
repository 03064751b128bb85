import type { CommissionRow } from '@sluice/contracts/commission';
import type { MoneyDto } from '@sluice/contracts/money';

export interface StateTotal {
  state: CommissionRow['position']['state'];
  money: MoneyDto;
  count: number;
}

const order: StateTotal['state'][] = ['new', 'held', 'payable', 'reserved', 'sent', 'paid', 'rejected'];

/**
 * What commissions are worth by state and currency: what is open while unpaid, what was earned and not taken back once paid,
 * what they would have been where rejected. Exact sums of minor units.
 */
export function totalsByState(rows: CommissionRow[]): StateTotal[] {
  const sums = new Map<string, { state: StateTotal['state']; currency: string; sum: bigint; count: number }>();
  for (const row of rows) {
    const { state, open } = row.position;
    const worth = state === 'rejected' || state === 'paid' ? row.amount : open;
    const key = `${state}|${worth.currency}`;
    const total = sums.get(key) ?? { state, currency: worth.currency, sum: 0n, count: 0 };
    sums.set(key, { ...total, sum: total.sum + BigInt(worth.amount), count: total.count + 1 });
  }
  return [...sums.values()]
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.currency.localeCompare(b.currency))
    .map(({ state, currency, sum, count }) => ({ state, money: { amount: sum.toString(), currency }, count }));
}
