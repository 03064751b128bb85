import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterQuiet, resolveMoment, type MomentRequest, type QuietHours } from '../src/index.js';

const berlin = 'Europe/Berlin';
const newYork = 'America/New_York';

describe('a moment', () => {
  const cases: [what: string, entered: string, zone: string, request: MomentRequest, expected: string][] = [
    // Clocks go forward on 2026-03-29 in Berlin, back on 2026-10-25.
    [
      'a day over the change to summer time keeps the hour',
      '2026-03-28T11:00:00Z',
      berlin,
      { for: 'P1D' },
      '2026-03-29T10:00:00.000Z',
    ],
    ['24 hours over it are 24 hours', '2026-03-28T11:00:00Z', berlin, { for: 'PT24H' }, '2026-03-29T11:00:00.000Z'],
    [
      'a day over the change back keeps the hour',
      '2026-10-24T10:00:00Z',
      berlin,
      { for: 'P1D' },
      '2026-10-25T11:00:00.000Z',
    ],
    [
      'an hour that the change leaves out comes as long after it',
      '2026-03-28T12:00:00Z',
      berlin,
      { next: { time: '02:30' } },
      '2026-03-29T01:30:00.000Z',
    ],
    [
      'an hour that comes twice is the first',
      '2026-10-24T12:00:00Z',
      berlin,
      { next: { time: '02:30' } },
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'a local date-time in the gap',
      '2026-01-01T00:00:00Z',
      berlin,
      { until: '2026-03-29T02:30' },
      '2026-03-29T01:30:00.000Z',
    ],
    [
      'a month from the 31st is the last of the next',
      '2026-01-31T09:00:00Z',
      berlin,
      { for: 'P1M' },
      '2026-02-28T09:00:00.000Z',
    ],
    [
      'a month from 31 January in a leap year',
      '2028-01-31T09:00:00Z',
      berlin,
      { for: 'P1M' },
      '2028-02-29T09:00:00.000Z',
    ],
    ['a year from the leap day', '2028-02-29T09:00:00Z', berlin, { for: 'P1Y' }, '2029-02-28T09:00:00.000Z'],
    ['a date is its midnight', '2026-01-01T00:00:00Z', newYork, { until: '2026-07-04' }, '2026-07-04T04:00:00.000Z'],
    [
      'an instant is itself',
      '2026-01-01T00:00:00Z',
      newYork,
      { until: '2026-07-04T12:00:00Z' },
      '2026-07-04T12:00:00.000Z',
    ],
    [
      'the next Monday at nine, from a Monday after nine',
      '2026-11-23T10:00:00Z',
      berlin,
      { next: { weekday: 1, time: '09:00' } },
      '2026-11-30T08:00:00.000Z',
    ],
    [
      'the same Monday, from before nine',
      '2026-11-23T07:00:00Z',
      berlin,
      { next: { weekday: 1, time: '09:00' } },
      '2026-11-23T08:00:00.000Z',
    ],
    [
      'the very minute is over',
      '2026-11-23T08:00:00Z',
      berlin,
      { next: { time: '09:00' } },
      '2026-11-24T08:00:00.000Z',
    ],
    [
      'counted from another instant',
      '2026-11-23T08:00:00Z',
      berlin,
      { for: 'P1D', from: '2026-11-01T08:00:00Z' },
      '2026-11-02T08:00:00.000Z',
    ],
    [
      'put off to the end of quiet hours',
      '2026-11-22T22:30:00Z',
      berlin,
      { for: 'PT1H', quiet: { from: '22:00', to: '08:00' } },
      '2026-11-23T07:00:00.000Z',
    ],
    [
      'whose zone it is changes what is quiet',
      '2026-11-22T22:30:00Z',
      newYork,
      { for: 'PT1H', quiet: { from: '22:00', to: '08:00' } },
      '2026-11-22T23:30:00.000Z',
    ],
  ];
  it.each(cases)('%s', (_, entered, zone, request, expected) => {
    expect(resolveMoment(request, new Date(entered), zone)?.toISOString()).toBe(expected);
  });

  it('is none where nothing is said', () => expect(resolveMoment({}, new Date(0), 'UTC')).toBeUndefined());

  it.each<[MomentRequest, string]>([
    [{ until: 'soon' }, 'bad_moment'],
    [{ next: { time: '25:00' } }, 'bad_moment'],
    [{ next: { weekday: 9, time: '09:00' } }, 'bad_moment'],
    [{ for: '3 days' }, 'bad_duration'],
    [{ for: 'P1D', quiet: { from: '08:00', to: '08:00' } }, 'bad_moment'],
  ])('that cannot be read is refused: %j', (request, code) => {
    const resolve = () => resolveMoment(request, new Date('2026-11-23T08:00:00Z'), 'UTC');
    expect(resolve).toThrow(expect.objectContaining({ code }));
  });
});

describe('quiet hours', () => {
  const night: QuietHours = { from: '22:00', to: '08:00' };
  const cases: [what: string, at: string, zone: string, quiet: QuietHours, expected: string][] = [
    ['begin at their first minute', '2026-11-23T22:00:00Z', 'UTC', night, '2026-11-24T08:00:00.000Z'],
    ['are over at their last', '2026-11-24T08:00:00Z', 'UTC', night, '2026-11-24T08:00:00.000Z'],
    ['go on after midnight', '2026-11-24T03:00:00Z', 'UTC', night, '2026-11-24T08:00:00.000Z'],
    ['leave the day alone', '2026-11-24T12:00:00Z', 'UTC', night, '2026-11-24T12:00:00.000Z'],
    ['within a day', '2026-11-24T12:30:00Z', 'UTC', { from: '12:00', to: '13:00' }, '2026-11-24T13:00:00.000Z'],
    [
      'of Friday last into Saturday',
      '2026-11-28T03:00:00Z',
      'UTC',
      { ...night, weekdays: [5] },
      '2026-11-28T08:00:00.000Z',
    ],
    [
      'of Friday do not begin on Saturday',
      '2026-11-28T23:00:00Z',
      'UTC',
      { ...night, weekdays: [5] },
      '2026-11-28T23:00:00.000Z',
    ],
    [
      'of a whole weekend end on Monday',
      '2026-11-28T03:00:00Z',
      'UTC',
      { from: '00:00', to: '00:00', weekdays: [6, 7] },
      '2026-11-30T00:00:00.000Z',
    ],
    [
      'end at the local hour over a change of clocks',
      '2026-03-28T22:00:00Z',
      berlin,
      night,
      '2026-03-29T06:00:00.000Z',
    ],
    [
      'that end in the gap end as long after it',
      '2026-03-28T23:30:00Z',
      berlin,
      { from: '00:00', to: '02:30' },
      '2026-03-29T01:30:00.000Z',
    ],
  ];
  it.each(cases)('%s', (_, at, zone, quiet, expected) => {
    expect(afterQuiet(new Date(at), quiet, zone).toISOString()).toBe(expected);
  });

  it('never bring a moment forward, never put it off twice, and never end inside themselves', () => {
    const hour = fc.integer({ min: 0, max: 23 }).map((value) => `${String(value).padStart(2, '0')}:00`);
    const some = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2029-01-01'), noInvalidDate: true }),
        fc.constantFrom('UTC', berlin, newYork, 'Australia/Lord_Howe', 'Asia/Kathmandu'),
        fc.record({ from: hour, to: hour, weekdays: some }),
        (at, zone, quiet) => {
          const once = afterQuiet(at, quiet, zone);
          expect(once.getTime()).toBeGreaterThanOrEqual(at.getTime());
          expect(afterQuiet(once, quiet, zone)).toEqual(once);
        },
      ),
      { numRuns: 300 },
    );
  });
});
