import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  attemptKey,
  bankingDay,
  derivedId,
  endToEndId,
  isBankingDay,
  keyOfEndToEndId,
  shortReference,
} from '../../src/index.js';

describe('what a bank carries along', () => {
  it('is at most 35 characters of the SEPA set, without slashes, and leads back to the attempt', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 9999 }), (name, generation) => {
        const key = attemptKey(derivedId('payout', name), generation);
        const text = endToEndId(key);
        expect(text).toMatch(/^[A-Z0-9-]{5,35}$/);
        expect(keyOfEndToEndId(text)).toBe(key);
        expect(keyOfEndToEndId(` ${text.toLowerCase().slice(0, 9)} ${text.slice(9)}`)).toBe(key);
        expect(shortReference(key)).toHaveLength(15);
      }),
    );
  });

  it('is nothing where it is somebody else’s', () => {
    for (const text of ['', 'NOTPROVIDED', 'PAY', 'PAY-1', 'PAY$-1', 'PAYABC-12345', 'XPAYABC-1'])
      expect(keyOfEndToEndId(text)).toBeUndefined();
    expect(() => endToEndId('com_1/1')).toThrow('no attempt');
  });
});

/** The day asked for, the calendar, banking days more, and the day that it is. */
const days: [string, 'target' | 'fed', number, string][] = [
  ['2026-11-20', 'target', 0, '2026-11-20'],
  ['2026-11-20', 'target', 1, '2026-11-23'],
  ['2026-11-21', 'target', 0, '2026-11-23'],
  ['2026-11-21', 'fed', 0, '2026-11-23'],
  // Good Friday 2026-04-03, Easter Monday 04-06
  ['2026-04-02', 'target', 1, '2026-04-07'],
  ['2026-04-02', 'fed', 1, '2026-04-03'],
  ['2026-05-01', 'target', 0, '2026-05-04'],
  ['2026-12-24', 'target', 1, '2026-12-28'],
  ['2026-12-25', 'fed', 0, '2026-12-28'],
  // Thanksgiving: the fourth Thursday
  ['2026-11-26', 'fed', 0, '2026-11-27'],
  // Memorial Day: the last Monday of May
  ['2026-05-25', 'fed', 0, '2026-05-26'],
  ['2026-05-18', 'fed', 0, '2026-05-18'],
  // Independence Day on a Saturday is not kept; in 2027 it is a Sunday and kept on Monday
  ['2026-07-03', 'fed', 0, '2026-07-03'],
  ['2027-07-05', 'fed', 0, '2027-07-06'],
  ['2026-01-19', 'fed', 0, '2026-01-20'],
  ['2026-02-16', 'fed', 0, '2026-02-17'],
  ['2026-09-07', 'fed', 0, '2026-09-08'],
  ['2026-10-12', 'fed', 0, '2026-10-13'],
  ['2028-02-28', 'target', 1, '2028-02-29'],
];

describe('banking days', () => {
  it.each(days)('%s (%s) + %i is %s', (day, calendar, plus, expected) => {
    expect(bankingDay(day, calendar, plus)).toBe(expected);
  });

  it('is always a banking day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (date) => {
          for (const calendar of ['target', 'fed'] as const)
            expect(isBankingDay(bankingDay(date.toISOString().slice(0, 10), calendar), calendar)).toBe(true);
        },
      ),
    );
  });
});
