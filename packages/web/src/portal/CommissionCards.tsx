import type { CommissionRow, Explanation } from '@sluice/contracts/commission';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useNow } from '../lib/clock.js';
import { useGet } from '../lib/data.js';
import { day, formatClock, formatCountdown, formatLongDay, formatShortDay } from '../lib/time.js';
import { Chip } from '../parts/basics.js';
import { Failed } from '../parts/feedback.js';
import { RuleLink } from '../parts/RuleLink.js';
import { StateChip } from '../parts/states.js';
import { Gate, Money, openHolds, Sentence, Sum } from '../parts/values.js';

/** A commission with its reason, its hold and its sum. */
export function CommissionOpen({ row }: { row: CommissionRow }) {
  const { t, i18n } = useTranslation();
  const now = useNow(1000);
  const why = useGet<Explanation>(`/v1/commissions/${row.id}/explanation`);
  const holds = row.position.state === 'held' ? openHolds(row.position.holds) : [];
  const hold = holds.find((each) => each.until !== undefined);
  const open = holds.filter((each) => each.until === undefined);
  const options = { locale: i18n.language };
  const until = hold?.until ? new Date(hold.until) : undefined;
  const left = until ? until.getTime() - now.getTime() : 0;
  const words = left > day ? t('{{count}} days left', { count: Math.ceil(left / day) }) : formatCountdown(left);
  return (
    <article className="one">
      <div className="ln">
        <span className="m">{titleOf(row, t, i18n.language)}</span>
        <span className={row.amount.amount.startsWith('-') ? 'amt neg' : 'amt'}>
          <Money value={row.amount} />
        </span>
      </div>
      {why.data ? <Sentence segments={why.data.segments} className="why" /> : <p className="why">{row.sentence}</p>}
      {holds.length === 0 && (
        <p className="why">
          <StateChip kind="commission" state={row.position.state} />
        </p>
      )}
      {open.map((each) => (
        <p className="why" key={each.key}>
          {t(holdWords[each.kind] ?? each.kind)}
        </p>
      ))}
      {hold && until && (
        <>
          <p className="why">{t(holdWords[hold.kind] ?? hold.kind)}</p>
          <Gate
            since={hold.since}
            until={until.toISOString()}
            now={now}
            label={t('Held until {{date}}, {{left}}', { date: formatLongDay(until, options), left: words })}
          />
          <div className="gate-labels num">
            <span>{formatShortDay(new Date(hold.since), options)}</span>
            <b role="timer">{words}</b>
            <span>
              {left > day
                ? t('yours on {{date}}', { date: formatShortDay(until, options) })
                : t('yours at {{time}}', { time: formatClock(until, options) })}
            </span>
          </div>
        </>
      )}
      {why.error && <Failed error={why.error} retry={() => void why.refetch()} />}
      {why.data && <Sum lines={why.data.calculation} caption={t('The sum, line by line')} />}
      {why.data && <RuleLink rule={why.data.rule} className="muted t11" />}
      {why.data?.attribution && (
        <details>
          <summary className="t12">{t('Why it is yours')}</summary>
          <Sentence segments={why.data.attribution.segments} className="why" />
        </details>
      )}
    </article>
  );
}

const holdWords: Record<string, string> = {
  refund_window: 'It is held while the customer can still ask for a refund.',
  review: 'Somebody looks at it before it is yours.',
  dispute: 'The customer’s bank is asking; it is held until that is settled.',
  tax_form: 'It is held until your tax form is here.',
  staged: 'It becomes yours in stages.',
};

/** A commission in one row, a link to its reason. */
export function CommissionShort({ row }: { row: CommissionRow }) {
  const { t, i18n } = useTranslation();
  const negative = row.amount.amount.startsWith('-');
  return (
    <Link to="/portal/commissions/$id" params={{ id: row.id }} className="sm">
      <div className="grow">
        <p className="m">{titleOf(row, t, i18n.language)}</p>
        <p className="s">{row.sentence}</p>
      </div>
      <span className={negative ? 'amt neg' : 'amt'}>
        <Money value={row.amount} />
        <br />
        {row.position.approval === 'waiting' ? (
          <Chip tone="warn">{t('looked at')}</Chip>
        ) : (
          <StateChip kind="commission" state={row.position.state} />
        )}
      </span>
    </Link>
  );
}

function titleOf(row: CommissionRow, t: TFunction, locale: string): string {
  const date = formatLongDay(new Date(row.occurredAt), { locale });
  return row.reverses ? t('Refund of {{date}}', { date }) : t('Order of {{date}}', { date });
}
