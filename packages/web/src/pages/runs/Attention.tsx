import type { FlowRow } from '@sluice/contracts/flow';
import type { RunRow } from '@sluice/contracts/run';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../lib/clock.js';
import { useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { formatSpan } from '../../lib/time.js';
import { Button } from '../../parts/basics.js';
import { Empty } from '../../parts/feedback.js';
import { Filter, SearchField } from '../../parts/filters.js';
import { ListTable } from '../../parts/Table.js';
import { When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import '../../theme/runs.css';
import { BulkActions } from './bulk/BulkActions.js';
import { BulkList } from './bulk/BulkList.js';

/** Runs that are parked: what failed, where, since when; to open one, or to act on many with one reason. */
export function Attention() {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const [filters, set] = useFilters();
  const flows = useList<FlowRow>('/v1/flows');
  const runs = useList<RunRow>('/v1/runs', { status: 'parked', flow: filters.flow, subject: filters.subject });
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const chosen = runs.rows.filter(({ id }) => picked.has(id));
  const all = runs.rows.length > 0 && chosen.length === runs.rows.length;
  const flip = (id: string) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const search = { status: 'parked', ...(filters.flow ? { flow: filters.flow } : {}) };
  return (
    <Page title={t('Needs attention')} crumbs={[{ label: t('Flows'), to: '/flows' }]}>
      <section className="card" aria-labelledby="parked">
        <header>
          <h2 className="t14 b" id="parked">
            {t('Parked runs')}
          </h2>
        </header>
        <div className="filters">
          <SearchField label={t('Subject id')} value={filters.subject} onChange={(subject) => set({ subject })} />
          <Filter
            label={t('Flow')}
            value={filters.flow}
            onChange={(flow) => set({ flow })}
            options={flows.rows.map((flow) => ({ value: flow.key, label: flow.title }))}
          />
          <Button size="sm" look="ghost" onClick={() => set({ status: undefined })}>
            {t('Show all runs')}
          </Button>
          <span className="grow" />
          <label className="row pick-head">
            <input
              type="checkbox"
              checked={all}
              disabled={runs.rows.length === 0}
              onChange={() => setPicked(all ? new Set() : new Set(runs.rows.map(({ id }) => id)))}
            />
            {chosen.length > 0 ? t('{{count}} chosen', { count: chosen.length }) : t('Choose all shown')}
          </label>
          <BulkActions
            runs={chosen}
            onActed={([first]) => {
              setPicked(new Set());
              if (first !== undefined) set({ bulk: first });
            }}
          />
        </div>
        <ListTable
          caption={t('Parked runs')}
          query={runs}
          rowKey={(row) => row.id}
          target={(row) => ({ to: `/runs/${row.id}`, search })}
          empty={<Empty>{t('Nothing is parked: every run goes on by itself.')}</Empty>}
          columns={[
            {
              key: 'pick',
              label: '',
              cell: (row) => (
                <label className="pick">
                  <input
                    type="checkbox"
                    checked={picked.has(row.id)}
                    aria-label={t('Choose {{run}}', { run: row.subject.title ?? row.subject.id })}
                    onClick={(event) => event.stopPropagation()}
                    onChange={() => flip(row.id)}
                  />
                </label>
              ),
            },
            {
              key: 'subject',
              label: t('About'),
              cell: (row) => (
                <Link to="/runs/$id" params={{ id: row.id }} search={search as never} className="name">
                  {row.subject.title ?? row.subject.id}
                </Link>
              ),
            },
            {
              key: 'why',
              label: t('What is wrong'),
              cell: (row) => (
                <span className="attn-why block ell" title={row.current?.park?.message}>
                  <span className="neg">{row.current?.park?.message ?? t('A branch beside is parked')}</span>
                </span>
              ),
            },
            {
              key: 'flow',
              label: t('Flow'),
              cell: (row) => (
                <span className="sub">
                  {row.flow.title} v{row.flow.version}
                </span>
              ),
            },
            {
              key: 'step',
              label: t('Step'),
              cell: (row) => <span className="mono sub">{row.current?.node ?? ''}</span>,
            },
            {
              key: 'tries',
              label: t('Tries'),
              right: true,
              cell: (row) => row.current?.park?.attempts ?? '',
            },
            {
              key: 'since',
              label: t('Since'),
              right: true,
              cell: (row) =>
                row.current?.park && (
                  <>
                    <When at={row.current.park.since} form="full" className="sub" />{' '}
                    <span className="muted">
                      {formatSpan(now.getTime() - new Date(row.current.park.since).getTime(), true)}
                    </span>
                  </>
                ),
            },
          ]}
        />
      </section>
      <section className="card" aria-labelledby="acts">
        <header>
          <h2 className="t14 b" id="acts">
            {t('Acts on many')}
          </h2>
        </header>
        <div className="card-body">
          <BulkList key={filters.bulk ?? ''} shown={filters.bulk} />
        </div>
      </section>
    </Page>
  );
}
