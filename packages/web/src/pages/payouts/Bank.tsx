import type { BankEntryDto, BankEntryState, BankStatementRow } from '@sluice/contracts/bank-statement';
import type { List } from '@sluice/contracts/list';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { currenciesMix } from '../../lib/money.js';
import { useCan } from '../../lib/session.js';
import { Button, Chip, type Tone } from '../../parts/basics.js';
import { ExportLink } from '../../parts/ExportLink.js';
import { Empty } from '../../parts/feedback.js';
import { Filter } from '../../parts/filters.js';
import type { IconName } from '../../parts/icons.js';
import { ListTable } from '../../parts/Table.js';
import { Money, When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { BankEntryDrawer } from './BankEntryDrawer.js';
import { ImportStatement } from './ImportStatement.js';
import { PayoutTabs } from './PayoutTabs.js';

/** State of a bank's entry: colour, icon, word. */
export const entryLooks: Record<BankEntryState, readonly [Tone, IconName, string]> = {
  matched: ['ok', 'check', 'matched'],
  mine: ['ok', 'user', 'matched by hand'],
  suggested: ['warn', 'alert', 'to be confirmed'],
  open: ['warn', 'clock', 'nothing fits'],
  dismissed: ['plain', 'ban', 'none of ours'],
  pending: ['info', 'hourglass', 'not booked yet'],
};

/** What banks say they have booked, and which payout each entry is. */
export function Bank() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const [importing, setImporting] = useState(false);
  const may = useCan('bank.import');
  const statements = useGet<List<BankStatementRow>>('/v1/bank-statements', { limit: 100 });
  const query = useList<BankEntryDto>('/v1/bank-entries', { statement: filters.statement, state: filters.state });
  const mixed = currenciesMix(query.rows.map(({ amount }) => amount));
  const filtered = filters.statement ?? filters.state;
  const importIt = may && (
    <Button look="pri" icon="upload" onClick={() => setImporting(true)}>
      {t('Import a statement…')}
    </Button>
  );
  return (
    <Page title={t('Bank')} crumbs={[{ label: t('Payouts'), to: '/payouts' }]}>
      <PayoutTabs />
      <section className="card" aria-label={t('Entries of bank statements')}>
        <div className="filters">
          <Filter
            label={t('Statement')}
            value={filters.statement}
            onChange={(statement) => set({ statement })}
            options={(statements.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Filter
            label={t('State')}
            value={filters.state}
            onChange={(state) => set({ state })}
            options={Object.entries(entryLooks).map(([value, look]) => ({ value, label: t(look[2]) }))}
          />
          <span className="grow" />
          <ExportLink name="bank-entries" query={{ statement: filters.statement, state: filters.state }} />
          {importIt}
        </div>
        <ListTable
          caption={t('Entries of bank statements')}
          query={query}
          rowKey={(row) => row.id}
          current={filters.open}
          onRow={(row) => set({ open: row.id })}
          empty={
            filtered ? (
              <Empty
                action={
                  <Button onClick={() => set({ statement: undefined, state: undefined })}>
                    {t('Show all entries')}
                  </Button>
                }
              >
                {t('No entry matches these filters.')}
              </Empty>
            ) : (
              <Empty>{t('Import what the bank has booked: payouts that it names become paid.')}</Empty>
            )
          }
          columns={[
            { key: 'day', label: t('Booked'), cell: (row) => <When at={`${row.bookedAt}T12:00:00Z`} form="day" /> },
            {
              key: 'name',
              label: t('Name'),
              cell: (row) => (
                <button type="button" className="name linkish" onClick={() => set({ open: row.id })}>
                  {row.name ?? t('no name')}
                </button>
              ),
            },
            {
              key: 'reference',
              label: t('Reference'),
              cell: (row) => <span className="mono sub">{row.endToEndId ?? row.reference}</span>,
            },
            { key: 'state', label: t('State'), cell: (row) => <EntryChip entry={row} /> },
            {
              key: 'amount',
              label: t('Amount'),
              right: true,
              cell: (row) => <Money value={signed(row)} signed strong code={mixed} />,
            },
          ]}
        />
      </section>
      <BankEntryDrawer
        entry={query.rows.find(({ id }) => id === filters.open)}
        onClose={() => set({ open: undefined })}
      />
      <ImportStatement opened={importing} onClose={() => setImporting(false)} />
    </Page>
  );
}

export function EntryChip({ entry }: { entry: Pick<BankEntryDto, 'state' | 'outcome'> }) {
  const { t } = useTranslation();
  const [tone, icon, word] = entryLooks[entry.state];
  return (
    <span className="bank-marks">
      <Chip tone={tone} icon={icon}>
        {t(word)}
      </Chip>
      {entry.outcome && (
        <Chip tone={entry.outcome === 'paid' ? 'ok' : 'bad'}>
          {entry.outcome === 'paid' ? t('paid') : t('returned')}
        </Chip>
      )}
    </span>
  );
}

/** As the account sees it: what left it is negative. */
export function signed({ amount, direction }: Pick<BankEntryDto, 'amount' | 'direction'>) {
  return direction === 'debit' ? { ...amount, amount: `-${amount.amount}` } : amount;
}
