import type { BatchRow } from '@sluice/contracts/batch';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { ExportLink } from '../../parts/ExportLink.js';
import { Empty } from '../../parts/feedback.js';
import { Filter } from '../../parts/filters.js';
import { StateChip, statesOf, stateWord } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { Money, When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { PayoutTabs } from './PayoutTabs.js';
import { PrepareBatch } from './PrepareBatch.js';

/** Payout batches, newest first. */
export function Batches() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const [preparing, setPreparing] = useState(false);
  const may = useCan('batch.create');
  const query = useList<BatchRow>('/v1/payout-batches', { state: filters.state });
  const prepare = may && (
    <Button look="pri" icon="plus" onClick={() => setPreparing(true)}>
      {t('Prepare batch…')}
    </Button>
  );
  return (
    <Page title={t('Payouts')}>
      <PayoutTabs />
      <section className="card" aria-label={t('Payout batches')}>
        <div className="filters">
          <Filter
            label={t('State')}
            value={filters.state}
            onChange={(state) => set({ state })}
            options={statesOf('batch').map((value) => ({ value, label: t(stateWord('batch', value)) }))}
          />
          <span className="grow" />
          <ExportLink name="batches" query={{ state: filters.state }} />
          {prepare}
        </div>
        <ListTable
          caption={t('Payout batches')}
          query={query}
          rowKey={(row) => row.id}
          target={(row) => ({ to: `/payouts/${row.id}` })}
          empty={
            filters.state ? (
              <Empty action={<Button onClick={() => set({ state: undefined })}>{t('Show all batches')}</Button>}>
                {t('No batch is in this state.')}
              </Empty>
            ) : (
              <Empty>{t('A batch gathers what is payable; prepare one to pay your partners.')}</Empty>
            )
          }
          columns={[
            {
              key: 'name',
              label: t('Batch'),
              cell: (row) => (
                <Link to="/payouts/$id" params={{ id: row.id }} className="name">
                  {row.name}
                </Link>
              ),
            },
            { key: 'state', label: t('State'), cell: (row) => <StateChip kind="batch" state={row.state} /> },
            {
              key: 'approvals',
              label: t('Approvals'),
              cell: (row) => (
                <span className="num">
                  {t('{{given}} of {{needed}}', { given: row.approvals.length, needed: row.approversNeeded })}
                </span>
              ),
            },
            { key: 'maker', label: t('Made by'), cell: (row) => <span className="sub">{row.maker.name}</span> },
            { key: 'cutoff', label: t('Cutoff'), cell: (row) => <When at={row.cutoff} form="full" className="sub" /> },
            { key: 'partners', label: t('Partners'), right: true, cell: (row) => row.payouts },
            { key: 'total', label: t('Total'), right: true, cell: (row) => <Money value={row.total} strong /> },
          ]}
        />
      </section>
      <PrepareBatch opened={preparing} onClose={() => setPreparing(false)} />
    </Page>
  );
}
