import type { JournalDto } from '@sluice/contracts/ledger';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { Button } from '../../parts/basics.js';
import { ExportLink } from '../../parts/ExportLink.js';
import { Empty } from '../../parts/feedback.js';
import { Filter, PeriodFilter, SearchField } from '../../parts/filters.js';
import { PartnerFilter } from '../../parts/PartnerFilter.js';
import { ListTable } from '../../parts/Table.js';
import { Money, When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { PayoutTabs } from '../payouts/PayoutTabs.js';
import { JournalDrawer } from './JournalDrawer.js';
import { accountsOf, journalKinds, journalWord, movedBy } from './words.js';

const keys = ['partner', 'kind', 'commission', 'payout', 'from', 'to'] as const;
const none = Object.fromEntries(keys.map((key) => [key, undefined]));

/** Every journal of the book, newest first. */
export function Ledger() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const asked = {
    partner: filters.partner,
    kind: filters.kind,
    commission: filters.commission,
    payout: filters.payout,
    from: filters.from && `${filters.from}T00:00:00Z`,
    to: filters.to && `${filters.to}T00:00:00Z`,
  };
  const query = useList<JournalDto>('/v1/ledger/journals', asked);
  const filtered = keys.some((key) => filters[key]);
  return (
    <Page title={t('Ledger')} crumbs={[{ label: t('Payouts'), to: '/payouts' }]}>
      <PayoutTabs />
      <section className="card" aria-label={t('Journals')}>
        <div className="filters">
          <PartnerFilter value={filters.partner} onChange={(partner) => set({ partner })} />
          <Filter
            label={t('Kind')}
            value={filters.kind}
            onChange={(kind) => set({ kind })}
            options={journalKinds.map((value) => ({ value, label: t(journalWord(value)) }))}
          />
          <SearchField
            label={t('Commission or payout id')}
            value={filters.commission ?? filters.payout}
            onChange={(id) =>
              set(
                id?.startsWith('pay_') ? { payout: id, commission: undefined } : { commission: id, payout: undefined },
              )
            }
          />
          <PeriodFilter filters={filters} onChange={set} />
          {filtered && (
            <Button size="sm" look="ghost" onClick={() => set(none)}>
              {t('Clear filters')}
            </Button>
          )}
          <span className="grow" />
          <ExportLink name="journals" query={asked} />
        </div>
        <ListTable
          caption={t('Journals')}
          query={query}
          rowKey={(row) => row.id}
          current={filters.open}
          onRow={(row) => set({ open: row.id })}
          empty={
            filtered ? (
              <Empty action={<Button onClick={() => set(none)}>{t('Show all journals')}</Button>}>
                {t('No journal matches these filters.')}
              </Empty>
            ) : (
              <Empty>{t('The first commission that is earned writes the first journal.')}</Empty>
            )
          }
          columns={[
            { key: 'at', label: t('When'), cell: (row) => <When at={row.at} form="full" /> },
            {
              key: 'kind',
              label: t('What'),
              cell: (row) => (
                <button type="button" className="name linkish" onClick={() => set({ open: row.id })}>
                  {t(journalWord(row.kind))}
                </button>
              ),
            },
            { key: 'partner', label: t('Partner'), cell: (row) => row.partner.name },
            {
              key: 'path',
              label: t('Accounts'),
              cell: (row) => (
                <span className="mono sub">{row.postings.length === 0 ? t('moves nothing') : accountsOf(row)}</span>
              ),
            },
            {
              key: 'amount',
              label: t('Amount'),
              right: true,
              cell: (row) =>
                movedBy(row).map((moved) => (
                  <span key={moved.currency} className="block">
                    <Money value={moved} strong />
                  </span>
                )),
            },
          ]}
        />
      </section>
      <JournalDrawer id={filters.open} onClose={() => set({ open: undefined })} />
    </Page>
  );
}
