import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  attribute,
  derivedId,
  type AttributionInput,
  type AttributionModel,
  type PartnerId,
  type Touch,
} from '../src/index.js';
import { at } from './build.js';

const p = (name: string): PartnerId => derivedId('partner', name);
const touch = (partner: string, daysAgo: number, kind: Touch['kind'] = 'click'): Touch => ({
  id: `${partner}${daysAgo}`,
  kind,
  at: new Date(at.getTime() - daysAgo * 86_400_000),
  partner: p(partner),
});
const given = (over: Partial<AttributionInput>) =>
  attribute({ at, model: 'last', windowDays: 60, touches: [], ...over });
const ppm = (over: Partial<AttributionInput>) =>
  Object.fromEntries((given(over)?.weights ?? []).map((weight) => [weight.partner, weight.ppm]));

describe('what names the partner, in this order', () => {
  const touches = [touch('cookie', 3)];
  const known = { partner: p('before'), since: at };
  const coupon = { code: 'WINTER', partner: p('coupon') };
  const explicit = { partner: p('said'), by: 'partner_id' } as const;

  it.each<[string, Partial<AttributionInput>, string]>([
    ['explicit partner id over all', { explicit, coupon, touches, known }, 'said'],
    ['edge case: coupon owned by one partner, click by another', { coupon, touches, known }, 'coupon'],
    ['cookie over the known customer', { touches, known }, 'cookie'],
    ['the known customer', { known }, 'before'],
  ])('%s', (_name, over, name) => {
    expect(given(over)).toMatchObject({ partner: p(name), weights: [{ partner: p(name), ppm: 1_000_000 }] });
  });

  it('keeps what was overruled, with the reason', () => {
    expect(given({ coupon, touches })?.touches).toMatchObject([
      { partner: p('cookie'), counted: false, reason: 'overruled_by_coupon' },
      { partner: p('coupon'), counted: true },
    ]);
  });

  it('nobody is nobody', () => {
    expect(given({})).toBeNull();
    expect(given({ touches: [touch('x', 61)] })).toBeNull();
    expect(given({ explicit, excluded: [p('said')] })).toBeNull();
  });
});

describe('window', () => {
  it('60 days old counts, older and later do not', () => {
    const touches = [touch('old', 60.01), touch('edge', 60), touch('future', -1)];
    const result = given({ touches });
    expect(result?.partner).toBe(p('edge'));
    expect(result?.touches.map(({ reason }) => reason)).toEqual(['too_old', undefined, 'after_order']);
  });

  it('an excluded partner’s touch leaves the credit to the next', () => {
    const result = given({ touches: [touch('a', 5), touch('b', 1)], excluded: [p('b')] });
    expect(result?.partner).toBe(p('a'));
    expect(result?.touches[1]).toMatchObject({ counted: false, reason: 'partner_excluded' });
  });
});

describe('models', () => {
  const three = [touch('a', 14), touch('b', 7), touch('c', 0)];
  it.each<[AttributionModel, Touch[], Record<string, number>]>([
    ['last', three, { c: 1_000_000 }],
    ['first', three, { a: 1_000_000 }],
    ['linear', three, { a: 333_334, b: 333_333, c: 333_333 }],
    // 1/4 : 1/2 : 1 = 1 : 2 : 4 of 7
    ['time_decay', three, { a: 142_857, b: 285_714, c: 571_429 }],
    ['position', three, { a: 400_000, b: 200_000, c: 400_000 }],
    ['position', three.slice(1), { b: 500_000, c: 500_000 }],
    ['position', three.slice(2), { c: 1_000_000 }],
    [
      'position',
      [touch('a', 9), touch('b', 8), touch('c', 7), touch('d', 6)],
      { a: 400_000, b: 100_000, c: 100_000, d: 400_000 },
    ],
    ['position', [touch('a', 9), touch('b', 8), touch('a', 7)], { a: 800_000, b: 200_000 }],
    ['linear', [touch('a', 9), touch('a', 8), touch('b', 7)], { a: 666_667, b: 333_333 }],
  ])('%s of %#', (model, touches, weights) => {
    const named = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [p(name), weight]));
    expect(ppm({ model, touches })).toEqual(named);
  });

  it('weights add to exactly one million, whatever the touches', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<AttributionModel>('last', 'first', 'linear', 'time_decay', 'position'),
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 5000 })), {
          minLength: 1,
          maxLength: 30,
        }),
        (model, list) => {
          const touches = list.map(([name, days], index) => ({ ...touch(name, days), id: `t${index}` }));
          const result = given({ model, touches, windowDays: 5000 });
          expect(result?.weights.reduce((sum, weight) => sum + weight.ppm, 0)).toBe(1_000_000);
          expect(result?.partner).toBe(result?.weights[0]?.partner);
        },
      ),
    );
  });

  it('the largest share owns the referral, the latest touch on a tie', () => {
    expect(given({ model: 'linear', touches: [touch('a', 3), touch('b', 2)] })?.partner).toBe(p('b'));
  });
});
