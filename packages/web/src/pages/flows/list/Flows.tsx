import type { FlowRow } from '@sluice/contracts/flow';
import type { Trigger } from '@sluice/flows';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../../lib/data.js';
import { useFilters } from '../../../lib/filters.js';
import { useCan } from '../../../lib/session.js';
import { Button, Chip } from '../../../parts/basics.js';
import { Empty } from '../../../parts/feedback.js';
import { SearchField } from '../../../parts/filters.js';
import { triggerWords } from '../../../parts/flow/trigger.js';
import { ListTable } from '../../../parts/Table.js';
import { When } from '../../../parts/values.js';
import { Page } from '../../../shell/Page.js';
import '../../../theme/flow-panel.css';
import { ParametersDialog } from '../parameters/ParametersDialog.js';

/** All flows: what starts them, what is in force, what is being changed, and what runs in them. */
export function Flows() {
  const { t } = useTranslation();
  const query = useList<FlowRow>('/v1/flows');
  const [filters, set] = useFilters();
  const may = useCan('flow.write');
  const [setting, setSetting] = useState<FlowRow>();
  const words = (filters.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const rows = query.rows.filter((row) => {
    const text = `${row.title} ${row.key} ${row.subject} ${starts(row)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  function starts(row: FlowRow): string {
    return triggerWords(triggerOf(row), t)
      .map(({ text }) => text)
      .join('');
  }
  const count = (row: FlowRow, status: 'running' | 'waiting' | 'parked') => {
    const value = row.runs[status];
    if (value === 0) return <span className="muted">0</span>;
    return (
      <Link
        to="/runs"
        search={{ flow: row.key, status } as never}
        className={status === 'parked' ? 'neg b' : 'm'}
        aria-label={t('{{count}} runs of {{title}} {{state}}', { count: value, title: row.title, state: t(status) })}
      >
        {value}
      </Link>
    );
  };
  return (
    <Page
      title={t('Flows')}
      {...(may
        ? {
            actions: (
              <Link to="/flows/new" className="btn pri">
                {t('New flow…')}
              </Link>
            ),
          }
        : {})}
    >
      <section className="card flow-list" aria-label={t('Flows')}>
        <div className="filters">
          <SearchField
            label={t('Title, subject, event')}
            value={filters.search}
            onChange={(search) => set({ search })}
          />
          <span className="grow" />
          <Link to="/runs" className="t12">
            {t('All runs')}
          </Link>
        </div>
        <ListTable
          caption={t('Flows')}
          query={{ ...query, rows } as typeof query}
          rowKey={(row) => row.key}
          target={(row) => ({ to: `/flows/${row.key}` })}
          empty={
            words.length > 0 ? (
              <Empty action={<Button onClick={() => set({ search: undefined })}>{t('Show all flows')}</Button>}>
                {t('No flow matches.')}
              </Empty>
            ) : (
              <Empty
                action={
                  may ? (
                    <Link to="/flows/new" className="btn pri">
                      {t('New flow…')}
                    </Link>
                  ) : undefined
                }
              >
                {t('A flow does its steps by itself whenever something happens. Begin with one of the templates.')}
              </Empty>
            )
          }
          columns={[
            {
              key: 'title',
              label: t('Flow'),
              cell: (row) => (
                <>
                  <Link to="/flows/$key" params={{ key: row.key }} className="name">
                    {row.title}
                  </Link>{' '}
                  <span className="mono muted t11">{row.key}</span>
                </>
              ),
            },
            {
              key: 'trigger',
              label: t('Starts'),
              cell: (row) => (
                <span className="sub trig">
                  {triggerWords(triggerOf(row), t).map((part, at) =>
                    part.value ? <b key={at}>{part.text}</b> : part.text,
                  )}
                </span>
              ),
            },
            {
              key: 'subject',
              label: t('About'),
              cell: (row) => <span className="sub">{t(row.subject.replaceAll('_', ' '))}</span>,
            },
            {
              key: 'state',
              label: t('State'),
              cell: (row) => (
                <span className="states">
                  {row.version === null ? (
                    <Chip>{t('never published')}</Chip>
                  ) : (
                    <Chip tone="line">{t('v{{version}} in force', { version: row.version })}</Chip>
                  )}
                  {row.draft && (
                    <Chip tone="acc" icon="edit">
                      {t('Draft v{{version}}', { version: (row.version ?? 0) + 1 })}
                    </Chip>
                  )}
                  {row.approval && (
                    <Chip tone="warn" icon="clock">
                      {t('awaiting approval')}
                    </Chip>
                  )}
                </span>
              ),
            },
            {
              key: 'changed',
              label: t('Changed'),
              cell: (row) => {
                const at = row.draft?.changedAt ?? row.publishedAt;
                return at && <When at={at} className="sub" />;
              },
            },
            { key: 'running', label: t('running'), right: true, cell: (row) => count(row, 'running') },
            { key: 'waiting', label: t('waiting'), right: true, cell: (row) => count(row, 'waiting') },
            { key: 'parked', label: t('parked'), right: true, cell: (row) => count(row, 'parked') },
            {
              key: 'parameters',
              label: '',
              cell: (row) =>
                row.version !== null && (
                  <Button
                    size="sm"
                    look="ghost"
                    icon="settings"
                    aria-label={t('Parameters of {{title}}', { title: row.title })}
                    onClick={() => setSetting(row)}
                  >
                    {t('Parameters')}
                  </Button>
                ),
            },
          ]}
        />
      </section>
      {setting && (
        <ParametersDialog flowKey={setting.key} title={setting.title} onClose={() => setSetting(undefined)} />
      )}
    </Page>
  );
}

function triggerOf(row: FlowRow): Trigger {
  return row.trigger as unknown as Trigger;
}
