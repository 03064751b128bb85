import { describe, expect, it } from '@jest/globals';
import { duePayout, nextPayout, type PayoutSettings } from '../../src/index.js';

const berlin = 'Europe/Berlin';
const monthly = (payDay: number): PayoutSettings => ({ calendar: 'monthly', payDay });
const net = (netDays: 15 | 30 | 60): PayoutSettings => ({ calendar: 'net', netDays });
const locked = (payDay: number, lockDays: number): PayoutSettings => ({ calendar: 'lock_then_pay', payDay, lockDays });

describe('payout calendars', () => {
  /** calendar, zone, now, [next cutoff, opens, pays], [due cutoff, opens, pays]; midnights of the zone. */
  it.each<[string, PayoutSettings, string, string, string[], string[]]>([
    [
      'monthly on the 25th, before it',
      monthly(25),
      berlin,
      '2026-11-20T12:00:00Z',
      ['2026-11-24T23:00:00Z', '2026-11-24T23:00:00Z', '2026-11-24T23:00:00Z'],
      ['2026-10-24T22:00:00Z', '2026-10-24T22:00:00Z', '2026-10-24T22:00:00Z'],
    ],
    [
      'monthly on the 25th, on the day',
      monthly(25),
      berlin,
      '2026-11-25T08:00:00Z',
      ['2026-12-24T23:00:00Z', '2026-12-24T23:00:00Z', '2026-12-24T23:00:00Z'],
      ['2026-11-24T23:00:00Z', '2026-11-24T23:00:00Z', '2026-11-24T23:00:00Z'],
    ],
    [
      'the 31st of a month with thirty days is its last',
      monthly(31),
      'UTC',
      '2026-11-20T12:00:00Z',
      ['2026-11-30T00:00:00Z', '2026-11-30T00:00:00Z', '2026-11-30T00:00:00Z'],
      ['2026-10-31T00:00:00Z', '2026-10-31T00:00:00Z', '2026-10-31T00:00:00Z'],
    ],
    [
      'the 30th in a leap year’s February',
      monthly(30),
      'UTC',
      '2028-02-10T00:00:00Z',
      ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00Z', '2028-02-29T00:00:00Z'],
      ['2028-01-30T00:00:00Z', '2028-01-30T00:00:00Z', '2028-01-30T00:00:00Z'],
    ],
    [
      'NET-15: October is paid on 16 November',
      net(15),
      berlin,
      '2026-11-10T12:00:00Z',
      ['2026-10-31T23:00:00Z', '2026-11-15T23:00:00Z', '2026-11-15T23:00:00Z'],
      ['2026-09-30T22:00:00Z', '2026-10-15T22:00:00Z', '2026-10-15T22:00:00Z'],
    ],
    [
      'NET-30: October is paid on 1 December',
      net(30),
      'UTC',
      '2026-11-10T12:00:00Z',
      ['2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z'],
      ['2026-10-01T00:00:00Z', '2026-10-31T00:00:00Z', '2026-10-31T00:00:00Z'],
    ],
    [
      'NET-60: September is paid on 30 November',
      net(60),
      'UTC',
      '2026-11-10T12:00:00Z',
      ['2026-10-01T00:00:00Z', '2026-11-30T00:00:00Z', '2026-11-30T00:00:00Z'],
      ['2026-09-01T00:00:00Z', '2026-10-31T00:00:00Z', '2026-10-31T00:00:00Z'],
    ],
    [
      'locked on the first, paid two weeks later: gathered, not yet paid',
      locked(1, 14),
      'UTC',
      '2026-11-10T12:00:00Z',
      ['2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z', '2026-11-15T00:00:00Z'],
      ['2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z', '2026-11-15T00:00:00Z'],
    ],
    [
      'a lock across the end of daylight saving keeps the midnight',
      locked(20, 10),
      berlin,
      '2026-10-21T12:00:00Z',
      ['2026-10-19T22:00:00Z', '2026-10-19T22:00:00Z', '2026-10-29T23:00:00Z'],
      ['2026-10-19T22:00:00Z', '2026-10-19T22:00:00Z', '2026-10-29T23:00:00Z'],
    ],
  ])('%s', (_name, calendar, zone, now, next, due) => {
    expect(told(nextPayout(calendar, new Date(now), zone))).toEqual(next);
    expect(told(duePayout(calendar, new Date(now), zone))).toEqual(due);
  });

  it.each([undefined, { calendar: 'on_demand' } as const])('on demand there is no date', (calendar) => {
    expect(nextPayout(calendar, new Date('2026-11-10'), 'UTC')).toBeUndefined();
    expect(duePayout(calendar, new Date('2026-11-10'), 'UTC')).toBeUndefined();
  });
});

function told(date: ReturnType<typeof nextPayout>): string[] | undefined {
  return date && [date.cutoff, date.opens, date.pays].map((at) => at.toISOString().replace('.000', ''));
}
