import type { CalculationLineDto, HoldDto, SentenceSegment } from '@sluice/contracts/commission';
import type { MoneyDto } from '@sluice/contracts/money';
import { useTranslation } from 'react-i18next';
import { formatMoney, formatRate } from '../lib/money.js';
import { useZone } from '../lib/zone.js';
import * as time from '../lib/time.js';

/** An amount, exact and tabular; `signed` for differences. */
export function Money({
  value,
  signed,
  strong,
  code,
}: {
  value: MoneyDto;
  signed?: boolean;
  strong?: boolean;
  code?: boolean;
}) {
  const { i18n } = useTranslation();
  const text = formatMoney(value, { locale: i18n.language, signed: signed ?? false, code: code ?? false });
  return <span className={strong ? 'num money b' : 'num money'}>{text}</span>;
}

type Form = 'day' | 'clock' | 'smart' | 'promise' | 'full' | 'short' | 'long';

/** A moment in the viewer's zone; the programme's zone and the seconds are on hover. */
export function When({ at, form = 'smart', className }: { at: string; form?: Form; className?: string }) {
  const { i18n } = useTranslation();
  const zone = useZone();
  const moment = new Date(at);
  const options = { locale: i18n.language };
  const text: Record<Form, () => string> = {
    day: () => time.formatDay(moment, options),
    clock: () => time.formatClock(moment, options),
    short: () => time.formatShortDay(moment, options),
    promise: () => time.formatPromise(moment, options),
    long: () => time.formatLongDay(moment, options),
    full: () => `${time.formatDay(moment, options)}, ${time.formatClock(moment, options)}`,
    smart: () =>
      time.sameDay(moment, new Date()) ? time.formatClock(moment, options) : time.formatShortDay(moment, options),
  };
  const title = time.formatExact(moment, { ...options, ...(zone ? { zone } : {}) });
  return (
    <time dateTime={at} title={title} className={className ? `num ${className}` : 'num'}>
      {text[form]()}
    </time>
  );
}

/** A sentence whose changeable parts are value tokens. */
export function Sentence({ segments, className }: { segments: SentenceSegment[]; className?: string }) {
  return (
    <p className={className ?? 'expl'}>
      {segments.map((segment, index) => (segment.value ? <b key={index}>{segment.text}</b> : segment.text))}
    </p>
  );
}

const subtotals = new Set(['net', 'margin']);

/** The sum behind an amount, line by line. */
export function Sum({ lines, caption }: { lines: CalculationLineDto[]; caption: string }) {
  const { i18n } = useTranslation();
  return (
    <table className="calc num">
      <caption className="sr">{caption}</caption>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index} className={line.code === 'commission' ? 's t' : subtotals.has(line.code) ? 's' : ''}>
            <th scope="row">{line.label}</th>
            <td className="r">
              {line.amount
                ? formatMoney(line.amount, { locale: i18n.language })
                : line.rate !== undefined
                  ? `× ${formatRate(line.rate, i18n.language)}`
                  : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Held money: the elapsed part hatched, a marker for now, a bracket for the gate that opens. */
export function Gate({ since, until, now, label }: { since: string; until: string; now: Date; label: string }) {
  const share = Math.round(time.elapsedShare(new Date(since), new Date(until), now) * 1000) / 10;
  return (
    <div className="gate" role="img" aria-label={label}>
      <i style={{ width: `${share}%` }} />
      <b style={{ left: `${share}%` }} />
    </div>
  );
}

/** Open holds, the one that ends last first. */
export function openHolds(holds: HoldDto[]): HoldDto[] {
  return holds
    .filter((hold) => hold.endedAt === undefined)
    .sort((a, b) => (b.until ?? '9').localeCompare(a.until ?? '9'));
}
