import { describe, expect, it } from '@jest/globals';
import { addDuration, daysBetween, isDuration, monthsSince, periodOf, subscriptionMonth } from '../src/index.js';

const berlin = 'Europe/Berlin';
const on = (text: string) => new Date(text);

describe('edge case: DST change, month end, leap day in holds', () => {
  it.each([
    [
      '30 days across the end of summer time keep the wall clock',
      '2026-10-10T10:00:00Z',
      'P30D',
      '2026-11-09T11:00:00Z',
    ],
    ['24 hours across it are 24 hours', '2026-10-24T22:00:00Z', 'PT24H', '2026-10-25T22:00:00Z'],
    ['a day across it has 25 hours', '2026-10-24T22:00:00Z', 'P1D', '2026-10-25T23:00:00Z'],
    ['a wall-clock time that does not exist moves on', '2026-03-28T01:30:00Z', 'P1D', '2026-03-29T01:30:00Z'],
    ['a month from 31 January ends in February', '2026-01-31T11:00:00Z', 'P1M', '2026-02-28T11:00:00Z'],
    ['a year from the leap day', '2028-02-29T11:00:00Z', 'P1Y', '2029-02-28T11:00:00Z'],
    ['a month into the leap day', '2028-01-31T11:00:00Z', 'P1M', '2028-02-29T11:00:00Z'],
    ['five seconds', '2026-11-20T12:00:00Z', 'PT5S', '2026-11-20T12:00:05Z'],
  ])('%s', (_name, from, duration, to) => {
    expect(addDuration(on(from), duration, berlin)).toEqual(on(to));
  });

  it('refuses what is no duration or zone', () => {
    expect(() => addDuration(on('2026-01-01T00:00:00Z'), '30 days', berlin)).toThrow(
      expect.objectContaining({ code: 'bad_duration' }),
    );
    expect(() => addDuration(on('2026-01-01T00:00:00Z'), 'P1D', 'Mars/Base')).toThrow(
      expect.objectContaining({ code: 'bad_time_zone' }),
    );
    expect([isDuration('P30D'), isDuration('-P1D'), isDuration('30d'), isDuration(5)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('periods are half-open in the programme’s zone', () => {
  it('a month of Berlin begins before midnight UTC', () => {
    const november = periodOf(on('2026-11-20T12:00:00Z'), berlin);
    expect(november).toEqual({ key: '2026-11', from: on('2026-10-31T23:00:00Z'), to: on('2026-11-30T23:00:00Z') });
    expect(periodOf(november.from, berlin).key).toBe('2026-11');
    expect(periodOf(november.to, berlin).key).toBe('2026-12');
  });

  it('a day of a changed clock has 25 hours', () => {
    const day = periodOf(on('2026-10-25T12:00:00Z'), berlin, 'day');
    expect(day.key).toBe('2026-10-25');
    expect(day.to.getTime() - day.from.getTime()).toBe(25 * 3_600_000);
  });

  it('counts days and months by the calendar', () => {
    expect(daysBetween(on('2026-11-20T22:59:00Z'), on('2026-11-20T23:01:00Z'), berlin)).toBe(1);
    expect(daysBetween(on('2026-11-20T12:00:00Z'), on('2026-11-18T12:00:00Z'), berlin)).toBe(-2);
    const anchor = on('2026-01-31T12:00:00Z');
    expect(monthsSince(anchor, on('2026-02-28T12:00:00Z'), berlin)).toBe(1);
    expect(monthsSince(anchor, on('2026-03-30T12:00:00Z'), berlin)).toBe(1);
    expect(monthsSince(anchor, on('2026-03-31T12:00:00Z'), berlin)).toBe(2);
  });

  it('a renewal that comes a few hours early is in its month', () => {
    const anchor = on('2026-01-15T00:30:00Z');
    expect(subscriptionMonth(anchor, anchor, berlin)).toBe(1);
    expect(subscriptionMonth(anchor, on('2026-02-14T22:00:00Z'), berlin)).toBe(2);
    expect(subscriptionMonth(anchor, on('2027-01-14T22:00:00Z'), berlin)).toBe(13);
  });
});
