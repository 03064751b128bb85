import type { TFunction } from 'i18next';
import type { Figure, HomeMetrics, NeedsMeItem } from '@sluice/contracts/metrics';
import type { TimelineEntry } from '@sluice/contracts/partner';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../lib/clock.js';
import { useGet } from '../lib/data.js';
import { currencyDigits, formatDecimal, formatMoney, formatRate } from '../lib/money.js';
import { formatClock, formatDay, formatShortDay, formatSpan } from '../lib/time.js';
import { Button, IconButton, Seg, Tile } from '../parts/basics.js';
import { Bars, Line } from '../parts/Chart.js';
import { Empty, Loaded } from '../parts/feedback.js';
import { Icon, type IconName } from '../parts/icons.js';
import { linkTo } from '../parts/subject.js';
import { Money, When } from '../parts/values.js';
import { useShell } from '../shell/context.js';
import { Page } from '../shell/Page.js';

type Group = 'all' | 'approval' | 'parked' | 'task';

/** What needs me, how the programme does, what happens now. */
export function Home() {
  const { t, i18n } = useTranslation();
  const { programme } = useShell();
  const now = useNow(30_000);
  const metrics = useGet<HomeMetrics>('/v1/metrics/home');
  const zone = programme?.timeZone;
  const options = { locale: i18n.language, ...(zone ? { zone } : {}) };
  const city = zone?.split('/').at(-1)?.replaceAll('_', ' ') ?? '';
  return (
    <Page
      title={programme?.name ?? t('Home')}
      meta={
        <span className="num">
          {formatDay(now, options)} {now.getFullYear()}, {formatClock(now, options)} {city}
        </span>
      }
      className="hm"
    >
      <Loaded query={metrics} rows={8} height={44}>
        {(home) => (
          <>
            <div className="mainc">
              <NeedsMe home={home} now={now} />
              <Figures figures={home.figures} />
            </div>
            <Live home={home} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

const needLooks: Record<NeedsMeItem['kind'], readonly [IconName, string, string]> = {
  approval: ['inbox', 'money', 'Review'],
  parked: ['pause', 'bad', 'Fix'],
  task: ['task', 'people', 'Open'],
};

function NeedsMe({ home, now }: { home: HomeMetrics; now: Date }) {
  const { t } = useTranslation();
  const [group, setGroup] = useState<Group>('all');
  const { counts, items } = home.needsMe;
  const shown = items.filter((item) => group === 'all' || item.kind === group);
  return (
    <section className="card nd" aria-labelledby="needs-you">
      <header>
        <h2 className="t14 b" id="needs-you">
          {t('Needs you')}
        </h2>
        <span className="grow" />
        <Seg<Group>
          small
          label={t('What is shown')}
          value={group}
          onChange={setGroup}
          options={[
            { value: 'all', label: t('All'), count: counts.all },
            { value: 'approval', label: t('Approvals'), count: counts.approvals },
            { value: 'parked', label: t('Parked'), count: counts.parked },
            { value: 'task', label: t('Tasks'), count: counts.tasks },
          ]}
        />
      </header>
      {shown.length === 0 ? (
        <Empty action={<Link to="/commissions">{t('Look at the commissions')}</Link>}>
          {t('Nothing waits for you. Approvals, parked runs and late tasks come here.')}
        </Empty>
      ) : (
        <ul>
          {shown.map((item) => (
            <Need key={`${item.kind}${item.id}`} item={item} now={now} />
          ))}
        </ul>
      )}
      <footer>
        <Link
          to={group === 'parked' ? '/runs' : '/approvals'}
          {...(group === 'parked' ? { search: { status: 'parked' } } : {})}
          className="m"
        >
          {t('All {{count}}', { count: group === 'all' ? counts.all : shown.length })}
        </Link>
      </footer>
    </section>
  );
}

function Need({ item, now }: { item: NeedsMeItem; now: Date }) {
  const { t } = useTranslation();
  const [icon, kind, verb] = needLooks[item.kind];
  const target =
    item.kind === 'approval'
      ? { to: `/approvals/${item.id}` }
      : item.kind === 'parked'
        ? { to: `/runs/${item.id}` }
        : linkTo(item.subject);
  const due = item.dueAt ? new Date(item.dueAt).getTime() - now.getTime() : undefined;
  return (
    <li className={item.late ? 'late' : ''}>
      <Tile icon={item.kind === 'approval' && item.subject?.kind === 'batch' ? 'layers' : icon} kind={kind} />
      <div className="grow">
        <p className="m ell">{item.title}</p>
        {item.detail && <p className="muted t12 ell">{item.detail}</p>}
      </div>
      <span>{item.amount && <Money value={item.amount} strong />}</span>
      <span className="wh num">
        {due === undefined ? (
          <>
            {t('since')} <When at={item.since} />
          </>
        ) : due < 0 ? (
          t('{{span}} late', { span: formatSpan(due, true) })
        ) : (
          t('{{span}} left', { span: formatSpan(due) })
        )}
      </span>
      {target ? (
        <Link {...target} className="btn sm" aria-label={`${t(verb)}: ${item.title}`}>
          {t(verb)}
        </Link>
      ) : (
        <span />
      )}
    </li>
  );
}

const figureNames: Record<Figure['key'], string> = {
  partner_revenue: 'Partner-sourced revenue',
  active_partners: 'Active partners, 30 d',
  activation_rate: 'Activation rate',
  click_to_customer: 'Click to customer',
  payout_lag: 'Payout lag',
  time_to_first_referral: 'Time to first referral',
  revenue_to_commission: 'Revenue to commission',
};
const smallerIsBetter = new Set<Figure['key']>(['payout_lag', 'time_to_first_referral']);

function Figures({ figures }: { figures: Figure[] }) {
  const { t } = useTranslation();
  const [table, setTable] = useState(false);
  return (
    <section className="card mets" aria-labelledby="programme-figures">
      <header>
        <h2 className="t14 b" id="programme-figures">
          {t('Programme')}
        </h2>
        <span className="muted t12">{t('last 12 weeks against the 12 before')}</span>
        <span className="grow" />
        <Button size="sm" icon="table" aria-pressed={table} onClick={() => setTable((on) => !on)}>
          {table ? t('As charts') : t('As tables')}
        </Button>
      </header>
      <div className="grid">
        {figures.map((figure) => (
          <FigureCard key={`${figure.key}${figure.currency ?? ''}`} figure={figure} table={table} />
        ))}
      </div>
    </section>
  );
}

function FigureCard({ figure, table }: { figure: Figure; table: boolean }) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const big = figure.key === 'partner_revenue';
  const points = figure.series.map((week) => ({
    label: formatShortDay(new Date(week.from), { locale }),
    value: chartValue(figure, week.value),
  }));
  const before = figure.previousSeries.map((week) => ({
    label: formatShortDay(new Date(week.from), { locale }),
    value: chartValue(figure, week.value),
  }));
  const change = changeOf(figure, locale);
  const thousands = Math.max(...points.map(({ value }) => value ?? 0)) >= 10_000;
  const bars = figure.unit === 'money' || figure.unit === 'count';
  return (
    <div className={big ? 'met big' : 'met'}>
      <div className="row">
        <h3 className="cap">{t(figureNames[figure.key])}</h3>
        <span className="grow" />
        {change && <span className={`t12 num ${change.good ? 'pos' : 'neg'}`}>{change.text}</span>}
      </div>
      <div className="v num">{figureText(figure, figure.value, locale) ?? t('no data yet')}</div>
      {table ? (
        <div className="scroll" tabIndex={0} role="region" aria-label={t(figureNames[figure.key])}>
          <table className="num">
            <thead>
              <tr>
                <th scope="col">{t('Week from')}</th>
                <th scope="col" className="r">
                  {t('Now')}
                </th>
                <th scope="col" className="r">
                  {t('12 weeks before')}
                </th>
              </tr>
            </thead>
            <tbody>
              {figure.series.map((week, index) => (
                <tr key={week.from}>
                  <td>{formatShortDay(new Date(week.from), { locale })}</td>
                  <td className="r">{figureText(figure, week.value, locale) ?? '–'}</td>
                  <td className="r">
                    {figureText(figure, figure.previousSeries[index]?.value ?? null, locale) ?? '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : bars ? (
        <Bars
          points={points}
          {...(big
            ? {
                compare: before,
                axis: true,
                format: (value) => formatDecimal(thousands ? value / 1000 : value, locale),
              }
            : {})}
        />
      ) : (
        <Line points={points} height={big ? 96 : 104} />
      )}
      <div className="cap num row">
        {big && !table ? (
          <>
            <span className="swatch" />
            {thousands ? t('by week, {{currency}} thousand', { currency: figure.currency ?? '' }) : t('by week')}
            <span className="tick" /> {t('12 weeks before')}
          </>
        ) : (
          <span className="ell">{detailText(figure, t, locale)}</span>
        )}
        <span className="grow" />
        {figure.previous !== null && !big && (
          <span>{t('from {{value}}', { value: figureText(figure, figure.previous, locale) })}</span>
        )}
      </div>
    </div>
  );
}

function chartValue(figure: Figure, value: string | null): number | null {
  if (value === null) return null;
  return figure.unit === 'money' ? Number(value) / 10 ** currencyDigits(figure.currency ?? 'USD') : Number(value);
}

function figureText(figure: Figure, value: string | null, locale: string): string | undefined {
  if (value === null) return undefined;
  if (figure.unit === 'money') return formatMoney({ amount: value, currency: figure.currency ?? 'USD' }, { locale });
  if (figure.unit === 'percent') return formatRate(value, locale);
  if (figure.unit === 'days') return `${formatDecimal(value, locale, 1)} d`;
  if (figure.unit === 'ratio') return `${formatDecimal(value, locale, 1)} ×`;
  return formatDecimal(value, locale, 0);
}

/** Signed difference to the twelve weeks before: percent for money, points for rates, plain otherwise. */
function changeOf(figure: Figure, locale: string): { text: string; good: boolean } | undefined {
  if (figure.value === null || figure.previous === null) return undefined;
  const difference = Number(figure.value) - Number(figure.previous);
  if (difference === 0) return undefined;
  const sign = difference > 0 ? '+' : '−';
  const size = Math.abs(difference);
  const good = difference > 0 !== smallerIsBetter.has(figure.key);
  if (figure.unit === 'money') {
    const base = Number(figure.previous);
    return base === 0 ? undefined : { text: `${sign}${formatDecimal((size / base) * 100, locale, 1)}\u202f%`, good };
  }
  const unit = { percent: ' pt', days: ' d', ratio: '', count: '' }[figure.unit];
  return { text: `${sign}${formatDecimal(size, locale, figure.unit === 'percent' ? 2 : 1)}${unit}`, good };
}

const detailTexts: Record<Figure['key'], string> = {
  partner_revenue: '',
  active_partners: 'of {{approved}} approved',
  activation_rate: 'first referral in 30 d',
  click_to_customer: '{{clicks}} clicks',
  payout_lag: '{{holdDays}} d are the hold',
  time_to_first_referral: 'median',
  revenue_to_commission: 'revenue for each commission',
};

function detailText(figure: Figure, t: TFunction, locale: string): string {
  const template = detailTexts[figure.key];
  const missing = [...template.matchAll(/{{(\w+)}}/g)].some(([, name]) => figure.detail[name ?? ''] === undefined);
  if (template === '' || missing) return '';
  const values = Object.entries(figure.detail).map(([name, value]) => [
    name,
    typeof value === 'number' ? formatDecimal(value, locale) : value,
  ]);
  return t(template, Object.fromEntries(values) as Record<string, string>);
}

const activityLooks: Record<TimelineEntry['kind'], readonly [IconName, string]> = {
  event: ['bolt', 'referral'],
  commission: ['percent', 'money'],
  journal: ['percent', 'money'],
  payout: ['wallet', 'money'],
  statement: ['file', 'money'],
  message: ['mail', 'message'],
  approval: ['userCheck', 'people'],
  task: ['task', 'people'],
  audit: ['shield', 'logic'],
  run: ['flow', 'logic'],
};

/** What happens now; new rows fade their tint, and it can be held still. */
function Live({ home }: { home: HomeMetrics }) {
  const { t, i18n } = useTranslation();
  const { connected } = useShell();
  const [held, setHeld] = useState<TimelineEntry[]>();
  const seen = useRef<Set<string> | undefined>(undefined);
  const activity = held ?? home.live.activity;
  const known = seen.current ?? new Set(activity.map(({ id }) => id));
  useEffect(() => {
    seen.current = new Set(activity.map(({ id }) => id));
  }, [activity]);
  return (
    <aside className="live" aria-labelledby="live">
      <header className="row">
        <span className={connected ? 'pulse' : 'pulse off'} />
        <h2 className="t14 b" id="live">
          {t('Live')}
        </h2>
        {!connected && <span className="muted t12">{t('connecting again')}</span>}
        <span className="grow" />
        <IconButton
          small
          icon={held ? 'retry' : 'pause'}
          label={held ? t('Go on') : t('Hold still')}
          aria-pressed={held !== undefined}
          onClick={() => setHeld(held ? undefined : home.live.activity)}
        />
      </header>
      <div className="thr">
        <div>
          <span className="b num">{formatDecimal(home.live.asleep, i18n.language)}</span>
          <span className="cap">{t('runs asleep')}</span>
        </div>
        <div>
          <span className="b num">{formatDecimal(home.live.eventsPerMinute, i18n.language, 1)}</span>
          <span className="cap">{t('events a minute')}</span>
        </div>
        <div>
          <span className={home.live.parked > 0 ? 'b num neg' : 'b num'}>
            {formatDecimal(home.live.parked, i18n.language)}
          </span>
          <span className="cap">{t('parked')}</span>
        </div>
      </div>
      {activity.length === 0 && (
        <Empty>{t('Nothing has happened yet. Events, commissions and payouts show here as they come.')}</Empty>
      )}
      <ul aria-live={held ? 'off' : 'polite'} aria-relevant="additions" tabIndex={0} aria-label={t('Live activity')}>
        {activity.map((entry) => {
          const [icon, kind] = activityLooks[entry.kind];
          const target = linkTo(entry.subject);
          return (
            <li key={entry.id} className={`k-${kind} ${known.has(entry.id) ? '' : 'new'}`}>
              <When at={entry.at} className="tm" />
              <Icon name={icon} size={14} />
              <p>
                {entry.text}
                {entry.actor && <span className="muted"> · {entry.actor}</span>}
                {target && entry.subject?.title && (
                  <>
                    {' '}
                    <Link {...target}>{entry.subject.title}</Link>
                  </>
                )}
              </p>
              <span className="m">{entry.amount && <Money value={entry.amount} />}</span>
            </li>
          );
        })}
      </ul>
      <footer>
        <Link to="/audit" className="m">
          {t('Audit log')}
        </Link>
        <span className="muted t12">
          {t('as of')} <When at={home.asOf} form="clock" />
        </span>
      </footer>
    </aside>
  );
}
