import { describe, expect, it } from '@jest/globals';
import { Accruals } from '../src/accruals.js';
import type { CommissionPosition, CommissionState } from '../src/index.js';
import { percentile } from '../src/percentile.js';

const commission = (state: CommissionState, worth: bigint, currency = 'USD') => {
  const amount = { amount: worth, currency };
  const position: CommissionPosition = {
    state,
    approval: 'not_needed',
    holds: [],
    earned: amount,
    reversed: { amount: 0n, currency },
    open: state === 'paid' ? { amount: 0n, currency } : amount,
    worth: amount,
    seq: 1,
  };
  return { amount, position };
};

describe('accruals', () => {
  it('put every commission where its money lies, by the month of its order', () => {
    const accruals = new Accruals();
    accruals.add('2026-10', commission('paid', 900n));
    accruals.add('2026-10', commission('payable', -100n));
    accruals.add('2026-11', commission('held', 500n));
    accruals.add('2026-11', commission('reserved', 30n));
    accruals.add('2026-11', commission('sent', 4n));
    accruals.add('2026-11', commission('rejected', 77n));
    accruals.add('2026-11', { amount: { amount: 9n, currency: 'USD' } });
    accruals.add('2026-11', commission('held', 1_250n, 'KWD'));
    expect(accruals.currencies).toEqual([
      {
        currency: 'KWD',
        months: [{ month: '2026-11', commissions: 1, held: 1_250n, payable: 0n, inTransit: 0n, paid: 0n }],
        total: { commissions: 1, held: 1_250n, payable: 0n, inTransit: 0n, paid: 0n },
      },
      {
        currency: 'USD',
        months: [
          { month: '2026-11', commissions: 3, held: 500n, payable: 0n, inTransit: 34n, paid: 0n },
          { month: '2026-10', commissions: 2, held: 0n, payable: -100n, inTransit: 0n, paid: 900n },
        ],
        total: { commissions: 5, held: 500n, payable: -100n, inTransit: 34n, paid: 900n },
      },
    ]);
  });
});

describe('percentile', () => {
  it.each([
    [[], 0.5, undefined],
    [[7], 0.9, 7],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[4, 1, 3, 2], 0.9, 3.7],
    [[10, 20, 30], 0, 10],
    [[10, 20, 30], 1, 30],
  ])('%j at %d is %p', (values, share, expected) => {
    const found = percentile(values, share);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(expected, 10);
  });
});
