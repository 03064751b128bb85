import { Temporal } from '@js-temporal/polyfill';
import { addDuration, periodOf } from '../time.js';
import type { BatchSchedule } from '../payout.js';
import type { PayoutSettings } from './settings.js';

/** One payout of a calendar: what became payable before the cutoff is gathered at `opens` and paid from `pays` on. */
export interface PayoutDate {
  cutoff: Date;
  opens: Date;
  pays: Date;
}

type Calendar = Pick<PayoutSettings, 'calendar' | 'netDays' | 'payDay' | 'lockDays'>;

/**
 * The next day that pays out, after an instant; undefined where payouts are on demand. All are midnights of the programme's
 * zone:
 * - `monthly`: on the pay day, of what was payable before it;
 * - `net`: n days after the end of a month, of what was payable by that end;
 * - `lock_then_pay`: gathered and locked on the pay day, paid so many days later.
 */
export function nextPayout(calendar: Calendar | undefined, now: Date, zone: string): PayoutDate | undefined {
  return payoutsAround(calendar, now, zone).find(({ pays }) => pays.getTime() > now.getTime());
}

/** The newest payout that opened at or before an instant: the one that is due, unless it was made. */
export function duePayout(calendar: Calendar | undefined, now: Date, zone: string): PayoutDate | undefined {
  return payoutsAround(calendar, now, zone).findLast(({ opens }) => opens.getTime() <= now.getTime());
}

/** The newest Monday at or before an instant: when groups that are paid weekly are. */
export function weeklyPayout(now: Date, zone: string): PayoutDate {
  const day = Temporal.PlainDate.from(periodOf(now, zone, 'day').key);
  const monday = new Date(day.subtract({ days: day.dayOfWeek - 1 }).toZonedDateTime(zone).epochMilliseconds);
  return { cutoff: monday, opens: monday, pays: monday };
}

/** Whether a batch of a cutoff's day pays partners who are paid so often; a batch that a person opens pays everybody. */
export function paysFrequency(
  frequency: 'weekly' | 'monthly' | 'quarterly' | undefined,
  schedule: BatchSchedule | undefined,
  day: string,
): boolean {
  if (schedule === 'weekly') return frequency === 'weekly';
  return schedule !== 'calendar' || frequency !== 'quarterly' || /^\d+-(01|04|07|10)-/.test(day);
}

/** The payouts of the months around an instant, in order: far enough to both sides for sixty days. */
function payoutsAround(calendar: Calendar | undefined, at: Date, zone: string): PayoutDate[] {
  if (!calendar || calendar.calendar === 'on_demand') return [];
  const month = Temporal.PlainYearMonth.from(periodOf(at, zone).key);
  return [-4, -3, -2, -1, 0, 1, 2, 3].map((months) => payoutOf(calendar, month.add({ months }), zone));
}

function payoutOf(calendar: Calendar, month: Temporal.PlainYearMonth, zone: string): PayoutDate {
  const midnight = (day: Temporal.PlainDate): Date => new Date(day.toZonedDateTime(zone).epochMilliseconds);
  if (calendar.calendar === 'net') {
    const cutoff = midnight(month.toPlainDate({ day: 1 }));
    const pays = addDuration(cutoff, `P${calendar.netDays ?? 30}D`, zone);
    return { cutoff, opens: pays, pays };
  }
  const day = Math.min(calendar.payDay ?? 1, month.daysInMonth);
  const cutoff = midnight(month.toPlainDate({ day }));
  if (calendar.calendar === 'monthly') return { cutoff, opens: cutoff, pays: cutoff };
  return { cutoff, opens: cutoff, pays: addDuration(cutoff, `P${calendar.lockDays ?? 0}D`, zone) };
}
