import type { ApprovalRow } from '@sluice/contracts/approval';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../lib/clock.js';
import type { useList } from '../../lib/data.js';
import type { Filters } from '../../lib/filters.js';
import { formatDay, formatSpan, sameDay, day } from '../../lib/time.js';
import { Button, Chip, Kbd, Seg, Tile } from '../../parts/basics.js';
import { ShowMore } from '../../parts/ShowMore.js';
import { Empty, Loaded } from '../../parts/feedback.js';
import { Filter } from '../../parts/filters.js';
import { StateChip } from '../../parts/states.js';
import { Money } from '../../parts/values.js';
import { useShell } from '../../shell/context.js';
import { approvalLooks, riskBand } from './kinds.js';

export type View = 'me' | 'all' | 'decided';

/** The list of what is paused, grouped by day. */
export function Inbox({
  rows,
  query,
  view,
  filters,
  setFilters,
  current,
  selected,
  onOpen,
}: {
  rows: ApprovalRow[];
  query: ReturnType<typeof useList<ApprovalRow>>;
  view: View;
  filters: Filters;
  setFilters: (change: Filters) => void;
  current: string | undefined;
  selected: ReadonlySet<string>;
  onOpen: (row: ApprovalRow) => void;
}) {
  const { t, i18n } = useTranslation();
  const { openKeys, waitingCount } = useShell();
  const now = useNow(30_000);
  const dayName = (at: Date) => {
    if (sameDay(at, now)) return t('Today');
    if (sameDay(at, new Date(now.getTime() - day))) return t('Yesterday');
    return formatDay(at, { locale: i18n.language });
  };
  const days = groupBy(rows, (row) => dayName(new Date(row.createdAt)));
  return (
    <section className="inbox" aria-label={t('Inbox')}>
      <div className="ih">
        <Seg<View>
          label={t('What is shown')}
          value={view}
          onChange={(next) => setFilters({ for: next === 'me' ? undefined : next })}
          options={[
            { value: 'me', label: t('For me'), count: view === 'me' ? rows.length : waitingCount },
            { value: 'all', label: t('All'), ...(view === 'all' ? { count: rows.length } : {}) },
            { value: 'decided', label: t('Decided') },
          ]}
        />
      </div>
      <div className="fl">
        <Filter
          label={t('Kind')}
          value={filters.kind}
          onChange={(kind) => setFilters({ kind })}
          options={Object.entries(approvalLooks).map(([value, look]) => ({ value, label: t(look.word) }))}
        />
        <Filter
          label={t('Risk')}
          value={filters.risk}
          onChange={(risk) => setFilters({ risk })}
          options={[
            { value: 'low', label: t('low') },
            { value: 'review', label: t('review') },
            { value: 'block', label: t('block') },
            { value: 'none', label: t('not scored') },
          ]}
        />
        <Filter
          label={t('Order')}
          value={filters.order}
          unset={t('newest first')}
          onChange={(order) => setFilters({ order })}
          options={[
            { value: 'oldest', label: t('oldest first') },
            { value: 'amount', label: t('largest first') },
          ]}
        />
      </div>
      <div className="list">
        <Loaded query={query} rows={6} height={46}>
          {() =>
            rows.length === 0 ? (
              <Empty
                action={
                  view === 'me' ? (
                    <Button onClick={() => setFilters({ for: 'all' })}>{t('Show what waits on others')}</Button>
                  ) : undefined
                }
              >
                {view === 'decided'
                  ? t('Decisions are kept here, with who took them.')
                  : t('Nothing waits for you. Commissions under review, batches and applications come here.')}
              </Empty>
            ) : (
              <>
                {days.map(([name, items]) => (
                  <div key={name}>
                    <h2 className="day">{name}</h2>
                    <ul>
                      {items.map((row) => (
                        <li key={row.id}>
                          <Item
                            row={row}
                            current={row.id === current}
                            selected={selected.has(row.id)}
                            now={now}
                            search={filters}
                            onOpen={onOpen}
                          />
                        </li>
                      ))}
                    </ul>
                  </div>
                ))}
                {query.hasNextPage ? (
                  <p className="end">
                    <ShowMore query={query} />
                  </p>
                ) : (
                  <p className="end">{view === 'me' ? t('That is all for you.') : t('That is all.')}</p>
                )}
              </>
            )
          }
        </Loaded>
      </div>
      <div className="keys">
        <span>
          <Kbd>J</Kbd>
          <Kbd>K</Kbd>
          {t('move')}
        </span>
        <span>
          <Kbd>X</Kbd>
          {t('select')}
        </span>
        <span>
          <Kbd>A</Kbd>
          {t('approve')}
        </span>
        <span>
          <Kbd>R</Kbd>
          {t('reject')}
        </span>
        <button type="button" onClick={openKeys}>
          <Kbd>?</Kbd>
          {t('all keys')}
        </button>
      </div>
    </section>
  );
}

function Item({
  row,
  current,
  selected,
  now,
  search,
  onOpen,
}: {
  row: ApprovalRow;
  current: boolean;
  selected: boolean;
  now: Date;
  search: Filters;
  onOpen: (row: ApprovalRow) => void;
}) {
  const { t } = useTranslation();
  const look = approvalLooks[row.kind];
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <Link
      ref={link}
      to="/approvals/$id"
      params={{ id: row.id }}
      search={search as never}
      className={selected ? 'item sel' : 'item'}
      aria-current={current ? 'page' : undefined}
      activeOptions={{ exact: true }}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible') && !current) onOpen(row);
      }}
    >
      <Tile icon={selected ? 'check' : look.icon} kind={look.kind} />
      <div className="grow">
        <div className="row" style={{ gap: 6 }}>
          <p className="m ell grow">{row.title}</p>
          {row.amount && <Money value={row.amount} strong />}
        </div>
        <div className="row t12" style={{ gap: 6 }}>
          <p className="muted ell grow">{row.detail ?? t(look.word)}</p>
          {row.state !== 'pending' && <StateChip kind="approval" state={row.state} />}
          {row.risk !== undefined && row.state === 'pending' && (
            <Chip tone={riskBand(row.risk) === 'ok' ? 'plain' : riskBand(row.risk)}>
              {t('risk {{risk}}', { risk: row.risk })}
            </Chip>
          )}
          {row.needed > 1 && row.state === 'pending' && (
            <span className="muted num">{t('{{given}} of {{needed}}', { given: row.given, needed: row.needed })}</span>
          )}
          <span className="muted num">{formatSpan(now.getTime() - new Date(row.createdAt).getTime(), true)}</span>
        </div>
      </div>
    </Link>
  );
}

function groupBy<T>(items: T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups];
}
