import type { ReferralRow } from '@sluice/contracts/referral';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { Button } from '../../parts/basics.js';
import { Empty } from '../../parts/feedback.js';
import { Filter, SearchField } from '../../parts/filters.js';
import { Tags } from '../../parts/Tags.js';
import { StateChip, statesOf, stateWord } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { Money, When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import '../../theme/partner-work.css';

/** Leads and customers that partners have brought: how far each has come, whether it counts, who follows it up. */
export function Referrals() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const query = useList<ReferralRow>('/v1/referrals', {
    partner: filters.partner,
    stage: filters.stage,
    status: filters.status,
    assignee: filters.assignee,
    tag: filters.tag,
  });
  const none = { partner: undefined, stage: undefined, status: undefined, assignee: undefined, tag: undefined };
  const filtered = Object.keys(none).some((key) => filters[key]);
  const partnerName = filters.partner
    ? query.rows.find((row) => row.partner.id === filters.partner)?.partner.name
    : undefined;
  return (
    <Page title={t('Referrals')} {...(partnerName ? { meta: <span>{partnerName}</span> } : {})}>
      <section className="card" aria-label={t('Referrals')}>
        <div className="filters">
          <SearchField label={t('Find a tag')} value={filters.tag} onChange={(tag) => set({ tag })} />
          <Filter
            label={t('Stage')}
            value={filters.stage}
            onChange={(stage) => set({ stage })}
            options={statesOf('stage').map((value) => ({ value, label: t(stateWord('stage', value)) }))}
          />
          <Filter
            label={t('Valid')}
            value={filters.status}
            onChange={(status) => set({ status })}
            options={statesOf('referral').map((value) => ({ value, label: t(stateWord('referral', value)) }))}
          />
          <Filter
            label={t('Assigned to')}
            value={filters.assignee}
            onChange={(assignee) => set({ assignee })}
            options={[{ value: 'me', label: t('me') }]}
          />
          {filtered && (
            <Button size="sm" look="ghost" onClick={() => set(none)}>
              {t('Clear filters')}
            </Button>
          )}
          <span className="grow" />
          <Link to="/lists" className="btn sm ghost">
            {t('Lists')}
          </Link>
        </div>
        <ListTable
          caption={t('Referrals')}
          query={query}
          rowKey={(row) => row.id}
          target={(row) => ({ to: `/referrals/${row.id}` })}
          empty={
            filtered ? (
              <Empty action={<Button onClick={() => set(none)}>{t('Show all referrals')}</Button>}>
                {t('No referral matches these filters.')}
              </Empty>
            ) : (
              <Empty>{t('Leads and customers that partners bring come here.')}</Empty>
            )
          }
          columns={[
            {
              key: 'customer',
              label: t('Lead or customer'),
              cell: (row) => (
                <Link to="/referrals/$id" params={{ id: row.id }} className="name">
                  {row.customerExternalId}
                </Link>
              ),
            },
            { key: 'stage', label: t('Stage'), cell: (row) => <StateChip kind="stage" state={row.stage} /> },
            { key: 'status', label: t('Valid'), cell: (row) => <StateChip kind="referral" state={row.status} /> },
            {
              key: 'partner',
              label: t('Partner'),
              cell: (row) => (
                <Link to="/partners/$id" params={{ id: row.partner.id }}>
                  {row.partner.name}
                </Link>
              ),
            },
            {
              key: 'tags',
              label: t('Tags'),
              cell: (row) => <Tags tags={row.tags} />,
            },
            {
              key: 'assignee',
              label: t('Assigned to'),
              cell: (row) => <span className="sub">{row.assignee?.name ?? ''}</span>,
            },
            {
              key: 'since',
              label: t('Since'),
              cell: (row) => <When at={row.createdAt} form="promise" className="sub" />,
            },
            { key: 'orders', label: t('Orders'), right: true, cell: (row) => row.orders },
            {
              key: 'revenue',
              label: t('Revenue'),
              right: true,
              cell: (row) => (row.revenue ? <Money value={row.revenue} /> : <span className="muted">–</span>),
            },
          ]}
        />
      </section>
    </Page>
  );
}
