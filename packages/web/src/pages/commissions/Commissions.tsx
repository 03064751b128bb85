import type { CommissionRow } from '@sluice/contracts/commission';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { Button } from '../../parts/basics.js';
import { ExportLink } from '../../parts/ExportLink.js';
import { Empty } from '../../parts/feedback.js';
import { Filter, PeriodFilter, SearchField } from '../../parts/filters.js';
import { StateChip, statesOf, stateWord } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { Money } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { commissionColumns } from './columns.js';
import { CommissionDrawer } from './CommissionDrawer.js';
import { totalsByState } from './totals.js';

/** Every commission with its state, its reason and what it is made of. */
export function Commissions() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const asked = {
    partner: filters.partner,
    state: filters.state,
    order: filters.order,
    search: filters.search,
    batch: filters.batch,
    from: filters.from && `${filters.from}T00:00:00Z`,
    to: filters.to && `${filters.to}T00:00:00Z`,
  };
  const query = useList<CommissionRow>('/v1/commissions', asked);
  const filtered = ['partner', 'search', 'state', 'order', 'batch', 'from', 'to'].some((key) => filters[key]);
  const none = {
    partner: undefined,
    search: undefined,
    state: undefined,
    order: undefined,
    batch: undefined,
    from: undefined,
    to: undefined,
  };
  const totals = totalsByState(query.rows);
  const partnerName = filters.partner
    ? query.rows.find((row) => row.partner.id === filters.partner)?.partner.name
    : undefined;
  return (
    <Page title={t('Commissions')} {...(partnerName ? { meta: <span>{partnerName}</span> } : {})}>
      {totals.length > 0 && (
        <section className="card" aria-label={t('Totals by state')}>
          <div className="stats">
            {totals.map((total) => (
              <div key={`${total.state}${total.money.currency}`}>
                <StateChip kind="commission" state={total.state} />
                <span className="v">
                  <Money value={total.money} />
                </span>
                <span className="cap num">{t('{{count}} commissions', { count: total.count })}</span>
              </div>
            ))}
          </div>
          {query.hasNextPage && (
            <p className="more muted t12">{t('of what is shown below; show more to count more')}</p>
          )}
        </section>
      )}
      <section className="card" aria-label={t('Commissions')}>
        <div className="filters">
          <SearchField label={t('Search commissions')} value={filters.search} onChange={(search) => set({ search })} />
          <Filter
            label={t('State')}
            value={filters.state}
            onChange={(state) => set({ state })}
            options={statesOf('commission').map((value) => ({ value, label: t(stateWord('commission', value)) }))}
          />
          <PeriodFilter filters={filters} onChange={set} />
          {filtered && (
            <Button size="sm" look="ghost" onClick={() => set(none)}>
              {t('Clear filters')}
            </Button>
          )}
          <span className="grow" />
          <ExportLink name="commissions" query={asked} />
        </div>
        <ListTable
          caption={t('Commissions')}
          query={query}
          rowKey={(row) => row.id}
          current={filters.open}
          onRow={(row) => set({ open: row.id })}
          columns={commissionColumns(t, (open) => set({ open }))}
          empty={
            filtered ? (
              <Empty action={<Button onClick={() => set(none)}>{t('Show all commissions')}</Button>}>
                {t('No commission matches these filters.')}
              </Empty>
            ) : (
              <Empty>{t('No commission yet. The first paid order of a partner’s customer makes one.')}</Empty>
            )
          }
        />
      </section>
      <CommissionDrawer id={filters.open} onClose={() => set({ open: undefined })} />
    </Page>
  );
}
