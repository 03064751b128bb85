/** Days on which payments are settled: `target` in euros (TARGET), `fed` in dollars (Federal Reserve, ACH). */
export type BankingCalendar = 'target' | 'fed';

/** The first banking day on or after a calendar day (`2026-11-22`), `plus` banking days later. */
export function bankingDay(day: string, calendar: BankingCalendar, plus = 0): string {
  let date = new Date(`${day}T00:00:00Z`);
  let left = plus;
  while (isClosed(date, calendar) || left > 0) {
    if (!isClosed(date, calendar)) left -= 1;
    date = next(date);
  }
  return date.toISOString().slice(0, 10);
}

export function isBankingDay(day: string, calendar: BankingCalendar): boolean {
  return !isClosed(new Date(`${day}T00:00:00Z`), calendar);
}

function isClosed(date: Date, calendar: BankingCalendar): boolean {
  const weekday = date.getUTCDay();
  if (weekday === 0 || weekday === 6) return true;
  return calendar === 'target' ? isTargetHoliday(date) : isFedHoliday(date);
}

/** New Year, Good Friday, Easter Monday, 1 May, 25 and 26 December (ECB, TARGET closing days). */
function isTargetHoliday(date: Date): boolean {
  if (['01-01', '05-01', '12-25', '12-26'].includes(date.toISOString().slice(5, 10))) return true;
  const fromEaster = Math.round((date.getTime() - easter(date.getUTCFullYear()).getTime()) / 86_400_000);
  return fromEaster === -2 || fromEaster === 1;
}

/** Federal Reserve holidays; one on a Sunday is kept on Monday, one on a Saturday not at all (Fed, ACH schedule). */
function isFedHoliday(date: Date): boolean {
  const [month, dayOfMonth, weekday] = [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCDay()];
  const fixed = ['01-01', '06-19', '07-04', '11-11', '12-25'];
  if (fixed.includes(date.toISOString().slice(5, 10))) return true;
  const yesterday = new Date(date.getTime() - 86_400_000);
  if (weekday === 1 && fixed.includes(yesterday.toISOString().slice(5, 10))) return true;
  const nth = Math.ceil(dayOfMonth / 7);
  const isLast = next(date, 7).getUTCMonth() + 1 !== month;
  if (weekday === 1) {
    return (
      (month === 1 && nth === 3) ||
      (month === 2 && nth === 3) ||
      (month === 5 && isLast) ||
      (month === 9 && nth === 1) ||
      (month === 10 && nth === 2)
    );
  }
  return weekday === 4 && month === 11 && nth === 4;
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher). */
function easter(year: number): Date {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return new Date(Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1));
}

function next(date: Date, days = 1): Date {
  return new Date(date.getTime() + days * 86_400_000);
}
