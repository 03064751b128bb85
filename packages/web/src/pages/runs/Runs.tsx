import type { FlowRow } from '@sluice/contracts/flow';
import type { RunRow } from '@sluice/contracts/run';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../lib/clock.js';
import { useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { formatCountdown, formatSpan } from '../../lib/time.js';
import { Button, Chip } from '../../parts/basics.js';
import { Empty } from '../../parts/feedback.js';
import { Filter, SearchField } from '../../parts/filters.js';
import { StateChip, statesOf, stateWord } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { Attention } from './Attention.js';

/** The runs: those that need attention as a list to act on, else the flows in force with every run. */
export function Runs() {
  const [filters] = useFilters();
  return filters.status === 'parked' ? <Attention /> : <AllRuns />;
}

function AllRuns() {
  const { t } = useTranslation();
  const now = useNow(1000);
  const [filters, set] = useFilters();
  const flows = useList<FlowRow>('/v1/flows');
  const { flow, status, node, version, subject } = filters;
  const runs = useList<RunRow>('/v1/runs', { flow, status, node, version, subject });
  const filtered = Boolean(flow ?? status ?? node ?? version ?? subject);
  const none = { flow: undefined, status: undefined, node: undefined, version: undefined, subject: undefined };
  // The page of a run knows from its address which list one came from.
  const within = Object.fromEntries(
    Object.entries({ flow, status, node, version, subject }).flatMap(([key, value]) => (value ? [[key, value]] : [])),
  );
  const count = (value: number, tone?: 'bad') =>
    value === 0 ? <span className="muted">0</span> : <span className={tone === 'bad' ? 'neg b' : 'm'}>{value}</span>;
  return (
    <Page title={t('Flows')}>
      <section className="card" aria-label={t('Flows')}>
        <ListTable
          caption={t('Flows')}
          query={flows}
          rowKey={(row) => row.key}
          current={filters.flow}
          onRow={(row) => set({ flow: row.key })}
          empty={<Empty>{t('The shipped flows come with the first start of Sluice.')}</Empty>}
          columns={[
            {
              key: 'title',
              label: t('Flow'),
              cell: (row) => (
                <button type="button" className="m linkish" onClick={() => set({ flow: row.key })}>
                  {row.title}
                </button>
              ),
            },
            { key: 'version', label: t('Version'), cell: (row) => <Chip tone="line">v{row.version}</Chip> },
            {
              key: 'subject',
              label: t('About'),
              cell: (row) => <span className="sub">{t(row.subject.replaceAll('_', ' '))}</span>,
            },
            {
              key: 'since',
              label: t('In force since'),
              cell: (row) => row.publishedAt && <When at={row.publishedAt} form="promise" className="sub" />,
            },
            { key: 'running', label: t('running'), right: true, cell: (row) => count(row.runs.running) },
            { key: 'waiting', label: t('waiting'), right: true, cell: (row) => count(row.runs.waiting) },
            { key: 'parked', label: t('parked'), right: true, cell: (row) => count(row.runs.parked, 'bad') },
          ]}
        />
      </section>
      <section className="card" aria-labelledby="runs">
        <header>
          <h2 className="t14 b" id="runs">
            {t('Runs')}
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
          <Filter
            label={t('State')}
            value={filters.status}
            onChange={(status) => set({ status })}
            options={statesOf('run').map((value) => ({ value, label: t(stateWord('run', value)) }))}
          />
          {filtered && (
            <Button size="sm" look="ghost" onClick={() => set(none)}>
              {t('Clear filters')}
            </Button>
          )}
        </div>
        <ListTable
          caption={t('Runs')}
          query={runs}
          rowKey={(row) => row.id}
          target={(row) => ({ to: `/runs/${row.id}`, search: within })}
          empty={
            filtered ? (
              <Empty action={<Button onClick={() => set(none)}>{t('Show all runs')}</Button>}>
                {t('No run matches these filters.')}
              </Empty>
            ) : (
              <Empty>{t('A run starts with each event that a flow listens to.')}</Empty>
            )
          }
          columns={[
            {
              key: 'subject',
              label: t('About'),
              cell: (row) => (
                <Link to="/runs/$id" params={{ id: row.id }} search={within as never} className="name">
                  {row.subject.title ?? row.subject.id}
                </Link>
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
            { key: 'state', label: t('State'), cell: (row) => <StateChip kind="run" state={row.status} /> },
            { key: 'at', label: t('Now'), cell: (row) => <NowAt row={row} now={now} /> },
            {
              key: 'started',
              label: t('Started'),
              cell: (row) => <When at={row.startedAt} form="full" className="sub" />,
            },
            {
              key: 'took',
              label: t('Took'),
              right: true,
              cell: (row) =>
                formatSpan((row.closedAt ? new Date(row.closedAt) : now).getTime() - new Date(row.startedAt).getTime()),
            },
          ]}
        />
      </section>
    </Page>
  );
}

function NowAt({ row, now }: { row: RunRow; now: Date }) {
  const { t } = useTranslation();
  const { current } = row;
  if (row.status === 'completed' || row.status === 'stopped') return <span className="sub">{row.outcome ?? ''}</span>;
  if (current?.park) return <span className="neg ell why-link">{current.park.message}</span>;
  if (current?.wait?.until)
    return (
      <span className="num sub">
        {t('waits')} {formatCountdown(new Date(current.wait.until).getTime() - now.getTime())}
      </span>
    );
  return <span className="mono sub">{current?.node ?? ''}</span>;
}
