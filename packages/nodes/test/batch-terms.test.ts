import { describe, expect, it } from '@jest/globals';
import { demoProgramme } from '@sluice/cli/demo/programme';
import type { PayoutSettings } from '@sluice/domain';
import { termsOf } from '../src/decisions/batch.js';

const { payouts: _demo, ...settings } = demoProgramme.settings;
const programme = (payouts?: PayoutSettings) => ({
  ...demoProgramme,
  settings: { ...settings, ...(payouts && { payouts }) },
});
const byCalendar = { when: 'calendar' };

describe('the terms of a batch', () => {
  it.each<[string, Parameters<typeof termsOf>[0], PayoutSettings | undefined, string, string[] | undefined]>([
    ['now, unless said otherwise', {}, { calendar: 'on_demand' }, '2026-11-20T12:00:00Z', ['2026-11-20T12:00:00.000Z']],
    [
      'with the cutoff that is said',
      { cutoff: '2026-11-01T00:00:00Z' },
      undefined,
      '2026-11-20T12:00:00Z',
      ['2026-11-01T00:00:00.000Z'],
    ],
    ['on demand no day is due', byCalendar, { calendar: 'on_demand' }, '2026-11-25T08:00:00Z', undefined],
    ['without a calendar the 25th', byCalendar, undefined, '2026-11-25T08:00:00Z', ['2026-11-24T23:00:00.000Z']],
    ['without a calendar not the 24th', byCalendar, undefined, '2026-11-24T08:00:00Z', undefined],
    [
      'a missed day is made up for',
      byCalendar,
      { calendar: 'monthly', payDay: 22 },
      '2026-11-24T08:00:00Z',
      ['2026-11-21T23:00:00.000Z'],
    ],
    ['but not for ever', byCalendar, { calendar: 'monthly', payDay: 20 }, '2026-11-24T08:00:00Z', undefined],
    [
      'NET-30: the cutoff is the end of the month',
      byCalendar,
      { calendar: 'net', netDays: 30 },
      '2026-12-01T08:00:00Z',
      ['2026-10-31T23:00:00.000Z'],
    ],
    ['NET-30: not a day before', byCalendar, { calendar: 'net', netDays: 30 }, '2026-11-30T08:00:00Z', undefined],
    [
      'locked first, paid later',
      byCalendar,
      { calendar: 'lock_then_pay', payDay: 1, lockDays: 14 },
      '2026-12-01T08:00:00Z',
      ['2026-11-30T23:00:00.000Z', '2026-12-14T23:00:00.000Z'],
    ],
  ])('%s', (_name, config, payouts, now, expected) => {
    const terms = termsOf(config, programme(payouts), new Date(now));
    expect(terms && [terms.cutoff, ...(terms.payOn ? [terms.payOn] : [])].map((at) => at.toISOString())).toEqual(
      expected,
    );
  });

  it('groups that are paid weekly have a batch of their own on Mondays, where the calendar has none', () => {
    const tuesday = new Date('2026-11-10T08:00:00Z');
    const weekly = termsOf(byCalendar, programme(), tuesday, true);
    expect(weekly).toMatchObject({ schedule: 'weekly', cutoff: new Date('2026-11-08T23:00:00Z') });
    expect(termsOf(byCalendar, programme(), tuesday, false)).toBeUndefined();
    expect(termsOf(byCalendar, programme(), new Date('2026-11-13T08:00:00Z'), true)).toBeUndefined();
    expect(termsOf(byCalendar, programme(), new Date('2026-11-25T08:00:00Z'), true)?.schedule).toBe('calendar');
  });

  it('a cutoff that is no instant parks the step', () => {
    expect(() => termsOf({ cutoff: 'soon' }, programme(), new Date())).toThrow('not an instant');
  });
});
