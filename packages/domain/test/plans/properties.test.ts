import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  claim,
  claimed,
  computeLines,
  decideCapRelease,
  decideEarn,
  decidePartnerCap,
  decideVolume,
  grantedBy,
  money,
  settleClaims,
  stagesOf,
  verifyChain,
  volumeIn,
  type Cap,
  type Claims,
  type CommissionTerms,
} from '../../src/index.js';
import { act, Chain, commission } from '../build.js';
import { at, modes, order, pays, settings, zone } from './plan.js';

const rates = fc.integer({ min: 0, max: 1000 }).map((tenths) => `${Math.floor(tenths / 10)}.${tenths % 10}`);
const steps = fc
  .uniqueArray(fc.integer({ min: 1, max: 50000 }), { maxLength: 4 })
  .chain((froms) =>
    fc.tuple(...[0, ...froms].map((from) => fc.record({ from: fc.constant(String(from)), rate: rates }))),
  );
const graduated = (tiers: { from: string; rate: string }[]): CommissionTerms => ({
  type: 'tiered',
  mode: 'graduated',
  measure: 'volume',
  tiers,
});
const volume = (amount: number) => ({ before: { 'month_volume:2026-11:USD': BigInt(amount) } });

describe('graduated terms', () => {
  it('never pay less for more, and never jump: a cent more is worth a cent at most', () => {
    fc.assert(
      fc.property(steps, fc.nat(60000), fc.integer({ min: 1, max: 60000 }), (tiers, before, amount) => {
        const less = pays(graduated(tiers), order(amount), volume(before));
        const more = pays(graduated(tiers), order(amount + 1), volume(before));
        expect(more - less === 0n || more - less === 1n).toBe(true);
      }),
    );
  });

  it('pay the same for a volume however it is cut into orders, but for one rounding an order', () => {
    fc.assert(
      fc.property(
        steps,
        fc.array(fc.integer({ min: 1, max: 20000 }), { minLength: 1, maxLength: 6 }),
        (tiers, cuts) => {
          let before = 0;
          let sum = 0n;
          for (const cut of cuts) {
            sum += pays(graduated(tiers), order(cut), volume(before));
            before += cut;
          }
          const once = pays(graduated(tiers), order(before), volume(0));
          const off = sum > once ? sum - once : once - sum;
          expect(off <= BigInt(cuts.length)).toBe(true);
        },
      ),
    );
  });
});

describe('parts add up', () => {
  const items = fc.array(
    fc.record({
      sku: fc.constantFrom('a', 'b', 'c', 'd'),
      amount: fc.nat(9999),
      quantity: fc.integer({ min: 1, max: 4 }),
    }),
    { maxLength: 6 },
  );
  it('lines have the whole base, partners the whole pay, stages the whole line, and a cap is kept, in any mode', () => {
    fc.assert(
      fc.property(
        items,
        fc.integer({ min: 1, max: 50000 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        rates,
        fc.nat(5000),
        fc.constantFrom(...modes),
        (told, amount, weights, rate, cap, rounding) => {
          const terms: CommissionTerms = {
            type: 'per_product',
            lines: [
              { skus: ['a', 'b'], terms: { type: 'percent', rate } },
              { skus: ['c'], terms: { type: 'flat', amount: '123', per: 'item' } },
            ],
            rest: { type: 'percent', rate: '7.5' },
            caps: [{ per: 'order', amount: String(cap) }],
          };
          const of = (share?: { weights: number[]; index: number }) =>
            computeLines({
              order: order(amount, 'USD', { items: told }),
              terms,
              settings: { ...settings, rounding },
              timeZone: zone,
              ...(share && { share }),
            });
          const whole = of();
          const sum = (lines: ReturnType<typeof of>) => lines.reduce((total, line) => total + line.amount.amount, 0n);
          expect(whole.reduce((total, { base }) => total + base.amount, 0n)).toBe(BigInt(amount));
          expect(sum(whole) <= BigInt(cap)).toBe(true);
          const shares = weights.map((_, index) => sum(of({ weights, index })));
          expect(shares.reduce((total, part) => total + part, 0n)).toBe(sum(whole));
          for (const line of whole) {
            const parts = stagesOf(
              line,
              [
                { percent: '33.4', after: 'P0D' },
                { percent: '33.3', after: 'P30D' },
                { percent: '33.3', after: 'P60D' },
              ],
              { at, timeZone: zone },
            );
            expect(parts.reduce((total, part) => total + part.amount.amount, 0n)).toBe(line.amount.amount);
          }
        },
      ),
    );
  });
});

/** Who asks, settles or gives up, in any order and as often as they like. */
const acts = fc.array(
  fc.record({
    what: fc.constantFrom('claim', 'settle', 'give_up'),
    who: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    amount: fc.integer({ min: 0, max: 400 }),
  }),
  { maxLength: 30 },
);

describe('claims', () => {
  it('never exceed the limit for any interleaving, and asking again answers the same', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 0, max: 1000 }), (list, most) => {
        const limit = BigInt(most);
        let claims: Claims = {};
        const first = new Map<string, bigint>();
        for (const { what, who, amount } of list) {
          if (what === 'claim') {
            // A retry asks for what it asked for.
            const wanted = first.get(who) ?? BigInt(amount);
            first.set(who, wanted);
            const answer = claim(claims, who, wanted, limit);
            const again = claim(answer.claims, who, wanted, limit);
            expect(again).toEqual({ granted: answer.granted, claims: answer.claims });
            claims = answer.claims;
          } else if (claims[who] !== undefined) {
            claims = settleClaims(claims, { [who]: what === 'give_up' ? 0n : BigInt(amount) });
          }
          expect(claimed(claims) <= limit).toBe(true);
        }
      }),
    );
  });

  it('a partner’s cap at the head: orders at once, retries and rejections never exceed it', () => {
    const cap: Cap = { per: 'partner', amount: '1000' };
    fc.assert(
      fc.property(acts, (list) => {
        const made = new Chain();
        const granted = new Map<string, bigint>();
        const given = new Set<string>();
        for (const { what, who, amount } of list) {
          const one = commission(who, granted.get(who) ?? 0n, 'USD', {
            terms: { type: 'percent', rate: '10', caps: [cap] },
          });
          if (what === 'claim') {
            const input = {
              ...act,
              commission: one.id,
              asked: money(amount, 'USD'),
              cap,
              occurredAt: at,
              timeZone: zone,
            };
            // As the store does: a journal that is there already is the answer.
            const decision = decidePartnerCap(made.head, input);
            if (!decision.ok) throw new Error(decision.code);
            const known = made.journals.find(({ id }) => id === decision.journals[0]!.id);
            const journal = known ?? made.post(() => decision)[0]!;
            const before = granted.get(who);
            if (before !== undefined) expect(grantedBy(journal)).toBe(before);
            granted.set(who, grantedBy(journal));
          } else if (what === 'give_up' && granted.has(who) && !given.has(who)) {
            given.add(who);
            if (one.amount.amount > 0n) made.post(() => decideCapRelease({ ...act, commission: one, timeZone: zone }));
          }
          const kept = [...granted].reduce((sum, [name, part]) => (given.has(name) ? sum : sum + part), 0n);
          expect(kept <= 1000n).toBe(true);
          expect(made.head?.counters['cap:partner:2026-11:USD'] ?? 0n).toBe(kept);
        }
        expect(verifyChain(made.journals)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what an order adds to its partner’s volume', () => {
  it('is added once: claimed before, or counted by the first part that is earned', () => {
    const made = new Chain();
    const earn = (name: string, over: Parameters<typeof commission>[3]) =>
      made.post((head, positions) =>
        decideEarn(head, positions, {
          ...act,
          commission: { ...commission(name, 1000n), ...over },
          holds: [],
          timeZone: zone,
        }),
      );
    const counted = () => volumeIn(made.head!.counters, { at, timeZone: zone, currency: 'USD', period: 'quarter' });
    earn('x', {});
    expect(counted()).toBe(10000n);
    const stage = { id: commission('y', 1n).id, component: 'stage-2' };
    earn('y', stage);
    expect(counted()).toBe(10000n);
    const tiered: CommissionTerms = { type: 'tiered', mode: 'whole', measure: 'volume', tiers: [] };
    made.post(() =>
      decideVolume({
        ...act,
        commission: commission('z', 1n).id,
        base: money(500n, 'USD'),
        occurredAt: at,
        timeZone: zone,
      }),
    );
    earn('z', { terms: { type: 'multiplier', factor: '2', of: tiered } });
    expect(counted()).toBe(10500n);
    expect(made.head?.counters['month_orders:2026-11']).toBe(2n);
  });
});
