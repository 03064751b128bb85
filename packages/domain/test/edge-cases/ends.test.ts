import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideEarn,
  decideForfeit,
  decideHandOver,
  decideRefund,
  decideReinstate,
  decideRelease,
  derivedId,
  foldOrder,
  mergedWeights,
  renderExplanation,
  targetOf,
  verifyChain,
  type Order,
} from '../../src/index.js';
import { act, Chain, commission, folded, later, partner, programme, told } from '../build.js';

const one = commission('o', 2_000n);
const of = { ...act, commission: one.id };

function earned(): { chain: Chain; order: Order } {
  const chain = new Chain();
  chain.post((h, p) => decideEarn(h, p, { ...act, commission: one, holds: [], timeZone: 'UTC' }));
  return { chain, order: folded(told.paid('o', 10_000)) };
}

const weigh = (chain: Chain, order: Order, cause: string) =>
  chain.post((h, p) => decideRefund(h, p, { ...act, commission: one, order, cause, rounding: 'half_even' }));

describe('edge case: partner terminated for cause and reinstated', () => {
  it('held money is cancelled, and restored as it was', () => {
    const { chain } = earned();
    chain.post((h, p) => decideForfeit(h, p, of));
    expect(chain.positions[one.id]).toMatchObject({ state: 'rejected', forfeited: true, worth: { amount: 0n } });
    expect([chain.balance('partner:held'), chain.ask((h, p) => decideRelease(h, p, of))]).toEqual([0n, 'rejected']);
    expect(chain.post((h, p) => decideForfeit(h, p, of))).toEqual([]);
    chain.post((h, p) => decideReinstate(h, p, of));
    expect(chain.positions[one.id]).toMatchObject({ state: 'held', worth: { amount: 2_000n } });
    expect(chain.positions[one.id]).not.toHaveProperty('forfeited');
    expect(chain.post((h, p) => decideReinstate(h, p, of))).toEqual([]);
    chain.post((h, p) => decideRelease(h, p, of));
    expect(chain.balance('partner:payable')).toBe(2_000n);
    expect(verifyChain(chain.journals)).toEqual([]);
  });

  it('what was released is owed and stays', () => {
    const { chain } = earned();
    chain.post((h, p) => decideRelease(h, p, of));
    expect(chain.ask((h, p) => decideForfeit(h, p, of))).toBe('not_held');
  });

  it('a refund meanwhile takes nothing from anybody, and is missing when it comes back', () => {
    const { chain, order } = earned();
    chain.post((h, p) => decideForfeit(h, p, of));
    const half = foldOrder(order, told.refunded('o', 'r1', 5_000));
    weigh(chain, half, 'refund:o:r1');
    expect([chain.balance('partner:held'), chain.balance('partner:payable')]).toEqual([0n, 0n]);
    chain.post((h, p) => decideReinstate(h, p, of));
    expect(chain.balance('partner:held')).toBe(1_000n);
    expect(weigh(chain, half, 'refund:o:r1')).toEqual([]);
    expect(verifyChain(chain.journals)).toEqual([]);
  });

  it('a dispute that took all of it and is won after reinstating gives it back', () => {
    const { chain, order } = earned();
    chain.post((h, p) => decideForfeit(h, p, of));
    const open = foldOrder(order, told.dispute('o', 'd', 10_000, 'opened'));
    weigh(chain, open, 'dispute:o:d');
    chain.post((h, p) => decideReinstate(h, p, of));
    expect([chain.balance('partner:held'), chain.positions[one.id]?.state]).toEqual([0n, 'rejected']);
    weigh(chain, foldOrder(open, told.dispute('o', 'd', 10_000, 'won', later(5))), 'dispute:o:d');
    expect([chain.balance('partner:held'), chain.positions[one.id]?.state]).toEqual([2_000n, 'held']);
    expect(verifyChain(chain.journals)).toEqual([]);
  });

  it('any refunds, terminations and reinstatements leave what the order justifies, or nothing while terminated', () => {
    const step = fc.oneof(
      fc.constant('forfeit' as const),
      fc.constant('reinstate' as const),
      fc.integer({ min: 1, max: 9_999 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { chain, order: first } = earned();
        let order = first;
        for (const [index, next] of steps.entries()) {
          if (next === 'reinstate') chain.post((h, p) => decideReinstate(h, p, of));
          else if (next === 'forfeit') {
            if (chain.positions[one.id]?.state === 'held') chain.post((h, p) => decideForfeit(h, p, of));
          } else {
            order = foldOrder(order, told.refunded('o', `r${next % 3}`, next, {}, later(index)));
            weigh(chain, order, `refund:o:${index}`);
          }
          const expected = targetOf(one.amount, order, 'half_even').amount;
          const forfeited = chain.positions[one.id]?.forfeited === true;
          expect(chain.balance('partner:held')).toBe(forfeited ? 0n : expected);
          expect(chain.balance('partner:payable')).toBe(0n);
        }
        expect(verifyChain(chain.journals)).toEqual([]);
      }),
    );
  });

  it('says so', () => {
    const part = { code: 'terminated.for_cause', params: { reason: 'self-referrals' } };
    expect(renderExplanation([part], 'en')[0]).toBe(
      'The partnership was ended for cause, so what was held is not paid: self-referrals',
    );
  });
});

describe('edge case: partner merged', () => {
  const [from, into] = [partner, derivedId('partner', programme, 'survivor')];

  it('weights go to the survivor and still add up', () => {
    const third = derivedId('partner', programme, 'third');
    expect(
      mergedWeights(
        [
          { partner: from, ppm: 400_000 },
          { partner: third, ppm: 350_000 },
          { partner: into, ppm: 250_000 },
        ],
        { from, into },
      ),
    ).toEqual([
      { partner: into, ppm: 650_000 },
      { partner: third, ppm: 350_000 },
    ]);
  });

  it('hands over what is payable, once, and what it owes later too', () => {
    const { chain, order } = earned();
    chain.post((h, p) => decideRelease(h, p, of));
    const hand = () => chain.post((h) => decideHandOver(h, act, { programme, from, into }, 'USD'));
    expect(hand().map(({ commissions }) => commissions[0]?.delta)).toEqual([-2_000n]);
    expect([hand(), chain.balance('partner:payable')]).toEqual([[], 0n]);
    weigh(chain, foldOrder(order, told.refunded('o', 'r1', 5_000)), 'refund:o:r1');
    expect(chain.balance('partner:payable')).toBe(-1_000n);
    expect(hand().map(({ commissions }) => commissions[0]?.delta)).toEqual([1_000n]);
    expect(verifyChain(chain.journals)).toEqual([]);
  });
});
