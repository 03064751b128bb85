import type { ApprovalRow } from '@sluice/contracts/approval';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { useHotkeys } from '../../lib/hotkeys.js';
import { Empty, Loaded } from '../../parts/feedback.js';
import { When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { ApprovalDetailView } from './ApprovalDetailView.js';
import { BulkBar } from './BulkBar.js';
import { Inbox, type View } from './Inbox.js';
import { canJoin, riskBand } from './kinds.js';

const views: Record<View, Record<string, string>> = {
  me: { for: 'me', state: 'pending' },
  all: { for: 'all', state: 'pending' },
  decided: { for: 'all', state: 'decided' },
};

/** One inbox for everything that is paused: list on the left, what decides it on the right, one key for each act. */
export function Approvals() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id }: { id?: string } = useParams({ strict: false });
  const [filters, setFilters] = useFilters();
  const view: View = filters.for === 'all' || filters.for === 'decided' ? filters.for : 'me';
  const list = useList<ApprovalRow>('/v1/approvals', { ...views[view], kind: filters.kind });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());

  const rows = arrange(list.rows, filters.risk, filters.order);
  const index = rows.findIndex((row) => row.id === id);
  const open = (row: ApprovalRow | undefined, replace = false) => {
    if (row) void navigate({ to: '/approvals/$id', params: { id: row.id }, search: filters as never, replace });
  };
  const wide = typeof window !== 'undefined' && window.innerWidth > 768;
  const first = rows[0];
  useEffect(() => {
    if (!id && first && wide) open(first, true);
  });

  const select = (row: ApprovalRow | undefined) => {
    if (!row || !canJoin(row)) return;
    setSelected((now) => {
      const next = new Set(now);
      if (!next.delete(row.id)) next.add(row.id);
      return next;
    });
  };
  useHotkeys({
    j: () => open(rows[Math.min(index + 1, rows.length - 1)]),
    k: () => open(rows[Math.max(index - 1, 0)]),
    x: () => select(rows[index]),
    e: () => document.getElementById('evidence')?.focus(),
    Escape: () => setSelected(new Set()),
  });

  const oldest = list.rows.reduce<string | undefined>(
    (least, row) => (!least || row.createdAt < least ? row.createdAt : least),
    undefined,
  );
  const together = rows.filter((row) => selected.has(row.id));
  return (
    <Page
      title={t('Approvals')}
      className="m3"
      meta={
        view === 'me' && rows.length > 0 ? (
          <span>
            {t('{{count}} for you', { count: rows.length })}
            {oldest && (
              <>
                , {t('oldest since')} <When at={oldest} form="full" />
              </>
            )}
          </span>
        ) : undefined
      }
    >
      <ApprovalsBody open={id !== undefined}>
        <Inbox
          rows={rows}
          query={list}
          view={view}
          filters={filters}
          setFilters={setFilters}
          current={id}
          selected={selected}
          onOpen={open}
        />
        <section className="evi" aria-label={t('What is to be decided')}>
          {together.length > 0 ? (
            <BulkBar rows={together} onDone={() => setSelected(new Set())} onSelect={select} />
          ) : id ? (
            <ApprovalDetailView key={id} id={id} onDecided={() => open(rows[index + 1] ?? rows[index - 1])} />
          ) : (
            <Loaded query={list} rows={4}>
              {() => <Empty>{t('Choose an item on the left. What waits for a decision comes here by itself.')}</Empty>}
            </Loaded>
          )}
        </section>
      </ApprovalsBody>
    </Page>
  );
}

/** On a phone either the list or the item is shown. */
function ApprovalsBody({ open, children }: { open: boolean; children: ReactNode }) {
  useEffect(() => {
    const main = document.getElementById('main');
    if (main) main.dataset.open = String(open);
  }, [open]);
  return <>{children}</>;
}

function arrange(rows: ApprovalRow[], risk: string | undefined, order: string | undefined): ApprovalRow[] {
  const kept = rows.filter((row) => {
    if (!risk) return true;
    if (row.risk === undefined) return risk === 'none';
    return riskBand(row.risk) === { low: 'ok', review: 'warn', block: 'bad' }[risk];
  });
  if (order === 'oldest') return kept.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  if (order === 'amount')
    return kept.sort((a, b) => Number(BigInt(b.amount?.amount ?? '0') - BigInt(a.amount?.amount ?? '0')));
  return kept.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}
