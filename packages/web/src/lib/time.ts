/** Dates and spans as the design writes them: `Fri 20 Nov`, `19 Dec 2026`, `14:05`, `2 d 18:54:48`, `13 days left`. */

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export interface ZoneOptions {
  locale?: string;
  /** IANA zone; the viewer's own where absent. */
  zone?: string;
}

function parts(
  at: Date,
  locale: string,
  zone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): (type: string) => string {
  const list = new Intl.DateTimeFormat(locale.startsWith('de') ? 'de-DE' : 'en-US', {
    hourCycle: 'h23',
    ...options,
    ...(zone ? { timeZone: zone } : {}),
  }).formatToParts(at);
  return (type) => (list.find((part) => part.type === type)?.value ?? '').replace(/\.$/, '');
}

/** `Fri 20 Nov`; the year is added when it is not this one. */
export function formatDay(at: Date, { locale = 'en', zone }: ZoneOptions = {}, now = new Date()): string {
  const part = parts(at, locale, zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const dot = locale.startsWith('de') ? '.' : '';
  const year = part('year') === parts(now, locale, zone, { year: 'numeric' })('year') ? '' : ` ${part('year')}`;
  return `${part('weekday')} ${part('day')}${dot} ${part('month')}${year}`;
}

/** `20 Nov`, without the weekday. */
export function formatShortDay(at: Date, { locale = 'en', zone }: ZoneOptions = {}): string {
  const part = parts(at, locale, zone, { day: 'numeric', month: 'short' });
  return `${part('day')}${locale.startsWith('de') ? '.' : ''} ${part('month')}`;
}

/** `19 Dec 2026`: a date that is a promise always has its year. */
export function formatPromise(at: Date, { locale = 'en', zone }: ZoneOptions = {}): string {
  const part = parts(at, locale, zone, { day: 'numeric', month: 'short', year: 'numeric' });
  return `${part('day')}${locale.startsWith('de') ? '.' : ''} ${part('month')} ${part('year')}`;
}

/** `20 November`, as the portal writes it. */
export function formatLongDay(at: Date, { locale = 'en', zone }: ZoneOptions = {}, now = new Date()): string {
  const part = parts(at, locale, zone, { day: 'numeric', month: 'long', year: 'numeric' });
  const year = part('year') === parts(now, locale, zone, { year: 'numeric' })('year') ? '' : ` ${part('year')}`;
  return `${part('day')}${locale.startsWith('de') ? '.' : ''} ${part('month')}${year}`;
}

/** `14:05`, or `14:05:09` with seconds. */
export function formatClock(at: Date, { locale = 'en', zone }: ZoneOptions = {}, seconds = false): string {
  const part = parts(at, locale, zone, {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
  });
  const clock = `${part('hour').padStart(2, '0')}:${part('minute').padStart(2, '0')}`;
  return seconds ? `${clock}:${part('second').padStart(2, '0')}` : clock;
}

/** What the hover shows: date, clock with seconds and zone of the programme. */
export function formatExact(at: Date, options: ZoneOptions = {}): string {
  return `${formatDay(at, options)} ${formatClock(at, options, true)}${options.zone ? ` ${options.zone}` : ''}`;
}

/** True where both instants fall on one calendar day of the zone. */
export function sameDay(a: Date, b: Date, zone?: string): boolean {
  const key = (at: Date) =>
    new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...(zone ? { timeZone: zone } : {}) }).format(at);
  return key(a) === key(b);
}

/** A running countdown: `2 d 18:54:48`, `18:54:48` on the last day, `00:00:00` when it is over. */
export function formatCountdown(ms: number, dayUnit = 'd'): string {
  const left = Math.max(0, Math.ceil(ms / second) * second);
  const days = Math.floor(left / day);
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const clock = `${two((left % day) / hour)}:${two((left % hour) / minute)}:${two((left % minute) / second)}`;
  return days > 0 ? `${days} ${dayUnit} ${clock}` : clock;
}

/** A span in its two largest units: `2 h 11 m`, `3 d 4 h`, `41 ms`; `coarse` keeps one. */
export function formatSpan(ms: number, coarse = false): string {
  const span = Math.abs(ms);
  if (span < second) return `${Math.round(span)} ms`;
  const units: [number, string][] = [
    [day, 'd'],
    [hour, 'h'],
    [minute, 'm'],
    [second, 's'],
  ];
  const from = units.findIndex(([size]) => span >= size);
  const [size, name] = units[from] ?? [second, 's'];
  const head = `${Math.floor(span / size)} ${name}`;
  const next = units[from + 1];
  const rest = next ? Math.floor((span % size) / next[0]) : 0;
  return coarse || !next || rest === 0 || size <= minute ? head : `${head} ${rest} ${next[1]}`;
}

/** Share of the way from `since` to `until`, 0–1. */
export function elapsedShare(since: Date, until: Date, now: Date): number {
  const whole = until.getTime() - since.getTime();
  if (whole <= 0) return 1;
  return Math.min(1, Math.max(0, (now.getTime() - since.getTime()) / whole));
}
