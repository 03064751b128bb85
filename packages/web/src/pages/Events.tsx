import { Drawer } from '@mantine/core';
import type { EventRow } from '@sluice/contracts/event';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../lib/data.js';
import { useFilters } from '../lib/filters.js';
import { Button, Chip } from '../parts/basics.js';
import { Empty } from '../parts/feedback.js';
import { Filter, SearchField } from '../parts/filters.js';
import { StateChip, statesOf, stateWord } from '../parts/states.js';
import { ListTable } from '../parts/Table.js';
import { When } from '../parts/values.js';
import { Page } from '../shell/Page.js';

/** Everything that came in, as it was told; types nobody knows are kept and shown too. */
export function Events() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const [shown, setShown] = useState<EventRow>();
  const query = useList<EventRow>('/v1/events', {
    type: filters.type,
    source: filters.source,
    dispatch: filters.dispatch,
  });
  const filtered = Boolean(filters.type ?? filters.source ?? filters.dispatch);
  const none = { type: undefined, source: undefined, dispatch: undefined };
  return (
    <Page title={t('Events')}>
      <section className="card" aria-label={t('Events')}>
        <div className="filters">
          <SearchField label={t('Type, e.g. order.paid')} value={filters.type} onChange={(type) => set({ type })} />
          <SearchField label={t('Source')} value={filters.source} onChange={(source) => set({ source })} />
          <Filter
            label={t('State')}
            value={filters.dispatch}
            onChange={(dispatch) => set({ dispatch })}
            options={statesOf('dispatch').map((value) => ({ value, label: t(stateWord('dispatch', value)) }))}
          />
          {filtered && (
            <Button size="sm" look="ghost" onClick={() => set(none)}>
              {t('Clear filters')}
            </Button>
          )}
        </div>
        <ListTable
          caption={t('Events')}
          query={query}
          rowKey={(row) => row.id}
          current={shown?.id}
          onRow={setShown}
          empty={
            filtered ? (
              <Empty action={<Button onClick={() => set(none)}>{t('Show all events')}</Button>}>
                {t('No event matches these filters.')}
              </Empty>
            ) : (
              <Empty>{t('Send the first event by webhook or to /v1/events.')}</Empty>
            )
          }
          columns={[
            {
              key: 'type',
              label: t('Type'),
              cell: (row) => (
                <button type="button" className="mono linkish" onClick={() => setShown(row)}>
                  {row.type}
                  {row.version > 1 && `@${row.version}`}
                </button>
              ),
            },
            {
              key: 'state',
              label: t('State'),
              cell: (row) => (
                <span className="row" style={{ gap: 4 }}>
                  <StateChip kind="dispatch" state={row.dispatch} />
                  {row.clamped && (
                    <Chip tone="warn">{row.clamped === 'future' ? t('time in the future') : t('too old')}</Chip>
                  )}
                  {row.differing !== undefined && row.differing > 0 && (
                    <Chip tone="warn">{t('told differently later')}</Chip>
                  )}
                </span>
              ),
            },
            { key: 'source', label: t('Source'), cell: (row) => <span className="sub">{row.source}</span> },
            {
              key: 'id',
              label: t('Id at the source'),
              cell: (row) => <span className="mono sub">{row.sourceId}</span>,
            },
            {
              key: 'occurred',
              label: t('Happened'),
              cell: (row) => <When at={row.occurredAt} form="full" className="sub" />,
            },
            {
              key: 'received',
              label: t('Came in'),
              cell: (row) => <When at={row.receivedAt} form="full" className="sub" />,
            },
          ]}
        />
      </section>
      <Drawer
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        position="right"
        size={440}
        title={shown?.type}
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        {shown && (
          <>
            <p className="mono muted t11">{shown.id}</p>
            <pre className="json">{JSON.stringify(shown.data, null, 2)}</pre>
          </>
        )}
      </Drawer>
    </Page>
  );
}
