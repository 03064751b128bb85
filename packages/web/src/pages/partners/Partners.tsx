import type { PartnerRow } from '@sluice/contracts/partner';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { Avatar, Button } from '../../parts/basics.js';
import { Empty } from '../../parts/feedback.js';
import { Filter, SearchField } from '../../parts/filters.js';
import { StateChip, statesOf, stateWord } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { Money, When } from '../../parts/values.js';
import { useShell } from '../../shell/context.js';
import { Page } from '../../shell/Page.js';
import { typeWords } from './words.js';

/** Every partner with what is held, payable and paid. */
export function Partners() {
  const { t } = useTranslation();
  const { programme } = useShell();
  const [filters, set] = useFilters();
  const query = useList<PartnerRow>('/v1/partners', {
    search: filters.search,
    status: filters.status,
    tier: filters.tier,
  });
  const filtered = Boolean(filters.search ?? filters.status ?? filters.tier);
  const money = (row: PartnerRow, which: 'held' | 'payable' | 'paid') =>
    row.balances.length === 0 ? (
      <span className="muted">–</span>
    ) : (
      row.balances.map((balance) => (
        <div key={balance.currency}>
          <Money value={balance[which]} />
        </div>
      ))
    );
  return (
    <Page title={t('Partners')}>
      <section className="card" aria-label={t('Partners')}>
        <div className="filters">
          <SearchField label={t('Search partners')} value={filters.search} onChange={(search) => set({ search })} />
          <Filter
            label={t('Status')}
            value={filters.status}
            onChange={(status) => set({ status })}
            options={statesOf('partner').map((value) => ({ value, label: t(stateWord('partner', value)) }))}
          />
          <Filter
            label={t('Tier')}
            value={filters.tier}
            onChange={(tier) => set({ tier })}
            options={(programme?.tiers ?? []).map((tier) => ({ value: tier.key, label: tier.name }))}
          />
        </div>
        <ListTable
          caption={t('Partners')}
          query={query}
          rowKey={(row) => row.id}
          target={(row) => ({ to: `/partners/${row.id}` })}
          empty={
            filtered ? (
              <Empty
                action={
                  <Button onClick={() => set({ search: undefined, status: undefined, tier: undefined })}>
                    {t('Show all partners')}
                  </Button>
                }
              >
                {t('No partner matches these filters.')}
              </Empty>
            ) : (
              <Empty>{t('Partners come here once they are approved or imported.')}</Empty>
            )
          }
          columns={[
            {
              key: 'name',
              label: t('Partner'),
              cell: (row) => (
                <span className="row">
                  <Avatar name={row.name} />
                  <Link to="/partners/$id" params={{ id: row.id }} className="name">
                    {row.name}
                  </Link>
                </span>
              ),
            },
            { key: 'type', label: t('Type'), cell: (row) => <span className="sub">{t(typeWords[row.type])}</span> },
            { key: 'tier', label: t('Tier'), cell: (row) => row.tierName },
            { key: 'status', label: t('Status'), cell: (row) => <StateChip kind="partner" state={row.status} /> },
            { key: 'country', label: t('Country'), cell: (row) => <span className="sub">{row.country ?? ''}</span> },
            {
              key: 'since',
              label: t('Since'),
              cell: (row) => <When at={row.createdAt} form="promise" className="sub" />,
            },
            { key: 'held', label: t('Held'), right: true, cell: (row) => money(row, 'held') },
            { key: 'payable', label: t('Payable'), right: true, cell: (row) => money(row, 'payable') },
            { key: 'paid', label: t('Paid'), right: true, cell: (row) => money(row, 'paid') },
          ]}
        />
      </section>
    </Page>
  );
}
