import { describe, expect, it } from '@jest/globals';
import { couponConflicts, isCode, normalCode, renderExplanation } from '../src/index.js';

const taken = [
  { code: 'KESTREL20', partner: 'par_kestrel' },
  { code: 'NORA10', partner: 'par_nora' },
  { code: 'GO', partner: 'par_go' },
];

const check = (code: string, partner = 'par_new') =>
  couponConflicts({ code, partner, taken, bannedWords: ['gratis', 'scam'], names: ['Lumen'] });

const codes = (code: string, partner?: string) => check(code, partner).map((part) => part.code);

describe('a requested coupon code', () => {
  it.each([
    ['HARBOUR15', []],
    ['  harbour15 ', []],
    ['kestrel20', ['coupon.taken']],
    ['KESTREL2O', ['coupon.look_alike']],
    ['KE5TREL20', ['coupon.look_alike']],
    ['КESTREL20', ['coupon.format', 'coupon.look_alike']],
    ['KESTREL25', ['coupon.look_alike']],
    ['KESTRL20', ['coupon.look_alike']],
    ['N0RA1O', ['coupon.look_alike']],
    ['NORMA15', []],
    ['GRATIS99', ['coupon.banned_word']],
    ['GRAT1S99', []],
    ['5CAM2026', ['coupon.banned_word']],
    ['LUMEN-LOVER', ['coupon.brand']],
    ['AB', ['coupon.format']],
    ['-ABC', ['coupon.format']],
    ['SPRING SALE', ['coupon.format']],
    ['<script>', ['coupon.format']],
    ['', ['coupon.format']],
    ['A'.repeat(25), ['coupon.format']],
  ])('%j: %j', (code, expected) => expect(codes(code)).toEqual(expected));

  it('may look like a code of one’s own, and must not be the same', () => {
    expect(codes('KESTREL25', 'par_kestrel')).toEqual([]);
    expect(codes('KESTREL20', 'par_kestrel')).toEqual(['coupon.taken']);
  });

  it('says why in both languages', () => {
    const parts = check('KESTREL2O');
    expect(renderExplanation(parts, 'en')).toEqual(['KESTREL2O looks like KESTREL20, which another partner has.']);
    expect(renderExplanation(parts, 'de')).toEqual([
      'KESTREL2O sieht aus wie KESTREL20, der einem anderen Partner gehört.',
    ]);
  });

  it('is compared as it would be stored', () => {
    expect(normalCode(' ｋｅｓｔｒｅｌ２０ ')).toBe('KESTREL20');
    expect(isCode('SPRING_SALE-26')).toBe(true);
    expect(isCode('spring')).toBe(false);
  });
});
