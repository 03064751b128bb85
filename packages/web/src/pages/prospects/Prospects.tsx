import type { ProspectRow } from '@sluice/contracts/prospect';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { useCan } from '../../lib/session.js';
import { Avatar, Button } from '../../parts/basics.js';
import { Empty } from '../../parts/feedback.js';
import { Filter, SearchField } from '../../parts/filters.js';
import { StateChip, statesOf, stateWord } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { AddProspect } from './AddProspect.js';
import { MoveProspect } from './MoveProspect.js';

/** The pipeline of those who might become partners. */
export function Prospects() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const mayWrite = useCan('prospect.write');
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<string>();
  const query = useList<ProspectRow>('/v1/prospects', { search: filters.search, stage: filters.stage });
  const filtered = Boolean(filters.search ?? filters.stage);
  const add = mayWrite && (
    <Button look="pri" icon="plus" onClick={() => setAdding(true)}>
      {t('Add a prospect…')}
    </Button>
  );
  return (
    <Page title={t('Prospects')} actions={query.rows.length > 0 || filtered ? add : undefined}>
      <section className="card" aria-label={t('Prospects')}>
        <div className="filters">
          <SearchField label={t('Search prospects')} value={filters.search} onChange={(search) => set({ search })} />
          <Filter
            label={t('Stage')}
            value={filters.stage}
            onChange={(stage) => set({ stage })}
            options={statesOf('prospect').map((value) => ({ value, label: t(stateWord('prospect', value)) }))}
          />
        </div>
        <ListTable
          caption={t('Prospects')}
          query={query}
          rowKey={(row) => row.id}
          onRow={(row) => setOpened(row.id)}
          empty={
            filtered ? (
              <Empty
                action={
                  <Button onClick={() => set({ search: undefined, stage: undefined })}>
                    {t('Show all prospects')}
                  </Button>
                }
              >
                {t('No prospect matches these filters.')}
              </Empty>
            ) : (
              <Empty action={add || undefined}>
                {t('Prospects are those who might become partners. The outreach flow writes to each one you add.')}
              </Empty>
            )
          }
          columns={[
            {
              key: 'name',
              label: t('Prospect'),
              cell: (row) => (
                <span className="row">
                  <Avatar name={row.name} />
                  <button type="button" className="lnk name" onClick={() => setOpened(row.id)}>
                    {row.name}
                  </button>
                </span>
              ),
            },
            { key: 'stage', label: t('Stage'), cell: (row) => <StateChip kind="prospect" state={row.stage} /> },
            { key: 'email', label: t('E-mail'), cell: (row) => <span className="sub">{row.email}</span> },
            {
              key: 'source',
              label: t('Found through'),
              cell: (row) => <span className="sub">{row.source ?? ''}</span>,
            },
            { key: 'owner', label: t('Owner'), cell: (row) => <span className="sub">{row.ownerName ?? ''}</span> },
            {
              key: 'follow',
              label: t('Follow up'),
              cell: (row) => (row.followUpAt ? <When at={row.followUpAt} form="promise" /> : null),
            },
            {
              key: 'since',
              label: t('Since'),
              cell: (row) => <When at={row.createdAt} form="promise" className="sub" />,
            },
          ]}
        />
      </section>
      <AddProspect opened={adding} onClose={() => setAdding(false)} />
      <MoveProspect id={opened} onClose={() => setOpened(undefined)} />
    </Page>
  );
}
